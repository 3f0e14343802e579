package emulator

import (
	"context"
	"net/http"
	"net/url"

	"crossfront/emulator/console"
	"crossfront/emulator/journal"
)

// Replay sends a request through the door through which that of x came: the
// edge's, the distribution's own, or that of the AWS APIs. No socket is opened.
func (b *backend) Replay(ctx context.Context, again *http.Request, x *journal.Exchange) (*journal.Exchange, error) {
	in, err := arriving(ctx, again)
	if err != nil {
		return nil, console.Errors{{Code: "NotReplayable", Message: err.Error()}}
	}
	in.Host = again.Host
	before := ""
	if newest := b.e.journal.Exchanges("", 1); len(newest) > 0 {
		before = newest[0].ID
	}
	name := requestIDHeader(x.Entry)
	answered := &discarding{header: http.Header{}}
	failed := serveInto(answered, b.e.doorOf(x), in)
	id, _ := journal.Value(journal.HeaderList(answered.header), name)
	for _, made := range b.e.journal.Exchanges(before, 0) {
		if has, ok := journal.Value(made.Response.Headers, name); ok && id != "" && has == id {
			return made, nil
		}
	}
	message := "Nothing was recorded of the answer."
	if failed != nil {
		message = "There was no answer: " + failed.Error() + "."
	}
	return nil, console.Errors{{Status: http.StatusBadGateway, Code: "NoAnswer", Message: message}}
}

// requestIDHeader is the header whose value no two answers share.
func requestIDHeader(entry string) string {
	if entry == journal.EntryS3 {
		return "X-Amz-Request-Id"
	}
	return "X-Amz-Cf-Id"
}

// doorOf is the handler that took the exchange's request.
func (e *Emulator) doorOf(x *journal.Exchange) http.Handler {
	if x.Entry == journal.EntryS3 {
		return e.present(func(w *world) http.Handler { return w.aws })
	}
	if id, ok := e.listenerOf(x); ok {
		return e.present(func(w *world) http.Handler { return w.edge.ForDistribution(id) })
	}
	return e.present(func(w *world) http.Handler { return w.edge })
}

// listenerOf is the distribution whose own address the exchange's URL names.
func (e *Emulator) listenerOf(x *journal.Exchange) (id string, ok bool) {
	u, err := url.Parse(x.Request.URL)
	if err != nil || x.Edge == nil {
		return "", false
	}
	address, ok := e.addresses.Distributions[x.Edge.DistributionID]
	return x.Edge.DistributionID, ok && port(address) == u.Port()
}
