package sigv4

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/google/go-cmp/cmp"
)

const emptySHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func noonVerifier() *Verifier { return NewVerifier(testKeys(), fixed(noon)) }

// signed is a GET that the SDK signed at noon, for key "test".
func signed(t *testing.T, at time.Time, secret string, header ...string) *http.Request {
	t.Helper()
	r := httptest.NewRequest("GET", "http://localhost:4566/media/a", nil)
	r.Header.Set("X-Amz-Content-Sha256", emptySHA)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	err := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }).
		SignHTTP(context.Background(), aws.Credentials{AccessKeyID: "test", SecretAccessKey: secret}, r, r.Header.Get("X-Amz-Content-Sha256"), "s3", "us-east-1", at)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// presign is a GET that the SDK presigned, valid for a minute.
func presign(t *testing.T, at time.Time, extra string, header ...string) *http.Request {
	t.Helper()
	r := httptest.NewRequest("GET", "http://localhost:4566/media/a?X-Amz-Expires=60"+extra, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	u, _, err := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }).
		PresignHTTP(context.Background(), aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test", SessionToken: "tok"}, r, payloadUnsigned, "s3", "us-east-1", at)
	if err != nil {
		t.Fatal(err)
	}
	return httptest.NewRequest("GET", u, nil)
}

func replaceAuth(r *http.Request, old, new string) *http.Request {
	r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, new, 1))
	return r
}

func replaceQuery(r *http.Request, old, new string) *http.Request {
	r.URL.RawQuery = strings.Replace(r.URL.RawQuery, old, new, 1)
	return r
}

func with(r *http.Request, name, value string) *http.Request {
	r.Header.Set(name, value)
	return r
}

func plainRequest(authorization string) *http.Request {
	return with(httptest.NewRequest("GET", "http://localhost:4566/", nil), "Authorization", authorization)
}

