package corsengine

import (
	"net/http"
	"strings"
)

// Request is what S3 looks at when it decides about CORS; nothing else of a
// request has any influence. In particular the real request headers are never
// compared with AllowedHeaders (rec-headers-get-real-header-not-checked).
type Request struct {
	Method           string   // the HTTP method; OPTIONS makes it a preflight
	Origin           string   // the Origin header
	HasOrigin        bool     // the Origin header is there
	RequestMethod    string   // the Access-Control-Request-Method header
	HasRequestMethod bool     // the Access-Control-Request-Method header is there
	RequestHeaders   []string // the Access-Control-Request-Headers lines as they came
	Object           bool     // the URL names a key, not only a bucket
}

// RequestFrom takes from an HTTP request what decides about CORS; object says
// whether the URL names a key. The result shares h's values.
//
// A header that must be single but came in several lines is read as its lines
// joined by ", " (RFC 9110, section 5.3): no browser sends that, and it matches
// no listed origin and no method. What S3 does is not known.
func RequestFrom(method string, h http.Header, object bool) Request {
	req := Request{Method: method, Object: object, RequestHeaders: h["Access-Control-Request-Headers"]}
	req.Origin, req.HasOrigin = single(h["Origin"])
	req.RequestMethod, req.HasRequestMethod = single(h["Access-Control-Request-Method"])
	return req
}

func single(lines []string) (string, bool) {
	switch len(lines) {
	case 0:
		return "", false
	case 1:
		return lines[0], true
	}
	return strings.Join(lines, ", "), true
}

// Preflight reports whether the request is one. S3 takes every OPTIONS as a
// preflight, with or without Access-Control-Request-Method
// (rec-noconfig-options-origin-only).
func (req *Request) Preflight() bool { return req.Method == http.MethodOptions }

// hasOrigin is false for an empty Origin too (inf-origin-empty-string).
func (req *Request) hasOrigin() bool { return req.HasOrigin && req.Origin != "" }

// method is what AllowedMethod is compared with: the announced method if there
// is one, else the HTTP method; for every method, not only OPTIONS
// (mg-get-acrm-put, mg-get-acrm-delete-nomatch). An empty header counts as
// absent, like an empty Origin.
func (req *Request) method() string {
	if req.HasRequestMethod && req.RequestMethod != "" {
		return req.RequestMethod
	}
	return req.Method
}

// names walks over the header names in Access-Control-Request-Headers without
// allocating: split at commas, blanks trimmed, empty ones dropped
// (inf-acrh-spaces-tabs). Several lines are one list.
type names struct {
	lines []string
	rest  string
}

func (n *names) next() (string, bool) {
	for {
		for n.rest == "" {
			if len(n.lines) == 0 {
				return "", false
			}
			n.rest, n.lines = n.lines[0], n.lines[1:]
		}
		var name string
		name, n.rest, _ = strings.Cut(n.rest, ",")
		if name = trimBlanks(name); name != "" {
			return name, true
		}
	}
}

// trimBlanks takes spaces and tabs off both ends; strings.Trim would build a set
// of its characters for each name.
func trimBlanks(s string) string {
	for s != "" && (s[0] == ' ' || s[0] == '\t') {
		s = s[1:]
	}
	for s != "" && (s[len(s)-1] == ' ' || s[len(s)-1] == '\t') {
		s = s[:len(s)-1]
	}
	return s
}
