package conformance_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// corsBehavior and corsPolicy are the world of the tests below.
const corsBehavior = `{"TargetOriginId":"o1","ViewerProtocolPolicy":"redirect-to-https","CachePolicyId":"658327ea-f89d-4fab-a63d-7e88639e58f6","ResponseHeadersPolicyId":"@ResponseHeadersPolicyConfig",
"AllowedMethods":{"Quantity":7,"Items":["GET","HEAD","OPTIONS","PUT","POST","PATCH","DELETE"],"CachedMethods":{"Quantity":2,"Items":["GET","HEAD"]}}}`

const corsPolicy = `{"Name":"r","CorsConfig":{"AccessControlAllowOrigins":{"Quantity":1,"Items":["https://a.example"]},"AccessControlAllowHeaders":{"Quantity":1,"Items":["*"]},"AccessControlAllowMethods":{"Quantity":1,"Items":["GET"]},"AccessControlAllowCredentials":false,"OriginOverride":true}}`

// corsWorld is a distribution with that behavior in front of the recording
// origin.
func corsWorld(t *testing.T) *world {
	t.Helper()
	if testing.Short() {
		t.Skip("builds and starts the binary")
	}
	v := &vector{ID: t.Name()}
	readInto(t, []byte(`{"Origins":{"Quantity":1,"Items":[{"Id":"o1","DomainName":"origin.example.net","CustomOriginConfig":{"HTTPPort":80,"HTTPSPort":443,"OriginProtocolPolicy":"https-only"}}]},
		"Enabled":true,"DefaultCacheBehavior":`+corsBehavior+`,"ResponseHeadersPolicyConfig":`+corsPolicy+`}`), &v.Distribution)
	v.Origin.Kind = "custom"
	v.Origin.Response = response{Status: 200, Body: "x", Headers: map[string]string{
		"Content-Type": "text/plain", "Vary": "Accept-Encoding, Origin", "Via": "1.1 vegur", "Cache-Control": "max-age=600",
		"Access-Control-Allow-Origin": "https://old.example",
	}}
	return start(t).build(t, v)
}

func from(origin string) *request {
	r := &request{Method: "GET", Path: "/a.txt"}
	if origin != "" {
		r.Headers = map[string]lines{"Origin": {origin}}
	}
	return r
}

// TestNoLineTwice looks at the bytes of a hit: each header that the edge, the
// origin and the policy have a say in is there once.
func TestNoLineTwice(t *testing.T) {
	w := corsWorld(t)
	w.get(t, w.domain, from("https://a.example"))
	got := w.get(t, w.domain, from("https://a.example"))
	for name, want := range map[string]string{
		"X-Cache": "Hit from cloudfront", "Via": "", "X-Amz-Cf-Id": "", "X-Amz-Cf-Pop": "", "Age": "0", "Date": "",
		"Content-Type": "text/plain", "Content-Length": "1", "Cache-Control": "max-age=600",
		"Access-Control-Allow-Origin": "https://a.example", "Vary": "Accept-Encoding, Origin",
	} {
		var found []string
		for line := range strings.SplitSeq(got.head, "\r\n") {
			if have, value, _ := strings.Cut(line, ": "); strings.EqualFold(have, name) {
				found = append(found, value)
			}
		}
		if len(found) != 1 || want != "" && found[0] != want {
			t.Errorf("%s: %q, want one line %q", name, found, want)
		}
	}
}

// TestPolicyChangeShowsOnHits: a response headers policy is applied after the
// cache, so its new version needs no invalidation.
func TestPolicyChangeShowsOnHits(t *testing.T) {
	w := corsWorld(t)
	w.get(t, w.domain, from("https://b.example"))
	id := w.policy["@ResponseHeadersPolicyConfig"]
	now, err := w.cloudfront.GetResponseHeadersPolicy(t.Context(), &cloudfront.GetResponseHeadersPolicyInput{Id: &id})
	must(t, err)
	config := now.ResponseHeadersPolicy.ResponseHeadersPolicyConfig
	config.CorsConfig.AccessControlAllowOrigins.Items = []string{"https://b.example"}
	_, err = w.cloudfront.UpdateResponseHeadersPolicy(t.Context(), &cloudfront.UpdateResponseHeadersPolicyInput{Id: &id, IfMatch: now.ETag, ResponseHeadersPolicyConfig: config})
	must(t, err)
	got := w.get(t, w.domain, from("https://b.example"))
	if got.header.Get("X-Cache") != "Hit from cloudfront" || got.header.Get("Access-Control-Allow-Origin") != "https://b.example" {
		t.Errorf("%s", got.head)
	}
}

