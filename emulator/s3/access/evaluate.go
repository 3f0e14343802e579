package access

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// holds reports whether the condition holds for the request.
func (c *condition) holds(r *Request, variables bool) bool {
	values := r.values(c.lower)
	if c.base == "Null" {
		missing := strconv.FormatBool(len(values) == 0)
		return slices.ContainsFunc(c.values, func(v string) bool { return strings.EqualFold(v, missing) })
	}
	if len(values) == 0 {
		// A key that is missing fulfils IfExists, negations and ForAllValues.
		return c.ifExists || c.forAll || c.negated && !c.forAny
	}
	fails := func(value string) bool { return c.matches(r, value, variables) == c.negated }
	if c.forAll || c.negated && !c.forAny {
		return !slices.ContainsFunc(values, fails)
	}
	return slices.ContainsFunc(values, func(v string) bool { return !fails(v) })
}

// matches reports whether a value of the request's is one of the condition's.
func (c *condition) matches(r *Request, value string, variables bool) bool {
	return slices.ContainsFunc(c.values, func(want string) bool {
		if variables {
			var ok bool
			if want, ok = r.expand(want); !ok {
				return false
			}
		}
		return compare(c.base, value, want)
	})
}

// values are what the request has for a key in lower case. Most keys have one
// value at most.
func (r *Request) values(key string) []string {
	if key == "s3:requestobjecttagkeys" {
		var keys []string
		for _, t := range r.requestTags() {
			keys = append(keys, t[0])
		}
		return keys
	}
	if v, ok := r.value(key); ok {
		return []string{v}
	}
	return nil
}

// compare applies an operator to the request's value and one of the policy's.
func compare(operator, value, want string) bool {
	switch operator {
	case "StringEquals", "BinaryEquals":
		return value == plain(want)
	case "StringEqualsIgnoreCase":
		return strings.EqualFold(value, plain(want))
	case "StringLike":
		return glob(want, value)
	case "ArnEquals", "ArnLike":
		return matchARN(want, value)
	case "Bool":
		return strings.EqualFold(value, want)
	case "IpAddress":
		prefix, ok := parsePrefix(want)
		addr, err := netip.ParseAddr(value)
		return ok && err == nil && prefix.Contains(addr.Unmap())
	}
	if relation, ok := strings.CutPrefix(operator, "Numeric"); ok {
		a, err1 := strconv.ParseFloat(value, 64)
		b, err2 := strconv.ParseFloat(want, 64)
		return err1 == nil && err2 == nil && a == a && b == b && ordered(relation, a, b)
	}
	if relation, ok := strings.CutPrefix(operator, "Date"); ok {
		a, ok1 := parseDate(value)
		b, ok2 := parseDate(want)
		return ok1 && ok2 && ordered(relation, float64(a.UnixMilli()), float64(b.UnixMilli()))
	}
	return false
}

func ordered(relation string, a, b float64) bool {
	switch relation {
	case "Equals":
		return a == b
	case "LessThan":
		return a < b
	case "LessThanEquals":
		return a <= b
	case "GreaterThan":
		return a > b
	case "GreaterThanEquals":
		return a >= b
	}
	return false
}

// parseDate reads the W3C's profile of ISO 8601, or seconds since 1970.
func parseDate(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return time.Unix(n, 0), err == nil
}

// matchARN compares ARNs part by part, each a pattern: a wildcard does not reach
// beyond a colon, except in the last part.
func matchARN(pattern, arn string) bool {
	want, have := strings.SplitN(pattern, ":", 6), strings.SplitN(arn, ":", 6)
	return len(want) == 6 && len(have) == 6 && slices.EqualFunc(want, have, glob)
}

// expand puts the request's values in the place of policy variables: ${key} and
// ${key, 'default'}; ${*}, ${?} and ${$} stand for these characters. It is false
// when a variable has no value, and nothing matches then.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
func (r *Request) expand(s string) (string, bool) {
	if !strings.Contains(s, "${") {
		return s, true
	}
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(s, "${")
		out.WriteString(before)
		if !found {
			return out.String(), true
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			out.WriteString("${" + rest)
			return out.String(), true
		}
		value, ok := r.variable(name)
		if !ok {
			return "", false
		}
		out.WriteString(value)
		s = after
	}
}

// variable is the value of a policy variable with its wildcards made literal.
func (r *Request) variable(name string) (string, bool) {
	if name == "*" || name == "?" || name == "$" {
		return quote(name), true
	}
	key, fallback, hasFallback := strings.Cut(name, ",")
	key = strings.ToLower(strings.TrimSpace(key))
	value, ok := r.value(key)
	if !ok && hasFallback {
		value, ok = strings.Trim(strings.TrimSpace(fallback), "'"), true
	}
	return quote(value), ok && !unsupported(key)
}

// quote makes the wildcards of s literal, plain undoes it.
func quote(s string) string {
	return strings.NewReplacer("*", string([]byte{literalStar}), "?", string([]byte{literalQuestion})).Replace(s)
}

func plain(s string) string {
	return strings.NewReplacer(string([]byte{literalStar}), "*", string([]byte{literalQuestion}), "?").Replace(s)
}
