// Package sigv4 answers who signed a request and whether its body is what was
// signed: AWS Signature Version 4 in the Authorization header and in the query
// (presigned URLs), aws-chunked bodies, and the checksums that S3 takes.
//
// [Verifier.Verify] looks at the head of a request, [Verifier.Body] at its
// payload while it is read.
//
// Sources: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
// and https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html.
package sigv4

import (
	"net/http"
	"time"

	"crossfront/emulator/clock"
)

// ServiceS3 is S3's service name in a credential scope.
const ServiceS3 = "s3"

// An Identity is who a request comes from.
type Identity struct {
	Anonymous   bool // not signed at all; nothing else is set
	AccountID   string
	AccessKeyID string
	Presigned   bool          // signed in the query
	Service     string        // of the credential scope
	Region      string        // of the credential scope; see WrongRegion
	Time        time.Time     // when it was signed
	Expires     time.Duration // validity of a presigned request

	// SignedHeaders are the names that the signature covers, in lower case.
	SignedHeaders []string
	// PayloadHash is what stands for the payload in the canonical request: the
	// value of x-amz-content-sha256, or UNSIGNED-PAYLOAD.
	PayloadHash string
	// SessionToken is x-amz-security-token; any is taken.
	SessionToken string
}

// A Verifier authenticates requests to one service. It is safe for concurrent
// use.
type Verifier struct {
	keys    *Keyring
	clock   clock.Clock
	service string
}

// NewVerifier makes a Verifier for S3.
func NewVerifier(keys *Keyring, clk clock.Clock) *Verifier {
	return &Verifier{keys: keys, clock: clk, service: ServiceS3}
}

// ForService is a Verifier with the same keys and clock for requests to
// another service, such as "cloudfront". Other services than S3 do not take
// anonymous requests, and normalise the path before signing it.
func (v *Verifier) ForService(service string) *Verifier {
	w := *v
	w.service = service
	return &w
}

// Verify authenticates r by its head: Authorization header or, presigned,
// query. A request with neither gives Identity{Anonymous: true}. It fails with
// an *Error.
func (v *Verifier) Verify(r *http.Request) (Identity, error) {
	return Identity{}, &Error{Code: "NotImplemented", Message: "Not yet.", Status: http.StatusNotImplemented}
}

// WrongRegion is S3's refusal of a request signed for another region than the
// bucket's.
func WrongRegion(id Identity, expecting string) *Error {
	return &Error{Code: "AuthorizationHeaderMalformed", Status: http.StatusBadRequest,
		Message: "The authorization header is malformed; the region '" + id.Region + "' is wrong; expecting '" + expecting + "'",
		Fields:  [][2]string{{"Region", expecting}}}
}

// Scope reads service and region of the credential scope that r claims,
// without checking anything: enough to tell which service a request is for.
func Scope(r *http.Request) (service, region string, ok bool) {
	return "", "", false
}
