package edge

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"crossfront/emulator/edge/policy"
)

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
