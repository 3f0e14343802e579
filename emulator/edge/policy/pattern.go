package policy

import "strings"

// maxPattern is the longest path pattern, in characters.
const maxPattern = 255

// A pathPattern is a compiled path pattern. Most patterns have one star and need
// no more than head and tail; most others fail by them.
type pathPattern struct {
	text       string // without a leading slash
	head, tail string // before the first and behind the last wildcard
	exact      bool   // there is no wildcard, and head is all
	oneStar    bool   // the only wildcard is a star
}

func compilePattern(pattern string) pathPattern {
	p := pathPattern{text: strings.TrimPrefix(pattern, "/")}
	first, last := strings.IndexAny(p.text, "*?"), strings.LastIndexAny(p.text, "*?")
	if first < 0 {
		p.head, p.exact = p.text, true
		return p
	}
	p.head, p.tail = p.text[:first], p.text[last+1:]
	p.oneStar = first == last && p.text[first] == '*'
	return p
}

// matches reports whether path, normalised, matches: "*" stands for any
// characters, slashes among them, "?" for exactly one, case counts, and a
// leading slash may be left out on either side.
// Source: DG:DownloadDistValuesCacheBehavior#DownloadDistValuesPathPattern.
func (p *pathPattern) matches(path string) bool {
	path = strings.TrimPrefix(path, "/")
	switch {
	case p.exact:
		return path == p.head
	case !strings.HasPrefix(path, p.head) || !strings.HasSuffix(path[len(p.head):], p.tail):
		return false
	}
	return p.oneStar || glob(p.text, path)
}

// glob matches s against pattern with "*" and "?". It steps back to the last
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

// patternMistake says in words what is wrong with a path pattern; empty when
// nothing is.
func patternMistake(pattern string) string {
	switch {
	case pattern == "":
		return "a path pattern is required"
	case len(pattern) > maxPattern:
		return "a path pattern has at most 255 characters"
	}
	for _, c := range pattern {
		if !strings.ContainsRune("_-.*$/~\"'@:+&?", c) &&
			!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
			return "the character " + string(c) + " is not allowed in a path pattern"
		}
	}
	return ""
}
