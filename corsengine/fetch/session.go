package fetch

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// A Session is one browser with its two caches, of answers and of preflights,
// from a start with both empty. Its clock is its own and moves by [Session.Advance]
// only. It is not for concurrent use.
//
// It plays loads one after the other. The browser's memory caches of decoded
// images and scripts, service workers and stale-while-revalidate are left out.
type Session struct {
	engine     Engine
	network    Network
	now        time.Time
	answers    httpCache
	preflights preflightCache
}

// A Network answers what a browser sends.
type Network func(*Sent) (*Response, error)

// Sent is a request on its way out. Header holds what decides: the page's
// headers as the engine lets them through, Origin, what a preflight announces,
// Range of media, and what the cache adds. What engines add besides is the
// network's to add, to a copy: the session keeps Header, to compare by Vary.
type Sent struct {
	Request   *Request // what is asked for at this hop; Origin is the one that goes out, or would
	Method    string
	Header    http.Header
	Preflight bool
	Unsafe    []string // of a preflight: the names that it announces
}

// NewSession is a browser that was just started.
func NewSession(e Engine, start time.Time, n Network) *Session {
	return &Session{engine: e, network: n, now: start}
}

// Advance moves the session's clock.
func (s *Session) Advance(d time.Duration) { s.now = s.now.Add(d) }

// Engine is whose session it is.
func (s *Session) Engine() Engine { return s.engine }

// maxRedirects is Fetch's limit ("HTTP-redirect fetch").
const maxRedirects = 20

// Load carries out a load to its end. The error is the network's, or says that
// redirects have no end.
func (s *Session) Load(l *Load) (*Outcome, error) {
	t := &travel{s: s, l: loadOf(l)}
	t.out.Request = t.l.Request
	if t.l.Request.Headers == nil {
		t.out.Request.Headers = http.Header{}
	}
	if v, refused := s.engine.refuses(&t.l); refused {
		return t.end(v), nil
	}
	for hop := 0; ; hop++ {
		more, err := t.hop()
		if err != nil {
			return nil, err
		}
		if !more {
			return t.end(t.out.Verdict), nil
		}
		if hop == maxRedirects {
			return nil, fmt.Errorf("%s leads on and on: more than %d redirects", l.URL, maxRedirects)
		}
	}
}

// A travel is a load under way. out.Request is what is asked for at this hop.
type travel struct {
	s      *Session
	l      Load
	out    Outcome
	asked  bool     // an earlier hop needed a preflight
	unsafe []string // which announced these
	ended  ending
}

// ending is where a load was blocked, as far as it changes what is printed.
type ending uint8

const (
	atAnswer ending = iota
	atPreflight
	atRedirect
)

func (t *travel) end(v Verdict) *Outcome {
	t.out.Verdict = v
	t.out.Seen = t.s.engine.seen(&t.l.Request, v)
	if !v.Allowed {
		t.out.Also = t.s.engine.also(&t.out.Request, v, t.ended)
	}
	return &t.out
}

// hop asks for the URL at hand, preflight and all. more says that the answer
// leads on, and out.Request is the next.
func (t *travel) hop() (more bool, err error) {
	r := &t.out.Request
	if v, err := t.askFirst(); err != nil || !v.Allowed {
		t.ended, t.out.Verdict = atPreflight, v
		return false, err
	}
	res, err := t.fetch()
	if err != nil {
		return false, err
	}
	t.out.Response = res
	t.out.Verdict = t.s.engine.judge(r, res)
	next := Redirect(r, res)
	if !t.out.Verdict.Allowed {
		if next != nil {
			t.ended = atRedirect
		}
		if t.s.engine == Firefox {
			t.s.preflights.clear(r.Origin, r.URL) // maxage-fail-clears
		}
		return false, nil
	}
	switch {
	case next == nil || t.l.Redirect == RedirectManual:
		return false, nil
	case t.l.Redirect == RedirectError:
		t.out.Verdict = t.s.engine.redirectRefused(r)
		return false, nil
	}
	t.out.Request = Follow(r, res.Status, next)
	return true, nil
}

// judge is the CORS check, or what takes its place without CORS.
func (e Engine) judge(r *Request, res *Response) Verdict {
	if res.Status != 0 && (!r.CORS() || e.unchecked(r)) {
		return e.corp(r, res)
	}
	return e.actual(r, res)
}

