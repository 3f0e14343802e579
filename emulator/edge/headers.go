package edge

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"

	"crossfront/emulator/edge/policy"
)

// copyHeaders puts the headers that the cache or the origin gave on the wire.
// The values are shared with the cache: from here on they are replaced, never
// edited in place.
func copyHeaders(x *visit) bool {
	maps.Copy(x.wire.Header(), x.reply.header)
	return false
}

// applyHeaders applies the behavior's response headers policy: after the cache,
// so on hits, misses, relayed errors and redirects alike, and a change of the
// policy shows without an invalidation. To pages that the edge itself makes it
// adds no CORS header unless a switch says so.
func applyHeaders(x *visit) bool {
	if x.behavior == nil || x.behavior.ResponseHeaders == nil || x.abandoned {
		return false
	}
	p, h := x.behavior.ResponseHeaders, x.wire.Header()
	if x.reply.generated {
		x.changes = p.ApplyGenerated(&x.viewer, x.reply.status, h)
		return false
	}
	x.changes = p.Apply(&x.viewer, x.reply.status, h)
	return false
}

// addEdgeHeaders adds what tells the viewer about the edge. A policy cannot
// remove these.
func addEdgeHeaders(x *visit) bool {
	if x.abandoned {
		return false
	}
	h := x.wire.Header()
	h["X-Cache"] = x.xcache()
	if before := h["Via"]; before != nil && x.behavior != nil {
		h["Via"] = []string{x.behavior.Via(before, x.place.via)}
	} else {
		h["Via"] = x.place.viaHeader
	}
	h["X-Amz-Cf-Pop"] = x.place.popHeader
	h["X-Amz-Cf-Id"] = x.line(ownRequestID, x.viewer.RequestID)
	switch {
	case x.reply.aged:
		h["Age"] = x.line(ownAge, strconv.FormatInt(x.reply.age, 10))
	case x.reply.entry.is:
		delete(h, "Age")
	}
	// The origin's, unless a policy removed them.
	if h["Server"] == nil {
		h["Server"] = x.edge.words.server
	}
	if h["Date"] == nil {
		h["Date"] = x.line(ownDate, x.now.UTC().Format(http.TimeFormat))
	}
	if x.viewer.ProtoMajor == 1 && x.viewer.ProtoMinor > 0 && h["Connection"] == nil {
		h["Connection"] = x.edge.words.keepAlive
		if x.page != nil && x.page.closes() {
			h["Connection"] = x.edge.words.close
		}
	}
	if x.dist != nil && x.viewer.Scheme == "https" && strings.HasSuffix(x.dist.HTTPVersion, "3") {
		h["Alt-Svc"] = x.edge.words.altSvc
	}
	if x.ranged != "" {
		h["Content-Range"] = []string{x.ranged}
	}
	x.addTiming(h)
	return false
}

// addTiming adds Server-Timing where the policy, or a viewer's "Pragma:
// server-timing", asks for it.
func (x *visit) addTiming(h http.Header) {
	if x.behavior == nil || x.behavior.ResponseHeaders == nil || x.reply.generated {
		return
	}
	t := policy.Timing{POP: x.place.pop, RequestID: x.viewer.RequestID, Downstream: time.Since(x.started)}
	switch x.reply.outcome {
	case hit, joined, staleHit:
		t.Result, t.HitLayer = policy.TimingHit, "EDGE"
	case refreshHit:
		t.Result, t.HitLayer, t.UpstreamLayer = policy.TimingRefresh, "EDGE", "EDGE"
	default:
		t.Result, t.UpstreamLayer = policy.TimingMiss, "EDGE"
	}
	if a := x.answer; a != nil {
		t.DNS, t.Connect, t.FirstByte = a.times.DNS, a.times.Connect, a.times.FirstByte
	}
	x.changes = append(x.changes, x.behavior.ResponseHeaders.ServerTiming(&x.viewer, t, x.edge.draw(), h)...)
}
