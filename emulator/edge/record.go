package edge

import (
	"maps"
	"net/http"
	"slices"

	"crossfront/emulator/journal"
)

// A trail is a visit with its exchange: one allocation for what one request
// needs and what the journal keeps of it.
type trail struct {
	visit    visit
	exchange journal.Exchange
	edge     journal.Edge
	target   string      // of the request, as it arrived
	header   http.Header // likewise
}

// record hands the exchange to the journal. What takes work is left for the
// first reading: most exchanges are never looked at.
func record(x *visit) bool {
	if x.edge.config.Journal == nil {
		return false
	}
	x.close()
	t := x.trail
	e := &t.exchange
	e.Time, e.Entry = x.now, journal.EntryEdge
	e.Request.Method = x.arrived.Method
	e.Response.Status, e.Response.Bytes = x.reply.status, x.sent
	e.Edge = &t.edge
	t.edge.Cache = x.cacheWord()
	if x.dist != nil {
		t.edge.DistributionID = x.dist.ID
	}
	if x.behavior != nil {
		t.edge.Behavior = x.behavior.Pattern
	}
	if a := x.asked(); a != nil {
		e.S3 = a.s3
	}
	// The server is done with these maps once the request is answered.
	t.target, t.header, x.replied = x.arrived.RequestURI, x.arrived.Header, x.wire.Header()
	recorder := x.edge.config.Journal
	x.forget()
	e.Lazy = t.complete
	recorder.Record(e)
	return false
}

// asked is what the origin was asked in this visit, nil for nothing.
func (x *visit) asked() *answer {
	if x.failed != nil {
		return x.failed
	}
	return x.answer
}

// forget lets go of everything that the journal has no use for.
func (x *visit) forget() {
	x.arrived, x.wire, x.world, x.stale, x.flight = nil, nil, nil, nil, nil
	x.reply.body, x.reply.stream = nil, nil
	if a := x.answer; a != nil {
		x.answer = a.withoutBody()
	}
	if a := x.failed; a != nil {
		x.failed = a.withoutBody()
	}
}

// withoutBody is what of an answer can be kept.
func (a *answer) withoutBody() *answer {
	c := *a
	c.spool, c.stream, c.refreshed, c.rescued = nil, nil, nil, nil
	return &c
}

// complete works out the exchange's dear parts.
func (t *trail) complete(e *journal.Exchange) {
	x := &t.visit
	e.Request.URL = x.viewer.Scheme + "://" + x.viewer.Host + t.target
	e.Request.Headers = append([]journal.Header{{"Host", x.viewer.Host}}, lines(t.header)...)
	e.Response.Headers = lines(x.replied)
	if a := x.asked(); a != nil {
		t.edge.OriginRequest = &journal.Request{
			Method: a.sent.Method, URL: a.url,
			Headers: append([]journal.Header{{"Host", a.sent.Host}}, lines(a.sent.Header)...),
		}
		if a.status != 0 {
			t.edge.OriginResponse = &journal.OriginResponse{Status: a.status, Headers: lines(a.raw)}
		}
	}
	if x.keyed {
		t.edge.CacheKey = x.explainKey()
	}
	e.Faults = x.faults(e.Faults)
	t.edge.Steps = x.explain()
}

// lines are headers in the order in which Go writes them: sorted.
func lines(h http.Header) []journal.Header {
	all := make([]journal.Header, 0, len(h))
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, value := range h[name] {
			all = append(all, journal.Header{name, value})
		}
	}
	return all
}
