package fetch

import (
	"net/http"
	"strconv"
	"strings"
)

// stores reports whether the browser keeps an answer (RFC 9111, section 3).
func (t *travel) stores(sent *Sent, res *Response) bool {
	if _, no := directive(res.Header, "no-store"); no || res.Status == 0 || t.l.Cache == CacheNoStore || sent.Method != http.MethodGet {
		return false
	}
	e, r := t.s.engine, sent.Request
	if !e.judge(r, res).Allowed && !e.storesBlocked(res) {
		return false
	}
	if res.Status == http.StatusPartialContent {
		return e.storesPart(r, res)
	}
	if e == WebKit && media(r) { // streams are not kept (NetworkCache.cpp; poison-video-then-videoco)
		return false
	}
	_, said := directive(res.Header, "max-age")
	return cacheable(res.Status) || e.keeps(res.Status, said || has(res, "Expires"))
}

// forgets reports whether an answer that is not kept drops what was kept under
// the same key (RFC 9111, section 4.4; by engine as drawn sequences showed,
// browsers/sequences_test.go: Chromium does not at PUT, WebKit at every answer
// that passes, Firefox never across sites).
func (e Engine) forgets(k *cacheKey, sent *Sent, res *Response) bool {
	switch {
	case sent.Method == http.MethodOptions || sent.Method == http.MethodHead || sent.Header["Range"] != nil:
		return false
	case sent.Method == http.MethodGet:
		return e != WebKit || e.judge(sent.Request, res).Allowed
	case e == Chromium:
		return sent.Method != http.MethodPut && res.Status < 400
	case e == Firefox:
		return k.site == siteOf(OriginOf(k.url))
	}
	return e.judge(sent.Request, res).Allowed
}

// storesBlocked: an answer that fails the check is kept by Firefox
// (poison-fetch-missing-twice-big, reval-304-acao). Chromium and WebKit give up
// on it before its body has come, but a redirect has none: there it is the other
// way round (measured on a 301 with max-age).
func (e Engine) storesBlocked(res *Response) bool {
	return (e == Firefox) != isRedirect(res.Status)
}

// storesPart: Chromium keeps the part that a script asked for when it can tell
// later that the whole has not changed: with a strong tag
// (x-fetch-range-then-full; without one poison-video-then-videoco). What media
// elements stream was never seen to be used by others.
func (e Engine) storesPart(r *Request, res *Response) bool {
	tag := combined(res, "Etag")
	return e == Chromium && !media(r) && tag != "" && !strings.HasPrefix(tag, "W/")
}

func isRedirect(status int) bool {
	switch status {
	case 301, 302, 303, 307, 308:
		return true
	}
	return false
}

// cacheable are the statuses that all browsers keep.
func cacheable(status int) bool {
	switch status {
	case 200, 203, 300, 301, 302, 307, 308, 410:
		return true
	}
	return false
}

// keeps reports whether an engine keeps an answer of another status; said is
// whether the answer says how long it is fresh. Firefox keeps none
// (nsHttpResponseHead.cpp, MustValidate), WebKit 404 always and others where
// they say so (NetworkCache.cpp), Chromium all.
func (e Engine) keeps(status int, said bool) bool {
	switch {
	case e == Firefox, status == http.StatusNotModified:
		return false
	case e == WebKit:
		return said || status == http.StatusNotFound
	}
	return true
}

// next is the byte after the one of that number.
func next(end string) string {
	n, err := strconv.ParseUint(end, 10, 63)
	if err != nil {
		return "0"
	}
	return strconv.FormatUint(n+1, 10)
}
