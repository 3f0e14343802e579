package browser

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/advice"
	"crossfront/emulator/journal"
)

// A Visit is what one engine makes of what a page asks for.
type Visit struct {
	Engine  string          `json:"engine"`
	Verdict journal.Verdict `json:"verdict"`
	// Legs are the requests that went out, in their order: a preflight, the
	// request itself, and the same again for each redirect that was followed.
	Legs []Leg `json:"legs"`
	// Readable are the names of the answer's headers that the page's script may
	// read.
	Readable []string         `json:"readable"`
	Advice   []journal.Advice `json:"advice"`
	Assumed  []string         `json:"assumed"`
	Notes    []string         `json:"notes"` // what else to know
}

// A Leg is one request and its answer.
type Leg struct {
	Preflight bool `json:"preflight"`
	// Because is why the engine asks first; empty for the request itself.
	Because  string            `json:"because,omitempty"`
	Exchange *journal.Exchange `json:"exchange"`
	Verdict  journal.Verdict   `json:"verdict"`
}

// Last is the exchange that decided, nil when no request went out.
func (v *Visit) Last() *journal.Exchange {
	if len(v.Legs) == 0 {
		return nil
	}
	return v.Legs[len(v.Legs)-1].Exchange
}

// Answer is the exchange of the request itself; nil when it never went out.
func (v *Visit) Answer() *journal.Exchange {
	if len(v.Legs) == 0 || v.Legs[len(v.Legs)-1].Preflight {
		return nil
	}
	return v.Last()
}

// maxRedirects is Fetch's limit.
const maxRedirects = 20

// Go has an engine do what the page asks for. The page must be free of
// mistakes. The error is for a URL that leads out of the world.
func Go(ctx context.Context, w World, e fetch.Engine, p *Page) (*Visit, error) {
	t := &trip{ctx: ctx, world: w, engine: e, page: p, from: initiatorOf(p.Initiator), visit: &Visit{
		Engine: Name(e), Legs: []Leg{}, Readable: []string{}, Advice: []journal.Advice{}, Assumed: []string{}, Notes: []string{},
	}}
	t.request = fetch.Request{
		Method: cmp.Or(p.Method, http.MethodGet), URL: p.URL, Origin: p.Origin, Headers: http.Header{},
		Credentials: p.credentials(), Initiator: t.from.kind, Mode: p.mode(),
	}
	for name, values := range p.Header {
		if !fetch.Forbidden(strings.ToLower(name)) && !placing(name) {
			t.request.Headers[http.CanonicalHeaderKey(name)] = values
		}
	}
	if t.refusesTrack() {
		return t.visit, nil
	}
	for hop := 0; ; hop++ {
		next, err := t.hop()
		if err != nil || next == nil {
			return t.visit, err
		}
		if hop == maxRedirects {
			return nil, fmt.Errorf("%s leads on and on: more than %d redirects", p.URL, maxRedirects)
		}
		t.follow(next)
	}
}

// A trip is a visit under way.
type trip struct {
	ctx     context.Context
	world   World
	engine  fetch.Engine
	page    *Page
	from    initiator
	request fetch.Request   // what is asked for at this hop
	answer  *fetch.Response // the last one
	visit   *Visit
}

const (
	causeTrack    = "TRACK-CROSSORIGIN"
	trackChromium = "origin" // Network.BlockedReason
	trackFirefox  = "CheckLoadURI"
)

// refusesTrack: Chromium and Firefox load no text track from another origin
// without crossorigin, and ask nobody (measured: track-noco). WebKitGTK does.
func (t *trip) refusesTrack() bool {
	if t.from.name != "track" || t.page.CrossOrigin != "" || t.page.Origin == fetch.OriginOf(t.page.URL) {
		return false
	}
	switch t.engine {
	case fetch.Chromium:
		t.visit.Verdict = journal.Verdict{Error: trackChromium, Message: "Unsafe attempt to load URL " + t.page.URL + " from frame with URL " +
			t.page.Origin + "/. Domains, protocols and ports must match."}
	case fetch.Firefox:
		t.visit.Verdict = journal.Verdict{Error: trackFirefox, Message: "Security Error: Content at " + t.page.Origin + "/ may not load data from " + t.page.URL + "."}
	default:
		return false
	}
	t.visit.Advice = []journal.Advice{{Layer: "client", Cause: causeTrack,
		What: "A text track of another origin is loaded only when its media element has crossorigin; no request was made.",
		Fix:  `Set crossorigin on the media element: <video crossorigin="anonymous">. The video itself must then be allowed by CORS, too.`}}
	return true
}

// hop asks for t.request.URL, preflight and all, and returns where the answer
// leads; nil when this is the end of it.
func (t *trip) hop() (*url.URL, error) {
	u, err := url.Parse(t.request.URL)
	if err != nil {
		return nil, err
	}
	if t.mixed(u) {
		return nil, nil
	}
	entry, err := t.entry()
	if err != nil {
		return nil, err
	}
	s := &setting{
		engine: t.engine, from: t.from, h2: u.Scheme == "https" && entry == journal.EntryEdge, trustworthy: trustworthy(u),
		crossOrigin: t.crossOrigin(), mode: t.request.Mode, credentialed: t.credentialed(),
	}
	if t.unchecked() {
		s.mode = "no-cors"
	}
	if need, unsafe := t.engine.NeedsPreflight(&t.request); need {
		asked := *s
		asked.preflight = true
		if ok, err := t.preflight(u, &asked, unsafe); err != nil || !ok {
			return nil, err
		}
	}
	return t.actual(u, s)
}