// askFirst sends a preflight where one is needed and none is remembered.
//
// After a redirect Firefox and WebKit ask first again when the first hop did,
// although Authorization, which made it so, is gone: Firefox as the page, WebKit
// with the names of the first hop (rd-auth-cross, rd-put-307).
func (t *travel) askFirst() (Verdict, error) {
	e := t.s.engine
	r := t.out.Request
	need, unsafe := e.NeedsPreflight(&r)
	if t.asked && !need && r.CORS() && e != Chromium {
		need = true
		if e == WebKit {
			unsafe = t.unsafe
		}
	}
	if !need {
		return Verdict{Allowed: true}, nil
	}
	t.asked, t.unsafe = true, unsafe
	if e == Firefox && r.PageOrigin != "" {
		r.Origin = r.PageOrigin
	}
	k := preflightKey(e, &t.l, &r)
	if t.s.preflights.allows(t.s.now, e, k, &r, unsafe) {
		return Verdict{Allowed: true}, nil
	}
	res, err := t.s.network(preflightOf(&r, unsafe))
	if err != nil {
		return Verdict{}, err
	}
	v := e.preflight(&r, res, unsafe)
	if v.Allowed || e == WebKit && listsRead(&r, res) {
		t.s.preflights.store(t.s.now, e, k, &r, res)
	} else if e == Firefox {
		t.s.preflights.clear(r.Origin, r.URL)
	}
	return v, nil
}

// listsRead: WebKit remembers what an answer allows before it looks whether that
// is enough, so a refused request may spare another one its preflight
// (CrossOriginPreflightChecker.cpp; drawn: browsers/sequences_test.go).
func listsRead(r *Request, res *Response) bool {
	_, badMethods := tokens(res, allowMethods)
	_, badHeaders := tokens(res, allowHeaders)
	return okStatus(res.Status) && webkit{r, res}.access().Allowed && badMethods == "" && badHeaders == ""
}

// preflightOf is Fetch's "CORS-preflight fetch", steps 1 to 5.
func preflightOf(r *Request, unsafe []string) *Sent {
	h := http.Header{"Origin": {r.Origin}, "Access-Control-Request-Method": {r.Sent()}}
	if len(unsafe) > 0 {
		h["Access-Control-Request-Headers"] = []string{strings.Join(unsafe, ",")}
	}
	return &Sent{Request: r, Method: http.MethodOptions, Header: h, Preflight: true, Unsafe: unsafe}
}

// sent is the request itself as it goes out.
func (t *travel) sent() *Sent {
	e, r := t.s.engine, &t.out.Request
	h := make(http.Header, len(r.Headers)+3)
	for name, values := range r.Headers {
		if name != "User-Agent" || e != Chromium { // dropped there (pf-useragent-hdr)
			h[name] = slices.Clone(values)
		}
	}
	if e.sendsOrigin(r) {
		h["Origin"] = []string{r.Origin}
	}
	if media(r) && e != WebKit && h["Range"] == nil {
		h["Range"] = []string{"bytes=0-"} // video-plain
	}
	switch t.l.Cache { // Fetch, "HTTP-network-or-cache fetch"; measured
	case CacheNoCache:
		setDefault(h, "Cache-Control", "max-age=0")
	case CacheReload, CacheNoStore:
		if !conditional(r) {
			setDefault(h, "Cache-Control", "no-cache")
			setDefault(h, "Pragma", "no-cache")
		}
	}
	return &Sent{Request: r, Method: r.Sent(), Header: h}
}

func setDefault(h http.Header, name, value string) {
	if h[name] == nil {
		h[name] = []string{value}
	}
}

// sendsOrigin: with every CORS request, and with every method but GET and HEAD
// (Fetch, "append a request Origin header"). WebKit sends it with media that
// have crossorigin to their own origin, too (track-co-missing), and with fonts
// not at all (font-missing).
func (e Engine) sendsOrigin(r *Request) bool {
	if e.unchecked(r) || r.Origin == "" {
		return false
	}
	m := r.Sent()
	return r.CORS() || m != http.MethodGet && m != http.MethodHead ||
		e == WebKit && media(r) && (r.Mode == "" || r.Mode == "cors")
}

func media(r *Request) bool { return r.Initiator == InitiatorVideo || r.Initiator == InitiatorAudio }
