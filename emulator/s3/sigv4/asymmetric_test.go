package sigv4

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudfrontkeyvaluestore"

	"crossfront/emulator/clock"
)

// The key pair of AWS's own test:
// https://github.com/awslabs/aws-c-auth/blob/main/tests/key_derivation_tests.c
func TestDeriveKeyPair(t *testing.T) {
	key, err := deriveKeyPair(&Credential{AccessKeyID: "AKISORANDOMAASORANDOM", SecretAccessKey: "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom"})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	const want = "15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb" + "0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0"
	if got := strings.ReplaceAll(spacedHex(raw[1:]), " ", ""); got != want {
		t.Errorf("public key %s", got)
	}
}

const kvs = "cloudfront-keyvaluestore"

// signedByKVS is what AWS's SDK sends for PutKey, with its body.
func signedByKVS(t *testing.T, key, secret string) (*http.Request, string) {
	t.Helper()
	var sent *http.Request
	var body string
	c := cloudfrontkeyvaluestore.New(cloudfrontkeyvaluestore.Options{
		BaseEndpoint: aws.String("http://localhost:4566"), Region: "us-east-1", RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider(key, secret, ""),
		HTTPClient: roundTrip(func(r *http.Request) (*http.Response, error) {
			sent = r
			text, err := io.ReadAll(r.Body)
			body = string(text)
			return &http.Response{StatusCode: 500, Header: http.Header{}, Body: http.NoBody}, err
		}),
	})
	_, _ = c.PutKey(t.Context(), &cloudfrontkeyvaluestore.PutKeyInput{
		KvsARN: aws.String("arn:aws:cloudfront::000000000000:key-value-store/0c7ef3b2-9f5a-4a4f-8f0b-6f9f3d7b1a10"),
		Key:    aws.String("a/b c?é"), Value: aws.String("v"), IfMatch: aws.String("E1"),
	})
	if sent == nil {
		t.Fatal("the SDK sent nothing")
	}
	// As a server sees it.
	in, err := http.NewRequestWithContext(context.Background(), sent.Method, "http://"+sent.URL.Host+sent.URL.RequestURI(), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	in.Header = sent.Header.Clone()
	return in, body
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) Do(r *http.Request) (*http.Response, error) { return f(r) }

func TestAsymmetric(t *testing.T) {
	tests := []struct {
		name   string
		secret string
		change func(*http.Request)
		code   string
	}{
		{"as AWS's SDK signs", "test", nil, ""},
		{"another secret", "other", nil, "SignatureDoesNotMatch"},
		{"another path", "test", func(r *http.Request) { r.URL.Path, r.URL.RawPath = "/key-value-stores/x/keys/a", "" }, "SignatureDoesNotMatch"},
		{"another body", "test", func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader(`{"Value":"w"}`)) }, "SignatureDoesNotMatch"},
		{"another If-Match", "test", func(r *http.Request) { r.Header.Set("If-Match", "E2") }, "SignatureDoesNotMatch"},
		{"another method", "test", func(r *http.Request) { r.Method = "DELETE" }, "SignatureDoesNotMatch"},
		{"no signature", "test", func(r *http.Request) { r.Header.Del("Authorization") }, "MissingAuthenticationToken"},
		{"another region set", "test", func(r *http.Request) { r.Header.Set(regionSetHeader, "us-west-2") }, "IncompleteSignature"},
		{"a region set that has the region", "test", func(r *http.Request) { r.Header.Set(regionSetHeader, "eu-*,us-*") }, "SignatureDoesNotMatch"},
		{"no region set", "test", func(r *http.Request) { r.Header.Del(regionSetHeader) }, "IncompleteSignature"},
		{"another service", "test", edit("/cloudfront-keyvaluestore/", "/s3/"), "IncompleteSignature"},
		{"no key", "test", edit("Credential=test/", "Credential="), "IncompleteSignature"},
		{"a region in the scope", "test", edit("/cloudfront-keyvaluestore/", "/us-east-1/cloudfront-keyvaluestore/"), "IncompleteSignature"},
		{"an unknown key", "test", edit("Credential=test/", "Credential=other/"), "InvalidClientTokenId"},
		{"a signature that is none", "test", edit("Signature=", "Signature=zz"), "SignatureDoesNotMatch"},
		{"Signature Version 4", "test", edit(algorithmECDSA, algorithm), "SignatureDoesNotMatch"},
		{"another scheme", "test", edit(algorithmECDSA, "Bearer"), "IncompleteSignature"},
		{"too old", "test", func(r *http.Request) {
			old := time.Now().UTC().Add(-time.Hour)
			edit(r.Header.Get("X-Amz-Date")[:8]+"/", old.Format(dateLayout)+"/")(r)
			r.Header.Set("X-Amz-Date", old.Format(timeLayout))
		}, "SignatureDoesNotMatch"},
	}
	v := NewVerifier(testKeys(), new(clock.Adjustable)).ForRegionSet(kvs, "us-east-1")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, body := signedByKVS(t, "test", tt.secret)
			if service, region, ok := Scope(r); service != kvs || region != "" || !ok {
				t.Errorf("scope %q %q %v", service, region, ok)
			}
			if tt.change != nil {
				tt.change(r)
			}
			id, err := v.Verify(r)
			if got := codeOf(err); got != tt.code {
				t.Fatalf("%v, want %q", err, tt.code)
			}
			if err != nil {
				return
			}
			if id.AccountID != "000000000000" || id.Service != kvs {
				t.Errorf("%+v", id)
			}
			if left, err := io.ReadAll(r.Body); err != nil || string(left) != body {
				t.Errorf("the body became %q, %v", left, err)
			}
		})
	}
	// S3 still says that it does not take such signatures.
	r, _ := signedByKVS(t, "test", "test")
	if _, err := NewVerifier(testKeys(), new(clock.Adjustable)).Verify(r); codeOf(err) != "NotImplemented" {
		t.Errorf("S3: %v", err)
	}
}

// edit changes the Authorization header.
func edit(old, new string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, new, 1))
	}
}
