package sigv4

import (
	"slices"
	"strings"
)

// A parameter is one query parameter, decoded.
type parameter struct{ name, value string }

// A query is the parameters of a raw query in their order. Unlike
// url.ParseQuery it loses nothing: a signature covers broken parameters too.
type query []parameter

func parseQuery(raw string) query {
	if raw == "" {
		return nil
	}
	q := make(query, 0, 1+strings.Count(raw, "&"))
	for pair := range strings.SplitSeq(raw, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		q = append(q, parameter{decodeQuery(name), decodeQuery(value)})
	}
	return q
}

// decodeQuery decodes "%41" and "+"; a percent sign that starts no escape
// stands for itself.
func decodeQuery(s string) string {
	if !strings.ContainsAny(s, "%+") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '+':
			out = append(out, ' ')
		case '%':
			if b, ok := hexByte(s[i+1:]); ok {
				out = append(out, b)
				i += 2
				continue
			}
			out = append(out, '%')
		default:
			out = append(out, s[i])
		}
	}
	return string(out)
}

// get is the value of the first parameter of that exact name.
func (q query) get(name string) (string, bool) {
	for _, p := range q {
		if p.name == name {
			return p.value, true
		}
	}
	return "", false
}

// fold is the value of the first parameter of that name in any case.
func (q query) fold(name string) (string, bool) {
	for _, p := range q {
		if strings.EqualFold(p.name, name) {
			return p.value, true
		}
	}
	return "", false
}

// appendCanonical appends the canonical query string: names and values encoded,
// then sorted by name and value, without X-Amz-Signature.
func (q query) appendCanonical(dst []byte) []byte {
	encoded := make([]parameter, 0, len(q))
	for _, p := range q {
		if p.name != "X-Amz-Signature" {
			encoded = append(encoded, parameter{escape(p.name), escape(p.value)})
		}
	}
	slices.SortFunc(encoded, func(a, b parameter) int {
		if c := strings.Compare(a.name, b.name); c != 0 {
			return c
		}
		return strings.Compare(a.value, b.value)
	})
	for i, p := range encoded {
		if i > 0 {
			dst = append(dst, '&')
		}
		dst = append(dst, p.name...)
		dst = append(dst, '=')
		dst = append(dst, p.value...)
	}
	return dst
}

func escape(s string) string {
	for i := range len(s) {
		if !unreserved(s[i]) {
			out := make([]byte, 0, len(s)+8)
			for j := range len(s) {
				out = appendEscaped(out, s[j])
			}
			return string(out)
		}
	}
	return s
}
