package policy

import (
	"net/http"
	"slices"
	"strings"
)

// unusualHeader is the first header of the request, by name, that is neither
// CORS-safelisted nor one that scripts cannot set, and that allowed does not
// cover; empty for none.
//
// A response headers policy answers an actual request with CORS headers only
// when there is no such header. Measured for Priority, Cache-Control, Pragma
// and x-api-key: github.com/TyLuHow/ReefRadar
// (.planning/phases/02-data-contract-v1/02-13-SUMMARY.md),
// https://github.com/posit-dev/positron/issues/16005. Which headers are
// harmless beyond Accept, Host and User-Agent follows the Fetch standard's two
// lists, as an assumption.
func unusualHeader(h http.Header, allowed headerPatterns) string {
	var found string
	for name, values := range h {
		if harmlessHeader(name, values) || allowed.match(name) {
			continue
		}
		if found == "" || name < found {
			found = name
		}
	}
	return found
}

// harmlessHeader takes a canonical name.
// Source: https://fetch.spec.whatwg.org/#cors-safelisted-request-header and
// https://fetch.spec.whatwg.org/#forbidden-request-header.
func harmlessHeader(name string, values []string) bool {
	switch name {
	case "Accept", "Accept-Language", "Content-Language", "Range":
		return true
	case "Content-Type":
		return !slices.ContainsFunc(values, func(v string) bool { return !simpleContentType(v) })
	case "Accept-Charset", "Accept-Encoding", "Access-Control-Request-Headers",
		"Access-Control-Request-Method", "Access-Control-Request-Local-Network",
		"Access-Control-Request-Private-Network", "Connection", "Content-Length", "Cookie", "Cookie2",
		"Date", "Dnt", "Expect", "Host", "Keep-Alive", "Origin", "Referer", "Set-Cookie", "Te",
		"Trailer", "Transfer-Encoding", "Upgrade", "Via":
		return true
	case "User-Agent", "X-Forwarded-For":
		// Set by clients and proxies, not by scripts.
		return true
	}
	return strings.HasPrefix(name, "Sec-") || strings.HasPrefix(name, "Proxy-")
}

// simpleContentType are the three types that need no preflight.
func simpleContentType(value string) bool {
	kind, _, _ := strings.Cut(value, ";")
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "application/x-www-form-urlencoded", "multipart/form-data", "text/plain":
		return true
	}
	return false
}

// headerPatterns are the AllowHeaders of a CORS section in lower case, each
// with at most one "*".
type headerPatterns []string

// match takes a name in any case. A wildcard never covers Authorization.
// Source: DG:understanding-response-headers-policies ("The Authorization header
// can't use a wildcard and must be listed explicitly").
func (ps headerPatterns) match(name string) bool {
	name = strings.ToLower(name)
	for _, p := range ps {
		if p == name || name != "authorization" && strings.Contains(p, "*") && glob(p, name) {
			return true
		}
	}
	return false
}
