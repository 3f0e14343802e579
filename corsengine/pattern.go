package corsengine

import "strings"

// pattern is an AllowedOrigin or AllowedHeader value, cut at its "*".
//
// The "*" stands for zero or more characters of any kind, and both ends are
// anchored: "start*end" matches "startend" (ceph-get-startend), "http://*.x"
// does not match "ahttp://.x" (sc-star-prefix-anchored). Prefix and suffix do
// not overlap: "ab*bc" does not match "abc".
type pattern struct {
	prefix, suffix string
	wild           bool // there is a "*"; without one prefix is the whole value
}

func newPattern(s string) pattern {
	prefix, suffix, wild := strings.Cut(s, "*")
	return pattern{prefix: prefix, suffix: suffix, wild: wild}
}

// matches compares exactly: scheme, port and case are all part of the string
// (rec-origins-opt-wrong, doc-origin-scheme-mismatch).
func (p *pattern) matches(s string) bool {
	if !p.wild {
		return s == p.prefix
	}
	// The suffix first: prefixes are mostly one of two schemes.
	return len(s) >= len(p.prefix)+len(p.suffix) &&
		strings.HasSuffix(s, p.suffix) && strings.HasPrefix(s, p.prefix)
}

// matchesFold compares with s in lower case; p must be in lower case already.
// Header names are compared without case (rec-headers-opt-casing).
func (p *pattern) matchesFold(s string) bool {
	if !p.wild {
		return len(s) == len(p.prefix) && equalLower(s, p.prefix)
	}
	return len(s) >= len(p.prefix)+len(p.suffix) &&
		equalLower(s[:len(p.prefix)], p.prefix) &&
		equalLower(s[len(s)-len(p.suffix):], p.suffix)
}

// equalLower reports whether s in lower case is lower; both have one length.
func equalLower(s, lower string) bool {
	if s == lower { // browsers send lower case
		return true
	}
	for i := range len(s) {
		if lowerByte(s[i]) != lower[i] {
			return false
		}
	}
	return true
}

func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// lowerASCII is s in lower case; letters beyond ASCII stay, for header names
// have none.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = lowerByte(c)
	}
	return string(b)
}

// writeLower writes s in lower case, in runs, for browsers send names in lower
// case already.
func writeLower(b *strings.Builder, s string) {
	written := 0
	for i := range len(s) {
		if c := lowerByte(s[i]); c != s[i] {
			b.WriteString(s[written:i])
			b.WriteByte(c)
			written = i + 1
		}
	}
	b.WriteString(s[written:])
}
