// Package advice works out what an exchange means to a browser: what each
// engine makes of the answer, which layer is to blame when it is blocked, and
// what to change.
//
// A cause is one file and one function over the exchange's own reasons. Its id
// is the failure's in the gallery. The first cause that applies is the one to
// act on; the others add what will come up next.
package advice

import (
	"net/http"
	"strings"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// A cause finds its failure in an exchange that a browser blocks, and gives
// the advice, or nothing. Its remedy is the advice as calls of the console
// API: nil, or giving none, where no call can follow it.
type cause struct {
	id     string
	find   func(*facts) (journal.Advice, bool)
	remedy func(*facts) []journal.Call
}

// causes in the order in which they are to be acted on: what answered in the
// way comes before what would have had to answer.
func causes() []cause {
	return []cause{
		{"UNKNOWN-HOST", unknownHost, nil},
		{"SIGNED-COOKIE-CREDS", signatureRefused, nil},
		{"FUNCTION-FAILED", functionFailed, nil},
		{"FUNCTION-ANSWERED", functionAnswered, addSimpleCORS},
		{"FUNCTION-CORS", functionRemoved, nil},
		{"CF-OPTIONS-NOT-ALLOWED", optionsNotAllowed, allowOptions},
		{"PREFLIGHT-REDIRECT", preflightRedirect, allowHTTP},
		{"RHP-PARTIAL", policySilent, nil},
		{"INVALIDATE", storedBefore, invalidateAll},
		{"CF-ORIGIN-NOT-KEYED", originNotKeyed, keyOrigin},
		{"REFLECT-CACHED", reflectCached, keyOrigin},
		{"MASKED-403", maskedError, nil},
		{"CF-ORIGIN-STRIPPED", originStripped, forwardOrigin},
		{"NO-CORS-CONFIG", noConfiguration, addRule},
		{"NO-RULE-MATCHES", noRuleMatches, addRule},
	}
}

// Causes are the ids that [journal.Advice] can have, in the order in which the
// causes are to be acted on.
func Causes() []string {
	var ids []string
	for _, c := range causes() {
		ids = append(ids, c.id)
	}
	return ids
}

// Applicable are the ids of the causes whose advice can come with the calls
// that follow it, see [journal.Remedy].
func Applicable() []string {
	var ids []string
	for _, c := range causes() {
		if c.remedy != nil {
			ids = append(ids, c.id)
		}
	}
	return ids
}

// Judge completes an exchange with the browsers' verdicts and the advice. An
// exchange that all three engines allow gets none.
func Judge(x *journal.Exchange) { judge(newFacts(x, nil)) }

// JudgePage is Judge where it is known what the page asked for, which the
// request that arrived does not tell in full: its credentials mode, and which
// headers are the page's own. response are the answer's headers, see [Headers].
// There may be no server, so the advice comes without calls.
func JudgePage(x *journal.Exchange, page *fetch.Request, response http.Header) {
	f := newFacts(x, response)
	f.page = page
	judge(f)
}

func judge(f *facts) {
	x := f.x
	x.Browser = f.verdicts()
	x.Advice = []journal.Advice{}
	if !f.cors || x.Browser.Chromium.Allowed && x.Browser.Firefox.Allowed && x.Browser.WebKit.Allowed {
		return
	}
	for _, c := range causes() {
		if a, ok := c.find(f); ok {
			a.Cause, a.Apply = c.id, f.apply(c)
			x.Advice = append(x.Advice, a)
		}
	}
}

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
		Chromium:       verdict(v.Chromium), Firefox: verdict(v.Firefox), WebKit: verdict(v.WebKit),
	}
}

func verdict(v fetch.Verdict) journal.Verdict {
	return journal.Verdict{Allowed: v.Allowed, Error: v.Error, Message: v.Message}
}
