package sigv4

import (
	"net/http"
	"strings"
	"time"
)

// parseAuthorization reads an Authorization header:
//
//	AWS4-HMAC-SHA256 Credential=AKID/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=fe5f…
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
func parseAuthorization(header, service string) (*claim, error) {
	scheme, rest, ok := strings.Cut(strings.TrimSpace(header), " ")
	switch {
	case !ok:
		return nil, invalidAuthorization("Authorization header is invalid -- one and only one ' ' (space) required.", header)
	case scheme == "AWS":
		c := &claim{version2: true}
		c.accessKeyID, c.signature, _ = strings.Cut(rest, ":")
		return c, nil
	case scheme == algorithmECDSA:
		return nil, notImplemented("Authorization")
	case scheme != algorithm:
		return nil, invalidAuthorization("Unsupported Authorization Type", header)
	}
	c, credential, err := parseComponents(rest)
	if err != nil {
		return nil, err
	}
	if c.scope, ok = parseScope(credential); !ok {
		return nil, malformedHeader(malformedCredential)
	}
	if fault := c.fault(service); fault != "" {
		return nil, malformedHeader(fault)
	}
	return c, nil
}

// parseComponents reads what follows an Authorization header's scheme.
func parseComponents(list string) (c *claim, credential string, err error) {
	c = new(claim)
	components := strings.Split(list, ",")
	var signed string
	for _, part := range components {
		part = strings.TrimSpace(part)
		name, value, ok := strings.Cut(part, "=")
		if !ok || value == "" {
			return nil, "", malformedHeader("the authorization component \"" + part + "\" is malformed.")
		}
		switch name {
		case "Credential":
			credential = value
		case "SignedHeaders":
			signed = value
		case "Signature":
			c.signature = value
		}
	}
	// Three of them, whatever their names are: versitygw's Authentication tests.
	if len(components) != 3 {
		return nil, "", malformedHeader("the authorization header requires three components: Credential, SignedHeaders, and Signature.")
	}
	switch {
	case credential == "":
		return nil, "", malformedHeader("missing Credential.")
	case signed == "":
		return nil, "", malformedHeader("missing SignedHeaders.")
	case c.signature == "":
		return nil, "", malformedHeader("missing Signature.")
	}
	c.signed = splitSigned(signed)
	return c, credential, nil
}

// readDate reads when a header-signed request was signed.
func (c *claim) readDate(h http.Header) error {
	var err error
	if c.time, _, err = headerTime(h); err != nil {
		return err
	}
	if date := c.time.Format(dateLayout); date != c.date {
		return malformedHeader(credentialDate(c.date, date))
	}
	return nil
}

// headerTime is the time in X-Amz-Date, else Date, and what it says.
func headerTime(h http.Header) (time.Time, string, error) {
	stamp := h.Get("X-Amz-Date")
	if stamp == "" {
		stamp = h.Get("Date")
	}
	t, err := http.ParseTime(stamp)
	for _, layout := range []string{timeLayout, time.RFC1123Z} {
		if err != nil {
			t, err = time.Parse(layout, stamp)
		}
	}
	if err == nil {
		return t.UTC(), stamp, nil
	}
	return time.Time{}, "", &Error{Code: "AccessDenied", Status: http.StatusForbidden,
		Message: "AWS authentication requires a valid Date or x-amz-date header"}
}

const malformedCredential = `the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".`

func credentialDate(inScope, inDate string) string {
	return "Invalid credential date \"" + inScope + "\". This date is not the same as X-Amz-Date: \"" + inDate + "\"."
}

func malformedHeader(fault string) *Error {
	return &Error{Code: "AuthorizationHeaderMalformed", Status: http.StatusBadRequest,
		Message: "The authorization header is malformed; " + fault}
}

func invalidAuthorization(message, header string) *Error {
	return &Error{Code: "InvalidArgument", Message: message, Status: http.StatusBadRequest,
		Fields: [][2]string{{"ArgumentName", "Authorization"}, {"ArgumentValue", header}}}
}

// unsupportedMechanism is the answer to Signature Version 2 where it is not
// taken: in every region that was opened after 2013, and where it was switched
// off.
func unsupportedMechanism() *Error {
	return &Error{Code: "InvalidRequest", Status: http.StatusBadRequest,
		Message: "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."}
}

// notImplemented is the honest answer to what S3 does and this server does
// not, in S3's own form (recorded for If-Match in
// localstack's test_put_object_if_match_validation).
func notImplemented(header string) *Error {
	return &Error{Code: "NotImplemented", Status: http.StatusNotImplemented,
		Message: "A header you provided implies functionality that is not implemented",
		Fields:  [][2]string{{"Header", header}}}
}
