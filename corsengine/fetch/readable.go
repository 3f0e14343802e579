package fetch

import (
	"slices"
	"strings"
)

// Readable are the names, in lower case and sorted, of the answer's headers
// that the page's script may read once the checks have passed (Fetch, "CORS
// filtered response" and "basic filtered response"; an opaque response has
// none). All three engines agree (measured: expose-none,
// expose-star, expose-invalid, expose-setcookie, cred-expose-star).
func Readable(r *Request, res *Response) []string {
	names := []string{}
	exposed, all := exposedNames(r, res)
	for name := range res.Header {
		name = strings.ToLower(name)
		switch {
		case name == "set-cookie" || name == "set-cookie2": // "forbidden response-header name"
		case !r.CORS() && r.Mode == "no-cors":
		case !r.CORS(), all, safeResponseHeader(name), slices.Contains(exposed, name):
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// exposedNames is the list of Access-Control-Expose-Headers; all is its
// wildcard, which there is without credentials only. A list with an invalid
// name in it is no list.
func exposedNames(r *Request, res *Response) (names []string, all bool) {
	list, bad := tokens(res, exposeHeaders)
	if bad != "" {
		return nil, false
	}
	for _, name := range list {
		all = all || name == "*" && !r.include()
		names = append(names, strings.ToLower(name))
	}
	return names, all
}

// safeResponseHeader is Fetch's "CORS-safelisted response-header name".
func safeResponseHeader(name string) bool {
	switch name {
	case "cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma":
		return true
	}
	return false
}
