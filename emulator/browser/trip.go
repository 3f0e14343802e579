package browser

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/advice"
	"crossfront/emulator/journal"
)

// A trip is a visit under way.
type trip struct {
	ctx    context.Context
	world  World
	engine fetch.Engine
	page   *Page
	from   initiator
	at     string          // the URL that was asked for last
	answer *fetch.Response // the last one
	visit  *Visit
}

// errStopped: the visit tells why nothing more is asked.
var errStopped = errors.New("stopped in the browser")

// send carries out one request of the browser.
func (t *trip) send(s *fetch.Sent) (*fetch.Response, error) {
	r := *s.Request
	u, err := url.Parse(r.URL)
	if err != nil {
		return nil, err
	}
	t.ledTo(&r)
	if t.mixed(u) || t.closer(&r) {
		return nil, errStopped
	}
	entry, err := t.world.Entry(u, t.page.Via)
	switch {
	case err != nil && r.RedirectedFrom != "":
		return nil, fmt.Errorf("the redirect to %s leads out of the configuration, so what comes of it is not known: %w", r.URL, err)
	case err != nil:
		return nil, err
	}
	because := ""
	if s.Preflight {
		because = preflightBecause(&r, s.Unsafe)
	}
	return t.ask(u, s, &r, entry, because)
}

// ledTo notes a redirect that was followed.
func (t *trip) ledTo(r *fetch.Request) {
	if r.URL == t.at {
		return
	}
	what := "What the browser had kept led"
	if t.answer != nil {
		what = fmt.Sprintf("The answer %d led", t.answer.Status)
	}
	t.visit.Notes = append(t.visit.Notes, fmt.Sprintf("%s from %s to %s.", what, t.at, r.URL))
	t.at = r.URL
}

// header is all that goes out: what decides, and what the engine adds besides.
func (t *trip) header(u *url.URL, sent *fetch.Sent, r *fetch.Request, entry string) http.Header {
	s := &setting{
		engine: t.engine, from: t.from, h2: h2(u, entry), trustworthy: trustworthy(u),
		crossOrigin: crossOrigin(r), mode: r.Mode, credentialed: credentialed(r), preflight: sent.Preflight,
	}
	if t.engine == fetch.WebKit && r.Initiator == fetch.InitiatorFont {
		s.mode = "no-cors" // measured: font-missing
	}
	s.silent = t.engine == fetch.WebKit && r.CORS() && r.PageOrigin != "" // measured: null-origin.yaml
	h := s.own(r.Origin)
	for name, values := range sent.Header {
		h[name] = values
	}
	for name, values := range t.page.Header {
		if placing(name) {
			h[http.CanonicalHeaderKey(name)] = values
		}
	}
	if sent.Method == http.MethodPut || sent.Method == http.MethodPost {
		h.Set("Content-Length", "0") // Fetch, "HTTP-network-or-cache fetch", step 8.8: no body, and a method that has one
	}
	if cookies := t.page.Header.Values("Cookie"); len(cookies) > 0 && s.credentialed && !s.preflight {
		h.Set("Cookie", strings.Join(cookies, "; "))
	}
	return h
}

// h2 reports whether HTTP/2 is spoken: the edge does so over https, S3 never.
func h2(u *url.URL, entry string) bool { return u.Scheme == "https" && entry == journal.EntryEdge }

func crossOrigin(r *fetch.Request) bool { return r.Origin != fetch.OriginOf(r.URL) }

func credentialed(r *fetch.Request) bool {
	return r.Credentials == fetch.Include || r.Credentials == fetch.SameOrigin && !crossOrigin(r)
}

// preflightBecause says which part of a request is not safelisted.
func preflightBecause(r *fetch.Request, unsafe []string) string {
	var why []string
	switch m := r.Sent(); m {
	case http.MethodGet, http.MethodHead, http.MethodPost:
	default:
		why = append(why, "the method "+m)
	}
	if len(unsafe) > 0 {
		why = append(why, "the header "+strings.Join(unsafe, ", "))
	}
	if len(why) == 0 {
		return "the request before the redirect had to be asked for first" // Firefox: rd-auth-cross
	}
	return strings.Join(why, " and ") + " must be asked for first"
}

const allowOrigin = "Access-Control-Allow-Origin"

// ask sends one request, and has all engines judge the answer.
func (t *trip) ask(u *url.URL, s *fetch.Sent, page *fetch.Request, entry, because string) (*fetch.Response, error) {
	r := (&http.Request{Method: s.Method, URL: u, Host: u.Host, Header: t.header(u, s, page, entry)}).WithContext(t.ctx)
	x, assumed, err := t.world.Ask(t.ctx, r, t.page.Via)
	if err != nil {
		return nil, err
	}
	t.answer = &fetch.Response{Status: x.Response.Status, Header: advice.Headers(x.Response.Headers)}
	if lines := t.answer.Header[allowOrigin]; h2(u, entry) && len(lines) > 1 {
		// Firefox joins the lines of HTTP/2 before it counts them; for the others
		// they are the same either way (measured: dup-acao.yaml).
		t.answer.Header[allowOrigin] = []string{strings.Join(lines, ", ")}
	}
	advice.JudgePage(x, page, t.answer.Header)
	t.visit.Legs = append(t.visit.Legs, Leg{Preflight: s.Preflight, Because: because, Exchange: x, Verdict: verdictOf(x.Browser, t.engine)})
	t.visit.Assumed = append(t.visit.Assumed, assumed...)
	return t.answer, nil
}

func verdictOf(b *journal.Browser, e fetch.Engine) journal.Verdict {
	switch e {
	case fetch.Chromium:
		return b.Chromium
	case fetch.Firefox:
		return b.Firefox
	}
	return b.WebKit
}

// conclude tells what became of it all.
func (t *trip) conclude(o *fetch.Outcome) {
	v := t.visit
	v.Verdict, v.Kept = journal.Verdict(o.Verdict), keptOf(o)
	if v.Verdict.Allowed {
		v.Opaque = o.Request.Mode == "no-cors" && crossOrigin(&o.Request)
		v.Readable, v.Timing = fetch.Readable(&o.Request, o.Response), fetch.TimingVisible(&o.Request, o.Response)
		t.remark(o)
		return
	}
	last := v.Last()
	switch refused, yes := t.refusal(o); {
	case yes:
		v.Advice = []journal.Advice{refused}
	case v.Kept != nil && (!v.Kept.Revalidated || last == nil || len(last.Advice) == 0):
		v.Advice = []journal.Advice{v.Kept.advice(t.page)}
	case last != nil:
		v.Advice = last.Advice
	}
}

// remark notes what an allowed request may hide.
func (t *trip) remark(o *fetch.Outcome) {
	v := t.visit
	if v.Kept != nil {
		v.Notes = append(v.Notes, v.Kept.words())
	}
	if o.Request.Mode == "no-cors" && crossOrigin(&o.Request) {
		v.Notes = append(v.Notes, "Without crossorigin an element asks without Origin and shows what comes: CORS has no say, and scripts cannot read it (a canvas is tainted).")
	}
	v.Notes = append(v.Notes, unseen(o)...)
	if o.Response.Status < 400 {
		return
	}
	what := fmt.Sprint(o.Response.Status)
	if x := v.Answer(); x != nil && x.S3 != nil && x.S3.Code != "" {
		what += " " + x.S3.Code
	}
	v.Notes = append(v.Notes, "CORS is content, but the answer is an error: "+what+".")
}
