package s3

import (
	"net/http"
	"slices"
	"strings"

	"crossfront/emulator/journal"
)

// report fills in S3's part of the edge's exchange, when this is a request of
// the edge. It comes before the answer: once that is under way the edge may
// read the part at any time.
func (c *call) report(part journal.S3) {
	shared := journal.S3From(c.r.Context())
	if shared == nil {
		return
	}
	if part.CORS != nil {
		part.CORS.Rules = c.explain()()
	}
	*shared = part
}

// record tells the journal what arrived, what was decided and what left, unless
// that is part of the edge's exchange. The header h is as it went out, sent its
// body's bytes.
func (c *call) record(part journal.S3, h http.Header, a *answer, sent int64) {
	if c.server.config.Journal == nil || journal.S3From(c.r.Context()) != nil {
		return
	}
	e := &journal.Exchange{
		Time: c.now, Entry: journal.EntryS3, S3: &part,
		Request:  journal.Request{Method: c.r.Method, URL: c.url(), Headers: c.requestHeaders()},
		Response: journal.Response{Status: a.status, Headers: headerLines(h), Bytes: sent},
	}
	if c.fault != nil {
		met := c.fault.Journal()
		met.Requests = 1
		e.Faults = []journal.Fault{met}
	}
	if part.CORS != nil {
		// Why each rule did or did not match takes far longer than deciding.
		explain := c.explain()
		e.Lazy = func(e *journal.Exchange) { e.S3.CORS.Rules = explain() }
	}
	c.server.config.Journal.Record(e)
}

// inside says whether the request came from the edge, without a wire between.
func (c *call) inside() bool {
	return c.trusted || journal.S3From(c.r.Context()) != nil
}

// part is what S3 decided; the rules' reasons are left out.
func (c *call) part(a *answer) journal.S3 {
	part := journal.S3{Bucket: c.address.bucket, Key: c.address.key, Operation: c.operationName(), Status: a.status, Access: c.why(a.status)}
	if a.failed != nil {
		part.Code, part.Message = a.failed.Code, a.failed.Message
		if a.failed.Reason != "" {
			part.Message += " (" + a.failed.Reason + ")"
		}
	}
	if !c.cors.HasOrigin && !c.cors.Preflight() {
		part.NoRules = c.bucket.Name != "" && c.bucket.CORS == nil && !c.withoutCORS()
		return part
	}
	part.CORS = &journal.CORS{Rules: []journal.Rule{}, Why: c.decision.Why()}
	if c.away {
		part.CORS.Why = "The bucket is in the region " + c.bucket.Region + ", and S3 sends clients of other regions there before it looks at CORS rules"
	} else if c.bare {
		part.CORS.Why = "S3 was too busy, or failed, before it looked at CORS rules (injected fault)"
	} else if c.withoutCORS() {
		part.CORS.Why = "S3 never sends CORS headers on this operation"
	} else if c.decision.Rule >= 0 {
		rule := c.decision.Rule
		part.CORS.Rule = &rule
	}
	if c.address.bucket == "" && c.cors.Preflight() {
		part.CORS.Why = "The address names no bucket, so there are no CORS rules to ask"
	}
	return part
}

// explain returns what works out the verdicts of the bucket's rules, in their
// order. It keeps hold of the rules, not of the request.
func (c *call) explain() func() []journal.Rule {
	ruleset, request := c.bucket.Rules, c.cors
	if c.withoutCORS() {
		ruleset = nil
	}
	return func() []journal.Rule {
		rules := []journal.Rule{}
		for _, r := range ruleset.Explain(&request) {
			rules = append(rules, journal.Rule{Index: r.Index, Matched: r.Matched, Reason: r.Reason})
		}
		return rules
	}
}

// operationName is the API's name for what was asked, empty when it has none.
func (c *call) operationName() string {
	switch {
	case c.r.Method == http.MethodOptions:
		return "Preflight"
	case c.operation != nil:
		return c.operation.name
	}
	return ""
}

// requestHeaders are the headers that arrived, Host first. Their order on the
// wire is lost; they come by name.
func (c *call) requestHeaders() []journal.Header {
	lines := headerLines(c.r.Header)
	return slices.Insert(lines, 0, journal.Header{"Host", c.r.Host})
}

func headerLines(h http.Header) []journal.Header {
	lines := make([]journal.Header, 0, len(h)+1)
	for name, values := range h {
		for _, v := range values {
			lines = append(lines, journal.Header{name, v})
		}
	}
	slices.SortStableFunc(lines, func(a, b journal.Header) int { return strings.Compare(a[0], b[0]) })
	return lines
}
