package fetch

import (
	"net/http"
	"slices"
	"strings"
)

// CredentialsMode is a request's credentials mode. The empty one is same-origin,
// the default of fetch, XMLHttpRequest and crossorigin="anonymous": no
// credentials across origins.
type CredentialsMode string

// The credentials modes of the Fetch standard.
const (
	Omit       CredentialsMode = "omit"
	SameOrigin CredentialsMode = "same-origin"
	Include    CredentialsMode = "include"
)

// Initiators: what in a page made the request. They are the destinations of the
// Fetch standard, as in Sec-Fetch-Dest, and a few that share the empty
// destination. An unknown one counts as fetch.
const (
	InitiatorFetch       = "fetch"
	InitiatorXHR         = "xhr"
	InitiatorBeacon      = "beacon"
	InitiatorEventSource = "eventsource"
	InitiatorPreload     = "link"
	InitiatorAudio       = "audio"
	InitiatorCSSImage    = "cssimage" // mask-image and the like, always with CORS
	InitiatorFont        = "font"
	InitiatorImage       = "image"
	InitiatorScript      = "script"
	InitiatorStyle       = "style"
	InitiatorTrack       = "track"
	InitiatorVideo       = "video"
)

// Request is what a page asks for.
type Request struct {
	Method      string          // as the page gave it
	URL         string          // absolute
	Origin      string          // the Origin header: the page's origin, or "null"; empty when none is sent
	Headers     http.Header     // what the page set; nothing that the browser adds by itself
	Credentials CredentialsMode // empty: same-origin
	Initiator   string          // one of the Initiator… constants; empty: fetch

	// Mode is the request mode (Sec-Fetch-Mode); empty is cors. Only cors
	// requests are checked.
	Mode string

	// Preflight makes a preflight of a request that would need none by its method
	// and headers: the standard's use-CORS-preflight flag, set by a listener on
	// XMLHttpRequest.upload and by streamed bodies.
	Preflight bool

	// UnsafeNames are the headers that the preflight announced, when it was seen
	// and Headers was not. It is used instead of Headers.
	UnsafeNames []string

	// Embedder is the page's embedder policy; empty: unsafe-none.
	Embedder EmbedderPolicy

	// RedirectedFrom is the URL that the page asked for, where redirects led here.
	RedirectedFrom string
	// PageOrigin is the page's where redirects have made Origin "null".
	PageOrigin string
}

// Response is the head of an answer.
type Response struct {
	Status int         // 0: the connection broke before there was one
	Header http.Header // canonical keys, each line a value

	// Respelled counts the Access-Control-Allow-Origin lines whose name came in
	// other letters, such as access-control-allow-origin. Only Firefox's count of
	// lines looks at that.
	Respelled int
}

// RequestFrom reads a request from what reached a server. A preflight gives the
// request that it announces.
//
// Not everything can be seen there. Headers that both pages and browsers set
// (Cache-Control, Pragma, If-None-Match, User-Agent and the like) are taken as
// the browser's. Credentials are known by a Cookie, or by
// Sec-Fetch-Storage-Access, which Chromium and Firefox send with credentialed
// requests across sites; else the mode is same-origin.
func RequestFrom(method, url string, h http.Header) Request {
	req := Request{
		Method:    method,
		URL:       url,
		Origin:    h.Get("Origin"),
		Mode:      h.Get("Sec-Fetch-Mode"),
		Initiator: h.Get("Sec-Fetch-Dest"),
		Headers:   http.Header{},
	}
	if h.Get("Cookie") != "" || h.Get("Sec-Fetch-Storage-Access") != "" {
		req.Credentials = Include
	}
	if announced := h.Get("Access-Control-Request-Method"); method == http.MethodOptions && announced != "" {
		req.Method = announced
		req.Preflight = true
		req.UnsafeNames = listed(h["Access-Control-Request-Headers"])
		return req
	}
	for name, values := range h {
		if lower := strings.ToLower(name); !Forbidden(lower, values...) && !added(lower) {
			req.Headers[name] = slices.Clone(values)
		}
	}
	return req
}

// listed is the names of a list header, in lower case, sorted, each once.
func listed(lines []string) []string {
	names := []string{}
	for _, line := range lines {
		for name := range strings.SplitSeq(line, ",") {
			if name = strings.ToLower(trim(name)); name != "" {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Forbidden reports whether pages cannot set the header of that name, in lower
// case, to these values: what they try is dropped in silence (Fetch, "forbidden
// request-header"; measured for X-HTTP-Method-Override in Chromium).
func Forbidden(name string, values ...string) bool {
	if strings.HasPrefix(name, "sec-") || strings.HasPrefix(name, "proxy-") {
		return true
	}
	switch name {
	case "accept-charset", "accept-encoding", "access-control-request-headers", "access-control-request-method",
		"connection", "content-length", "cookie", "cookie2", "date", "dnt", "expect", "host", "keep-alive",
		"origin", "referer", "set-cookie", "te", "trailer", "transfer-encoding", "upgrade", "via":
		return true
	case "x-http-method", "x-http-method-override", "x-method-override":
		return slices.ContainsFunc(values, namesForbiddenMethod)
	}
	return false
}

// namesForbiddenMethod reports whether one of the methods in a list is a
// "forbidden method".
func namesForbiddenMethod(list string) bool {
	for method := range strings.SplitSeq(list, ",") {
		switch strings.ToUpper(trim(method)) {
		case "CONNECT", "TRACE", "TRACK":
			return true
		}
	}
	return false
}

// added reports whether a header that pages may set is one that browsers also
// add by themselves.
func added(name string) bool {
	switch name {
	case "accept", "accept-language", "cache-control", "icy-metadata", "if-modified-since", "if-none-match", "if-range",
		"pragma", "priority", "upgrade-insecure-requests", "user-agent":
		return true
	}
	return false
}

// method is the request's method as it goes out: fetch and XMLHttpRequest put six
// methods into upper case and leave others, like patch, alone (Fetch, "normalize
// a method"; pf-patch-lower).
func (r *Request) method() string {
	switch upper := strings.ToUpper(r.Method); upper {
	case "DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT":
		return upper
	case "":
		return "GET"
	}
	return r.Method
}

// Sent is the method as it goes out: some are put into upper case.
func (r *Request) Sent() string { return r.method() }

func (r *Request) include() bool { return r.Credentials == Include }

// CORS reports whether this is a request whose answer is checked: in cors mode
// (Fetch, "main fetch"), across origins, with an Origin header. Elements without
// crossorigin ask in no-cors mode and send no Origin.
func (r *Request) CORS() bool {
	switch r.Mode {
	case "", "cors":
	default:
		return false
	}
	return r.Origin != "" && (r.Origin == "null" || r.Origin != OriginOf(r.URL))
}