func TestRefusals(t *testing.T) {
	const missingParameters = "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
	malformed := func(fault string) *Error {
		return &Error{Code: "AuthorizationHeaderMalformed", Message: "The authorization header is malformed; " + fault, Status: 400}
	}
	inQuery := func(message string) *Error {
		return &Error{Code: "AuthorizationQueryParametersError", Message: message, Status: 400}
	}
	argument := func(message, value string) *Error {
		return &Error{Code: "InvalidArgument", Message: message, Status: 400, Fields: [][2]string{{"ArgumentName", "Authorization"}, {"ArgumentValue", value}}}
	}
	both := signed(t, noon, "test")
	both.URL.RawQuery = "X-Amz-Algorithm=AWS4-HMAC-SHA256"
	tests := []struct {
		name string
		r    *http.Request
		want *Error
	}{
		{"too old", signed(t, noon.Add(-15*time.Minute-time.Second), "test"), &Error{"RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", 403,
			[][2]string{{"RequestTime", "20261123T114459Z"}, {"ServerTime", "2026-11-23T12:00:00Z"}, {"MaxAllowedSkewMilliseconds", "900000"}}}},
		{"too new", signed(t, noon.Add(15*time.Minute+time.Second), "test"), &Error{"RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", 403,
			[][2]string{{"RequestTime", "20261123T121501Z"}, {"ServerTime", "2026-11-23T12:00:00Z"}, {"MaxAllowedSkewMilliseconds", "900000"}}}},
		{"unknown key", replaceAuth(signed(t, noon, "test"), "Credential=test", "Credential=toast"),
			&Error{"InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403, [][2]string{{"AWSAccessKeyId", "toast"}}}},
		{"no date", with(signed(t, noon, "test"), "X-Amz-Date", "yesterday"), &Error{"AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", 403, nil}},
		{"date of another day", replaceAuth(signed(t, noon, "test"), "/20261123/", "/20261122/"), malformed(`Invalid credential date "20261122". This date is not the same as X-Amz-Date: "20261123".`)},
		{"unsigned header", with(with(signed(t, noon, "test"), "X-Amz-Tagging", "a=b"), "X-Amz-Acl", "private"), &Error{"AccessDenied", "There were headers present in the request which were not signed", 403,
			[][2]string{{"HeadersNotSigned", "x-amz-acl, x-amz-tagging"}}}},
		{"host not signed", replaceAuth(signed(t, noon, "test"), "SignedHeaders=host;", "SignedHeaders="), &Error{"AccessDenied", "There were headers present in the request which were not signed", 403,
			[][2]string{{"HeadersNotSigned", "host"}}}},
		{"no payload hash", func() *http.Request { r := signed(t, noon, "test"); r.Header.Del("X-Amz-Content-Sha256"); return r }(),
			&Error{"InvalidRequest", "Missing required header for this request: x-amz-content-sha256", 400, nil}},
		{"odd payload hash", signed(t, noon, "test", "X-Amz-Content-Sha256", "deadbeef"), &Error{"InvalidArgument",
			"x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
			400, [][2]string{{"ArgumentName", "x-amz-content-sha256"}, {"ArgumentValue", "deadbeef"}}}},
		{"ECDSA payload", signed(t, noon, "test", "X-Amz-Content-Sha256", payloadECDSATrailer), notImplemented("x-amz-content-sha256")},
		{"ECDSA", plainRequest("AWS4-ECDSA-P256-SHA256 Credential=x"), notImplemented("Authorization")},
		{"bearer", plainRequest("Bearer token"), argument("Unsupported Authorization Type", "Bearer token")},
		{"one word", plainRequest("AWS4-HMAC-SHA256"), argument("Authorization header is invalid -- one and only one ' ' (space) required.", "AWS4-HMAC-SHA256")},
		{"both ways", both, argument("Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified", both.Header.Get("Authorization"))},
		{"no credential", plainRequest("AWS4-HMAC-SHA256 Credentials=a, SignedHeaders=host, Signature=00"), malformed("missing Credential.")},
		{"no signed headers", plainRequest("AWS4-HMAC-SHA256 Credential=a/20261123/r/s3/aws4_request, Headers=host, Signature=00"), malformed("missing SignedHeaders.")},
		{"no signature", plainRequest("AWS4-HMAC-SHA256 Credential=a/20261123/r/s3/aws4_request, SignedHeaders=host, Sig=00"), malformed("missing Signature.")},
		{"two components", plainRequest("AWS4-HMAC-SHA256 Credential=a/20261123/r/s3/aws4_request, SignedHeaders=host"), malformed("the authorization header requires three components: Credential, SignedHeaders, and Signature.")},
		{"broken component", plainRequest("AWS4-HMAC-SHA256 Credential"), malformed(`the authorization component "Credential" is malformed.`)},
		{"short credential", plainRequest("AWS4-HMAC-SHA256 Credential=a/r/s3/aws4_request, SignedHeaders=host, Signature=00"), malformed(malformedCredential)},
		{"service", plainRequest("AWS4-HMAC-SHA256 Credential=a/20261123/r/ec2/aws4_request, SignedHeaders=host, Signature=00"), malformed(`incorrect service "ec2". This endpoint belongs to "s3".`)},
		{"terminal", plainRequest("AWS4-HMAC-SHA256 Credential=a/20261123/r/s3/aws5_request, SignedHeaders=host, Signature=00"), malformed(`incorrect terminal "aws5_request". This endpoint uses "aws4_request".`)},
		{"scope's date", plainRequest("AWS4-HMAC-SHA256 Credential=a/2026/r/s3/aws4_request, SignedHeaders=host, Signature=00"), malformed(`incorrect date format "2026". This date in the credential must be in the format "yyyyMMdd".`)},

		{"expired", presign(t, noon.Add(-61*time.Second), ""), &Error{"AccessDenied", "Request has expired", 403,
			[][2]string{{"X-Amz-Expires", "60"}, {"Expires", "2026-11-23T11:59:59Z"}, {"ServerTime", "2026-11-23T12:00:00Z"}}}},
		{"not yet valid", presign(t, noon.Add(16*time.Minute), ""), &Error{"AccessDenied", "Request is not yet valid", 403, [][2]string{{"ServerTime", "2026-11-23T12:00:00Z"}}}},
		{"a parameter missing", replaceQuery(presign(t, noon, ""), "&X-Amz-SignedHeaders=host", ""), inQuery(missingParameters)},
		{"expiry is a word", replaceQuery(presign(t, noon, ""), "Expires=60", "Expires=soon"), inQuery("X-Amz-Expires should be a number")},
		{"expiry below zero", replaceQuery(presign(t, noon, ""), "Expires=60", "Expires=-1"), inQuery("X-Amz-Expires must be non-negative")},
		{"expiry beyond a week", replaceQuery(presign(t, noon, ""), "Expires=60", "Expires=604801"), inQuery("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds")},
		{"another algorithm", replaceQuery(presign(t, noon, ""), "HMAC-SHA256", "HMAC-MD5"), inQuery(`X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"`)},
		{"date is a word", replaceQuery(presign(t, noon, ""), "X-Amz-Date=20261123T120000Z", "X-Amz-Date=now"), inQuery(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`)},
		{"credential encoded twice", replaceQuery(presign(t, noon, ""), "test%2F", "test%252F"), inQuery("Error parsing the X-Amz-Credential parameter; " + malformedCredential)},
		{"presigned for another service", replaceQuery(presign(t, noon, ""), "%2Fs3%2F", "%2Fec2%2F"), inQuery(`Error parsing the X-Amz-Credential parameter; incorrect service "ec2". This endpoint belongs to "s3".`)},
		{"header that the URL does not sign", with(presign(t, noon, ""), "X-Amz-Acl", "public-read"), &Error{"AccessDenied", "There were headers present in the request which were not signed", 403,
			[][2]string{{"HeadersNotSigned", "x-amz-acl"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id, err := noonVerifier().Verify(tt.r)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("accepted: %+v, %v", id, err)
			}
			if diff := cmp.Diff(tt.want, e); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestSignatureDoesNotMatch(t *testing.T) {
	_, err := noonVerifier().Verify(signed(t, noon, "wrong"))
	var e *Error
	if !errors.As(err, &e) || e.Code != "SignatureDoesNotMatch" || e.Status != 403 {
		t.Fatalf("error %v", err)
	}
	fields := map[string]string{}
	var order []string
	for _, f := range e.Fields {
		fields[f[0]] = f[1]
		order = append(order, f[0])
	}
	if got := strings.Join(order, " "); got != "AWSAccessKeyId StringToSign SignatureProvided StringToSignBytes CanonicalRequest CanonicalRequestBytes" {
		t.Errorf("fields %s", got)
	}
	canonical := "GET\n/media/a\n\nhost:localhost:4566\nx-amz-content-sha256:" + emptySHA + "\nx-amz-date:20261123T120000Z\n\nhost;x-amz-content-sha256;x-amz-date\n" + emptySHA
	if fields["CanonicalRequest"] != canonical {
		t.Errorf("canonical request\n%s\nwant\n%s", fields["CanonicalRequest"], canonical)
	}
	if want := "AWS4-HMAC-SHA256\n20261123T120000Z\n20261123/us-east-1/s3/aws4_request\n" + hashOf(canonical); fields["StringToSign"] != want {
		t.Errorf("string to sign\n%s\nwant\n%s", fields["StringToSign"], want)
	}
	if !strings.HasPrefix(fields["StringToSignBytes"], "41 57 53 34 2d 48 ") || !strings.HasPrefix(fields["CanonicalRequestBytes"], "47 45 54 0a 2f") {
		t.Errorf("bytes %s and %s", fields["StringToSignBytes"], fields["CanonicalRequestBytes"])
	}
}

func TestIdentity(t *testing.T) {
	v := noonVerifier()
	if id, err := v.Verify(httptest.NewRequest("GET", "http://localhost:4566/media/a?X-Amz-Date=x", nil)); err != nil || !id.Anonymous {
		t.Errorf("unsigned: %+v, %v", id, err)
	}
	id, err := v.Verify(signed(t, noon.Add(-15*time.Minute), "test"))
	if err != nil {
		t.Fatal(err)
	}
	id.chain = nil
	want := Identity{AccountID: "000000000000", AccessKeyID: "test", Service: "s3", Region: "us-east-1", Time: noon.Add(-15 * time.Minute),
		SignedHeaders: []string{"host", "x-amz-content-sha256", "x-amz-date"}, PayloadHash: emptySHA}
	if diff := cmp.Diff(want, id, cmp.AllowUnexported(Identity{})); diff != "" {
		t.Error(diff)
	}
	id, err = v.Verify(presign(t, noon.Add(-time.Minute), ""))
	if err != nil || !id.Presigned || id.SessionToken != "tok" || id.Expires != time.Minute || id.PayloadHash != payloadUnsigned {
		t.Errorf("presigned: %+v, %v", id, err)
	}
	// CloudFront's own header may come on top of a signature.
	if _, err := v.Verify(with(presign(t, noon, ""), "X-Amz-Cf-Id", "x")); err != nil {
		t.Errorf("through CloudFront: %v", err)
	}
}

func TestCheckRegion(t *testing.T) {
	header := Identity{Region: "us-east-1"}
	url := Identity{Region: "us-east-1", Presigned: true}
	old := Identity{Presigned: true, Version2: true}
	for _, tt := range []struct {
		id     Identity
		region string
		want   string
	}{
		{header, "us-east-1", ""},
		{Identity{Anonymous: true}, "eu-west-1", ""},
		{header, "eu-west-1", "AuthorizationHeaderMalformed: The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'"},
		{url, "eu-west-1", "AuthorizationQueryParametersError: Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is wrong; expecting 'eu-west-1'"},
		{old, "eu-west-1", ""},
		{old, "eu-central-1", "InvalidRequest: The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."},
	} {
		got := ""
		if err := CheckRegion(tt.id, tt.region); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%+v in %s: %q, want %q", tt.id, tt.region, got, tt.want)
		}
	}
}

func TestQueryHeaders(t *testing.T) {
	v := noonVerifier()
	r := presign(t, noon, "&x-amz-acl=private&X-Amz-Meta-K=v&x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32&partNumber=1")
	id, err := v.Verify(r)
	if err != nil {
		t.Fatal(err)
	}
	want := http.Header{"X-Amz-Acl": {"private"}, "X-Amz-Meta-K": {"v"}, "X-Amz-Sdk-Checksum-Algorithm": {"CRC32"}}
	if diff := cmp.Diff(want, v.QueryHeaders(r, id)); diff != "" {
		t.Error(diff)
	}
	if got := v.WithQueryChecksums(true).QueryHeaders(r, id); got.Get("X-Amz-Checksum-Crc32") != "AAAAAA==" {
		t.Errorf("with query checksums: %v", got)
	}
	if got := v.QueryHeaders(r, Identity{Anonymous: true}); got != nil {
		t.Errorf("anonymous: %v", got)
	}
}

func TestRestatedForOtherServices(t *testing.T) {
	v := noonVerifier().ForService("cloudfront")
	sign := func(secret, service string, at time.Time) *http.Request {
		r := httptest.NewRequest("GET", "http://localhost:4566/2020-05-31/distribution", nil)
		err := v4.NewSigner().SignHTTP(context.Background(), aws.Credentials{AccessKeyID: "test", SecretAccessKey: secret}, r, emptySHA, service, "us-east-1", at)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, tt := range []struct {
		r    *http.Request
		want string
	}{
		{sign("test", "cloudfront", noon), ""},
		{sign("wrong", "cloudfront", noon), "SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."},
		{replaceAuth(sign("test", "cloudfront", noon), "Credential=test", "Credential=toast"), "InvalidClientTokenId: The security token included in the request is invalid."},
		{sign("test", "s3", noon), `IncompleteSignature: The authorization header is malformed; incorrect service "s3". This endpoint belongs to "cloudfront".`},
		{sign("test", "cloudfront", noon.Add(-time.Hour)), "SignatureDoesNotMatch: Signature expired: 20261123T110000Z is now earlier than 20261123T114500Z (20261123T120000Z - 15 min.)"},
		{sign("test", "cloudfront", noon.Add(time.Hour)), "SignatureDoesNotMatch: Signature not yet current: 20261123T130000Z is still later than 20261123T121500Z (20261123T120000Z + 15 min.)"},
		{httptest.NewRequest("GET", "http://localhost:4566/2020-05-31/distribution", nil), "MissingAuthenticationToken: Request is missing Authentication Token"},
	} {
		got := ""
		if _, err := v.Verify(tt.r); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestKeyCacheIsBounded(t *testing.T) {
	c := new(keyCache)
	for i := range 10 * maxCachedKeys {
		s := scope{accessKeyID: "test", date: "20261123", region: strings.Repeat("x", i), service: "s3"}
		if *c.key("test", &s) != *deriveKey("test", &s) {
			t.Fatal("another key than the derived one")
		}
		if len(c.keys) > maxCachedKeys {
			t.Fatalf("%d keys kept", len(c.keys))
		}
	}
}

// The URLs are what botocore 1.43's s3-query signer makes of the same requests
// (AWSAccessKeyId test, secret test).
func TestVersion2(t *testing.T) {
	v := noonVerifier()
	for _, tt := range version2URLs {
		r := httptest.NewRequest(tt.method, tt.url, nil)
		for i := 0; i < len(tt.header); i += 2 {
			r.Header.Set(tt.header[i], tt.header[i+1])
		}
		id, err := v.Verify(r)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, tt.want) || (got == "") != (tt.want == "") || got == "" && (!id.Version2 || !id.Presigned || id.AccountID != "000000000000") {
			t.Errorf("%s: %q, %+v; want %q", tt.url, got, id, tt.want)
		}
		if _, err := v.WithVersion2(false).Verify(r); codeOf(err) != "InvalidRequest" {
			t.Errorf("switched off: %v", err)
		}
	}
}
