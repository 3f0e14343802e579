package edge

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"crossfront/emulator/edge/cache"
	"crossfront/emulator/edge/origin"
	"crossfront/emulator/edge/policy"
)

// flightKey names what viewers must have in common to share one request: the
// cache entry, and what the origin is asked of it.
func (t *errand) flightKey() string {
	var b strings.Builder
	b.WriteString(t.viewer.POP)
	b.WriteByte('\n')
	b.WriteString(t.dist.ID)
	b.WriteByte('\n')
	b.WriteString(t.key.String)
	if t.viewer.Method == http.MethodHead {
		b.WriteString("\nHEAD")
	}
	for _, name := range [...]string{"Range", "If-Range", "If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since"} {
		if values := t.viewer.Header[name]; values != nil {
			b.WriteString("\n" + name + ": " + strings.Join(values, ", "))
		}
	}
	return b.String()
}

// fly asks the origin for all viewers on a flight. It stores what may be
// stored, as soon as it is complete. Nobody may join once the answer is all
// there: who comes then finds it in the cache, fresh or not, or asks again.
func (t *errand) fly(ctx context.Context, f *origin.Flight[*answer]) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(t.edge.ending, cancel)()
	a := t.ask(ctx)
	if a.stream == nil { // failed, confirmed or rescued: everyone gets the same
		if a.fail != nil && a.fresh.Store {
			t.storeAnswer(a, nil)
		}
		f.Close()
		f.Land(a, !a.fresh.Alone)
		return
	}
	body := a.stream
	// A read that waits ends with the flight, whatever the body is.
	context.AfterFunc(ctx, func() { body.Close() })
	limit := t.edge.cache.MaxEntry()
	if !a.fresh.Store || a.length > limit && t.viewer.Method != http.MethodHead {
		a.stream = &handOver{ReadCloser: body, closed: cancel}
		f.Land(a, false)
		<-ctx.Done()
		return
	}
	length := a.length
	if bodiless(t.viewer.Method, a.status) {
		length = 0
	}
	a.stream, a.spool = nil, origin.NewSpool(limit)
	if length == 0 { // complete already
		t.storeAnswer(a, nil)
		f.Close()
	}
	f.Land(a, !a.fresh.Alone)
	a.spool.Fill(ctx, &lastRead{body, length, f.Close}, length, f.Useless, func(whole []byte) {
		if length != 0 {
			t.storeAnswer(a, whole)
			f.Close()
		}
	})
}

// A lastRead calls failed before it tells that a body broke off: nobody joins a
// flight whose body will not come. A clean end is for the flight to tell, once
// the body is stored, so that who comes between finds one or the other.
type lastRead struct {
	io.Reader
	left   int64 // of the announced length; below 0: none was announced
	failed func()
}

func (l *lastRead) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	l.left -= int64(n)
	if err != nil && (err != io.EOF || l.left > 0) {
		l.failed()
	}
	return n, err
}

// storeAnswer stores a complete answer, or that there was none.
func (t *errand) storeAnswer(a *answer, body []byte) {
	e := &cache.Entry{
		Key:    cache.Key{POP: t.viewer.POP, Distribution: t.dist.ID, Key: t.key.String, Slot: cache.Object},
		Path:   t.key.Path,
		Query:  t.key.Query,
		Status: a.status,
		Body:   body, Chunked: a.chunked,
		Stored: t.now,
		Age:    originAge(a.raw),
		Life:   t.lifetime(a.fresh),
		By:     cache.Birth{At: t.now, RequestID: t.viewer.RequestID, Method: t.viewer.Method},
	}
	if origins := t.viewer.Header["Origin"]; len(origins) > 0 {
		e.By.Origin, e.By.HasOrigin = origins[0], true
	}
	if f := a.fail; f != nil {
		e.Status, e.Failure = f.Status(), &cache.Failure{Kind: string(f.Kind), Host: f.Host, Because: f.Err.Error()}
	} else {
		e.Header = t.behavior.StoredHeaders(a.header)
	}
	switch {
	case t.viewer.Method == http.MethodHead:
		e.Key.Slot = cache.Head
		e.Range.Total = a.length
	case a.status == http.StatusPartialContent:
		e.Key.Slot, e.Range = cache.Part, a.part
	}
	if h := t.trace.Breaker(); h != nil {
		e.Fault = &cache.Fault{ID: h.ID, What: h.Fault.String(), From: h.From}
	}
	t.edge.cache.Put(e, t.mark)
}

// lifetime is a freshness as the cache keeps it. Where cookies are forwarded,
// conditional requests are not supported.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
func (t *errand) lifetime(f policy.Freshness) cache.Lifetime {
	life := cache.Lifetime{
		Fresh: f.Fresh, StaleWhileRevalidate: f.StaleWhileRevalidate, StaleIfError: f.StaleIfError,
		Unconditional: f.Unconditional || t.behavior.ForwardsCookies(),
	}
	if f.MustRevalidate {
		life.Fresh = 0
	}
	return life
}

// frozen makes the values safe to share: who appends to one gets a copy.
func frozen(h http.Header) http.Header {
	for name, values := range h {
		h[name] = slices.Clip(values)
	}
	return h
}

// originAge is the origin's own Age header.
func originAge(h http.Header) time.Duration {
	if lines := h["Age"]; len(lines) == 1 {
		if s, err := strconv.ParseInt(lines[0], 10, 32); err == nil && s > 0 {
			return time.Duration(s) * time.Second
		}
	}
	return 0
}
