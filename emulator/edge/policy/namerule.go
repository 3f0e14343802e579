package policy

import (
	"slices"
	"strings"
)

// nameMode is which query strings or cookies a setting takes.
type nameMode uint8

const (
	nameNone nameMode = iota
	nameListed
	nameAllExcept
	nameAll
)

// nameRule takes some query strings or cookies by name. Names count as they
// are written, case included.
// Source: DG:QueryStringParameters, DG:Cookies.
type nameRule struct {
	mode  nameMode
	names []string
	globs bool // names may hold "*" and "?": legacy cookie whitelists
}

func (r *nameRule) takes(name string) bool {
	switch r.mode {
	case nameAll:
		return true
	case nameListed:
		return r.lists(name)
	case nameAllExcept:
		return !r.lists(name)
	}
	return false
}

func (r *nameRule) lists(name string) bool {
	if !r.globs {
		return slices.Contains(r.names, name)
	}
	for _, pattern := range r.names {
		if glob(pattern, name) {
			return true
		}
	}
	return false
}

// nameRules are what of the query strings, or of the cookies, is in the cache
// key, and what is sent to the origin besides.
type nameRules struct {
	key, forward nameRule
	// keyBy and forwardBy name the settings: "the cache policy".
	keyBy, forwardBy string
}

// sends reports whether the origin gets name. What is in the key is always
// sent, but where both settings take all but some: then neither's are.
// Source: DG:understanding-how-origin-request-policies-and-cache-policies-work-together
// (table; both block lists: "except those specified in the cache policy or the
// origin request policy").
func (r *nameRules) sends(name string) bool {
	if r.key.mode == nameAllExcept && r.forward.mode == nameAllExcept {
		return r.key.takes(name) && r.forward.takes(name)
	}
	return r.key.takes(name) || r.forward.takes(name)
}

// behaviorRule reads a policy's none, whitelist, allExcept or all.
func behaviorRule(behavior string, names []string) nameRule {
	switch behavior {
	case "whitelist":
		return nameRule{mode: nameListed, names: names}
	case "allExcept":
		return nameRule{mode: nameAllExcept, names: names}
	case "all":
		return nameRule{mode: nameAll}
	}
	return nameRule{}
}

// eachQuery calls f with each parameter of a raw query string, in order, as it
// is written; only "&" separates. f returns false to stop.
// Source: DG:QueryStringParameters ("the delimiter character is always &").
func eachQuery(raw string, f func(pair, name, value string) bool) {
	for raw != "" {
		var pair string
		pair, raw, _ = strings.Cut(raw, "&")
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		if !f(pair, name, value) {
			return
		}
	}
}

// forwardQuery is what of a raw query string the origin gets, in the viewer's
// order.
func (r *nameRules) forwardQuery(raw string) string {
	if raw == "" || r.key.mode == nameAll || r.forward.mode == nameAll {
		return raw
	}
	if r.key.mode == nameNone && r.forward.mode == nameNone {
		return ""
	}
	var b strings.Builder
	eachQuery(raw, func(pair, name, _ string) bool {
		if r.sends(name) {
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			b.WriteString(pair)
		}
		return true
	})
	return b.String()
}

// A cookie is one name and value of a Cookie header.
type cookie struct{ name, value string }

// appendCookies takes Cookie header lines apart into the cookies that take
// accepts, sorted by name as CloudFront sorts them; equal names keep their
// order. What is no pair of name and value, or has a name with "$" in front,
// goes no further.
// Source: DG:Cookies ("sorts the cookies in natural order by cookie name",
// "Standard name–value pair format is required", "Cookie names that start with
// the $ character are unsupported").
func appendCookies(to []cookie, lines []string, take func(name string) bool) []cookie {
	for _, line := range lines {
		for line != "" {
			var pair string
			pair, line, _ = strings.Cut(line, ";")
			name, value, ok := strings.Cut(strings.TrimSpace(pair), "=")
			if !ok || name == "" || name[0] == '$' || !take(name) {
				continue
			}
			at := len(to)
			to = append(to, cookie{})
			for at > 0 && to[at-1].name > name {
				to[at] = to[at-1]
				at--
			}
			to[at] = cookie{name, value}
		}
	}
	return to
}

// forwardCookies is the Cookie header for the origin; empty for none.
func (r *nameRules) forwardCookies(lines []string) string {
	if r.key.mode == nameNone && r.forward.mode == nameNone {
		return ""
	}
	var b strings.Builder
	for i, c := range appendCookies(nil, lines, r.sends) {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(c.name)
		b.WriteByte('=')
		b.WriteString(c.value)
	}
	return b.String()
}
