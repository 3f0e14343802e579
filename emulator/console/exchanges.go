package console

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"crossfront/emulator/journal"
)

func (s *server) exchanges(w http.ResponseWriter, r *http.Request) {
	list, err := s.asked(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reply(w, http.StatusOK, notNull(list))
}

// exchangesText is the same to read: a line each, as serve prints them, and under
// what is blocked the first thing to change.
func (s *server) exchangesText(w http.ResponseWriter, r *http.Request) {
	list, err := s.asked(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	var text strings.Builder
	for _, e := range list {
		fmt.Fprintln(&text, e.Line())
		if len(e.Advice) > 0 && e.Advice[0].Fix != "" {
			fmt.Fprintln(&text, "  fix", e.Advice[0].Fix)
		}
	}
	describe(w, "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, text.String()) // a failure here is a viewer that went away
}

// asked are the exchanges that a request asks for.
func (s *server) asked(r *http.Request) ([]*journal.Exchange, error) {
	query := r.URL.Query()
	limit := defaultList
	if text := query.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, badRequest("limit is %q; a whole number from 1 was expected.", text)
		}
		limit = n
	}
	return s.Journal.Exchanges(query.Get("after"), limit), nil
}

func notNull(list []*journal.Exchange) []*journal.Exchange {
	if list == nil {
		return []*journal.Exchange{}
	}
	return list
}

func (s *server) exchange(w http.ResponseWriter, r *http.Request) {
	id := mux.Vars(r)["id"]
	e, ok := s.Journal.Exchange(id)
	if !ok {
		s.fail(w, r, noSuchExchange(id))
		return
	}
	reply(w, http.StatusOK, e)
}

func noSuchExchange(id string) error {
	return Errors{{Status: http.StatusNotFound, Code: "NoSuchExchange", Message: fmt.Sprintf("No exchange %s is kept.", id)}}
}

func (s *server) har(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Disposition", `attachment; filename="exchanges.har"`)
	reply(w, http.StatusOK, journal.NewHAR(s.Version, s.Journal.Exchanges("", 0)))
}

// events streams exchanges as server-sent events
// (https://html.spec.whatwg.org/multipage/server-sent-events.html). A client
// that comes back with Last-Event-ID first gets what it missed.
func (s *server) events(w http.ResponseWriter, r *http.Request) {
	feed := s.Journal.Subscribe()
	defer feed.Close()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	out := eventWriter{w: w, flush: http.NewResponseController(w).Flush}
	if err := out.comment("connected"); err != nil {
		return
	}
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		if err := out.all(s.Journal.Exchanges(last, 0)); err != nil {
			return
		}
	}
	s.follow(r, feed, &out)
}

// follow writes what the feed brings until the client goes.
func (s *server) follow(r *http.Request, feed *journal.Subscription, out *eventWriter) {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	var p pace
	for {
		select {
		case <-r.Context().Done():
			return
		case <-beat.C:
			if out.comment("alive") != nil {
				return
			}
		case pending := <-feed.C():
			list := []*journal.Exchange{pending.Exchange()}
			if feed.Missed() {
				list = s.Journal.Exchanges(out.last, 0)
			}
			if out.all(list) != nil {
				return
			}
			if !p.rest(r.Context(), len(list)) {
				return
			}
		}
	}
}

// eventWriter writes one stream of events and remembers the last id sent.
type eventWriter struct {
	w     http.ResponseWriter
	flush func() error
	last  string
}

func (o *eventWriter) all(list []*journal.Exchange) error {
	for _, e := range list {
		if e.ID <= o.last { // sent while catching up
			continue
		}
		doc, err := json.Marshal(e)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(o.w, "id: %s\nevent: exchange\ndata: %s\n\n", e.ID, doc); err != nil {
			return err
		}
		o.last = e.ID
	}
	return o.flush()
}

func (o *eventWriter) comment(text string) error {
	if _, err := fmt.Fprintf(o.w, ": %s\n\n", text); err != nil {
		return err
	}
	return o.flush()
}
