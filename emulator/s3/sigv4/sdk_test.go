package sigv4

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	cftypes "github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"crossfront/emulator/clock"
)

var awkwardKeys = []string{
	"plain.txt", "a b", "a=b", "[x](y)!*'", "a+b", "a%2Fb", "a//b", "/leading", "../up/./x", "trailing/", "emoji 🎬.m3u8",
	"semi;colon,comma", "q?u#x&y", "~tilde_-.", "new\nline", "per%cent", "é", `back\slash"quote`, ":@$",
}

func testKeys() *Keyring {
	return NewKeyring([]Credential{{"test", "test", "000000000000"}})
}

// seen is what a server made of a request.
type seen struct {
	Mode      string // x-amz-content-sha256, hex shortened to "sha256"
	Identity  Identity
	Err       string
	Body      string
	Length    int64
	Checksums map[string]string
	Request   *http.Request `json:"-"`
}

// watch is a server that verifies and reads whatever arrives.
type watch struct {
	*httptest.Server
	mu   sync.Mutex
	last seen
}

func newWatch(t *testing.T, v *Verifier, tls bool) *watch {
	w := new(watch)
	h := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		got := look(v, r)
		w.mu.Lock()
		w.last = got
		w.mu.Unlock()
		rw.Header().Set("Content-Type", "application/json")
		if got.Err != "" {
			rw.WriteHeader(http.StatusBadRequest)
		}
		_ = json.NewEncoder(rw).Encode(got)
	})
	if tls {
		w.Server = httptest.NewTLSServer(h)
	} else {
		w.Server = httptest.NewServer(h)
	}
	t.Cleanup(w.Close)
	return w
}

func look(v *Verifier, r *http.Request) seen {
	got := seen{Request: r, Mode: r.Header.Get("X-Amz-Content-Sha256")}
	if len(got.Mode) == 64 {
		got.Mode = "sha256"
	}
	id, err := v.Verify(r)
	if err != nil {
		got.Err = err.Error()
		return got
	}
	got.Identity = id
	b, err := v.Body(r, id)
	if err != nil {
		got.Err = err.Error()
		return got
	}
	data, err := io.ReadAll(b)
	if err != nil {
		got.Err = err.Error()
	}
	got.Body, got.Length, got.Checksums = string(data), b.DecodedLength, b.Checksums()
	return got
}

func (w *watch) seen(t *testing.T) seen {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last.Request == nil {
		t.Fatal("nothing arrived")
	}
	got := w.last
	w.last = seen{}
	return got
}

func (w *watch) s3(options ...func(*s3.Options)) *s3.Client {
	return s3.New(s3.Options{
		Region: "eu-west-1", BaseEndpoint: aws.String(w.URL), UsePathStyle: true, HTTPClient: w.Client(),
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""), RetryMaxAttempts: 1,
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenSupported, // what LoadDefaultConfig sets
	}, options...)
}

// What the real client sends for each kind of body, over http and https.
func TestClientUploads(t *testing.T) {
	stream := func(s string) io.Reader { return struct{ io.Reader }{strings.NewReader(s)} }
	big := strings.Repeat("0123456789abcdef", 20000)
	tests := []struct {
		name      string
		tls       bool
		in        s3.PutObjectInput
		mode      string
		body      string
		algorithm string
	}{
		{"seekable over http", false, s3.PutObjectInput{Body: strings.NewReader("hello")}, "sha256", "hello", "CRC32"},
		{"seekable over https", true, s3.PutObjectInput{Body: strings.NewReader("hello")}, payloadUnsignedTrailer, "hello", "CRC32"},
		{"stream over https", true, s3.PutObjectInput{Body: stream(big), ContentLength: aws.Int64(int64(len(big)))}, payloadUnsignedTrailer, big, "CRC32"},
		{"empty over https", true, s3.PutObjectInput{Body: strings.NewReader("")}, payloadUnsigned, "", "CRC32"},
		{"nil over http", false, s3.PutObjectInput{}, "sha256", "", "CRC32"},
		{"crc32c", true, s3.PutObjectInput{Body: strings.NewReader("hello"), ChecksumAlgorithm: types.ChecksumAlgorithmCrc32c}, payloadUnsignedTrailer, "hello", "CRC32C"},
		{"crc64nvme", false, s3.PutObjectInput{Body: strings.NewReader("hello"), ChecksumAlgorithm: types.ChecksumAlgorithmCrc64nvme}, "sha256", "hello", "CRC64NVME"},
		{"sha1", true, s3.PutObjectInput{Body: strings.NewReader("hello"), ChecksumAlgorithm: types.ChecksumAlgorithmSha1}, payloadUnsignedTrailer, "hello", "SHA1"},
		{"sha256", false, s3.PutObjectInput{Body: strings.NewReader("hello"), ChecksumAlgorithm: types.ChecksumAlgorithmSha256}, "sha256", "hello", "SHA256"},
		{"sha512", true, s3.PutObjectInput{Body: strings.NewReader("hello"), ChecksumAlgorithm: types.ChecksumAlgorithmSha512}, payloadUnsignedTrailer, "hello", "SHA512"},
		{"given value", false, s3.PutObjectInput{Body: strings.NewReader("hello"), ChecksumCRC32: aws.String("NhCmhg==")}, "sha256", "hello", "CRC32"},
		{"metadata", false, s3.PutObjectInput{Body: strings.NewReader("x"), Metadata: map[string]string{"a": "  two  spaces  "}, ContentType: aws.String("text/plain; charset=utf-8")}, "sha256", "x", "CRC32"},
	}
	plain := newWatch(t, NewVerifier(testKeys(), new(clock.Adjustable)), false)
	secure := newWatch(t, NewVerifier(testKeys(), new(clock.Adjustable)), true)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := plain
			if tt.tls {
				w = secure
			}
			tt.in.Bucket, tt.in.Key = aws.String("media"), aws.String("vod/a key")
			if _, err := w.s3().PutObject(context.Background(), &tt.in); err != nil {
				t.Errorf("PutObject: %v", err)
			}
			got := w.seen(t)
			if got.Err != "" || got.Mode != tt.mode || got.Body != tt.body || got.Length != int64(len(tt.body)) {
				t.Errorf("mode %q, %d bytes of %d, error %q; want mode %q, %d bytes", got.Mode, len(got.Body), got.Length, got.Err, tt.mode, len(tt.body))
			}
			h, _ := NewChecksum(tt.algorithm)
			_, _ = io.WriteString(h, tt.body)
			if want := encode64(h.Sum(nil)); got.Checksums[tt.algorithm] != want {
				t.Errorf("checksums %v, want %s %s", got.Checksums, tt.algorithm, want)
			}
		})
	}
}