// TestDisabled: a distribution that is switched off answers 403 at once, and
// serves again when it is switched on.
func TestDisabled(t *testing.T) {
	w := corsWorld(t)
	for _, enabled := range []bool{false, true} {
		w.config.Enabled = &enabled
		done, err := w.cloudfront.UpdateDistribution(t.Context(), &cloudfront.UpdateDistributionInput{Id: &w.id, IfMatch: &w.etag, DistributionConfig: &w.config})
		must(t, err)
		w.etag = *done.ETag
		want := map[bool]int{false: 403, true: 200}[enabled]
		if got := w.get(t, w.domain, from("")); got.status != want {
			t.Errorf("enabled %v: %s", enabled, got.head)
		}
	}
}

// TestHTTP2 asks over h2: the same answer, and Via still says 1.1.
func TestHTTP2(t *testing.T) {
	w := corsWorld(t)
	transport := &http.Transport{ForceAttemptHTTP2: true,
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // as in get
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, w.edgeTLS)
		}}
	defer transport.CloseIdleConnections()
	req, err := http.NewRequestWithContext(t.Context(), "GET", "https://"+w.domain+"/a.txt", nil)
	must(t, err)
	req.Header.Set("Origin", "https://a.example")
	resp, err := transport.RoundTrip(req)
	must(t, err)
	defer resp.Body.Close()
	if resp.ProtoMajor != 2 || !strings.HasPrefix(resp.Header.Get("Via"), "1.1 vegur, 1.1 ") || resp.Header.Get("Access-Control-Allow-Origin") != "https://a.example" {
		t.Errorf("%s %v", resp.Proto, resp.Header)
	}
}

// TestOldHTTP: below HTTP/1.1 only GET and HEAD are redirected to https.
func TestOldHTTP(t *testing.T) {
	w := corsWorld(t)
	for method, want := range map[string]int{"GET": 301, "HEAD": 301, "OPTIONS": 403, "DELETE": 403} {
		conn, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(t.Context(), "tcp", w.edge)
		must(t, err)
		_, err = fmt.Fprintf(conn, "%s /a.txt HTTP/1.0\r\nHost: %s\r\n\r\n", method, w.domain)
		must(t, err)
		resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
		must(t, err)
		if resp.StatusCode != want {
			t.Errorf("%s: %d, want %d", method, resp.StatusCode, want)
		}
		resp.Body.Close()
		conn.Close()
	}
}

// TestPlainHosts: an IP address and a name of one label reach the only
// distribution; a name of several labels does not.
func TestPlainHosts(t *testing.T) {
	w := corsWorld(t)
	for host, want := range map[string]int{
		"127.0.0.1": 200, "localhost:8080": 200, "cdn": 200, strings.ToUpper(w.domain): 200,
		strings.ToLower(w.id) + ".cloudfront.net": 200, strings.ToLower(w.id) + ".nrt20.cloudfront.localhost": 200,
		"cdn.example.com": 403, "other.cloudfront.net": 403,
	} {
		if got := w.get(t, host, from("")); got.status != want {
			t.Errorf("%s: %s", host, got.head)
		}
	}
}

// TestBrokenAnswerIsNotCached: an answer shorter than it says breaks off at the
// viewer too, and the next viewer's request goes to the origin.
func TestBrokenAnswerIsNotCached(t *testing.T) {
	w := corsWorld(t)
	short := w.vector.Origin.Response
	short.Headers = map[string]string{"Content-Length": "10", "Cache-Control": "max-age=600"}
	w.origin.answer(short)
	conn, err := tls.Dial("tcp", w.edgeTLS, &tls.Config{ServerName: w.domain, InsecureSkipVerify: true}) //nolint:gosec // as in get
	must(t, err)
	defer conn.Close()
	_, err = fmt.Fprintf(conn, "GET /a.txt HTTP/1.1\r\nHost: %s\r\n\r\n", w.domain)
	must(t, err)
	if resp, err := http.ReadResponse(bufio.NewReader(conn), nil); err == nil {
		if _, err := io.ReadAll(resp.Body); err == nil {
			t.Error("a cut answer looks whole")
		}
		resp.Body.Close()
	}
	w.origin.answer(w.vector.Origin.Response)
	if got := w.get(t, w.domain, from("")); got.header.Get("X-Cache") != "Miss from cloudfront" || got.body != "x" {
		t.Errorf("%s\n%s", got.head, got.body)
	}
}

