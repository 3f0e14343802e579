package fault

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"crossfront/emulator/clock"
	"crossfront/emulator/hosts"
)

// A Set is the faults that are set. It is safe for concurrent use; a nil Set has
// none.
type Set struct {
	clock *clock.Adjustable
	first []Fault // as at the start

	any atomic.Bool

	mu    sync.Mutex // guards what follows
	armed []*armed
	made  int // ids given
}

// armed is a fault with what it has met.
type armed struct {
	matcher
	id         string
	seen, hits int
	waiting    int
	draws      *rand.Rand
}

// State is a fault as it stands.
type State struct {
	Fault
	ID   string
	Seen int // requests that it was for
	Hits int // of those, the ones that failed for it
	// Waiting is how many the fault holds back just now.
	Waiting int
}

// NewSet makes a set with these faults in it. Latencies and paces go by the
// clock.
func NewSet(c *clock.Adjustable, faults []Fault) *Set {
	s := &Set{clock: c, first: faults}
	s.Restart()
	return s
}

// Any reports whether there are any faults.
func (s *Set) Any() bool { return s != nil && s.any.Load() }

// Restart goes back to the start: its faults, nothing met, nothing drawn.
func (s *Set) Restart() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made = 0
	s.replace(s.first)
}

// Replace puts these faults in place of those that there are.
func (s *Set) Replace(faults []Fault) []State {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.replace(faults)
	return s.states()
}

func (s *Set) replace(faults []Fault) {
	s.armed = nil
	s.add(faults)
}

// Add puts these faults behind those that there are, and returns them.
func (s *Set) Add(faults []Fault) []State {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := len(s.armed)
	s.add(faults)
	return s.states()[before:]
}

func (s *Set) add(faults []Fault) {
	for i := range faults {
		s.made++
		s.armed = append(s.armed, &armed{
			matcher: compile(&faults[i]), id: "f" + strconv.Itoa(s.made),
			draws: rand.New(rand.NewPCG(uint64(s.made), 0)), // the same in every run
		})
	}
	s.any.Store(len(s.armed) > 0)
}

// Remove takes one away, if there is one with that id.
func (s *Set) Remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.armed = slices.DeleteFunc(s.armed, func(a *armed) bool { return a.id == id })
	s.any.Store(len(s.armed) > 0)
}

// List is all of them, in the order in which they are tried.
func (s *Set) List() []State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.states()
}

func (s *Set) states() []State {
	list := make([]State, len(s.armed))
	for i, a := range s.armed {
		list[i] = State{Fault: *a.Fault, ID: a.id, Seen: a.seen, Hits: a.hits, Waiting: a.waiting}
	}
	return list
}

// AtBucket is what happens to a request at a bucket; nil: nothing. ctx is the
// request's: it may have met a fault on its way already, which is the one then.
func (s *Set) AtBucket(ctx context.Context, bucket, method, path string) *Hit {
	t := TraceFrom(ctx)
	if h := t.arrive(); h != nil {
		return h
	}
	h := s.take(&place{bucket: bucket, method: method, path: path})
	t.add(h)
	return h
}

// AtOrigin is what happens to a request of the edge to the origin with that
// domain name; nil: nothing. passOn leaves it to the bucket behind the origin.
func (s *Set) AtOrigin(ctx context.Context, domain, method, path string, passOn bool) *Hit {
	h := s.take(&place{origin: hosts.Normalize(domain), method: method, path: path})
	t := TraceFrom(ctx)
	t.add(h)
	if passOn && t != nil {
		t.pass(h)
		return nil
	}
	return h
}

// take is the first fault that acts on the request.
func (s *Set) take(p *place) *Hit {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.armed {
		if !a.meets(p) {
			continue
		}
		a.seen++
		if a.acts() {
			a.hits++
			return &Hit{Fault: a.Fault, ID: a.id, set: s, armed: a, delay: a.delay()}
		}
	}
	return nil
}

// acts decides about a request that the fault is for.
func (a *armed) acts() bool {
	switch {
	case a.Times > 0 && a.hits >= a.Times:
		return false
	case a.Every > 1:
		return a.seen%a.Every == 0
	case a.Probability > 0:
		return a.draws.Float64() < a.Probability
	}
	return true
}

func (a *armed) delay() time.Duration {
	d := a.Latency
	if a.Jitter > 0 {
		d += time.Duration((2*a.draws.Float64() - 1) * float64(a.Jitter))
	}
	return max(d, 0)
}

// wait holds a request back until the clock has come to at. It counts as waiting
// no longer than that, however late it wakes: who moves the clock by the count
// moves it once.
func (s *Set) wait(ctx context.Context, a *armed, at time.Time) error {
	left := at.Sub(s.clock.Now())
	if left <= 0 {
		return context.Cause(ctx)
	}
	s.count(a, 1)
	over := sync.OnceFunc(func() { s.count(a, -1) })
	defer over()
	defer s.clock.AfterFunc(left, over).Stop()
	return s.clock.WaitUntil(ctx, at)
}

func (s *Set) count(a *armed, more int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a.waiting += more
}

// AfterFunc calls f when d has passed by the clock that latencies go by.
func (s *Set) AfterFunc(d time.Duration, f func()) *clock.Timer { return s.clock.AfterFunc(d, f) }
