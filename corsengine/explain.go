package corsengine

import (
	"fmt"
	"strconv"
	"strings"
)

// RuleReason is one rule's verdict on a request.
type RuleReason struct {
	Index   int    `json:"index"`   // index of the rule, from 0
	Matched bool   `json:"matched"` // S3 answers with this rule; at most one
	Reason  string `json:"reason"`  // why it matched or did not, in plain words
}

// Explain says for every rule, in document order, why it matched or did not:
// the method, the origin (with what nearly matched) or the requested header that
// made it fail. Words count rules from 1. A nil Ruleset has no rules.
func (rs *Ruleset) Explain(req *Request) []RuleReason {
	if rs == nil {
		return nil
	}
	d := rs.Decide(req)
	reasons := make([]RuleReason, len(rs.rules))
	for i := range rs.rules {
		reasons[i] = RuleReason{Index: i, Matched: i == d.Rule, Reason: rs.reason(i, req, &d)}
	}
	return reasons
}

func (rs *Ruleset) reason(i int, req *Request, d *Decision) string {
	switch d.Outcome {
	case OutcomeNoOrigin:
		return "not looked at: the request has no Origin header"
	case OutcomeOddMethod, OutcomeOddHeader:
		return "not looked at: " + d.Why()
	}
	rule := &rs.config.Rules[i]
	misses := rs.misses(i, req)
	switch {
	case i == d.Rule:
		return matchReason(rule, req)
	case d.Rule >= 0 && i > d.Rule && len(misses) == 0:
		return fmt.Sprintf("would match too, but rule %d comes first and the first that matches wins", d.Rule+1)
	case d.Rule >= 0 && i > d.Rule:
		return fmt.Sprintf("not reached, because rule %d matched; it would not match: %s", d.Rule+1, strings.Join(misses, "; "))
	}
	return strings.Join(misses, "; ")
}

func matchReason(rule *Rule, req *Request) string {
	var b strings.Builder
	fmt.Fprintf(&b, "method %s is allowed", req.method())
	if at := matching(rule.AllowedOrigins, req.Origin); at != "" {
		fmt.Fprintf(&b, ", origin %q matches %q", req.Origin, at)
	}
	n := 0
	list := names{lines: req.RequestHeaders}
	for _, ok := list.next(); ok; _, ok = list.next() {
		n++
	}
	switch n {
	case 0:
	case 1:
		b.WriteString(", the requested header is allowed")
	default:
		fmt.Fprintf(&b, ", all %d requested headers are allowed", n)
	}
	return b.String()
}

// matching is the value that allows the origin: the lone "*" if there is one.
func matching(origins []string, origin string) string {
	found := ""
	for _, o := range origins {
		p := newPattern(o)
		switch {
		case o == "*":
			return o
		case found == "" && p.matches(origin):
			found = o
		}
	}
	return found
}

// misses is everything about the request that rule i does not allow.
func (rs *Ruleset) misses(i int, req *Request) []string {
	r, rule := &rs.rules[i], &rs.config.Rules[i]
	var misses []string
	if method := req.method(); r.methods&methodSetOf(method) == 0 {
		misses = append(misses, methodMiss(rule, req, method))
	}
	if !r.matchesOrigin(req.Origin) {
		misses = append(misses, originMiss(rule.AllowedOrigins, req.Origin))
	}
	if miss := r.headersMiss(rule, req.RequestHeaders); miss != "" {
		misses = append(misses, miss)
	}
	return misses
}

func methodMiss(rule *Rule, req *Request, method string) string {
	miss := fmt.Sprintf("method %s is not in AllowedMethods %s", quoted(method), listed(rule.AllowedMethods))
	announced := req.HasRequestMethod && req.RequestMethod != ""
	switch upper := strings.ToUpper(method); {
	case req.Preflight() && !announced:
		return "the preflight has no Access-Control-Request-Method, so S3 looks for OPTIONS, which no rule can allow"
	case method != upper && methodSetOf(upper) != 0:
		return miss + ": methods are compared exactly, in upper case"
	case methodSetOf(method) == 0:
		return miss + ": S3 knows only GET, PUT, HEAD, POST and DELETE"
	case method == "HEAD" && methodIn(rule, "GET"):
		return miss + ": GET does not include HEAD"
	case announced && !req.Preflight() && method != req.Method:
		return miss + ": the request is a " + req.Method + ", but S3 looks at its Access-Control-Request-Method"
	}
	return miss
}

func methodIn(rule *Rule, method string) bool {
	for _, m := range rule.AllowedMethods {
		if m == method {
			return true
		}
	}
	return false
}

func (r *compiledRule) headersMiss(rule *Rule, lines []string) string {
	var refused []string
	walk := names{lines: lines}
	for name, ok := walk.next(); ok; name, ok = walk.next() {
		if !r.matchesHeader(name) {
			refused = append(refused, name)
		}
	}
	switch {
	case len(refused) == 0:
		return ""
	case len(rule.AllowedHeaders) == 0:
		return fmt.Sprintf("the rule has no AllowedHeaders, and the preflight asks for %s", listed(refused))
	case len(refused) == 1:
		return fmt.Sprintf("requested header %q is not in AllowedHeaders %s", refused[0], listed(rule.AllowedHeaders))
	}
	return fmt.Sprintf("requested headers %s are not in AllowedHeaders %s", listed(refused), listed(rule.AllowedHeaders))
}

// maxListed is how many values a reason spells out.
const maxListed = 8

// listed is values as a JSON array, cut short when it is long.
func listed(values []string) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, v := range values {
		if i == maxListed {
			fmt.Fprintf(&b, ", … %d more", len(values)-i)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Quote(v))
	}
	b.WriteByte(']')
	return b.String()
}

// quoted is a method as it is, in quotes when it is no token.
func quoted(method string) string {
	if isToken(method) {
		return method
	}
	return strconv.Quote(method)
}
