package emulator

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"crossfront/emulator/browser"
	"crossfront/emulator/journal"
)

var _ browser.FreshWorld = (*Live)(nil)

// Live is a running emulator as [browser.FreshWorld]: what pages would get of it as
// it is now. Requests take the way through its handlers without a socket, and are
// recorded. What they write stays written; the caches go back to how they were.
type Live struct {
	e       *Emulator
	restore func() // the caches
}

// Live is the emulator as a world to ask, as it is at this moment; it must be
// running.
func (e *Emulator) Live() *Live { return &Live{e: e, restore: e.world.Load().edge.KeepCaches()} }

// Reset has the edge's caches hold what they held when Live was called, but for what
// was invalidated since.
func (l *Live) Reset(context.Context) error {
	l.restore()
	return nil
}

func (l *Live) directory() *directory {
	d := &directory{world: l.e.world.Load(), at: l.e.addresses, listeners: map[string]string{}}
	for id, address := range l.e.addresses.Distributions {
		d.listeners[address] = id
	}
	return d
}

// Entry is where the URL leads, [journal.EntryEdge] or [journal.EntryS3]; via is
// one of them where the URL alone does not say. The error says what there is.
func (l *Live) Entry(u *url.URL, via string) (string, error) {
	_, entry, err := l.directory().behind(u, via)
	return entry, err
}

// Ask sends one request, which must have an absolute URL and no body, and returns
// what was recorded of it. Nothing is ever assumed.
func (l *Live) Ask(ctx context.Context, r *http.Request, via string) (*journal.Exchange, []string, error) {
	h, entry, err := l.directory().behind(r.URL, via)
	if err != nil {
		return nil, nil, err
	}
	in, err := arriving(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	x, err := l.e.recorded(h, in, entry)
	if err != nil {
		return nil, nil, fmt.Errorf("%s %s: %w", r.Method, r.URL, err)
	}
	own := *x // what is recorded is others', too
	own.Browser, own.Advice = nil, nil
	return &own, nil, nil
}

// Advance moves the emulator's clock: that of TTLs, ages and expiries.
func (l *Live) Advance(d time.Duration) { l.e.clock.Advance(d) }

// Invalidate has all distributions forget the paths, which begin with a slash and
// may end in *.
func (l *Live) Invalidate(paths []string) error { return l.e.world.Load().invalidate(paths) }
