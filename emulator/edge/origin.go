package edge

import (
	"context"
	"io"
	"net/http"

	"crossfront/emulator/edge/cache"
)

// askOrigin gets the reply from the origin. Viewers who ask for the same thing
// at the same time share one request where the behavior lets them.
func askOrigin(x *visit) bool {
	t := x.errand()
	if !t.store {
		return x.takeAlone(t)
	}
	key := t.flightKey()
	if !x.behavior.Collapses(x.viewer.Method) {
		key += "\n" + x.viewer.RequestID
	}
	ctx := x.arrived.Context()
	for {
		f, first := x.edge.flights.Join(ctx, key, x.storedMeanwhile, t.fly)
		if f == nil {
			return lookUp(x) || askOrigin(x)
		}
		x.flight = f
		a, shared, err := f.Wait(ctx)
		switch {
		case err != nil:
			x.gone(err)
			return true
		case first && x.take(a, miss), !first && shared && x.take(a, joined):
			return true
		}
		// The answer is not for sharing (private under MinTTL 0, a body too large
		// to keep): every one asks for itself.
		f.Leave()
		x.flight = nil
		key += "\n" + x.viewer.RequestID
	}
}

// storedMeanwhile reports whether another viewer's request has stored, since
// this one looked, what may be served without asking.
func (x *visit) storedMeanwhile() bool {
	e := x.edge.find(x.place.pop, x.dist.ID, x.key.String, x.viewer.Method, x.viewer.Header)
	return e != nil && e != x.stale && e.At(x.now) != cache.Expired
}

// takeAlone asks on the viewer's own context and streams the body through,
// nothing stored: methods and behaviors that are not cached.
func (x *visit) takeAlone(t *errand) bool {
	if x.viewer.ContentLength != 0 && x.arrived.Body != nil {
		t.body, t.bodyLength = x.arrived.Body, x.viewer.ContentLength
	}
	a := t.ask(x.arrived.Context())
	if a.fail != nil && x.arrived.Context().Err() != nil {
		x.gone(a.fail)
		return true
	}
	return x.take(a, bypass)
}

// take makes an answer the reply; false when its body can no longer be joined.
func (x *visit) take(a *answer, o outcome) bool {
	x.trace = a.trace
	switch {
	case a.fail != nil && a.rescued == nil:
		x.answer = a
		f := a.fail
		x.refuse(causeOf(f.Status(), &cache.Failure{Kind: string(f.Kind), Host: f.Host, Because: f.Err.Error()}))
	case a.rescued != nil:
		x.failed = a
		x.replyFrom(a.rescued, staleHit)
		x.note = a.trouble()
	case a.refreshed != nil:
		x.answer = a
		x.replyFrom(a.refreshed, refreshHit)
	case a.spool != nil:
		r, ok := a.spool.Reader(x.arrived.Context())
		if !ok {
			return false
		}
		x.takeHead(a, o)
		x.reply.stream = r
	default:
		x.takeHead(a, o)
		x.reply.stream = a.stream
	}
	if o == joined { // the request was another viewer's
		x.answer, x.failed = nil, nil
		x.note = "another viewer's request for the same cache key was under way"
	}
	return true
}

func (x *visit) takeHead(a *answer, o outcome) {
	x.answer = a
	x.reply = reply{status: a.status, header: a.header, length: a.length, outcome: o, part: a.part, whole: a.whole}
}

// gone ends a visit whose viewer has left: there is nobody to answer.
func (x *visit) gone(err error) {
	x.reply = reply{outcome: miss, generated: true} // no status: there was no response
	x.note = "the viewer left before the origin answered: " + err.Error()
	x.abandoned, x.broken = true, true
}

// causeOf is the page for an origin that could not be asked.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html
func causeOf(status int, f *cache.Failure) *cause {
	c := &cause{
		status:      status,
		sentence:    "CloudFront wasn't able to connect to the origin.",
		what:        "No answer from the origin " + f.Host + " (" + f.Kind + ")",
		because:     f.Because,
		replaceable: true,
		kind:        f.Kind,
	}
	switch c.status {
	case http.StatusGatewayTimeout:
		c.sentence = "CloudFront attempted to establish a connection with the origin, but either the attempt failed or the origin closed the connection."
	case http.StatusRequestEntityTooLarge:
		c.kind = "InvalidRequest"
		c.sentence = "Bad request: the request body is too large."
	}
	return c
}

// handOver lets a flight's first viewer read a body that nobody else may have.
// The flight goes on until the viewer closes it.
type handOver struct {
	io.ReadCloser
	closed context.CancelFunc
}

func (h *handOver) Close() error {
	defer h.closed()
	return h.ReadCloser.Close()
}
