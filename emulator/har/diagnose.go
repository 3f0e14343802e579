package har

import (
	"net/http"
	"net/url"
	"strings"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// A Report is what was found in an archive.
type Report struct {
	File     string     `json:"file"`
	Creator  string     `json:"creator,omitempty"`
	Requests int        `json:"requests"` // all in the archive
	Checked  int        `json:"checked"`  // requests that CORS has a say in
	Failures []*Failure `json:"failures"`
	Replayed *Replayed  `json:"replayed,omitempty"` // with a configuration
}

// A Failure is a request that a browser blocked or would block.
type Failure struct {
	Request   Exchange  `json:"request"`
	Preflight *Exchange `json:"preflight,omitempty"`
	Origin    string    `json:"origin"`
	// At is what did not pass: "preflight" or "request".
	At string `json:"at"`
	// Hidden: the archive has no answer, as browsers write none of what they
	// blocked. The verdicts are then what the browser's error allows to say.
	Hidden   bool             `json:"hidden,omitempty"`
	Reported string           `json:"reported,omitempty"` // the browser's own words in the archive
	Browser  *journal.Browser `json:"browser,omitempty"`
	Advice   []journal.Advice `json:"advice"`
	Replay   *Replay          `json:"replay,omitempty"`

	entry, asked *Entry // the request's, and the preflight's
	page         fetch.Request
}

// An Exchange names an entry.
type Exchange struct {
	Entry  int    `json:"entry"` // from 1
	Method string `json:"method"`
	URL    string `json:"url"`
	Status int    `json:"status"` // 0: not in the archive
}

// Diagnose finds the CORS failures of an archive.
func Diagnose(a *Archive) *Report {
	r := &Report{File: a.Name, Creator: a.Creator, Requests: len(a.Entries), Failures: []*Failure{}}
	for _, p := range pairs(a) {
		f, checked := diagnose(p)
		if checked {
			r.Checked++
		}
		if f != nil {
			r.Failures = append(r.Failures, f)
		}
	}
	return r
}

// diagnose judges a request with its preflight; checked says that CORS has a
// say in it.
func diagnose(p pair) (f *Failure, checked bool) {
	f = &Failure{entry: p.request, asked: p.preflight, Advice: []journal.Advice{}, At: "request"}
	main := p.request
	if main == nil { // the browser did not go on, or the archive begins behind it
		main = p.preflight
	}
	f.page = pageRequest(p)
	if !f.page.CORS() {
		return nil, false
	}
	f.Request, f.Origin, f.Reported = exchange(main), f.page.Origin, main.Failed
	if p.preflight != nil {
		one := exchange(p.preflight)
		f.Preflight = &one
		f.Request.Method = f.page.Sent()
	}
	switch {
	case p.preflight != nil && !p.preflight.hidden() && f.blocks(fetch.CheckPreflight, p.preflight):
		f.At = "preflight"
	case p.request == nil:
		return nil, true // a preflight that passed
	case p.request.hidden():
		if !maybeCORS(p.request.Failed) {
			return nil, true
		}
		f.Hidden = true
	case !f.blocks(fetch.CheckActual, p.request):
		return nil, true
	}
	f.Advice = advise(f)
	return f, true
}

// blocks has the engines judge an answer, and reports whether one blocks it.
func (f *Failure) blocks(check func(*fetch.Request, *fetch.Response) fetch.Verdicts, e *Entry) bool {
	v := check(&f.page, &fetch.Response{Status: e.Response.Status, Header: e.Response.Header, Respelled: e.Response.Respelled})
	if v.Allowed() {
		return false
	}
	f.Browser = &journal.Browser{NeedsPreflight: f.asked != nil, Chromium: verdict(v.Chromium), Firefox: verdict(v.Firefox), WebKit: verdict(v.WebKit)}
	return true
}

func verdict(v fetch.Verdict) journal.Verdict {
	return journal.Verdict{Allowed: v.Allowed, Error: v.Error, Message: v.Message}
}

// maybeCORS reports whether the browser's error can be CORS: Chromium writes
// net::ERR_FAILED for every request that it blocks for it, and for little else.
func maybeCORS(failed string) bool {
	return failed == "net::ERR_FAILED" || strings.Contains(strings.ToLower(failed), "cors")
}

func exchange(e *Entry) Exchange {
	return Exchange{Entry: e.Index, Method: e.Request.Method, URL: e.Request.URL, Status: e.Response.Status}
}

// pageRequest is what the page asked for.
func pageRequest(p pair) fetch.Request {
	if p.request == nil {
		return fetch.RequestFrom(p.preflight.Request.Method, p.preflight.Request.URL, p.preflight.Request.Header)
	}
	e := p.request
	r := fetch.RequestFrom(e.Request.Method, e.Request.URL, e.Request.Header)
	if r.Origin == "" && e.hidden() && asks(e.Kind) { // provisional headers have none
		r.Origin = originOf(e)
	}
	if r.Initiator == "" || r.Initiator == "empty" {
		r.Initiator = initiator(e.Kind)
	}
	if p.preflight != nil {
		announced := fetch.RequestFrom(http.MethodOptions, p.preflight.Request.URL, p.preflight.Request.Header)
		r.Preflight, r.UnsafeNames = true, announced.UnsafeNames
		if r.Origin == "" {
			r.Origin = announced.Origin
		}
	}
	return r
}

// asks reports whether what asked does so in cors mode by itself.
func asks(kind string) bool {
	switch kind {
	case "xhr", "fetch", "font", "eventsource":
		return true
	}
	return false
}

// initiator is the browser's word as corsengine/fetch has it.
func initiator(kind string) string {
	switch kind {
	case "xhr", "font", "image", "script", "eventsource":
		return kind
	case "stylesheet":
		return fetch.InitiatorStyle
	case "media":
		return fetch.InitiatorVideo
	case "texttrack":
		return fetch.InitiatorTrack
	}
	return fetch.InitiatorFetch
}

// originOf is the page's origin, from Referer or the archive's page.
func originOf(e *Entry) string {
	for _, s := range []string{e.Request.Header.Get("Referer"), e.Page} {
		if u, err := url.Parse(s); err == nil && web(s) && u.Host != "" {
			return fetch.OriginOf(s)
		}
	}
	return ""
}
