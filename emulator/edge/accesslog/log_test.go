package accesslog

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"crossfront/emulator/clock"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A shelf is the buckets that files are delivered into.
type shelf struct {
	mu    sync.Mutex
	files map[string]string // bucket and key → text
	err   error
}

func (s *shelf) put(_ context.Context, bucket, key string, file []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return err
	}
	text, err := io.ReadAll(z)
	if s.files == nil {
		s.files = map[string]string{}
	}
	s.files[bucket+" "+key] = string(text)
	return err
}

// lines counts the files and the lines below their headers.
func (s *shelf) lines() (files, lines int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, text := range s.files {
		lines += strings.Count(text, "\n") - 2
	}
	return len(s.files), lines
}

func (s *shelf) expect(t *testing.T, files, lines int) {
	t.Helper()
	if f, n := s.lines(); f != files || n != lines {
		t.Errorf("%d files with %d lines, want %d with %d", f, n, files, lines)
	}
}

var target = Target{Distribution: "E1", Bucket: "logs.s3.amazonaws.com", Prefix: "cdn"}

func record(c clock.Clock) *Record {
	return &Record{End: c.Now(), Method: "GET", Path: "/a", Status: 200, Result: "Miss", Response: "Miss", Detail: "Miss"}
}

// Files come when their time is over, by themselves or when somebody moves the
// clock.
func TestDelivery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s shelf
		c := new(clock.Adjustable)
		l := New(Config{Clock: c, Deliver: s.put})
		defer l.Close()
		l.Add(target, record(c))
		time.Sleep(4 * time.Minute)
		l.Add(target, record(c))
		s.expect(t, 0, 0)
		time.Sleep(time.Minute + time.Second)
		synctest.Wait()
		s.expect(t, 1, 2)

		l.Add(target, record(c)) // the next file
		l.Due()
		s.expect(t, 1, 2)
		c.Advance(5 * time.Minute)
		l.Due()
		s.expect(t, 2, 3)

		// Turned back, the clock takes longer.
		l.Add(target, record(c))
		c.Advance(-10 * time.Minute)
		l.Due()
		time.Sleep(6 * time.Minute)
		synctest.Wait()
		s.expect(t, 2, 3)
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		s.expect(t, 3, 4)
	})
}

func TestFilesByDistributionAndHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s shelf
		c := new(clock.Adjustable) // the bubble begins at 2000-01-01 00:00 UTC
		l := New(Config{Clock: c, Deliver: s.put})
		c.Advance(59 * time.Minute)
		l.Add(target, record(c))
		other := target
		other.Distribution, other.Prefix = "E2", "deep/er/"
		l.Add(other, record(c))
		c.Advance(2 * time.Minute)
		l.Add(target, record(c))
		bare := target
		bare.Prefix = ""
		l.Add(bare, record(c))
		l.Close()
		s.expect(t, 4, 4)
		for _, name := range []string{`^logs.s3.amazonaws.com cdn/E1\.2000-01-01-00\.[0-9a-f]{8}\.gz$`, `^logs.s3.amazonaws.com cdn/E1\.2000-01-01-01\.`,
			`^logs.s3.amazonaws.com deep/er/E2\.2000-01-01-00\.`, `^logs.s3.amazonaws.com E1\.2000-01-01-01\.`} {
			found := 0
			for key := range s.files {
				if regexp.MustCompile(name).MatchString(key) {
					found++
				}
			}
			if found != 1 {
				t.Errorf("%d files are called %s: %v", found, name, s.files)
			}
		}
		l.Add(target, record(c)) // lost
		l.Due()
		s.expect(t, 4, 4)
	})
}

// A busy distribution's file does not wait for its time.
func TestFullFilesAreDelivered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s shelf
		c := new(clock.Adjustable)
		l := New(Config{Clock: c, Deliver: s.put, MaxBytes: len(header) + 1000})
		defer l.Close()
		for range 100 {
			l.Add(target, record(c))
		}
		synctest.Wait()
		if files, lines := s.lines(); files < 5 || lines < 90 || lines > 100 {
			t.Errorf("%d files with %d lines", files, lines)
		}
	})
}

func TestDiscard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s shelf
		c := new(clock.Adjustable)
		l := New(Config{Clock: c, Deliver: s.put})
		l.Add(target, record(c))
		l.Discard()
		time.Sleep(time.Hour)
		s.expect(t, 0, 0)
	})
}

func TestUndeliverable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := shelf{err: errors.New("no such bucket")}
		c := new(clock.Adjustable)
		l := New(Config{Clock: c, Deliver: s.put})
		defer l.Close()
		l.Add(target, record(c))
		c.Advance(time.Hour)
		l.Due()
		s.err = nil
		l.Add(target, record(c))
		c.Advance(time.Hour)
		l.Due()
		s.expect(t, 1, 1)
	})
}

func TestConcurrentUse(t *testing.T) {
	var s shelf
	c := new(clock.Adjustable)
	l := New(Config{Clock: c, Deliver: s.put, MaxBytes: len(header) + 2000})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				l.Add(target, record(c))
			}
		})
	}
	wg.Go(func() {
		for range 20 {
			c.Advance(10 * time.Minute)
			l.Due()
		}
	})
	wg.Wait()
	l.Close()
	if _, lines := s.lines(); lines != 1600 {
		t.Errorf("%d lines, want 1600", lines)
	}
}