// TestBucketCORSAddedLater: adding CORS to the bucket helps neither the copies
// at the edge nor a behavior that keeps Origin from S3.
func TestBucketCORSAddedLater(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and starts the binary")
	}
	e := start(t)
	var v vector
	for _, each := range readVectors(t, "cloudfront-derived.json") {
		if each.ID == "d-options-s3-nocors" {
			v = each
		}
	}
	w := e.build(t, &v)
	viewer := from("https://a.example")
	if got := w.get(t, w.domain, viewer); got.status != 200 || got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Fatalf("%s", got.head)
	}
	w.vector.Origin.CORS = []byte(`[{"AllowedOrigins":["*"],"AllowedMethods":["GET"]}]`)
	_, err := w.s3.DeleteBucketCors(t.Context(), &s3.DeleteBucketCorsInput{Bucket: aws.String(bucket)})
	must(t, err)
	w.putCORS(t)
	if got := w.get(t, w.domain, viewer); got.header.Get("X-Cache") != "Hit from cloudfront" || got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("before the invalidation: %s", got.head)
	}
	w.invalidate(t, 1, []string{"/*"})
	if got := w.get(t, w.domain, viewer); got.header.Get("X-Cache") != "Miss from cloudfront" || got.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("after it: %s", got.head)
	}
	behavior := *w.config.DefaultCacheBehavior
	behavior.OriginRequestPolicyId = nil
	w.config.DefaultCacheBehavior = &behavior
	_, err = w.cloudfront.UpdateDistribution(t.Context(), &cloudfront.UpdateDistributionInput{Id: &w.id, IfMatch: &w.etag, DistributionConfig: &w.config})
	must(t, err)
	w.invalidate(t, 2, []string{"/*"})
	if got := w.get(t, w.domain, viewer); got.status != 200 || got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("without an origin request policy: %s", got.head)
	}
}

// TestTogether: viewers who ask at the same time share one request to the
// origin, unless the behavior caches nothing.
func TestTogether(t *testing.T) {
	w := corsWorld(t)
	release := make(chan struct{})
	w.origin.hold(release)
	results := make(chan string, 3) // of X-Cache
	ask := func() {
		got, err := w.try(t.Context(), w.domain, from("https://a.example"))
		if err != nil {
			results <- err.Error()
			return
		}
		results <- got.header.Get("X-Cache")
	}
	for range cap(results) {
		go ask()
	}
	w.origin.waitFor(t, 1)
	close(release)
	counts := map[string]int{}
	for range cap(results) {
		counts[<-results]++
	}
	if counts["Miss from cloudfront"] != 1 || counts["Hit from cloudfront"] != 2 || w.origin.count() != 1 {
		t.Errorf("%v, %d requests", counts, w.origin.count())
	}
	behavior := *w.config.DefaultCacheBehavior
	behavior.CachePolicyId = aws.String("4135ea2d-6df8-44a3-9df3-4b5a84be39ad")
	w.config.DefaultCacheBehavior = &behavior
	_, err := w.cloudfront.UpdateDistribution(t.Context(), &cloudfront.UpdateDistributionInput{Id: &w.id, IfMatch: &w.etag, DistributionConfig: &w.config})
	must(t, err)
	release = make(chan struct{})
	w.origin.answer(w.vector.Origin.Response)
	w.origin.hold(release)
	for range cap(results) {
		go ask()
	}
	w.origin.waitFor(t, 3)
	close(release)
	for range cap(results) {
		if got := <-results; got != "Miss from cloudfront" {
			t.Errorf("caching disabled: %s", got)
		}
	}
}
