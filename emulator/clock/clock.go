// Package clock is the time that cache ages, TTLs, expiries and signatures
// are measured with. A user may move it (POST /api/clock), so nothing that has
// a TTL or an expiry may ask the time package directly.
package clock

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A Clock tells the time. Implementations are safe for concurrent use.
type Clock interface {
	Now() time.Time
}

// Adjustable is the system clock plus an offset that can be moved while the
// program runs. The zero value shows system time.
type Adjustable struct {
	offset atomic.Int64 // nanoseconds

	mu       sync.Mutex
	watchers map[int]func()
	next     int
	timers   map[*Timer]struct{} // those that wait for their time

	leaps bool // see Leap
}

var _ Clock = (*Adjustable)(nil)

// Now is the system time shifted by everything Advance was given.
func (c *Adjustable) Now() time.Time {
	return time.Now().Add(time.Duration(c.offset.Load()))
}

// Advance moves the clock by d, backwards when d is negative, and returns the
// new time.
func (c *Adjustable) Advance(d time.Duration) time.Time {
	c.offset.Add(int64(d))
	c.moved()
	return c.Now()
}

// Reset puts the clock back on system time and returns it.
func (c *Adjustable) Reset() time.Time {
	c.offset.Store(0)
	c.moved()
	return c.Now()
}

// OnMove calls f whenever the clock was moved, before the move returns, until
// stop is called. It is for what waits for a time: timers do not notice.
func (c *Adjustable) OnMove(f func()) (stop func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.watchers == nil {
		c.watchers = map[int]func(){}
	}
	id := c.next
	c.next++
	c.watchers[id] = f
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.watchers, id)
	}
}

func (c *Adjustable) moved() {
	c.mu.Lock()
	all := slices.Collect(maps.Values(c.watchers))
	c.mu.Unlock()
	for _, f := range all {
		f()
	}
	c.ring()
}
