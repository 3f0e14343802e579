package fetch

import (
	"net/http"
	"net/url"
	"strings"
)

// Response headers that the checks read.
const (
	allowOrigin      = "Access-Control-Allow-Origin"
	allowCredentials = "Access-Control-Allow-Credentials"
	allowMethods     = "Access-Control-Allow-Methods"
	allowHeaders     = "Access-Control-Allow-Headers"
	exposeHeaders    = "Access-Control-Expose-Headers"
)

func has(res *Response, name string) bool { return len(res.Header[name]) > 0 }

// combined is a header's lines joined by ", " (Fetch, "get" a header), without
// blanks around it; empty when there is none.
func combined(res *Response, name string) string {
	return trim(strings.Join(res.Header[name], ", "))
}

func trim(s string) string { return strings.Trim(s, " \t\r\n") }

// okStatus is Fetch's "ok status".
func okStatus(status int) bool { return status >= 200 && status <= 299 }

// Redirect is where the answer leads to: Fetch's "redirect status" with a
// Location, resolved; nil for any other answer. Without a Location it is an
// ordinary answer (rd-noloc).
func Redirect(r *Request, res *Response) *url.URL {
	switch res.Status {
	case 301, 302, 303, 307, 308:
	default:
		return nil
	}
	if !has(res, "Location") {
		return nil
	}
	base, err := url.Parse(r.URL)
	if err != nil {
		return nil
	}
	to, err := base.Parse(combined(res, "Location"))
	if err != nil {
		return nil
	}
	return to
}

// carriesCredentials reports whether a redirect's URL holds a user name or
// password, which cors mode refuses across origins (Fetch, "HTTP-redirect fetch").
func carriesCredentials(r *Request, to *url.URL) bool {
	return to.User != nil && OriginOf(to.String()) != r.Origin
}

// tokens are the items of a list header without blanks; empty ones are left out.
// bad is the first that is no token, empty when all are.
func tokens(res *Response, name string) (list []string, bad string) {
	for item := range strings.SplitSeq(combined(res, name), ",") {
		item = trim(item)
		switch {
		case item == "":
		case !isToken(item):
			return nil, item
		default:
			list = append(list, item)
		}
	}
	return list, ""
}

// isToken is RFC 9110's token.
func isToken(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7F || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// methodAllowed compares exactly (pf-patch-lower); "*" is a wildcard without
// credentials only (Fetch, "CORS-preflight fetch"; pf-acam-star-cred).
func methodAllowed(r *Request, list []string) bool {
	if safeMethod(r.method()) {
		return true
	}
	for _, m := range list {
		if m == r.method() || m == "*" && !r.include() {
			return true
		}
	}
	return false
}

// refusedHeader is the first name that the list does not allow, compared without
// case; "*" is a wildcard without credentials only. Fetch excepts Authorization
// from the wildcard, but no engine does today (pf-acah-star-auth).
func refusedHeader(r *Request, list, unsafe []string) string {
next:
	for _, name := range unsafe {
		for _, allowed := range list {
			if strings.EqualFold(allowed, name) || allowed == "*" && !r.include() {
				continue next
			}
		}
		return name
	}
	return ""
}

// ResponseOf is a response as it came, line by line.
func ResponseOf(status int, lines [][2]string) *Response {
	res := &Response{Status: status, Header: make(http.Header, len(lines))}
	for _, line := range lines {
		name := http.CanonicalHeaderKey(line[0])
		res.Header[name] = append(res.Header[name], line[1])
		if name == allowOrigin && line[0] != allowOrigin {
			res.Respelled++
		}
	}
	return res
}
