package browser

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// A Browser is one engine with what it keeps: answers, and what preflights have
// allowed. Both are empty at first.
type Browser struct {
	world   World
	session *fetch.Session
	trip    *trip // under way
	worker  ServiceWorker
	stored  map[string]*Visit // by the worker, under their URLs
}

// NewBrowser is a browser that was just started.
func NewBrowser(w World, e fetch.Engine) *Browser {
	b := &Browser{world: w}
	b.session = fetch.NewSession(e, time.Now(), func(s *fetch.Sent) (*fetch.Response, error) { return b.trip.send(s) })
	return b
}

// Advance moves the clock of what it keeps.
func (b *Browser) Advance(d time.Duration) { b.session.Advance(d) }

// Go has an engine that was just started do what the page asks for. The page
// must be free of mistakes. The error is for a URL that leads out of the world.
func Go(ctx context.Context, w World, e fetch.Engine, p *Page) (*Visit, error) {
	return NewBrowser(w, e).Go(ctx, p)
}

// Install gives all pages that follow a service worker, with nothing stored.
func (b *Browser) Install(w ServiceWorker) { b.worker, b.stored = w, nil }

// Go does what the page asks for, with what the browser has kept of earlier
// visits.
func (b *Browser) Go(ctx context.Context, p *Page) (*Visit, error) {
	if b.works(p) {
		return b.worked(ctx, p)
	}
	return b.visit(ctx, p, initiatorOf(p.Initiator))
}

func (b *Browser) visit(ctx context.Context, p *Page, from initiator) (*Visit, error) {
	t := &trip{ctx: ctx, world: b.world, engine: b.session.Engine(), page: p, from: from, at: p.URL}
	t.visit = &Visit{
		Engine: Name(t.engine), Legs: []Leg{}, Readable: []string{}, Advice: []journal.Advice{}, Assumed: []string{}, Notes: []string{},
	}
	b.trip = t
	o, err := b.session.Load(t.load())
	switch {
	case errors.Is(err, errStopped):
		return t.visit, nil
	case err != nil:
		return nil, err
	}
	t.conclude(o)
	return t.visit, nil
}

// load is what the page asks for in the words of corsengine/fetch.
func (t *trip) load() *fetch.Load {
	p := t.page
	l := &fetch.Load{Cache: p.Cache, Request: fetch.Request{
		Method: cmp.Or(p.Method, http.MethodGet), URL: p.URL, Origin: p.Origin, Headers: http.Header{},
		Credentials: p.credentials(), Initiator: t.from.kind, Mode: p.mode(), Embedder: p.Embedder,
	}}
	for name, values := range p.Header {
		if !fetch.Forbidden(strings.ToLower(name), values...) && !placing(name) {
			l.Headers[http.CanonicalHeaderKey(name)] = values
		}
	}
	return l
}
