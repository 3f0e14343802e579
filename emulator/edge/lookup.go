package edge

import (
	"net/http"

	"crossfront/emulator/edge/cache"
)

// lookUp looks for an entry under the cache key. A fresh one is the reply; an
// expired one is kept for the revalidation.
//
// The viewer's Cache-Control and Pragma have no say: they never make the edge
// ask the origin.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
func lookUp(x *visit) bool {
	if !x.behavior.Caches(x.viewer.Method) {
		return false
	}
	e := x.edge.find(x.place.pop, x.dist.ID, x.key.String, x.viewer.Method, x.viewer.Header)
	if e == nil {
		x.edge.cache.Count(false)
		return false
	}
	switch e.At(x.now) {
	case cache.Fresh:
		if e.Failure != nil {
			x.refuseFrom(e)
			break
		}
		x.replyFrom(e, hit)
	case cache.Held:
		x.note = "the origin failed a moment ago and is not asked again until " + e.RetryAt.UTC().Format(http.TimeFormat)
		x.replyFrom(e, staleHit)
	case cache.Refreshing:
		x.note = "the origin allows stale-while-revalidate"
		x.replyFrom(e, staleHit)
		x.refresh(e)
	default:
		x.stale, x.expired = e, true
		x.edge.cache.Count(false)
		return false
	}
	x.edge.cache.Count(true)
	return true
}

// find looks where an answer to such a request can be: the object; for a HEAD
// also the answer to another HEAD, which is stored apart because it has no body
// (undocumented; inferred from "GET and HEAD share a key"); for a range request
// also the parts.
func (e *Edge) find(pop, distribution, key string, method string, h http.Header) *cache.Entry {
	k := cache.Key{POP: pop, Distribution: distribution, Key: key, Slot: cache.Object}
	if found := e.cache.Get(k); found != nil {
		return found
	}
	switch {
	case method == http.MethodHead:
		k.Slot = cache.Head
		return e.cache.Get(k)
	case method == http.MethodGet && h["Range"] != nil:
		k.Slot = cache.Part
		found := e.cache.Get(k)
		if found == nil {
			return nil
		}
		if span, ok := wanted(h, found.Total()); ok {
			return found.Part(span)
		}
	}
	return nil
}

// wanted is the single part of an object of that size that a Range header asks
// for; ok is false when it asks for none, for several, or for what is not there.
func wanted(h http.Header, size int64) (cache.Span, bool) {
	if len(h["Range"]) != 1 {
		return cache.Span{}, false
	}
	ranges, ok := cache.ParseRange(h["Range"][0])
	if !ok || len(ranges) != 1 {
		return cache.Span{}, false
	}
	return ranges[0].Of(size)
}

// refuseFrom makes the page for an origin that could not be asked a moment ago
// the reply.
func (x *visit) refuseFrom(e *cache.Entry) {
	x.refuse(causeOf(e.Status, e.Failure))
	x.reply.entry, x.reply.age, x.reply.aged = provenanceOf(e), e.AgeAt(x.now), true
	x.note = "the origin gave no answer, which is cached for the error caching minimum TTL"
}

// replyFrom makes an entry the reply.
func (x *visit) replyFrom(e *cache.Entry, o outcome) {
	x.reply = reply{
		status:  e.Status,
		header:  e.Header,
		body:    e.Body,
		length:  int64(len(e.Body)),
		outcome: o,
		entry:   provenanceOf(e),
		age:     e.AgeAt(x.now),
		aged:    o != refreshHit,
	}
	if e.Chunked {
		x.reply.length = -1
	}
	if e.Key.Slot == cache.Part {
		x.reply.part = e.Range
	}
	if e.Key.Slot == cache.Head {
		x.reply.length = e.Range.Total // what a GET would have
	}
}