func TestClientKeys(t *testing.T) {
	v := NewVerifier(testKeys(), new(clock.Adjustable))
	w := newWatch(t, v, false)
	for _, key := range awkwardKeys {
		_, err := w.s3().PutObject(context.Background(), &s3.PutObjectInput{Bucket: aws.String("media"), Key: &key, Body: strings.NewReader("x")})
		got := w.seen(t)
		if err != nil || got.Err != "" {
			t.Errorf("key %q: %v %s", key, err, got.Err)
		}
		if path := got.Request.URL.Path; path != "/media/"+key {
			t.Errorf("key %q arrived as %q", key, path)
		}
		// The answer is no listing; only what arrived matters.
		_, _ = w.s3().ListObjectsV2(context.Background(), &s3.ListObjectsV2Input{Bucket: aws.String("media"), Prefix: &key, Delimiter: aws.String("/")})
		if got := w.seen(t); got.Err != "" {
			t.Errorf("prefix %q: %s", key, got.Err)
		}
	}
}

func TestClientPresigned(t *testing.T) {
	v := NewVerifier(testKeys(), new(clock.Adjustable))
	w := newWatch(t, v, false)
	presigner := s3.NewPresignClient(w.s3())
	ctx := context.Background()
	for _, key := range awkwardKeys {
		get, err := presigner.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("media"), Key: &key, ResponseContentType: aws.String("text/plain; a=b+c")})
		if err != nil {
			t.Fatal(err)
		}
		if got := fetch(t, w, get, ""); got.Err != "" || !got.Identity.Presigned || got.Identity.Expires != 15*time.Minute {
			t.Errorf("GET %q: %+v", key, got)
		}
		put, err := presigner.PresignPutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("media"), Key: &key, ContentType: aws.String("video/mp2t"),
			ACL: types.ObjectCannedACLBucketOwnerFullControl, Metadata: map[string]string{"k": "v"}}, s3.WithPresignExpires(7*24*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		got := fetch(t, w, put, "the real body")
		if got.Err != "" || got.Body != "the real body" {
			t.Errorf("PUT %q: %+v", key, got)
		}
		put.URL = strings.Replace(put.URL, "X-Amz-Expires=604800", "X-Amz-Expires=604799", 1)
		if got := fetch(t, w, put, "the real body"); !strings.HasPrefix(got.Err, "SignatureDoesNotMatch") {
			t.Errorf("PUT %q with a changed expiry: %q", key, got.Err)
		}
	}
	if _, err := presigner.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("m"), Key: aws.String("k")}); err != nil {
		t.Fatal(err)
	}
}

