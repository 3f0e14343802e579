package fetch

import (
	"net/http"
	"strings"
)

// A selection is what a request had when its answer was stored, for Vary to
// compare (RFC 9111, section 4.1).
type selection struct {
	header    http.Header
	initiator string
	mode      string
}

func selectionOf(s *Sent) selection {
	return selection{s.Header, s.Request.Initiator, s.Request.Mode}
}

// value is one header's. What engines add by themselves is the same for all of
// one engine's requests, or follows from what asks and how.
func (s *selection) value(name string) string {
	switch name {
	case "accept", "sec-fetch-dest":
		if own := s.header["Accept"]; name == "accept" && own != nil {
			return strings.Join(own, ",")
		}
		return s.initiator
	case "sec-fetch-mode":
		return s.mode
	}
	return strings.Join(s.header[http.CanonicalHeaderKey(name)], ",")
}

// matches reports whether an answer with these Vary lines also answers the other
// request (poison-img-then-fetch-vary, poison-two-origins-vary).
func (s *selection) matches(other *selection, vary []string) bool {
	for _, name := range listed(vary) {
		if name == "*" || s.value(name) != other.value(name) {
			return false
		}
	}
	return true
}
