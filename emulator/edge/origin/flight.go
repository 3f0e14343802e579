package origin

import (
	"context"
	"sync"
)

// Flights lets viewers who want the same thing at the same time share one
// request to the origin: the first one's request flies, the others wait for
// it. The zero value is ready.
//
// It is what golang.org/x/sync/singleflight does, and three things more: the
// request runs on a context of its own, so that the first viewer's leaving
// fails nobody; it ends when the last viewer has left; and viewers read the
// body while it arrives.
type Flights[T any] struct {
	mu   sync.Mutex
	open map[string]*Flight[T]
	wg   sync.WaitGroup
}

// A Flight is one request to an origin and the viewers who wait for it. T is
// what is known once the head has arrived.
type Flight[T any] struct {
	group  *Flights[T]
	key    string
	cancel context.CancelFunc

	landed chan struct{} // closed when head and shared are set
	ended  chan struct{} // closed when fly has returned
	head   T
	shared bool

	viewers int  // guarded by group.mu
	goesOn  bool // likewise: a viewer got all it came for
	useless bool // likewise: what is fetched will not be stored
}

// Join takes a place on the flight for key, or starts one: then first is true
// and fly runs in a goroutine of its own, with a context that holds ctx's
// values but not its end. fly must call Land once, and may go on after that.
// The viewer calls Leave when it has what it wants.
//
// A viewer who looked before a flight stored what it fetched, and joins after
// that flight closed, would start a second one. So here is asked, while nobody
// can join or close, whether the answer is there by now; then f is nil.
func (g *Flights[T]) Join(ctx context.Context, key string, here func() bool, fly func(context.Context, *Flight[T])) (f *Flight[T], first bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if f = g.open[key]; f != nil {
		f.viewers++
		return f, false
	}
	if here() {
		return nil, false
	}
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f = &Flight[T]{group: g, key: key, cancel: cancel, landed: make(chan struct{}), ended: make(chan struct{}), viewers: 1}
	if g.open == nil {
		g.open = map[string]*Flight[T]{}
	}
	g.open[key] = f
	g.wg.Go(func() {
		defer close(f.ended)
		defer cancel()
		defer f.Close()
		fly(own, f)
	})
	return f, true
}

// Land gives the viewers the head. shared says whether those who did not start
// the flight may use it; if not, no one else joins, and they ask for
// themselves.
func (f *Flight[T]) Land(head T, shared bool) {
	if !shared {
		f.Close()
	}
	f.head, f.shared = head, shared
	close(f.landed)
}

// Wait gives the head when it is there, or ctx's error when ctx ends first.
func (f *Flight[T]) Wait(ctx context.Context) (head T, shared bool, err error) {
	select {
	case <-f.landed:
		return f.head, f.shared, nil
	case <-ctx.Done():
		return head, false, ctx.Err()
	}
}

// Close takes f off the list: who comes now starts a new flight.
func (f *Flight[T]) Close() {
	f.group.mu.Lock()
	defer f.group.mu.Unlock()
	f.close()
}

func (f *Flight[T]) close() {
	if f.group.open[f.key] == f {
		delete(f.group.open, f.key)
	}
}

// Leave gives up one place before the viewer has all it came for. When the last
// viewer leaves so, a flight that is still under way is ended: CloudFront does
// not cache what no viewer waited for (RequestAndResponseBehaviorCustomOrigin,
// "Canceled requests").
func (f *Flight[T]) Leave() {
	f.group.mu.Lock()
	defer f.group.mu.Unlock()
	f.viewers--
	f.endUnused()
}

// Finish gives up the place of a viewer who has all it came for. The flight
// goes on: it may be fetching more than that viewer wanted.
func (f *Flight[T]) Finish() {
	f.group.mu.Lock()
	defer f.group.mu.Unlock()
	f.viewers--
	f.goesOn = true
	f.endUnused()
}

// Useless tells that what f still fetches is of use only to the viewers on it.
func (f *Flight[T]) Useless() {
	f.group.mu.Lock()
	defer f.group.mu.Unlock()
	f.close()
	f.useless = true
	f.endUnused()
}

func (f *Flight[T]) endUnused() {
	if f.viewers > 0 || f.goesOn && !f.useless {
		return
	}
	f.close()
	f.cancel()
}

// Ended is closed when the flight is over.
func (f *Flight[T]) Ended() <-chan struct{} { return f.ended }

// CloseAll takes all flights off the list: who comes now starts a new one.
func (g *Flights[T]) CloseAll() {
	g.mu.Lock()
	defer g.mu.Unlock()
	clear(g.open)
}

// WaitAll returns when every flight has ended.
func (g *Flights[T]) WaitAll() { g.wg.Wait() }
