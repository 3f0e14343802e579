package clock

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestAdjustable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Adjustable
		start := time.Now()
		if got := c.Now(); !got.Equal(start) {
			t.Errorf("zero clock: got %v, want %v", got, start)
		}
		if got, want := c.Advance(time.Hour), start.Add(time.Hour); !got.Equal(want) {
			t.Errorf("after Advance(1h): got %v, want %v", got, want)
		}
		time.Sleep(time.Minute) // the bubble's clock, not ours
		if got, want := c.Advance(-10*time.Minute), start.Add(51*time.Minute); !got.Equal(want) {
			t.Errorf("after a minute and Advance(-10m): got %v, want %v", got, want)
		}
		if got, want := c.Reset(), start.Add(time.Minute); !got.Equal(want) {
			t.Errorf("after Reset: got %v, want %v", got, want)
		}
	})
}

func TestOnMove(t *testing.T) {
	var c Adjustable
	var seen []time.Time
	stop := c.OnMove(func() { seen = append(seen, c.Now()) })
	other := c.OnMove(func() {})
	c.Advance(time.Hour)
	c.Reset()
	other()
	c.Advance(time.Minute)
	stop()
	stop()
	c.Advance(time.Minute)
	if len(seen) != 3 || seen[0].Sub(seen[1]) < 59*time.Minute {
		t.Errorf("called at %v", seen)
	}
}

// TestTimer: a timer calls when its time has passed, or when the clock was
// moved there; never twice.
func TestTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Adjustable
		var mu sync.Mutex
		var called []string
		call := func(name string) func() {
			return func() {
				mu.Lock()
				defer mu.Unlock()
				called = append(called, name)
			}
		}
		seen := func(when string, want ...string) {
			t.Helper()
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			if !slices.Equal(called, want) {
				t.Errorf("%s: called %v, want %v", when, called, want)
			}
		}
		late := c.AfterFunc(20*time.Second, call("late"))
		c.AfterFunc(10*time.Second, call("early"))
		stopped := c.AfterFunc(time.Second, call("stopped"))
		if !stopped.Stop() || stopped.Stop() {
			t.Error("Stop does not tell whether the timer waited")
		}
		time.Sleep(9 * time.Second)
		seen("after 9 s")
		c.Advance(11 * time.Second)
		seen("moved to 20 s", "early", "late")
		if late.Reset(5 * time.Second) {
			t.Error("Reset says that a timer waited that had called")
		}
		c.Advance(-time.Hour)
		time.Sleep(time.Hour + 4*time.Second)
		seen("4 s after a reset to 5 s", "early", "late")
		time.Sleep(time.Second)
		seen("5 s after a reset to 5 s", "early", "late", "late")
	})
}

func TestWaitUntil(t *testing.T) {
	for _, leaps := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			c, began := new(Adjustable), time.Now()
			if leaps {
				c.Leap()
			}
			if err := c.WaitUntil(t.Context(), c.Now().Add(time.Minute)); err != nil || c.Now().Sub(began) != time.Minute {
				t.Errorf("leaps %v: %v, at %v", leaps, err, c.Now().Sub(began))
			}
			cause := errors.New("enough")
			ctx, cancel := context.WithCancelCause(t.Context())
			c.AfterFunc(10*time.Second, func() { cancel(cause) })
			if err := c.WaitUntil(ctx, c.Now().Add(time.Minute)); err != cause || c.Now().Sub(began) != 70*time.Second {
				t.Errorf("leaps %v: %v, at %v", leaps, err, c.Now().Sub(began))
			}
			if waited := time.Since(began); leaps && waited != 0 || !leaps && waited != 70*time.Second {
				t.Errorf("leaps %v: waited %v", leaps, waited)
			}
		})
	}
}

// TestWaitEndsWhenTheClockMoves: nobody has to sit through what was asked for.
func TestWaitEndsWhenTheClockMoves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Adjustable
		began := time.Now()
		done := make(chan error, 1)
		at := c.Now().Add(time.Hour)
		go func() { done <- c.WaitUntil(t.Context(), at) }()
		synctest.Wait()
		c.Advance(time.Hour)
		if err := <-done; err != nil || time.Since(began) != 0 {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}
