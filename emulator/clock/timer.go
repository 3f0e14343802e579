package clock

import (
	"context"
	"slices"
	"time"
)

// A Timer calls a function once the clock has come to a time, be it that the
// time passed or that the clock was moved.
type Timer struct {
	clock *Adjustable
	f     func()

	// What follows is guarded by clock.mu.
	at   time.Time
	real *time.Timer // nil on a leaping clock
	due  bool        // waits for its time
}

// AfterFunc calls f when d has passed by the clock: in a goroutine of its own,
// or before the move returns that made it so.
func (c *Adjustable) AfterFunc(d time.Duration, f func()) *Timer {
	t := &Timer{clock: c, f: f}
	t.Reset(d)
	return t
}

// Stop keeps the timer from calling; false when it has called already or was
// stopped before.
func (t *Timer) Stop() bool {
	t.clock.mu.Lock()
	defer t.clock.mu.Unlock()
	return t.stop()
}

func (t *Timer) stop() bool {
	was := t.due
	t.due = false
	delete(t.clock.timers, t)
	if t.real != nil {
		t.real.Stop()
	}
	return was
}

// Reset starts the timer anew. It reports whether it was still waiting.
func (t *Timer) Reset(d time.Duration) bool {
	c := t.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	was := t.stop()
	if c.timers == nil {
		c.timers = map[*Timer]struct{}{}
	}
	t.at, t.due = c.Now().Add(d), true
	c.timers[t] = struct{}{}
	t.arm()
	return was
}

// arm has the system's clock look after the timer, until somebody moves ours.
func (t *Timer) arm() {
	switch left := t.at.Sub(t.clock.Now()); {
	case t.clock.leaps:
	case t.real == nil:
		t.real = time.AfterFunc(left, t.clock.ring)
	default:
		t.real.Reset(left)
	}
}

// ring calls the timers whose time has come, in the order of their times, and
// has the others wait for what is left.
func (c *Adjustable) ring() {
	c.mu.Lock()
	now := c.Now()
	var due []*Timer
	for t := range c.timers {
		if t.at.After(now) {
			t.arm()
			continue
		}
		due = append(due, t)
	}
	slices.SortFunc(due, func(a, b *Timer) int { return a.at.Compare(b.at) })
	for _, t := range due {
		t.stop()
	}
	c.mu.Unlock()
	for _, t := range due {
		t.f()
	}
}

// Leap makes the clock one on which nobody waits: [Adjustable.WaitUntil] moves
// it instead. It is for worlds that are asked one question at a time, and must
// be called before anybody uses the clock.
func (c *Adjustable) Leap() { c.leaps = true }

// WaitUntil returns when the clock has come to at, or with ctx's cause when ctx
// ends before.
func (c *Adjustable) WaitUntil(ctx context.Context, at time.Time) error {
	if c.leaps {
		return c.leap(ctx, at)
	}
	come := make(chan struct{})
	t := c.AfterFunc(at.Sub(c.Now()), func() { close(come) })
	defer t.Stop()
	select {
	case <-come:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// leap moves the clock to at, or only so far that a timer on the way ends ctx.
func (c *Adjustable) leap(ctx context.Context, at time.Time) error {
	for ctx.Err() == nil {
		c.mu.Lock()
		next := at
		for t := range c.timers {
			if t.at.Before(next) {
				next = t.at
			}
		}
		if d := next.Sub(c.Now()); d > 0 {
			c.offset.Add(int64(d))
		}
		c.mu.Unlock()
		c.moved()
		if next.Equal(at) {
			break
		}
	}
	return context.Cause(ctx)
}
