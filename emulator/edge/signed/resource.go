package signed

import (
	"slices"
	"strings"
)

// matchAny reports whether a Resource covers the viewer's URL, its Host taken
// with and without the port (see presentation.statement).
func matchAny(pattern string, r *Request) bool {
	for _, host := range hostsOf(r.Host) {
		if matchResource(pattern, r.Scheme, host, r.Path, StripQuery(r.RawQuery)) {
			return true
		}
	}
	return false
}

// matchResource compares a policy's Resource with a URL section by section:
// protocol, domain, path and query string. "*" stands for any characters and
// "?" for one, within a section, with the exceptions that the documentation
// lists. Case counts everywhere.
// Source: DG private-content-creating-signed-url-custom-policy (Resource).
func matchResource(pattern, scheme, host, path, query string) bool {
	if pattern == "*" {
		return true
	}
	protocol, rest, ok := strings.Cut(pattern, "://")
	if !ok {
		// "A URL in the policy can omit the protocol section and start with an
		// asterisk in the domain section."
		if !strings.HasPrefix(pattern, "*") {
			return false
		}
		protocol, rest = "*", pattern
	}
	domain, below := rest, ""
	if at := strings.IndexByte(rest, '/'); at >= 0 {
		domain, below = rest[:at], rest[at:]
	}
	if !glob(protocol, scheme) || !glob(domain, host) {
		return false
	}
	if below == "" {
		// "A trailing asterisk in the domain section implies an asterisk in both
		// the path and query string sections."
		if strings.HasSuffix(domain, "*") {
			return true
		}
		below = "/"
	}
	return matchBelow(below, path, query)
}

// matchBelow compares path and query string. Where the query begins in the
// pattern is marked by "\?"; without one, each "?" may be the mark or stand for
// a character of the path. The documentation has both forms: \? in its
// explanation of sections, and a plain ? in its examples with "don't use a
// backslash character".
func matchBelow(pattern, path, query string) bool {
	if before, after, ok := strings.Cut(pattern, `\?`); ok {
		return glob(before, path) && glob(after, query)
	}
	// "A trailing asterisk in the path section implies an asterisk in the query
	// string section."
	if (query == "" || strings.HasSuffix(pattern, "*")) && glob(pattern, path) {
		return true
	}
	paths, queries := beginnings(pattern, path), beginnings(reversed(pattern), reversed(query))
	for i := range len(pattern) {
		rest := len(pattern) - i - 1
		if pattern[i] == '?' && paths[i] && queries[rest] && (rest > 0 || query != "") {
			return true
		}
	}
	return false
}

// beginnings says of each beginning of a pattern, by its length, whether it matches
// the whole of s.
func beginnings(pattern, s string) []bool {
	full := make([]bool, len(pattern)+1)
	reached := make([]bool, len(s)+1) // ends of what the beginning so far matches
	reached[0] = true
	full[0] = len(s) == 0
	for i := range len(pattern) {
		if pattern[i] == '*' {
			for j := 1; j <= len(s); j++ {
				reached[j] = reached[j] || reached[j-1]
			}
		} else {
			for j := len(s); j > 0; j-- {
				reached[j] = reached[j-1] && (pattern[i] == '?' || pattern[i] == s[j-1])
			}
			reached[0] = false
		}
		full[i+1] = reached[len(s)]
	}
	return full
}

func reversed(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

// glob matches s against a pattern with "*" and "?". It steps back to the last
// star only, so the time is at most len(pattern) times len(s).
func glob(pattern, s string) bool {
	p, i := 0, 0
	star, mark := -1, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == s[i]):
			p++
			i++
		case star >= 0:
			mark++
			p, i = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
