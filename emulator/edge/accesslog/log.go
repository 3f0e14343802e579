package accesslog

import (
	"bytes"
	"compress/gzip"
	"context"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"

	"crossfront/emulator/clock"
)

// A Target is where a distribution's files go.
type Target struct {
	Distribution string // id
	Bucket       string // as the distribution's configuration names it
	Prefix       string
}

// Config is what a [Log] is made of. Deliver is required.
type Config struct {
	Clock clock.Clock
	// Deliver puts a finished file into a bucket.
	Deliver func(ctx context.Context, bucket, key string, file []byte) error
	// Period is how long lines are gathered by the clock before their file is
	// delivered; default 5 minutes. CloudFront delivers "up to several times an
	// hour".
	Period time.Duration
	// MaxBytes is how much text is gathered at most, by distribution and hour,
	// before a file is delivered early; default 1 MiB.
	MaxBytes int
	Log      *slog.Logger // nil: none
}

const (
	defaultPeriod   = 5 * time.Minute
	defaultMaxBytes = 1 << 20
)

// A Log gathers lines and delivers files. It is safe for concurrent use.
type Log struct {
	config Config

	mu     sync.Mutex
	open   map[batch]*file
	timer  *time.Timer // runs while a file is open
	closed bool

	working sync.WaitGroup // deliveries of files that were full
}

// A batch is what goes into one file.
type batch struct {
	Target
	hour string // YYYY-MM-DD-HH, when the requests were
}

type file struct {
	text  []byte
	begun time.Time
}

// New makes a log. Close it.
func New(c Config) *Log {
	if c.Period <= 0 {
		c.Period = defaultPeriod
	}
	if c.MaxBytes <= 0 {
		c.MaxBytes = defaultMaxBytes
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Log{config: c, open: map[batch]*file{}}
}

// Add logs a request.
func (l *Log) Add(t Target, r *Record) {
	b := batch{t, r.End.UTC().Format("2006-01-02-15")}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return
	}
	f := l.open[b]
	if f == nil {
		f = &file{text: []byte(header), begun: l.config.Clock.Now()}
		l.open[b] = f
	}
	f.text = r.append(f.text)
	if len(f.text) >= l.config.MaxBytes {
		delete(l.open, b)
		l.working.Go(func() { l.deliver(b, f) })
	}
	l.schedule()
}

// schedule sets the timer for when the first file will be due, if time passes
// as usual. The lock is held.
func (l *Log) schedule() {
	if l.timer != nil || len(l.open) == 0 || l.closed {
		return
	}
	wait := l.config.Period
	now := l.config.Clock.Now()
	for _, f := range l.open {
		wait = min(wait, f.begun.Add(l.config.Period).Sub(now))
	}
	l.timer = time.AfterFunc(max(wait, 0), func() {
		l.mu.Lock()
		l.timer = nil
		l.mu.Unlock()
		l.Due()
	})
}

// Due delivers the files whose time has come. It is for whoever moves the
// clock; while the clock goes as usual it happens by itself.
func (l *Log) Due() {
	l.deliverAll(func(f *file, now time.Time) bool { return now.Sub(f.begun) >= l.config.Period })
}

// Close delivers everything; what is added afterwards is lost.
func (l *Log) Close() {
	l.shut()
	l.deliverAll(func(*file, time.Time) bool { return true })
	l.working.Wait()
}

// Discard closes the log and delivers nothing more.
func (l *Log) Discard() {
	l.shut()
	l.mu.Lock()
	clear(l.open)
	l.mu.Unlock()
	l.working.Wait()
}

func (l *Log) shut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	if l.timer != nil {
		l.timer.Stop()
	}
}

func (l *Log) deliverAll(due func(*file, time.Time) bool) {
	now := l.config.Clock.Now()
	ready := map[batch]*file{}
	l.mu.Lock()
	for b, f := range l.open {
		if due(f, now) {
			ready[b] = f
			delete(l.open, b)
		}
	}
	l.schedule()
	l.mu.Unlock()
	for b, f := range ready {
		l.deliver(b, f)
	}
}

// deliver hands a file over. What cannot be delivered is lost, and said.
func (l *Log) deliver(b batch, f *file) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write(f.text)
	if err == nil {
		err = z.Close()
	}
	if err == nil {
		err = l.config.Deliver(context.Background(), b.Bucket, b.key(), packed.Bytes())
	}
	if err != nil {
		l.config.Log.Warn("an access log could not be delivered", "distribution", b.Distribution, "bucket", b.Bucket, "error", err)
	}
}

// key names a file: PREFIX/DISTRIBUTION.YYYY-MM-DD-HH.UNIQUE.gz.
func (b batch) key() string {
	prefix := b.Prefix
	if prefix != "" && !strings.HasSuffix(prefix, "/") {
		prefix += "/"
	}
	return prefix + b.Distribution + "." + b.hour + "." + unique() + ".gz"
}

// unique are eight hexadecimal digits.
func unique() string {
	text := strconv.FormatUint(uint64(rand.Uint32()), 16)
	return strings.Repeat("0", 8-len(text)) + text
}
