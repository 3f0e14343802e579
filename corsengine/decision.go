package corsengine

import (
	"iter"
	"net/http"
	"strconv"
	"strings"
)

// Outcome is how a decision came out.
type Outcome uint8

// Outcomes. Only OutcomeAllowed gives CORS headers. The others refuse a
// preflight and leave any other request untouched: S3's CORS never blocks, a
// PUT from a foreign origin is executed (rec-methods-put-not-allowed-still-stored).
const (
	OutcomeNoOrigin      Outcome = iota // the request has no Origin, or an empty one
	OutcomeNoBucket                     // the bucket does not exist
	OutcomeNotConfigured                // the bucket has no CORS configuration
	OutcomeNoMatch                      // no rule matches
	OutcomeAllowed                      // a rule matches: Decision.Rule
	OutcomeOddMethod                    // Options.RefuseOddMethod
	OutcomeOddHeader                    // Options.RefuseOddHeaders
)

// String is the outcome's name: no origin, no bucket, not configured, no match,
// allowed, odd method, odd header.
func (o Outcome) String() string {
	switch o {
	case OutcomeNoOrigin:
		return "no origin"
	case OutcomeNoBucket:
		return "no bucket"
	case OutcomeNotConfigured:
		return "not configured"
	case OutcomeNoMatch:
		return "no match"
	case OutcomeAllowed:
		return "allowed"
	case OutcomeOddMethod:
		return "odd method"
	case OutcomeOddHeader:
		return "odd header"
	}
	return "outcome " + strconv.Itoa(int(o))
}

// Decision is what S3 does about CORS with one request. It refers to the
// request's strings and is good for as long as these are.
type Decision struct {
	Outcome   Outcome
	Rule      int  // index of the rule that matched, from 0; -1 when none did
	Preflight bool // the request is an OPTIONS

	rule      *compiledRule
	origin    string
	method    string // the announced method, else the HTTP method
	requested []string
	odd       string // the value that OutcomeOddMethod and OutcomeOddHeader refuse
	object    bool
}

// S3's Vary, also with "*" and on preflights; without a match there is none,
// which is why caches go wrong (rec-methods-get, inf-vary-only-on-match).
const vary = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"

// maxHeaders is the greatest number of headers a decision gives.
const maxHeaders = 7

type header struct{ name, value string }

// headers fills list with the headers to send, in S3's order on the wire, and
// says how many they are.
func (d *Decision) headers(list *[maxHeaders]header) int {
	r := d.rule
	if r == nil {
		return 0
	}
	n := 0
	add := func(name, value string) {
		list[n] = header{name, value}
		n++
	}
	// The origin as it came, never the pattern that it matched
	// (rec-partial-origin-match).
	echo := r.echoes(d.origin)
	if echo {
		add("Access-Control-Allow-Origin", d.origin)
	} else {
		add("Access-Control-Allow-Origin", "*")
	}
	// All methods of the rule, not only the one asked for, and on every request.
	add("Access-Control-Allow-Methods", r.allowed)
	if value := d.allowHeaders(); value != "" {
		add("Access-Control-Allow-Headers", value)
	}
	if r.expose != "" {
		add("Access-Control-Expose-Headers", r.expose)
	}
	if r.maxAge != "" {
		add("Access-Control-Max-Age", r.maxAge)
	}
	// There is no setting for it: "true" unless the origin is "*", never "false"
	// (rec-methods-get, doc-star-omits-credentials).
	if echo {
		add("Access-Control-Allow-Credentials", "true")
	}
	add("Vary", vary)
	return n
}

// allowHeaders is the list of requested names in lower case and in their order,
// whatever the rule says: never "*" (rec-headers-opt-casing, inf-acrh-order-kept).
// It is empty when none was asked for.
func (d *Decision) allowHeaders() string {
	if len(d.requested) == 0 {
		return ""
	}
	size := 0
	list := names{lines: d.requested}
	for name, ok := list.next(); ok; name, ok = list.next() {
		size += len(name) + len(", ")
	}
	if size == 0 {
		return ""
	}
	var value strings.Builder
	value.Grow(size)
	list = names{lines: d.requested}
	for name, ok := list.next(); ok; name, ok = list.next() {
		if value.Len() > 0 {
			value.WriteString(", ")
		}
		writeLower(&value, name)
	}
	return value.String()
}

// WriteHeaders sets the CORS headers of the decision in h, Vary included. It
// does nothing unless a rule matched. It belongs on every answer to the request,
// errors too: S3 sends them on 403 and 404 as on 200
// (ceph-put-foo.put-403-with-cors, sc-api-head-object-404).
func (d *Decision) WriteHeaders(h http.Header) {
	var list [maxHeaders]header
	n := d.headers(&list)
	if n == 0 {
		return
	}
	// One array for all values. Each slice has no room to grow, so that adding
	// to one header never overwrites another.
	values := make([]string, n)
	for i := range n {
		values[i] = list[i].value
		h[list[i].name] = values[i : i+1 : i+1]
	}
}

// Headers are the CORS headers of the decision in S3's order on the wire, Vary
// last; none unless a rule matched.
func (d *Decision) Headers() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		var list [maxHeaders]header
		for _, h := range list[:d.headers(&list)] {
			if !yield(h.name, h.value) {
				return
			}
		}
	}
}
