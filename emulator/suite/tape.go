package suite

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"crossfront/emulator/journal"
)

// A tape is what a world was asked in one expectation, and what it answered.
// Engines that ask the same need the world only once: what one of them makes of
// the answers is judged anew.
type tape []taped

type taped struct {
	method, url, via string
	entry            string
	header           http.Header
	exchange         *journal.Exchange
	assumed          []string
}

// recording is a world that writes a tape.
type recording struct {
	World
	tape tape
}

func (r *recording) Ask(ctx context.Context, q *http.Request, via string) (*journal.Exchange, []string, error) {
	header := q.Header.Clone()
	x, assumed, err := r.World.Ask(ctx, q, via)
	if err == nil {
		r.tape = append(r.tape, taped{q.Method, q.URL.String(), via, x.Entry, header, x, assumed})
	}
	return x, assumed, err
}

// errDiverged: an engine asks something else than is on the tape.
var errDiverged = errors.New("not on the tape")

// replaying is a world that reads a tape.
type replaying struct {
	world World
	tape  tape
}

func (r *replaying) Entry(u *url.URL, via string) (string, error) { return r.world.Entry(u, via) }
func (r *replaying) Reset(context.Context) error                  { return nil }
func (r *replaying) Advance(time.Duration)                        {}
func (r *replaying) Invalidate([]string) error                    { return nil }
func (r *replaying) SetOrigin(int, http.Header)                   {}

func (r *replaying) Ask(_ context.Context, q *http.Request, via string) (*journal.Exchange, []string, error) {
	if len(r.tape) == 0 || !r.tape[0].same(q, via) {
		return nil, nil, errDiverged
	}
	next := r.tape[0]
	r.tape = r.tape[1:]
	x := *next.exchange
	return &x, next.assumed, nil
}

// same reports whether a request can only get the answer that is on the tape.
func (t *taped) same(q *http.Request, via string) bool {
	return t.method == q.Method && t.via == via && t.url == q.URL.String() &&
		t.covers(t.header, q.Header) && t.covers(q.Header, t.header)
}

// covers reports whether b has all headers of a that count.
func (t *taped) covers(a, b http.Header) bool {
	for name := range maps.Keys(a) {
		switch {
		case incidental(name), name == "Priority" && t.entry == journal.EntryS3:
		case name == "Priority" && b[name] != nil: // that it is there counts
		case !slices.Equal(a[name], b[name]):
			return false
		}
	}
	return true
}

// incidental are headers that tell engines apart, and on which no answer as to
// CORS depends.
func incidental(name string) bool {
	switch name {
	case "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Sec-Fetch-Storage-Access":
		return true
	}
	return strings.HasPrefix(name, "Sec-Ch-")
}
