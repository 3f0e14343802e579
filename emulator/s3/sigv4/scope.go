package sigv4

import (
	"net/http"
	"strings"
	"time"
)

const (
	terminal   = "aws4_request"
	dateLayout = "20060102"
	timeLayout = "20060102T150405Z"
)

// A scope is a credential scope: AKID/20130524/us-east-1/s3/aws4_request.
// Signature Version 4A's has no region.
type scope struct {
	accessKeyID, date, region, service, terminal string
	asymmetric                                   bool
}

func parseScope(s string) (scope, bool) {
	parts := strings.Split(s, "/")
	if len(parts) != 5 || parts[0] == "" {
		return scope{}, false
	}
	return scope{accessKeyID: parts[0], date: parts[1], region: parts[2], service: parts[3], terminal: parts[4]}, true
}

// String is the scope as it stands in a string to sign, without the key id.
func (s *scope) String() string {
	if s.asymmetric {
		return s.date + "/" + s.service + "/" + s.terminal
	}
	return s.date + "/" + s.region + "/" + s.service + "/" + s.terminal
}

// fault says what is wrong with a scope in S3's words, and for which region or
// service; "" when nothing is. It does not judge the region.
func (s *scope) fault(service string) string {
	switch {
	case s.service != service:
		return "incorrect service \"" + s.service + "\". This endpoint belongs to \"" + service + "\"."
	case s.terminal != terminal:
		return "incorrect terminal \"" + s.terminal + "\". This endpoint uses \"" + terminal + "\"."
	}
	if _, err := time.Parse(dateLayout, s.date); err != nil {
		return "incorrect date format \"" + s.date + "\". This date in the credential must be in the format \"yyyyMMdd\"."
	}
	return ""
}

// Scope reads service and region of the credential scope that r claims, in its
// Authorization header or its query, and checks nothing: enough to tell which
// service a request is for.
func Scope(r *http.Request) (service, region string, ok bool) {
	_, rest, found := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	if found {
		rest, _, _ = strings.Cut(rest, ",")
	} else if strings.Contains(r.URL.RawQuery, "X-Amz-Credential=") {
		rest, found = parseQuery(r.URL.RawQuery).get("X-Amz-Credential")
	}
	if !found {
		return "", "", false
	}
	rest = strings.TrimSpace(rest)
	if parts := strings.Split(rest, "/"); len(parts) == 4 { // Signature Version 4A
		return parts[2], "", true
	}
	s, ok := parseScope(rest)
	return s.service, s.region, ok
}
