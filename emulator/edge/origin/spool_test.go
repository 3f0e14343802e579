package origin

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

// fill runs Fill and returns what complete was called with; nil: not called.
func fill(s *Spool, src io.Reader, length int64) (whole []byte, overflows int) {
	s.Fill(context.Background(), src, length, func() { overflows++ }, func(b []byte) { whole = append([]byte{}, b...) })
	return whole, overflows
}

func random(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	return b
}

func TestSpoolGivesEveryReaderTheWholeBody(t *testing.T) {
	body := random(300_000)
	for _, length := range []int64{int64(len(body)), -1} {
		s := NewSpool(1 << 20)
		var wg sync.WaitGroup
		for range 8 {
			r, ok := s.Reader(t.Context())
			if !ok {
				t.Fatal("no reader")
			}
			wg.Go(func() {
				defer r.Close()
				got, err := io.ReadAll(iotest.HalfReader(r))
				if err != nil || !bytes.Equal(got, body) {
					t.Errorf("%d bytes, %v", len(got), err)
				}
			})
		}
		whole, overflows := fill(s, iotest.HalfReader(bytes.NewReader(body)), length)
		wg.Wait()
		if !bytes.Equal(whole, body) || overflows != 0 {
			t.Errorf("length %d: complete with %d bytes, %d overflows", length, len(whole), overflows)
		}
	}
}

func TestSpoolOverflow(t *testing.T) {
	body := random(5 << 20)
	for _, length := range []int64{int64(len(body)), -1} {
		s := NewSpool(100_000)
		r, _ := s.Reader(t.Context())
		slow, _ := s.Reader(t.Context())
		var wg sync.WaitGroup
		for _, r := range []io.Reader{r, iotest.HalfReader(slow)} {
			wg.Go(func() {
				got, err := io.ReadAll(r)
				if err != nil || !bytes.Equal(got, body) {
					t.Errorf("%d bytes, %v", len(got), err)
				}
			})
		}
		whole, overflows := fill(s, bytes.NewReader(body), length)
		wg.Wait()
		if whole != nil || overflows != 1 {
			t.Errorf("length %d: complete with %d bytes, %d overflows", length, len(whole), overflows)
		}
		if _, ok := s.Reader(t.Context()); ok {
			t.Error("a reader was let in after the first bytes were gone")
		}
	}
}

func TestSpoolHoldsAtMostItsWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := NewSpool(1000)
		src := &counting{}
		ctx, cancel := context.WithCancel(t.Context())
		r, _ := s.Reader(t.Context())
		go s.Fill(ctx, src, -1, func() {}, func([]byte) {})
		synctest.Wait()
		if src.read > 2*window {
			t.Errorf("%d bytes read for a reader who reads none", src.read)
		}
		if _, err := io.CopyN(io.Discard, r, 3*window); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if src.read < 3*window || src.read > 5*window {
			t.Errorf("%d bytes read for a reader at %d", src.read, 3*window)
		}
		cancel()
		synctest.Wait()
		if _, err := io.Copy(io.Discard, r); !errors.Is(err, context.Canceled) {
			t.Errorf("after cancel: %v", err)
		}
	})
}

// counting is an endless source.
type counting struct{ read int }

func (c *counting) Read(p []byte) (int, error) { c.read += len(p); return len(p), nil }

func TestSpoolErrors(t *testing.T) {
	broken := errors.New("broken")
	for _, length := range []int64{10, -1} {
		s := NewSpool(1000)
		r, _ := s.Reader(t.Context())
		if whole, _ := fill(s, io.MultiReader(bytes.NewReader([]byte("half")), iotest.ErrReader(broken)), length); whole != nil {
			t.Error("a broken body is complete")
		}
		if got, err := io.ReadAll(r); string(got) != "half" || !errors.Is(err, broken) {
			t.Errorf("%q, %v", got, err)
		}
	}
	s := NewSpool(1000)
	r, _ := s.Reader(t.Context())
	if whole, _ := fill(s, bytes.NewReader([]byte("half")), 10); whole != nil {
		t.Error("a short body is complete")
	}
	if _, err := io.ReadAll(r); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("short body: %v", err)
	}
	s = NewSpool(1000)
	if whole, _ := fill(s, bytes.NewReader(nil), 0); whole == nil || len(whole) != 0 {
		t.Errorf("empty body: %v", whole)
	}
}

func TestSpoolReaderGivesUpWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := NewSpool(1000)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r, _ := s.Reader(ctx)
		if _, err := r.Read(make([]byte, 1)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
	})
}

func TestFlights(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g Flights[int]
		type key struct{}
		value := key{}
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), value, "kept"))
		flown := 0
		fly := func(ctx context.Context, f *Flight[int]) {
			flown++
			time.Sleep(time.Second)
			if ctx.Err() != nil || ctx.Value(value) != "kept" {
				t.Errorf("the flight's context: %v, %v", ctx.Err(), ctx.Value(value))
			}
			f.Land(7, true)
		}
		a, first := g.Join(ctx, "k", notHere, fly)
		b, second := g.Join(t.Context(), "k", notHere, fly)
		if !first || second || a != b {
			t.Errorf("first %v, second %v", first, second)
		}
		cancel() // the first viewer leaves
		if _, _, err := a.Wait(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("the first viewer: %v", err)
		}
		a.Leave()
		if got, shared, err := b.Wait(t.Context()); got != 7 || !shared || err != nil {
			t.Errorf("the second viewer: %v, %v, %v", got, shared, err)
		}
		b.Leave()
		g.WaitAll()
		if flown != 1 {
			t.Errorf("%d flights", flown)
		}
	})
}

func TestFlightEndsWithItsLastViewer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g Flights[int]
		f, _ := g.Join(t.Context(), "k", notHere, func(ctx context.Context, f *Flight[int]) {
			<-ctx.Done()
			f.Land(0, true)
		})
		f.Leave()
		<-f.Ended()
		if _, first := g.Join(t.Context(), "k", notHere, func(_ context.Context, f *Flight[int]) { f.Land(1, true) }); !first {
			t.Error("joined a flight that had ended")
		}
		g.WaitAll()
	})
}

func notHere() bool { return false }

// A viewer who joins behind the end of a flight is told that it is not needed;
// while one is under way, nobody asks.
func TestFlightIsNotNeeded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g Flights[int]
		stored := false
		here := func() bool { return stored }
		fly := func(_ context.Context, f *Flight[int]) {
			f.Land(1, true)
			time.Sleep(time.Second)
			stored = true
		}
		if _, first := g.Join(t.Context(), "k", here, fly); !first {
			t.Error("the first viewer got no flight of its own")
		}
		synctest.Wait()
		if f, first := g.Join(t.Context(), "k", func() bool { t.Error("asked during a flight"); return true }, fly); f == nil || first {
			t.Error("the second viewer did not join")
		}
		g.WaitAll()
		if f, _ := g.Join(t.Context(), "k", here, fly); f != nil {
			t.Error("a second flight for what is here")
		}
	})
}
