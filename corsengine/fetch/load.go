package fetch

// A Load is what a page, or an element in it, asks a browser for. Its Origin is
// the page's, in every mode: whether the header goes out follows from the rest.
type Load struct {
	Request
	Top      string       // the origin of the top-level page; empty: Origin
	Cache    CacheMode    // empty: default
	Redirect RedirectMode // empty: follow
}

// CacheMode is a request's cache mode (Fetch, "cache mode").
type CacheMode string

// The cache modes that make a difference here.
const (
	CacheDefault CacheMode = "default"
	CacheNoStore CacheMode = "no-store"
	CacheReload  CacheMode = "reload"
	CacheNoCache CacheMode = "no-cache"
)

// RedirectMode is a request's redirect mode (Fetch, "redirect mode").
type RedirectMode string

// The redirect modes.
const (
	RedirectFollow RedirectMode = "follow"
	RedirectError  RedirectMode = "error"
	RedirectManual RedirectMode = "manual"
)

// An Outcome is what became of a load.
type Outcome struct {
	Verdict  Verdict
	Request  Request   // as it stood at the last hop
	Response *Response // the last one, as the checks saw it; nil: nobody was asked, or only the preflight
	Cached   *Cached   // where the last response came out of the cache, or was completed from it
	Seen     Seen      // what the page notices
	Also     []string  // names of what the engine prints besides the verdict's message
}

// Cached says where a response that the browser kept came from.
type Cached struct {
	By          Request // who had it stored
	Age         int     // seconds since then
	Revalidated bool    // a 304 said that it still holds
}

// Poisoned reports whether a load is blocked by what the browser had kept of an
// earlier request that carried no Origin: the answer had no reason to allow one.
func (o *Outcome) Poisoned() bool {
	return !o.Verdict.Allowed && o.Cached != nil && !o.Cached.Revalidated && !o.Cached.By.CORS()
}

// loadOf fills in what a load leaves to defaults.
func loadOf(l *Load) Load {
	full := *l
	if full.Top == "" {
		full.Top = full.Origin
	}
	switch {
	case full.Cache == "" && full.Initiator == InitiatorEventSource:
		full.Cache = CacheNoStore // HTML, "server-sent events"; sent as measured
	case full.Cache == "", full.Cache == CacheDefault:
		full.Cache = CacheDefault
		if conditional(&full.Request) {
			full.Cache = CacheNoStore // Fetch, "HTTP-network-or-cache fetch"
		}
	}
	if full.Redirect == "" {
		full.Redirect = RedirectFollow
	}
	return full
}

// conditional reports whether the page itself asks conditionally.
func conditional(r *Request) bool {
	for _, name := range [...]string{"If-Modified-Since", "If-None-Match", "If-Unmodified-Since", "If-Match", "If-Range"} {
		if len(r.Headers[name]) > 0 {
			return true
		}
	}
	return false
}