func fetch(t *testing.T, w *watch, p *v4.PresignedHTTPRequest, body string) seen {
	t.Helper()
	r, err := http.NewRequest(p.Method, p.URL, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range p.SignedHeader {
		if name != "Host" {
			r.Header[name] = values
		}
	}
	resp, err := w.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return w.seen(t)
}

// CloudFront's client neither sends the body's hash nor leaves the path alone.
func TestClientCloudFront(t *testing.T) {
	v := NewVerifier(testKeys(), new(clock.Adjustable)).ForService("cloudfront")
	w := newWatch(t, v, false)
	client := cloudfront.New(cloudfront.Options{Region: "us-east-1", BaseEndpoint: aws.String(w.URL),
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", "token"), RetryMaxAttempts: 1})
	ctx := context.Background()
	_, _ = client.ListTagsForResource(ctx, &cloudfront.ListTagsForResourceInput{Resource: aws.String("arn:aws:cloudfront::000000000000:distribution/E1 =+/x")})
	if got := w.seen(t); got.Err != "" || got.Identity.Service != "cloudfront" || got.Identity.SessionToken != "token" {
		t.Errorf("%+v", got)
	}
	_, _ = client.GetDistribution(ctx, &cloudfront.GetDistributionInput{Id: aws.String("E 1=é")})
	if got := w.seen(t); got.Err != "" {
		t.Error(got.Err)
	}
	_, _ = client.CreateFunction(ctx, &cloudfront.CreateFunctionInput{Name: aws.String("f"), FunctionCode: []byte("code"),
		FunctionConfig: &cftypes.FunctionConfig{Comment: aws.String("c"), Runtime: cftypes.FunctionRuntimeCloudfrontJs20}})
	if got := w.seen(t); got.Err != "" || !strings.Contains(got.Body, "<FunctionCode>") {
		t.Errorf("the body after Verify: %+v", got)
	}
	r, _ := http.NewRequest("GET", w.URL+"/2020-05-31/distribution", nil)
	resp, err := w.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := w.seen(t); !strings.HasPrefix(got.Err, "MissingAuthenticationToken") {
		t.Errorf("unsigned: %q", got.Err)
	}
	// A request for S3 is none for CloudFront.
	_, _ = w.s3().ListBuckets(ctx, nil)
	if got := w.seen(t); !strings.Contains(got.Err, `incorrect service "s3"`) {
		t.Errorf("signed for s3: %q", got.Err)
	}
}

// The signer alone, as S3 uses it, against everything that HTTP lets through.
func TestSignerHeaders(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	v := NewVerifier(testKeys(), fixed(now))
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	hash := hashOf("body")
	for _, edit := range []func(r *http.Request){
		func(*http.Request) {},
		func(r *http.Request) { r.Header["X-Amz-Meta-List"] = []string{" a ", "b  c", "d,e"} },
		func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") },
		func(r *http.Request) { r.Host = "media.s3.localhost:4566" },
		func(r *http.Request) { r.URL.RawQuery = "uploads" },
		func(r *http.Request) { r.URL.RawQuery = "a=2&a=1&A=3&empty=&b+c=d%20e&x=%2F%25&a-b=1&a=%C3%A9" },
		func(r *http.Request) { r.Header.Set("X-Amz-Meta-Utf8", "héllo") },
	} {
		r := httptest.NewRequest("PUT", "http://localhost:4566/media/a%20b", strings.NewReader("body"))
		r.Header.Set("X-Amz-Content-Sha256", hash)
		edit(r)
		creds := aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}
		raw := r.URL.RawQuery
		if err := signer.SignHTTP(context.Background(), creds, r, hash, "s3", "us-east-1", now); err != nil {
			t.Fatal(err)
		}
		if raw == "uploads" {
			r.URL.RawQuery = raw
		}
		if got := look(v, r); got.Err != "" || got.Body != "body" {
			t.Errorf("%v?%v %v: %s", r.URL.Path, r.URL.RawQuery, r.Header, got.Err)
		}
		r.Body = io.NopCloser(strings.NewReader("bod!"))
		if got := look(v, r); !strings.HasPrefix(got.Err, "XAmzContentSHA256Mismatch") {
			t.Errorf("another body: %q", got.Err)
		}
	}
}

// The wire form of a path may escape more or less than UriEncode does.
func TestPathForms(t *testing.T) {
	for _, tt := range []struct{ wire, canonical string }{
		{"/media/a=b", "/media/a%3Db"},
		{"/media/a%3Db", "/media/a%3Db"},
		{"/media/a%3db", "/media/a%3Db"},
		{"/media/(x)!*'", "/media/%28x%29%21%2A%27"},
		{"/media/%7Etilde~", "/media/~tilde~"},
		{"/media/a+b%2B", "/media/a%2Bb%2B"},
		{"/media/a%2Fb", "/media/a%2Fb"},
		{"/media/a%252Fb", "/media/a%252Fb"},
		{"/media//../.", "/media//../."},
		{"/media/%F0%9F%8E%AC", "/media/%F0%9F%8E%AC"},
		{"", "/"},
		{"/a[b]%2Fc", "/a%5Bb%5D%2Fc"},
	} {
		u := new(url.URL)
		if tt.wire != "" {
			var err error
			if u, err = url.ParseRequestURI(tt.wire); err != nil {
				t.Fatal(err)
			}
		}
		if got := string(appendCanonicalPath(nil, escapedPath(u))); got != tt.canonical {
			t.Errorf("%q: %q, want %q", tt.wire, got, tt.canonical)
		}
	}
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func encode64(b []byte) string {
	var out bytes.Buffer
	_ = json.NewEncoder(&out).Encode(b)
	return strings.Trim(out.String(), "\"\n")
}
