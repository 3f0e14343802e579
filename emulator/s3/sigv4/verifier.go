// Package sigv4 answers who signed a request and whether its body is what was
// signed: AWS Signature Version 4 in the Authorization header and in the query
// (presigned URLs), browsers' form uploads with their policies, aws-chunked
// bodies, and the checksums that S3 takes.
//
// [Verifier.Verify] looks at the head of a request, [Verifier.VerifyForm] at a
// form's fields, [Verifier.Body] at the payload while it is read.
//
// Sources: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
// and https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html. Error texts that
// were recorded on AWS name their recording.
package sigv4

import (
	"crypto/hmac"
	"net/http"
	"slices"
	"strings"
	"time"

	"crossfront/emulator/clock"
)

// ServiceS3 is S3's service name in a credential scope.
const ServiceS3 = "s3"

// maxSkew is how far a request's time may be from the server's.
const maxSkew = 15 * time.Minute

// An Identity is who a request comes from.
type Identity struct {
	Anonymous   bool // not signed at all; nothing else is set
	AccountID   string
	AccessKeyID string
	Presigned   bool          // signed in the query
	Form        bool          // signed in the fields of a form
	Version2    bool          // by Signature Version 2, which states no region
	Service     string        // of the credential scope
	Region      string        // of the credential scope; see CheckRegion
	Time        time.Time     // when it was signed
	Expires     time.Duration // validity of a presigned request

	// SignedHeaders are the names that the signature covers, in lower case and
	// sorted.
	SignedHeaders []string
	// PayloadHash is what stands for the payload in the canonical request: the
	// value of x-amz-content-sha256, or UNSIGNED-PAYLOAD.
	PayloadHash string
	// SessionToken is x-amz-security-token; any is taken, except with a key id
	// that says that it needs none.
	SessionToken string

	chain *chain // what the chunk signatures of an aws-chunked body follow on
}

// signs reports whether the signature covers the header name, in lower case.
func (id *Identity) signs(name string) bool {
	_, ok := slices.BinarySearch(id.SignedHeaders, name)
	return ok
}

// A Verifier authenticates requests to one service. It is safe for concurrent
// use.
type Verifier struct {
	keys           *Keyring
	clock          clock.Clock
	service        string
	region         string // of the set that requests are signed for; empty: they are signed for one region
	queryChecksums bool
	noVersion2     bool
	cache          *keyCache
}

// NewVerifier makes a Verifier for S3.
func NewVerifier(keys *Keyring, clk clock.Clock) *Verifier {
	return &Verifier{keys: keys, clock: clk, service: ServiceS3, cache: new(keyCache)}
}

// ForService is a Verifier with the same keys and clock for requests to
// another service, such as "cloudfront". Other services than S3 take no
// anonymous requests, normalise the path before signing it, sign the hash of
// the body without sending it (so Verify reads a body of at most 1 MiB), and
// word their refusals as AWS's query and REST-XML services do.
func (v *Verifier) ForService(service string) *Verifier {
	w := *v
	w.service = service
	return &w
}

// WithQueryChecksums is a Verifier that also checks x-amz-checksum-… values
// which stand in a presigned URL's query without being signed headers. S3 was
// found to ignore those, which is the default:
// https://github.com/aws/aws-sdk-go-v2/issues/2610 and
// https://github.com/aws/aws-sdk-js-v3/issues/4448; others report that S3
// checks them: https://github.com/aws/aws-sdk-js-v3/issues/6994.
func (v *Verifier) WithQueryChecksums(check bool) *Verifier {
	w := *v
	w.queryChecksums = check
	return &w
}

// Verify authenticates r by its head: Authorization header or, presigned,
// query. A request with neither gives Identity{Anonymous: true}, except at
// other services than S3. It fails with an *Error.
//
// Whether the scope's region is the bucket's is for the caller to compare, who
// knows the bucket; see [CheckRegion].
func (v *Verifier) Verify(r *http.Request) (Identity, error) {
	id, err := v.verify(r)
	if err != nil && v.service != ServiceS3 {
		err = v.restate(err)
	}
	return id, err
}

func (v *Verifier) verify(r *http.Request) (Identity, error) {
	c, err := v.readClaim(r)
	if err != nil {
		return Identity{}, err
	}
	if c != nil && c.version2 {
		return v.verify2(r, c)
	}
	if c == nil {
		if v.service != ServiceS3 {
			return Identity{}, missingToken()
		}
		return Identity{Anonymous: true}, nil
	}
	if err := c.checkTime(v.clock.Now().UTC()); err != nil {
		return Identity{}, err
	}
	hash, err := v.payloadHash(r, c)
	if err != nil {
		return Identity{}, err
	}
	if v.service == ServiceS3 {
		if err := c.checkCoverage(r); err != nil {
			return Identity{}, err
		}
	}
	credential, ok := v.keys.Credential(c.accessKeyID)
	if !ok {
		return Identity{}, unknownKey(c.accessKeyID)
	}
	if err := checkToken(c.accessKeyID, c.sessionToken(r)); err != nil {
		return Identity{}, err
	}
	if c.asymmetric {
		if err := c.checkAsymmetric(r, hash, &credential); err != nil {
			return Identity{}, err
		}
		return Identity{AccountID: credential.AccountID, AccessKeyID: c.accessKeyID, Service: c.service, Time: c.time,
			SignedHeaders: c.signed, PayloadHash: hash, SessionToken: c.sessionToken(r)}, nil
	}
	key := v.cache.key(credential.SecretAccessKey, &c.scope)
	if err := c.checkSignature(r, hash, key); err != nil {
		return Identity{}, err
	}
	return Identity{
		AccountID: credential.AccountID, AccessKeyID: c.accessKeyID, Presigned: c.presigned,
		Service: c.service, Region: c.region, Time: c.time, Expires: c.expires,
		SignedHeaders: c.signed, PayloadHash: hash, SessionToken: c.sessionToken(r),
		chain: &chain{key: key, accessKeyID: c.accessKeyID, prefix: c.time.Format(timeLayout) + "\n" + c.scope.String() + "\n", previous: c.signature},
	}, nil
}

