package sigv4

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxExpires is the longest that a presigned URL may be valid, in seconds.
const maxExpires = 604800

// presigned reports whether a query claims to be signed, by any version.
func presigned(q query) bool {
	for _, p := range q {
		switch p.name {
		case "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Expires",
			"AWSAccessKeyId", "Signature":
			return true
		}
	}
	return false
}

// parsePresigned reads the claim of a presigned URL.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
func parsePresigned(q query, service string) (*claim, error) {
	c := &claim{presigned: true, params: q}
	var credential, date, expires, signed, algo string
	for _, field := range []struct {
		name string
		into *string
	}{
		{"X-Amz-Algorithm", &algo}, {"X-Amz-Credential", &credential}, {"X-Amz-Signature", &c.signature},
		{"X-Amz-Date", &date}, {"X-Amz-SignedHeaders", &signed}, {"X-Amz-Expires", &expires},
	} {
		var ok bool
		if *field.into, ok = q.get(field.name); !ok || *field.into == "" {
			// Recorded: localstack's test_s3_put_presigned_url_missing_sig_param.
			return nil, malformedQuery("Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.")
		}
	}
	switch algo {
	case algorithm:
	case algorithmECDSA:
		return nil, notImplemented("X-Amz-Algorithm")
	default:
		return nil, malformedQuery(`X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"`)
	}
	var ok bool
	if c.scope, ok = parseScope(credential); !ok {
		// Recorded: localstack's test_presigned_double_encoded_credentials.
		return nil, malformedQuery("Error parsing the X-Amz-Credential parameter; " + malformedCredential)
	}
	if fault := c.fault(service); fault != "" {
		return nil, malformedQuery("Error parsing the X-Amz-Credential parameter; " + fault)
	}
	var err error
	if c.time, err = time.Parse(timeLayout, date); err != nil {
		return nil, malformedQuery(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`)
	}
	if day := c.time.Format(dateLayout); day != c.date {
		return nil, malformedQuery(credentialDate(c.date, day))
	}
	if c.expires, err = parseExpires(expires); err != nil {
		return nil, err
	}
	c.signed = splitSigned(signed)
	return c, nil
}

func parseExpires(s string) (time.Duration, error) {
	seconds, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil:
		return 0, malformedQuery("X-Amz-Expires should be a number")
	case seconds < 0:
		return 0, malformedQuery("X-Amz-Expires must be non-negative")
	case seconds > maxExpires:
		return 0, malformedQuery("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds")
	}
	return time.Duration(seconds) * time.Second, nil
}

func malformedQuery(message string) *Error {
	return &Error{Code: "AuthorizationQueryParametersError", Message: message, Status: http.StatusBadRequest}
}

// QueryHeaders are the headers that a presigned URL carries as query
// parameters, where SDKs put them: S3 treats x-amz-acl, x-amz-meta-… and the
// like in the query as if they were headers, and so If-Match and If-None-Match
// (recorded: localstack's test_pre_signed_url_if_none_match). Headers that r
// really has are not among them. It is nil for requests that are not presigned.
//
// Checksums in the query are left out unless their names are signed headers or
// the Verifier was told otherwise; see [Verifier.WithQueryChecksums].
func (v *Verifier) QueryHeaders(r *http.Request, id Identity) http.Header {
	if !id.Presigned {
		return nil
	}
	var h http.Header
	for _, p := range parseQuery(r.URL.RawQuery) {
		name := strings.ToLower(p.name)
		condition := name == "if-match" || name == "if-none-match"
		if !strings.HasPrefix(name, "x-amz-") && !condition || authParameter(name) || r.Header.Get(name) != "" {
			continue
		}
		if strings.HasPrefix(name, checksumPrefix) && !v.queryChecksums && !id.signs(name) {
			continue
		}
		if h == nil {
			h = make(http.Header)
		}
		h.Add(name, p.value)
	}
	return h
}

// authParameter reports whether a query parameter, in lower case, belongs to
// the signature itself.
func authParameter(name string) bool {
	switch name {
	case "x-amz-algorithm", "x-amz-credential", "x-amz-signature", "x-amz-date", "x-amz-signedheaders",
		"x-amz-expires", "x-amz-security-token", "x-amz-content-sha256":
		return true
	}
	return false
}
