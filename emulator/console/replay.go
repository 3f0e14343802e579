package console

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"crossfront/emulator/hosts"
	"crossfront/emulator/journal"
)

// Limits on a replay.
const (
	replayTimeout     = 30 * time.Second
	maxReplayHeaders  = 100
	maxReplayOverhead = 16 << 10 // bytes of names and values together
)

// popHeader is how a request says at which edge location it arrives.
const popHeader = "X-Emulator-Pop"

// ReplayChange is what is to be different when an exchange's request is sent
// again; nil leaves it as it was.
type ReplayChange struct {
	Origin *string `json:"origin"` // empty: no Origin
	// Headers by name; a null value takes the header away.
	Headers map[string]*string `json:"headers"`
	POP     *string            `json:"pop"` // edge location, such as NRT20-C1; empty: the usual one
}

// replay sends an exchange's request again, through the door through which it
// came, and answers with the new exchange.
func (s *server) replay(w http.ResponseWriter, r *http.Request) {
	var change ReplayChange
	x, ok := s.Journal.Exchange(mux.Vars(r)["id"])
	if !ok {
		s.fail(w, r, noSuchExchange(mux.Vars(r)["id"]))
		return
	}
	err := decode(w, r, &change)
	var again *http.Request
	if err == nil {
		again, err = change.request(x)
	}
	var made *journal.Exchange
	if err == nil {
		ctx, cancel := context.WithTimeout(r.Context(), replayTimeout)
		defer cancel()
		made, err = s.Backend.Replay(ctx, again, x)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reply(w, http.StatusCreated, made)
}

// request is the exchange's request with the change made to it.
func (c *ReplayChange) request(x *journal.Exchange) (*http.Request, error) {
	switch x.Request.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
	default:
		return nil, Errors{{Status: http.StatusConflict, Code: "NotReplayable",
			Message: "Only GET, HEAD and OPTIONS are sent again: " + x.Request.Method + " may change what is stored, and its body is not kept."}}
	}
	target, err := requestTarget(x.Request.URL)
	if err != nil {
		return nil, err
	}
	header := replayable(x.Request.Headers)
	if err := c.apply(header); err != nil {
		return nil, err
	}
	host, _ := journal.Value(x.Request.Headers, "Host")
	return &http.Request{Method: x.Request.Method, URL: target, RequestURI: target.RequestURI(), Host: host, Header: header}, nil
}

// requestTarget is the URL as it was recorded, path and query byte for byte.
func requestTarget(recorded string) (*url.URL, error) {
	unreadable := Errors{{Status: http.StatusConflict, Code: "NotReplayable", Message: "The recorded URL cannot be asked again: " + recorded}}
	scheme, rest, ok := strings.Cut(recorded, "://")
	slash := strings.IndexByte(rest, '/')
	if !ok || slash < 0 {
		return nil, unreadable
	}
	u, err := url.ParseRequestURI(rest[slash:])
	if err != nil {
		return nil, unreadable
	}
	u.Scheme, u.Host = scheme, rest[:slash]
	return u, nil
}

// replayable are the recorded headers but for those of the connection, which
// is another one now, and Host, which stands apart.
func replayable(recorded []journal.Header) http.Header {
	h := http.Header{}
	for _, line := range recorded {
		if !ofConnection(line[0]) {
			h.Add(line[0], line[1])
		}
	}
	return h
}

// ofConnection reports whether a header belongs to one connection or one
// message's framing. RFC 9110, sections 7.2, 7.6.1, 8.6 and 10.1.1.
func ofConnection(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Host", "Connection", "Proxy-Connection", "Keep-Alive", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length", "Expect":
		return true
	}
	return false
}

// apply makes the change to the headers, or says what is wrong with it.
func (c *ReplayChange) apply(h http.Header) error {
	if len(c.Headers) > maxReplayHeaders {
		return badRequest("headers has %d members; %d at most were expected.", len(c.Headers), maxReplayHeaders)
	}
	size := 0
	set := func(name, value string) error {
		size += len(name) + len(value)
		switch {
		case !isValue(value):
			return badRequest("The value of %s has a character that no header may have.", name)
		case size > maxReplayOverhead:
			return badRequest("The headers are larger than %d bytes.", maxReplayOverhead)
		case value == "":
			h.Del(name)
		default:
			h.Set(name, value)
		}
		return nil
	}
	for name, value := range c.Headers {
		if !isToken(name) || ofConnection(name) || strings.EqualFold(name, "Origin") || strings.EqualFold(name, popHeader) {
			return badRequest("headers cannot name %q; origin and pop are members of their own, and Host and the connection's headers stay.", name)
		}
		if value == nil {
			h.Del(name)
			continue
		}
		if err := set(name, *value); err != nil {
			return err
		}
	}
	if c.Origin != nil {
		if err := set("Origin", *c.Origin); err != nil {
			return err
		}
	}
	if c.POP == nil {
		return nil
	}
	if *c.POP != "" && !hosts.ValidPOP(strings.ToUpper(*c.POP)) {
		return badRequest("pop is %q; an edge location such as NRT20-C1 was expected.", *c.POP)
	}
	return set(popHeader, *c.POP)
}

// isToken: RFC 9110, section 5.6.2.
func isToken(name string) bool {
	for i := range len(name) {
		c := name[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
		if !letter && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return name != ""
}

// isValue: RFC 9110, section 5.5.
func isValue(value string) bool {
	for i := range len(value) {
		if c := value[i]; c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return strings.Trim(value, " \t") == value
}
