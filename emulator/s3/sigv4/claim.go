package sigv4

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Algorithms in the Authorization header and X-Amz-Algorithm.
const (
	algorithm      = "AWS4-HMAC-SHA256"
	algorithmECDSA = "AWS4-ECDSA-P256-SHA256" // Signature Version 4A
)

// A claim is what a request says about its own signature, well-formed but not
// yet believed.
type claim struct {
	scope
	presigned bool
	version2  bool     // see verify2, which reads the rest
	signed    []string // header names, lower case, sorted
	signature string   // hex
	time      time.Time
	expires   time.Duration // presigned only
	params    query
}

// readClaim reads the claim of r; nil when it makes none.
func (v *Verifier) readClaim(r *http.Request) (*claim, error) {
	params := parseQuery(r.URL.RawQuery)
	header := r.Header.Get("Authorization")
	inQuery := presigned(params)
	switch {
	case header != "" && inQuery:
		return nil, &Error{Code: "InvalidArgument", Status: http.StatusBadRequest,
			Message: "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
			Fields:  [][2]string{{"ArgumentName", "Authorization"}, {"ArgumentValue", header}}}
	case header != "" && v.region != "":
		c, err := v.parseAsymmetric(header, r.Header)
		if err != nil {
			return nil, err
		}
		c.params = params
		return c, c.readDate(r.Header)
	case v.region != "":
		return nil, nil // there are no presigned URLs
	case header != "":
		c, err := parseAuthorization(header, v.service)
		if err != nil {
			return nil, err
		}
		if c.params = params; c.version2 {
			return c, nil
		}
		return c, c.readDate(r.Header)
	case inQuery && isVersion2(params):
		return &claim{presigned: true, version2: true, params: params}, nil
	case inQuery:
		return parsePresigned(params, v.service)
	}
	return nil, nil
}

// splitSigned takes a SignedHeaders list apart.
func splitSigned(list string) []string {
	names := strings.Split(strings.ToLower(list), ";")
	slices.Sort(names)
	return names
}

// signs reports whether the signature covers the header name, in lower case.
func (c *claim) signs(name string) bool {
	_, ok := slices.BinarySearch(c.signed, name)
	return ok
}
