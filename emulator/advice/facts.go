package advice

import (
	"net/http"
	"strings"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// facts are an exchange, read once.
type facts struct {
	x           *journal.Exchange
	page        *fetch.Request // what the page asked for; nil: as the request tells
	request     http.Header
	response    http.Header
	origin      string
	cors        bool // the request carries an Origin
	preflight   bool
	allowOrigin []string // the answer's Access-Control-Allow-Origin lines
}

func newFacts(x *journal.Exchange, response http.Header) *facts {
	if response == nil {
		response = Headers(x.Response.Headers)
	}
	f := &facts{x: x, request: Headers(x.Request.Headers), response: response}
	origins := f.request.Values("Origin")
	f.cors = len(origins) > 0
	if f.cors {
		f.origin = origins[0]
	}
	f.preflight = f.cors && x.Request.Method == http.MethodOptions && f.request.Get("Access-Control-Request-Method") != ""
	f.allowOrigin = f.response.Values("Access-Control-Allow-Origin")
	return f
}

// Headers are a journal's lines as net/http has them.
func Headers(list []journal.Header) http.Header {
	h := make(http.Header, len(list))
	values := make([]string, len(list)) // one array for all names
	for i, one := range list {
		name := http.CanonicalHeaderKey(one[0])
		if have, ok := h[name]; ok {
			h[name] = append(have, one[1])
			continue
		}
		values[i] = one[1]
		h[name] = values[i : i+1 : i+1]
	}
	return h
}

// blockedFor reports whether Chromium, whose names say the most, blocks for that
// reason, be it on the request or on its preflight.
func (f *facts) blockedFor(name string) bool {
	return strings.TrimPrefix(f.x.Browser.Chromium.Error, "Preflight") == name
}

// method is what the page wants to do: for a preflight, what it announces.
func (f *facts) method() string {
	if f.preflight {
		return f.request.Get("Access-Control-Request-Method")
	}
	return f.x.Request.Method
}

// fromCache reports whether the edge answered with what it had stored.
func (f *facts) fromCache() bool {
	return f.x.Edge != nil && (f.x.Edge.Cache == journal.CacheHit || f.x.Edge.Cache == journal.CacheRefreshHit ||
		f.x.Edge.Cache == journal.CacheError && f.x.Edge.OriginRequest == nil && f.response.Get("Age") != "")
}

// keyed reports whether the request header name is part of the cache key.
func (f *facts) keyed(name string) bool {
	if f.x.Edge == nil || f.x.Edge.CacheKey == nil {
		return false
	}
	for _, part := range f.x.Edge.CacheKey.In {
		if strings.EqualFold(part[0], name) {
			return true
		}
	}
	return false
}

// forwarded reports whether the behavior sends the request header name to the
// origin, or would have sent it had the cache not answered.
func (f *facts) forwarded(name string) bool {
	e := f.x.Edge
	if e == nil {
		return true
	}
	if e.OriginRequest != nil {
		_, ok := journal.Value(e.OriginRequest.Headers, name)
		return ok
	}
	if f.keyed(name) {
		return true
	}
	if e.CacheKey != nil {
		for _, n := range e.CacheKey.Forwarded {
			if strings.EqualFold(n, name) {
				return true
			}
		}
	}
	return false
}

// step is the edge's first step for which is holds.
func (f *facts) step(is func(*journal.Step) bool) (journal.Step, bool) {
	if f.x.Edge == nil {
		return journal.Step{}, false
	}
	for i := range f.x.Edge.Steps {
		if s := &f.x.Edge.Steps[i]; is(s) {
			return *s, true
		}
	}
	return journal.Step{}, false
}

// verdicts asks the three engines' rules.
func (f *facts) verdicts() *journal.Browser {
	if !f.cors {
		allowed := journal.Verdict{Allowed: true}
		return &journal.Browser{Chromium: allowed, Firefox: allowed, WebKit: allowed}
	}
	request := f.page
	if request == nil {
		seen := fetch.RequestFrom(f.x.Request.Method, f.x.Request.URL, f.request)
		request = &seen
	}
	response := &fetch.Response{Status: f.x.Response.Status, Header: f.response}
	check := fetch.CheckActual
	if f.preflight {
		check = fetch.CheckPreflight
	}
	v := check(request, response)
	needed, _ := fetch.NeedsPreflight(request)
	return &journal.Browser{
		NeedsPreflight: needed,
		KeptDecides:    !f.preflight && fetch.KeptDecides(response),
		Chromium:       verdict(v.Chromium), Firefox: verdict(v.Firefox), WebKit: verdict(v.WebKit),
	}
}

func verdict(v fetch.Verdict) journal.Verdict {
	return journal.Verdict{Allowed: v.Allowed, Error: v.Error, Message: v.Message}
}

// ruled reports whether a bucket's CORS rules were asked.
func (f *facts) ruled() bool { return f.x.S3 != nil && f.x.S3.CORS != nil }

// refusedStatus reports whether this is a preflight whose status alone is a no.
func (f *facts) refusedStatus() bool {
	return f.preflight && (f.x.Response.Status < http.StatusOK || f.x.Response.Status > 299)
}

// answered reports whether the answer is one to a CORS request at all.
func (f *facts) answered() bool { return len(f.allowOrigin) > 0 && !f.refusedStatus() }
