package emulator_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// TestExport serves an account's set-up as the AWS CLI prints it, unchanged:
// four origins, ten behaviors beside the default one, legacy settings and
// policies mixed, custom policies of all three kinds, a function. Each behavior is asked
// once, from the page that the set-up is for.
func TestExport(t *testing.T) {
	var seen http.Header
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header.Clone()
		seen.Set("Host", r.Host)
		seen.Set("Query", r.URL.RawQuery)
		w.Header().Set("X-Powered-By", "an API")
		io.WriteString(w, "api "+r.URL.Path)
	}))
	defer api.Close()
	r := start(t, "--config=testdata/export/seed.yaml", "--resolve=api.example.com="+api.Listener.Addr().String())
	r.makeWebsite("www-site", "eu-west-1")
	client := r.viewerOf("cdn.example.com")

	const shop = "https://shop.example.com"
	tests := []struct {
		behavior, method, path string
		headers                []string
		status                 int
		want                   map[string]string // headers of the answer; "" is absence
		origin                 map[string]string // headers that the API saw
	}{
		{behavior: "vod/*.m3u8", path: "/vod/index.m3u8", status: 200,
			want: map[string]string{"Access-Control-Allow-Origin": shop, "Access-Control-Expose-Headers": "ETag", "Content-Type": "application/vnd.apple.mpegurl"}},
		{behavior: "vod/*.m3u8", method: "OPTIONS", path: "/vod/index.m3u8", headers: []string{"Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "range"}, status: 200,
			want: map[string]string{"Access-Control-Allow-Headers": "range", "Access-Control-Max-Age": "300"}},
		{behavior: "vod/*", path: "/vod/a.woff2", status: 200, want: map[string]string{"Access-Control-Allow-Origin": shop}},
		{behavior: "fonts/*", path: "/fonts/a.woff2", status: 200, want: map[string]string{"Access-Control-Allow-Origin": "*"}},
		{behavior: "fonts/*", method: "OPTIONS", path: "/fonts/a.woff2", headers: []string{"Access-Control-Request-Method", "GET"}, status: 403,
			want: map[string]string{"Access-Control-Allow-Origin": "", "X-Cache": "Error from cloudfront"}},
		{behavior: "upload/*", method: "PUT", path: "/upload/x.txt", status: 200,
			want: map[string]string{"Access-Control-Allow-Origin": shop, "Access-Control-Allow-Credentials": "true", "Strict-Transport-Security": "max-age=31536000; includeSubDomains"}},
		{behavior: "api/v2/*", path: "/api/v2/cart?id=1", headers: []string{"Authorization", "Bearer x"}, status: 200,
			want: map[string]string{"Access-Control-Allow-Origin": shop, "X-Powered-By": "", "X-Cache": "Miss from cloudfront"},
			// AllViewerExceptHostHeader: everything of the viewer's but Host.
			origin: map[string]string{"Host": "api.example.com", "Authorization": "Bearer x", "Origin": shop, "Query": "id=1", "X-Origin-Secret": "3f9a"}},
		{behavior: "api/search", path: "/api/search?q=shoe&page=2", headers: []string{"X-Client-Version", "7", "Cookie", "session=1"}, status: 200,
			want:   map[string]string{"Access-Control-Allow-Origin": shop},
			origin: map[string]string{"Host": "api.example.com", "Query": "q=shoe&page=2", "X-Client-Version": "7", "Cookie": "", "Origin": shop}},
		{behavior: "assets/fonts/*", path: "/assets/fonts/a.woff2", status: 200, want: map[string]string{"Access-Control-Allow-Origin": shop}},
		{behavior: "assets/*", path: "/assets/index.m3u8", status: 200, want: map[string]string{"Access-Control-Allow-Origin": shop, "X-Cache": "Miss from cloudfront"}},
		// Legacy: Origin was forwarded and is not in the key.
		{behavior: "assets/*", path: "/assets/index.m3u8", headers: []string{"Origin", "https://other.example.com"}, status: 200,
			want: map[string]string{"Access-Control-Allow-Origin": shop, "X-Cache": "Hit from cloudfront"}},
		{behavior: "api/*", method: "POST", path: "/api/login?next=1", headers: []string{"Authorization", "Basic x", "Cookie", "theme=dark; session_id=9"}, status: 200,
			want:   map[string]string{"Access-Control-Allow-Origin": "", "X-Powered-By": "an API"},
			origin: map[string]string{"Authorization": "Basic x", "Cookie": "session_id=9", "Query": "next=1", "Origin": shop}},
		{behavior: "img/*", path: "/img/logo.png?w=10&x=1", status: 200, want: map[string]string{"Content-Type": "image/png", "X-Cache": "Miss from cloudfront", "Access-Control-Allow-Origin": "*"}},
		{behavior: "img/*", path: "/img/logo.png?x=2&w=10", status: 200, want: map[string]string{"X-Cache": "Hit from cloudfront"}},
		{behavior: "*", path: "/", status: 200, want: map[string]string{"Content-Type": "text/html", "Access-Control-Allow-Origin": ""}},
	}
	for _, tt := range tests {
		method := tt.method
		if method == "" {
			method = "GET"
		}
		t.Run(method+" "+tt.path, func(t *testing.T) {
			seen = nil
			req, err := http.NewRequestWithContext(t.Context(), method, "https://cdn.example.com"+tt.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Origin", shop)
			for i := 0; i+1 < len(tt.headers); i += 2 {
				req.Header.Set(tt.headers[i], tt.headers[i+1])
			}
			res, err := client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			body, _ := io.ReadAll(res.Body)
			if res.StatusCode != tt.status {
				t.Errorf("got %d %s, want %d", res.StatusCode, body, tt.status)
			}
			for name, want := range tt.want {
				if got := res.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			for name, want := range tt.origin {
				if got := seen.Get(name); got != want {
					t.Errorf("the API saw %s: %q, want %q", name, got, want)
				}
			}
			if x := r.last(); x.Edge == nil || x.Edge.Behavior != tt.behavior {
				t.Errorf("answered by %+v, want behavior %s", x.Edge, tt.behavior)
			}
		})
	}
}

// makeWebsite makes a public bucket with a website of two files.
func (r *running) makeWebsite(bucket, region string) {
	r.t.Helper()
	store, _ := r.clients()
	must := func(err error) {
		r.t.Helper()
		if err != nil {
			r.t.Fatal(err)
		}
	}
	ctx, index := r.t.Context(), "index.html"
	_, err := store.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &bucket,
		CreateBucketConfiguration: &s3types.CreateBucketConfiguration{LocationConstraint: s3types.BucketLocationConstraint(region)}})
	must(err)
	_, err = store.DeletePublicAccessBlock(ctx, &s3.DeletePublicAccessBlockInput{Bucket: &bucket})
	must(err)
	policy := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::` + bucket + `/*"}]}`
	_, err = store.PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: &bucket, Policy: &policy})
	must(err)
	_, err = store.PutBucketWebsite(ctx, &s3.PutBucketWebsiteInput{Bucket: &bucket,
		WebsiteConfiguration: &s3types.WebsiteConfiguration{IndexDocument: &s3types.IndexDocument{Suffix: &index}}})
	must(err)
	for key, kind := range map[string]string{index: "text/html", "img/logo.png": "image/png"} {
		_, err = store.PutObject(ctx, &s3.PutObjectInput{Bucket: &bucket, Key: &key, ContentType: &kind, Body: strings.NewReader(key)})
		must(err)
	}
}

// viewerOf is a viewer who trusts the local authority, for whom host is the
// edge's https address.
func (r *running) viewerOf(host string) *http.Client {
	r.t.Helper()
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM([]byte(r.console(200, "GET", "/api/ca.pem", ""))) {
		r.t.Fatal("/api/ca.pem is no PEM")
	}
	transport := &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: roots, ServerName: host},
		ForceAttemptHTTP2: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, r.Addresses().EdgeTLS)
		},
	}
	r.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
