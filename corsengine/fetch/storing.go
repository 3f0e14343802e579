package fetch

import (
	"net/http"
	"strconv"
	"strings"
)

// stores reports whether the browser keeps an answer (RFC 9111, section 3).
func (t *travel) stores(sent *Sent, res *Response) bool {
	if _, no := directive(res.Header, "no-store"); no || t.l.Cache == CacheNoStore || sent.Method != http.MethodGet {
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
	return res.Status == http.StatusOK || cacheable(res.Status) || (said || has(res, "Expires")) && res.Status != http.StatusNotModified
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

// cacheable are the statuses that may be kept without a word on freshness (RFC
// 9110, section 15.1), of those that browsers keep.
func cacheable(status int) bool {
	switch status {
	case 203, 300, 301, 308, 404, 410:
		return true
	}
	return false
}

// next is the byte after the one of that number.
func next(end string) string {
	n, err := strconv.ParseUint(end, 10, 63)
	if err != nil {
		return "0"
	}
	return strconv.FormatUint(n+1, 10)
}
