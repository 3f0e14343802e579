package emulator

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"crossfront/emulator/config"
	"crossfront/emulator/s3/store"
)

// assumptions stand in for whom an offline world cannot ask: objects that the
// configuration does not hold, and custom origins. Each is noted in a
// sentence.
type assumptions struct {
	unknown map[string]bool // buckets of which nobody said what they hold

	changed atomic.Bool // something was written since seeding

	mu     sync.Mutex // guards what follows
	origin OriginAnswer
	size   int64 // of assumed objects
	noted  []string
}

var _ http.RoundTripper = (*assumptions)(nil)

func newAssumptions(cfg *config.Config, o OfflineOptions) *assumptions {
	a := &assumptions{unknown: map[string]bool{}, size: assumedSize}
	for _, b := range cfg.Seed.Buckets {
		a.unknown[b.Name] = len(b.Objects) == 0 && !o.KnownObjects
	}
	a.setOrigin(o.Origin)
	return a
}

func (a *assumptions) setOrigin(o OriginAnswer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if o.Status == 0 {
		o.Status = http.StatusOK
	}
	a.origin = o
}

func (a *assumptions) note(format string, args ...any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if text := fmt.Sprintf(format, args...); !slices.Contains(a.noted, text) {
		a.noted = append(a.noted, text)
	}
}

// take is what was noted since the last time.
func (a *assumptions) take() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	noted := a.noted
	a.noted = nil
	return noted
}

// RoundTrip answers for a custom origin.
func (a *assumptions) RoundTrip(r *http.Request) (*http.Response, error) {
	a.mu.Lock()
	o := a.origin
	a.mu.Unlock()
	a.note("The origin %s cannot be asked offline; it is taken to answer %d %s.", r.URL.Host, o.Status, inAnswer(o.Header))
	h := o.Header.Clone()
	if h == nil {
		h = http.Header{}
	}
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		r.Body.Close()
	}
	return &http.Response{
		Status: http.StatusText(o.Status), StatusCode: o.Status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: h, Body: http.NoBody, ContentLength: 0, Request: r,
	}, nil
}

func inAnswer(h http.Header) string {
	var names []string
	cors := false
	for name := range h {
		names = append(names, name)
		cors = cors || strings.HasPrefix(name, "Access-Control-")
	}
	slices.Sort(names)
	switch {
	case len(names) == 0:
		return "without CORS headers"
	case !cors:
		return "with " + strings.Join(names, ", ") + " and without CORS headers"
	}
	return "with " + strings.Join(names, ", ")
}

const (
	// assumedSize is how large an assumed object is, in bytes: too small to be
	// compressed at the edge.
	assumedSize = 512
	// maxAssumedSize bounds what a range may make of it.
	maxAssumedSize = 16 << 20
)

// sizeFor makes assumed objects large enough for the range asked for.
func (a *assumptions) sizeFor(ranges string) {
	size := int64(assumedSize)
	if set, ok := strings.CutPrefix(ranges, "bytes="); ok {
		first, last, _ := strings.Cut(set, "-")
		for _, text := range [...]string{first, last} {
			if n, err := strconv.ParseInt(text, 10, 64); err == nil {
				size = max(size, n+1)
			}
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.size = min(size, maxAssumedSize)
}

// over puts the assumed objects over those of a store.
func (a *assumptions) over(s store.Store) store.Store {
	return &assumingStore{Store: s, a: a, gone: map[string]bool{}}
}

// assumingStore is a store that takes itself to hold what is asked for, in
// buckets of which nobody said what they hold.
type assumingStore struct {
	store.Store
	a *assumptions

	mu   sync.Mutex
	gone map[string]bool // deleted: known to be missing
}

// GetObject is the object that is there, or the one that is assumed.
func (s *assumingStore) GetObject(ctx context.Context, bucket string, ref store.ObjectRef) (store.Object, store.Content, error) {
	o, c, err := s.Store.GetObject(ctx, bucket, ref)
	if err == nil || !s.assumes(bucket, ref, err) {
		return o, c, err
	}
	o = s.object(bucket, ref.Key)
	return o, zeros(o.Size), nil
}

// HeadObject is GetObject without the content.
func (s *assumingStore) HeadObject(ctx context.Context, bucket string, ref store.ObjectRef) (store.Object, error) {
	o, err := s.Store.HeadObject(ctx, bucket, ref)
	if err == nil || !s.assumes(bucket, ref, err) {
		return o, err
	}
	return s.object(bucket, ref.Key), nil
}

// DeleteObject makes a key known to be missing.
func (s *assumingStore) DeleteObject(ctx context.Context, bucket string, ref store.ObjectRef, in store.DeleteInput) (store.Deleted, error) {
	s.a.changed.Store(true)
	d, err := s.Store.DeleteObject(ctx, bucket, ref, in)
	if err == nil {
		s.mu.Lock()
		s.gone[bucket+"/"+ref.Key] = true
		s.mu.Unlock()
	}
	return d, err
}

func (s *assumingStore) assumes(bucket string, ref store.ObjectRef, err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return store.KindOf(err) == store.NoSuchKey && ref.VersionID == "" && s.a.unknown[bucket] && !s.gone[bucket+"/"+ref.Key]
}

func (s *assumingStore) object(bucket, key string) store.Object {
	s.a.note("The configuration does not say what bucket %s holds; %s is taken to be in it.", bucket, key)
	s.a.mu.Lock()
	defer s.a.mu.Unlock()
	return store.Object{
		Key: key, Size: s.a.size, ETag: "00000000000000000000000000000000",
		LastModified: time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC),
		Attributes:   store.Attributes{ContentType: config.ContentType(key)},
	}
}

// zeros is a content of so many zero bytes.
type zeros int64

// Size is the length in bytes.
func (z zeros) Size() int64 { return int64(z) }

// Range reads zeros.
func (z zeros) Range(offset, length int64) io.ReadCloser {
	return &zeroBody{left: max(0, min(length, int64(z)-offset))}
}

// Close has nothing to do.
func (zeros) Close() error { return nil }

// zeroBody reads so many zeros.
type zeroBody struct{ left int64 }

func (b *zeroBody) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), b.left)]
	clear(p)
	b.left -= int64(len(p))
	return len(p), nil
}

// WriteTo saves io.Copy its buffer.
func (b *zeroBody) WriteTo(w io.Writer) (sent int64, err error) {
	var block [assumedSize]byte
	for b.left > 0 && err == nil {
		var n int
		n, err = w.Write(block[:min(b.left, assumedSize)])
		sent += int64(n)
		b.left -= int64(n)
	}
	return sent, err
}

func (b *zeroBody) Close() error { return nil }
