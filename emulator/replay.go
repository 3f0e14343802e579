package emulator

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

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
	made, err := b.e.recorded(b.e.doorOf(x), in, x.Entry)
	if err != nil {
		return nil, console.Errors{{Status: http.StatusBadGateway, Code: "NoAnswer", Message: sentence(err)}}
	}
	return made, nil
}

func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// recorded has a handler answer, and finds what was recorded of that, among what
// others ask for meanwhile.
func (e *Emulator) recorded(h http.Handler, in *http.Request, entry string) (*journal.Exchange, error) {
	before := ""
	if newest := e.journal.Exchanges("", 1); len(newest) > 0 {
		before = newest[0].ID
	}
	name := requestIDHeader(entry)
	answered := &discarding{header: http.Header{}}
	failed := serveInto(answered, h, in)
	id, _ := journal.Value(journal.HeaderList(answered.header), name)
	for _, made := range e.journal.Exchanges(before, 0) {
		if has, ok := journal.Value(made.Response.Headers, name); ok && id != "" && has == id {
			return made, nil
		}
	}
	if failed != nil {
		return nil, fmt.Errorf("there was no answer: %w", failed)
	}
	return nil, errors.New("nothing was recorded of the answer")
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
