package signed

import (
	"net/url"
	"strings"
)

// The names of a signed URL's parameters; a signed cookie's have cookiePrefix
// before them. Case counts.
// Source: DG private-content-choosing-signed-urls-cookies.
const (
	expiresName   = "Expires"
	policyName    = "Policy"
	signatureName = "Signature"
	keyIDName     = "Key-Pair-Id"
	algorithmName = "Hash-Algorithm"
	cookiePrefix  = "CloudFront-"
)

// member is where a value of that name goes; nil for names that are none of
// ours.
func (p *presentation) member(name string) *string {
	switch name {
	case expiresName:
		return &p.expires
	case policyName:
		return &p.policy
	case signatureName:
		return &p.signature
	case keyIDName:
		return &p.keyID
	case algorithmName:
		return &p.algorithm
	}
	return nil
}

// fromQuery reads a query string; ok is false when it has nothing of a signed
// URL's. The first of two parameters of one name counts.
func fromQuery(raw string) (p presentation, ok bool) {
	seen := map[string]bool{}
	for pair := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(pair, "=")
		to := p.member(name)
		if to == nil {
			continue
		}
		ok = true
		if !seen[name] {
			seen[name] = true
			*to = unescape(value)
		}
	}
	return p, ok
}

// unescape undoes percent-encoding; a plus sign is one. What is not encoded
// properly stays as it is, and is refused later for its alphabet.
func unescape(value string) string {
	if plain, err := url.PathUnescape(value); err == nil {
		return plain
	}
	return value
}

// fromCookies reads Cookie header lines; ok is false when none is a signed
// cookie's. The first of two cookies of one name counts.
func fromCookies(lines []string) (p presentation, ok bool) {
	seen := map[string]bool{}
	eachCookie(lines, func(_, name, value string) {
		short, ours := strings.CutPrefix(name, cookiePrefix)
		if !ours {
			return
		}
		to := p.member(short)
		if to == nil {
			return
		}
		ok = true
		if !seen[short] {
			seen[short] = true
			*to = value
		}
	})
	return p, ok
}

func eachCookie(lines []string, f func(pair, name, value string)) {
	for _, line := range lines {
		for pair := range strings.SplitSeq(line, ";") {
			pair = strings.TrimSpace(pair)
			name, value, _ := strings.Cut(pair, "=")
			f(pair, name, strings.Trim(value, `"`))
		}
	}
}

// StripQuery is a raw query string without what signing added: neither the
// cache key nor the origin sees that. The rest stays as it is, in its order.
// Source: DG private-content-creating-signed-url-canned-policy ("excluding the
// CloudFront Expires, Signature, and Key-Pair-Id parameters").
func StripQuery(raw string) string {
	if raw == "" {
		return raw
	}
	var none presentation
	var kept []string
	stripped := false
	for pair := range strings.SplitSeq(raw, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if none.member(name) != nil {
			stripped = true
			continue
		}
		kept = append(kept, pair)
	}
	if !stripped {
		return raw
	}
	return strings.Join(kept, "&")
}

// StripCookies is Cookie header lines without signed cookies' own; nil when
// nothing is left, and lines itself when there is none of them.
// Source: DG private-content-signed-cookies ("CloudFront doesn't cache separate
// files based on the attributes in signed cookies").
func StripCookies(lines []string) []string {
	var none presentation
	var kept []string
	stripped := false
	eachCookie(lines, func(pair, name, _ string) {
		short, ours := strings.CutPrefix(name, cookiePrefix)
		switch {
		case ours && none.member(short) != nil:
			stripped = true
		case pair != "":
			kept = append(kept, pair)
		}
	})
	switch {
	case !stripped:
		return lines
	case len(kept) == 0:
		return nil
	}
	return []string{strings.Join(kept, "; ")}
}