// entry is where the request goes. The error is for a URL that leads to nobody
// here: the page's own, or a redirect's.
func (t *trip) entry() (string, error) {
	u, err := url.Parse(t.request.URL)
	if err != nil {
		return "", err
	}
	entry, err := t.world.Entry(u, t.page.Via)
	if err != nil && len(t.visit.Legs) > 0 {
		return "", fmt.Errorf("the redirect to %s leads out of the configuration, so what comes of it is not known: %w", t.request.URL, err)
	}
	return entry, err
}

func (t *trip) crossOrigin() bool { return t.request.Origin != fetch.OriginOf(t.request.URL) }

func (t *trip) credentialed() bool {
	return t.request.Credentials == fetch.Include || t.request.Credentials == fetch.SameOrigin && !t.crossOrigin()
}

// unchecked: WebKit asks for fonts without CORS (measured: font-missing).
func (t *trip) unchecked() bool {
	return t.engine == fetch.WebKit && t.request.Initiator == fetch.InitiatorFont
}

func (t *trip) preflight(u *url.URL, s *setting, unsafe []string) (ok bool, err error) {
	h := s.own(t.request.Origin)
	h.Set("Origin", t.request.Origin)
	h.Set("Access-Control-Request-Method", t.request.Sent())
	if len(unsafe) > 0 {
		h.Set("Access-Control-Request-Headers", strings.Join(unsafe, ","))
	}
	v, err := t.ask(u, http.MethodOptions, h, true, preflightBecause(&t.request, unsafe))
	return v.Allowed, err
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
	return strings.Join(why, " and ") + " must be asked for first"
}

func (t *trip) actual(u *url.URL, s *setting) (next *url.URL, err error) {
	h := s.own(t.request.Origin)
	for name, values := range t.request.Headers {
		if name != "User-Agent" || t.engine != fetch.Chromium { // dropped there (measured: pf-useragent-hdr)
			h[name] = values
		}
	}
	method := t.request.Sent()
	if t.sendsOrigin(method) {
		h.Set("Origin", t.request.Origin)
	}
	if cookies := t.page.Header.Values("Cookie"); len(cookies) > 0 && t.credentialed() {
		h.Set("Cookie", strings.Join(cookies, "; "))
	}
	v, err := t.ask(u, method, h, false, "")
	if err != nil || !v.Allowed {
		return nil, err
	}
	res := t.answer
	if next := fetch.Redirect(&t.request, res); next != nil {
		return next, nil
	}
	t.visit.Readable = fetch.Readable(&t.request, res)
	t.remark(res.Status)
	return nil, nil
}

// remark notes what an allowed request may hide.
func (t *trip) remark(status int) {
	if t.request.Mode == "no-cors" && t.crossOrigin() {
		t.visit.Notes = append(t.visit.Notes, "Without crossorigin an element asks without Origin and shows what comes: CORS has no say, and scripts cannot read it (a canvas is tainted).")
	}
	if status < 400 {
		return
	}
	what := fmt.Sprint(status)
	if s3 := t.visit.Last().S3; s3 != nil && s3.Code != "" {
		what += " " + s3.Code
	}
	t.visit.Notes = append(t.visit.Notes, "CORS is content, but the answer is an error: "+what+".")
}

// sendsOrigin: with every CORS request, and with every method but GET and HEAD
// (Fetch, "append a request Origin header").
func (t *trip) sendsOrigin(method string) bool {
	if t.unchecked() {
		return false
	}
	return t.request.CORS() || method != http.MethodGet && method != http.MethodHead
}

// ask sends one request, and has the engine judge the answer.
func (t *trip) ask(u *url.URL, method string, h http.Header, preflight bool, because string) (journal.Verdict, error) {
	for name, values := range t.page.Header {
		if placing(name) {
			h[http.CanonicalHeaderKey(name)] = values
		}
	}
	r := (&http.Request{Method: method, URL: u, Host: u.Host, Header: h}).WithContext(t.ctx)
	x, assumed, err := t.world.Ask(t.ctx, r, t.page.Via)
	if err != nil {
		return journal.Verdict{}, err
	}
	t.answer = answerOf(x)
	advice.JudgePage(x, &t.request, t.answer.Header)
	leg := Leg{Preflight: preflight, Because: because, Exchange: x, Verdict: verdictOf(x.Browser, t.engine)}
	t.visit.Legs = append(t.visit.Legs, leg)
	t.visit.Assumed = append(t.visit.Assumed, assumed...)
	t.visit.Verdict = leg.Verdict
	if !leg.Verdict.Allowed {
		t.visit.Advice = x.Advice
	}
	return leg.Verdict, nil
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

func answerOf(x *journal.Exchange) *fetch.Response {
	return &fetch.Response{Status: x.Response.Status, Header: advice.Headers(x.Response.Headers)}
}

// follow makes the request for the next hop (Fetch, "HTTP-redirect fetch").
func (t *trip) follow(next *url.URL) {
	here, there := fetch.OriginOf(t.request.URL), fetch.OriginOf(next.String())
	t.request.Headers = t.request.Headers.Clone()
	method := t.request.Sent()
	if (t.answer.Status == 301 || t.answer.Status == 302) && method == http.MethodPost ||
		t.answer.Status == 303 && method != http.MethodGet && method != http.MethodHead {
		t.request.Method = http.MethodGet
		for _, name := range [...]string{"Content-Encoding", "Content-Language", "Content-Location", "Content-Type"} {
			t.request.Headers.Del(name)
		}
	}
	if here != there {
		t.request.Headers.Del("Authorization")
		if t.request.Origin != here { // the origin is tainted
			t.request.Origin = "null"
		}
	}
	t.visit.Notes = append(t.visit.Notes, fmt.Sprintf("The answer %d led from %s to %s.", t.answer.Status, t.request.URL, next))
	t.request.URL = next.String()
}
