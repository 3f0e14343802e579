package access

import "unicode/utf8"

// What stands in a pattern for a star and a question mark that are no wildcards.
// Neither byte occurs in UTF-8.
const (
	literalStar     = 0xf8
	literalQuestion = 0xf9
)

// glob reports whether s matches a pattern in which "*" stands for any
// characters, "/" among them, and "?" for one.
func glob(pattern, s string) bool {
	star, retry := -1, 0
	i, j := 0, 0
	for j < len(s) {
		switch {
		case i < len(pattern) && pattern[i] == '*':
			star, retry = i, j
			i++
			continue
		case i < len(pattern) && pattern[i] == '?':
			_, n := utf8.DecodeRuneInString(s[j:])
			i, j = i+1, j+n
			continue
		case i < len(pattern) && literal(pattern[i]) == s[j]:
			i, j = i+1, j+1
			continue
		case star < 0:
			return false
		}
		retry++
		i, j = star+1, retry
	}
	for i < len(pattern) && pattern[i] == '*' {
		i++
	}
	return i == len(pattern)
}

func literal(c byte) byte {
	switch c {
	case literalStar:
		return '*'
	case literalQuestion:
		return '?'
	}
	return c
}
