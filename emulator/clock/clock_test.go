package clock

import (
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
