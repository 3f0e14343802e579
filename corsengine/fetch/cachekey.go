package fetch

import "strings"

// A cacheKey is under what a browser keeps an answer. All engines keep one
// cache for each site of the top-level page (Fetch, "HTTP cache partition"); a
// frame of the same site shares it (poison-two-origins-star).
type cacheKey struct {
	site, url string
	credentials,
	element bool // Firefox only
}

// cacheKeyOf is the engine's key for a request. In Chromium and WebKit what asks
// does not matter, so an element without crossorigin leaves its answer to the
// CORS request that follows (poison-img-then-fetch, x-script-then-fetchinc).
// Firefox keeps answers to requests with and without credentials apart
// (z-ss-img-fetch), and across sites those to elements and to scripts
// (poison-img-then-fetch-include, y-imgco-wait-fetch, poison-font-then-fetch; of
// one site: z-ss-img-fetchinc).
func (e Engine) cacheKeyOf(l *Load, r *Request) cacheKey {
	url, _, _ := strings.Cut(r.URL, "#")
	k := cacheKey{site: siteOf(l.Top), url: url}
	if e == Firefox {
		k.credentials = credentialed(r)
		k.element = k.site != siteOf(OriginOf(r.URL)) && !byScript(r)
	}
	return k
}

// credentialed reports whether credentials go along (Fetch, "HTTP-network-or-
// cache fetch", includeCredentials).
func credentialed(r *Request) bool {
	return r.include() || r.Credentials != Omit && r.Origin == OriginOf(r.URL)
}

// byScript reports whether a script asks, or a preload for one
// (preload-then-fetch).
func byScript(r *Request) bool {
	switch r.Initiator {
	case InitiatorAudio, InitiatorCSSImage, InitiatorFont, InitiatorImage, InitiatorScript, InitiatorStyle, InitiatorTrack, InitiatorVideo:
		return false
	}
	return true
}
