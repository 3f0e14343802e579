package fetch

import "time"

// A preflightCache remembers what servers have allowed (Fetch, "CORS-preflight
// cache"). The zero one is empty.
type preflightCache struct{ entries map[permitKey]permit }

// permitKey is for whom and what a permit holds: the URL with its query
// (maxage-query). Firefox keeps permits with and without credentials apart
// (maxage-cred-then-not).
type permitKey struct {
	site, origin, url string
	include           bool // Firefox only
}

// A permit is one answer to a preflight.
type permit struct {
	until    time.Time
	include  bool // it was asked for with credentials
	response *Response
}

func preflightKey(e Engine, l *Load, r *Request) permitKey {
	return permitKey{siteOf(l.Top), r.Origin, r.URL, e == Firefox && r.include()}
}

// allows reports whether a permit covers the request: its method and every
// header that needs one (maxage-newmethod, maxage-newheader-listed). One that
// was given with credentials also holds without in Chromium and WebKit, never
// the other way round (services/network/cors/preflight_result.cc,
// CrossOriginPreflightResultCache.cpp; maxage-cred-then-not). One that does not
// cover a request is dropped, so that a refused request costs the next one a
// preflight (drawn: browsers/sequences_test.go).
func (c *preflightCache) allows(now time.Time, e Engine, k permitKey, r *Request, unsafe []string) bool {
	p, ok := c.entries[k]
	if ok && now.Before(p.until) && (p.include || !r.include()) && e.preflight(r, p.response, unsafe).Allowed {
		return true
	}
	delete(c.entries, k)
	return false
}

func (c *preflightCache) store(now time.Time, e Engine, k permitKey, r *Request, res *Response) {
	age := e.maxAge(res.Header[maxAgeName])
	if age <= 0 {
		delete(c.entries, k)
		return
	}
	if c.entries == nil {
		c.entries = map[permitKey]permit{}
	}
	c.entries[k] = permit{now.Add(age), r.include(), res}
}

// clear forgets what was allowed for a URL, with and without credentials. Only
// Firefox does, when the answer that followed fails (maxage-fail-clears).
func (c *preflightCache) clear(origin, url string) {
	for k := range c.entries {
		if k.origin == origin && k.url == url {
			delete(c.entries, k)
		}
	}
}
