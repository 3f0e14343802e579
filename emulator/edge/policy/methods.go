package policy

import (
	"net/http"
	"slices"
)

// Allows reports whether the behavior lets method through. Everything else is
// refused with 403 before the origin is asked; OPTIONS counts like any other.
// Source: DG:DownloadDistValuesCacheBehavior#DownloadDistValuesAllowedHTTPMethods;
// https://github.com/serverless-nextjs/serverless-next.js/issues/454 (403, not 405).
func (b *Behavior) Allows(method string) bool {
	return slices.Contains(b.AllowedMethods, method)
}

// Caches reports whether answers to method may come from the cache: GET and
// HEAD, and OPTIONS where CachedMethods lists it, unless the behavior caches
// nothing at all.
// Source: DG:DownloadDistValuesCacheBehavior#DownloadDistValuesCachedHTTPMethods.
func (b *Behavior) Caches(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead:
		return b.Cacheable()
	case http.MethodOptions:
		return b.Cacheable() && slices.Contains(b.CachedMethods, method)
	}
	return false
}

// Cacheable is false when the behavior caches nothing: all three TTLs are 0,
// or legacy settings forward all headers.
// Source: DG:Expiration; DG:header-caching.
func (b *Behavior) Cacheable() bool {
	return !b.headers.everything && (b.MinTTL > 0 || b.DefaultTTL > 0 || b.MaxTTL > 0)
}

// Collapses reports whether simultaneous requests with one key wait for the
// first: not where nothing is cached, nor where any cookie is forwarded.
// Source: DG:RequestAndResponseBehaviorCustomOrigin ("Simultaneous requests for
// the same object (request collapsing)").
func (b *Behavior) Collapses(method string) bool {
	return b.Caches(method) && !b.ForwardsCookies()
}

// ForwardsCookies reports whether any cookie can reach the origin.
func (b *Behavior) ForwardsCookies() bool {
	return b.cookies.key.mode != nameNone || b.cookies.forward.mode != nameNone
}
