package corsengine

import (
	"fmt"
	"strings"
)

// originMiss says that origin is not among the allowed ones, and what the
// nearest of them has wrong.
func originMiss(allowed []string, origin string) string {
	miss := fmt.Sprintf("origin %q is not in AllowedOrigins %s", origin, listed(allowed))
	for _, a := range allowed {
		if near := nearMiss(a, origin); near != "" {
			return fmt.Sprintf("%s: %s", miss, near)
		}
	}
	if origin == "null" {
		return miss + `: browsers send "null" for sandboxed frames, files and requests redirected across origins`
	}
	return miss
}

// nearMiss says why allowed does not match origin although it looks as if it
// should; empty when the two are simply different.
func nearMiss(allowed, origin string) string {
	if trimmed := strings.TrimSpace(allowed); trimmed != allowed && patternMatches(trimmed, origin) {
		return fmt.Sprintf("%q has blanks around it, which are compared too", allowed)
	}
	if trimmed := strings.TrimRight(allowed, "/"); trimmed != allowed && patternMatches(trimmed, origin) {
		return fmt.Sprintf("%q ends with a slash, and origins have none", allowed)
	}
	if scheme, rest, ok := strings.Cut(allowed, "://"); ok {
		if host, path, ok := strings.Cut(rest, "/"); ok && path != "" && patternMatches(scheme+"://"+host, origin) {
			return fmt.Sprintf("%q has a path, and origins have none", allowed)
		}
	}
	if patternMatches(strings.ToLower(allowed), strings.ToLower(origin)) {
		return fmt.Sprintf("%q differs in upper and lower case, and S3 compares exactly", allowed)
	}
	if near := schemeMiss(allowed, origin); near != "" {
		return near
	}
	if near := portMiss(allowed, origin); near != "" {
		return near
	}
	return hostMiss(allowed, origin)
}

func patternMatches(allowed, origin string) bool {
	p := newPattern(allowed)
	return p.matches(origin)
}

func schemeMiss(allowed, origin string) string {
	scheme, rest, ok := strings.Cut(origin, "://")
	if !ok {
		return ""
	}
	switch allowed {
	case "http", "https", "http://", "https://":
		// mg-pre-nomatch-delete-http; the user guide suggests the bare "https".
		return fmt.Sprintf("%q alone is an ordinary string that no origin equals; write %q", allowed, strings.TrimSuffix(allowed, "://")+"://*")
	}
	if patternMatches(allowed, rest) {
		return fmt.Sprintf("%q has no scheme; the browser's origin begins with %q", allowed, scheme+"://")
	}
	other, _, ok := strings.Cut(allowed, "://")
	if ok && other != scheme && patternMatches(scheme+strings.TrimPrefix(allowed, other), origin) {
		return fmt.Sprintf("the scheme differs: %q is %s, the page's origin is %s", allowed, other, scheme)
	}
	return ""
}

func portMiss(allowed, origin string) string {
	allowedHost, allowedPort := cutPort(allowed)
	host, port := cutPort(origin)
	if allowedPort == port || !patternMatches(allowedHost, host) {
		return ""
	}
	switch {
	case isDefaultPort(allowedHost, allowedPort) && port == "":
		return fmt.Sprintf("%q states the default port, which browsers leave out of the origin", allowed)
	case allowedPort == "":
		return fmt.Sprintf("the port differs: %q has none, the page's origin has %s", allowed, port)
	case port == "":
		return fmt.Sprintf("the port differs: %q has %s, the page's origin has none", allowed, allowedPort)
	}
	return fmt.Sprintf("the port differs: %q has %s, the page's origin has %s", allowed, allowedPort, port)
}

// cutPort takes the port off an origin; the "*" may stand for it.
func cutPort(origin string) (rest, port string) {
	_, authority, ok := strings.Cut(origin, "://")
	if !ok {
		authority = origin
	}
	at := strings.LastIndexByte(authority, ':')
	if at < 0 || strings.ContainsAny(authority[at:], "]/") {
		return origin, ""
	}
	return origin[:len(origin)-len(authority)+at], authority[at+1:]
}

func isDefaultPort(origin, port string) bool {
	return strings.HasPrefix(origin, "http://") && port == "80" ||
		strings.HasPrefix(origin, "https://") && port == "443"
}

func hostMiss(allowed, origin string) string {
	// doc-origin-wildcard-bare-domain: "http://*.example.com" is not for
	// http://example.com itself.
	if strings.Contains(allowed, "://*.") && patternMatches(strings.Replace(allowed, "*.", "", 1), origin) {
		return fmt.Sprintf("%q needs a subdomain; list %q as well", allowed, origin)
	}
	scheme, rest, ok := strings.Cut(origin, "://")
	if !ok {
		return ""
	}
	if bare, found := strings.CutPrefix(rest, "www."); found && patternMatches(allowed, scheme+"://"+bare) {
		return fmt.Sprintf("%q has no \"www.\", the page's origin has", allowed)
	}
	if patternMatches(allowed, scheme+"://www."+rest) {
		return fmt.Sprintf("%q has \"www.\", the page's origin has not", allowed)
	}
	for _, pair := range [...][2]string{{"localhost", "127.0.0.1"}, {"127.0.0.1", "localhost"}} {
		if tail, found := strings.CutPrefix(rest, pair[0]); found && patternMatches(allowed, scheme+"://"+pair[1]+tail) {
			return fmt.Sprintf("%s and %s are different origins", pair[1], pair[0])
		}
	}
	return ""
}