// checkTime refuses what was signed too long ago or too far ahead.
func (c *claim) checkTime(now time.Time) error {
	if !c.presigned {
		return checkSkew(c.time, c.time.Format(timeLayout), now)
	}
	end := c.time.Add(c.expires)
	switch {
	case now.After(end):
		// Recorded: localstack's test_s3_presigned_url_expired[s3v4].
		seconds, _ := c.params.get("X-Amz-Expires")
		return &Error{Code: "AccessDenied", Message: "Request has expired", Status: http.StatusForbidden,
			Fields: [][2]string{{"X-Amz-Expires", seconds}, {"Expires", end.Format(time.RFC3339)}, {"ServerTime", now.Format(time.RFC3339)}}}
	case c.time.Sub(now) > maxSkew: // text assumed
		return &Error{Code: "AccessDenied", Message: "Request is not yet valid", Status: http.StatusForbidden,
			Fields: [][2]string{{"ServerTime", now.Format(time.RFC3339)}}}
	}
	return nil
}

// checkSkew refuses a request whose time, stated as stamp, is not the present.
func checkSkew(t time.Time, stamp string, now time.Time) error {
	if skew := now.Sub(t); skew <= maxSkew && skew >= -maxSkew {
		return nil
	}
	return &Error{Code: "RequestTimeTooSkewed", Status: http.StatusForbidden,
		Message: "The difference between the request time and the current time is too large.",
		Fields: [][2]string{{"RequestTime", stamp}, {"ServerTime", now.Format(time.RFC3339)},
			{"MaxAllowedSkewMilliseconds", "900000"}}}
}

// checkCoverage refuses requests with x-amz- headers that the signature leaves
// out. Recorded: localstack's test_put_url_metadata_with_sig_s3v4 and
// test_put_object_with_md5_and_chunk_signature_bad_headers.
func (c *claim) checkCoverage(r *http.Request) error {
	var missing []string
	if !c.signs("host") {
		missing = append(missing, "host")
	}
	for name := range r.Header {
		name = strings.ToLower(name)
		if strings.HasPrefix(name, "x-amz-") && !c.signs(name) && !mayStayUnsigned(name) {
			missing = append(missing, name)
		}
	}
	if missing == nil {
		return nil
	}
	slices.Sort(missing)
	return &Error{Code: "AccessDenied", Status: http.StatusForbidden,
		Message: "There were headers present in the request which were not signed",
		Fields:  [][2]string{{"HeadersNotSigned", strings.Join(missing, ", ")}}}
}

// mayStayUnsigned: x-amz-content-sha256 is in the canonical request in any
// case. CloudFront adds x-amz-cf-id on the way to S3, and presigned URLs pass
// through it all the same.
func mayStayUnsigned(name string) bool {
	return name == "x-amz-content-sha256" || name == "x-amz-cf-id"
}

// checkSignature compares the signature with the one that ought to be.
func (c *claim) checkSignature(r *http.Request, payloadHash string, key *signingKey) error {
	canonical := c.canonicalRequest(r, payloadHash)
	text := c.stringToSign(canonical)
	if hmac.Equal([]byte(key.sign(text)), []byte(c.signature)) {
		return nil
	}
	e := signatureMismatch(c.accessKeyID, text, c.signature)
	e.Fields = append(e.Fields, [2]string{"CanonicalRequest", string(canonical)}, [2]string{"CanonicalRequestBytes", spacedHex(canonical)})
	return e
}

func (c *claim) stringToSign(canonicalRequest []byte) []byte {
	b := make([]byte, 0, 160)
	if c.asymmetric {
		b = append(b, algorithmECDSA+"\n"...)
	} else {
		b = append(b, algorithm+"\n"...)
	}
	b = c.time.AppendFormat(b, timeLayout)
	b = append(b, '\n')
	b = append(b, c.scope.String()...)
	b = append(b, '\n')
	return appendHash(b, canonicalRequest)
}

func (c *claim) sessionToken(r *http.Request) string {
	if token := r.Header.Get("X-Amz-Security-Token"); token != "" || !c.presigned {
		return token
	}
	token, _ := c.params.get("X-Amz-Security-Token")
	return token
}

// CheckRegion compares the region that a request was signed for with the one
// of the bucket, or of the endpoint when no bucket is concerned. It fails with
// an *Error; anonymous requests pass.
// Recorded for the header: localstack's test_create_bucket_aws_global.
func CheckRegion(id Identity, region string) error {
	switch {
	case id.Anonymous, id.Region == region && !id.Version2, id.Version2 && takesVersion2(region):
		return nil
	case id.Version2:
		return unsupportedMechanism()
	}
	fault := "the region '" + id.Region + "' is wrong; expecting '" + region + "'"
	e := malformedHeader(fault)
	if id.Presigned {
		e = malformedQuery("Error parsing the X-Amz-Credential parameter; " + fault)
	}
	e.Fields = [][2]string{{"Region", region}}
	return e
}
