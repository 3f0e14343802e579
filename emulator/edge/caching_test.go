package edge

import (
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// withCachePolicy gives the default behavior a cache policy of these TTLs, in
// seconds, that keys these headers.
func withCachePolicy(minimum, normal, maximum int64, headers ...string) func(*registry.Registry, *policy.DistributionConfig) {
	return func(r *registry.Registry, c *policy.DistributionConfig) {
		cfg := policy.CachePolicyConfig{Name: "own", MinTTL: minimum, DefaultTTL: &normal, MaxTTL: &maximum,
			ParametersInCacheKeyAndForwardedToOrigin: &policy.ParametersInCacheKeyAndForwardedToOrigin{
				HeadersConfig:      policy.CachePolicyHeadersConfig{HeaderBehavior: "none"},
				CookiesConfig:      policy.CachePolicyCookiesConfig{CookieBehavior: "none"},
				QueryStringsConfig: policy.CachePolicyQueryStringsConfig{QueryStringBehavior: "none"},
			}}
		if len(headers) > 0 {
			cfg.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig = policy.CachePolicyHeadersConfig{
				HeaderBehavior: "whitelist", Headers: &policy.Headers{Quantity: len(headers), Items: headers},
			}
		}
		p, err := r.CreateCachePolicy(cfg, "")
		if err != nil {
			panic(err)
		}
		c.DefaultCacheBehavior.CachePolicyId = p.ID
	}
}

func TestMissThenHit(t *testing.T) {
	b := newBench(t, nil)
	w := b.get("/a")
	expect(t, w, http.StatusOK, "Miss", "hello")
	if header(w, "Age") != "" {
		t.Errorf("a miss has Age %s", header(w, "Age"))
	}
	b.clock.advance(12 * time.Second)
	w = b.get("/a", "Cache-Control", "no-cache", "Pragma", "no-cache")
	expect(t, w, http.StatusOK, "Hit", "hello")
	if header(w, "Age") != "12" || header(w, "Content-Length") != "5" {
		t.Errorf("a hit's headers: %v", w.Result().Header)
	}
	//lint:ignore SA1008 as S3 writes it
	if got := w.Result().Header["ETag"]; len(got) != 1 || got[0] != `"v1"` {
		t.Errorf("ETag as S3 spells it: %v", w.Result().Header)
	}
	b.clock.advance(24 * time.Hour)
	expect(t, b.get("/a"), http.StatusOK, "Miss", "hello")
	if n, _ := b.origin.asked(); n != 2 {
		t.Errorf("the origin was asked %d times, want 2", n)
	}
}

func TestRevalidation(t *testing.T) {
	b := newBench(t, nil)
	b.origin.answer(text("old", "Cache-Control", "max-age=10", "ETag", `"v1"`, "Access-Control-Allow-Origin", "https://a.example"))
	b.get("/a")
	b.clock.advance(20 * time.Second)
	b.origin.answer(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != `"v1"` {
			t.Errorf("revalidation without If-None-Match: %v", r.Header)
		}
		w.Header().Set("Cache-Control", "max-age=60")
		w.Header().Set("Access-Control-Allow-Origin", "https://b.example")
		w.WriteHeader(http.StatusNotModified)
	})
	w := b.get("/a", "If-None-Match", `"another"`)
	expect(t, w, http.StatusOK, "RefreshHit", "old")
	if header(w, "Access-Control-Allow-Origin") != "https://a.example" || header(w, "Cache-Control") != "max-age=60" {
		t.Errorf("headers after a 304: %v", w.Result().Header)
	}
	if e := b.tape.last(); e.Edge.Cache != "refreshHit" || e.Edge.OriginResponse.Status != 304 {
		t.Errorf("journal: %+v", e.Edge)
	}
	b.clock.advance(59 * time.Second)
	expect(t, b.get("/a"), http.StatusOK, "Hit", "old")
	b.clock.advance(2 * time.Second)
	b.origin.answer(text("new", "ETag", `"v2"`))
	expect(t, b.get("/a"), http.StatusOK, "Miss", "new")
}

func TestStale(t *testing.T) {
	down := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }
	tests := []struct {
		name    string
		control string
		wait    time.Duration
		answer  http.HandlerFunc
		status  int
		xcache  string
		body    string
	}{
		{"5xx", "max-age=10", 20 * time.Second, down, 200, "Hit", "old"},
		{"4xx goes through", "max-age=10", 20 * time.Second, status(404, "gone"), 404, "Error", "gone"},
		{"stale-if-error=0", "max-age=10, stale-if-error=0", 20 * time.Second, down, 503, "Error", ""},
		{"stale-if-error is over", "max-age=10, stale-if-error=5", 20 * time.Second, down, 503, "Error", ""},
		{"stale-if-error holds", "max-age=10, stale-if-error=60", 20 * time.Second, down, 200, "Hit", "old"},
		{"older than MaxTTL", "max-age=10", 31536001 * time.Second, down, 503, "Error", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, nil)
			b.origin.answer(text("old", "Cache-Control", tt.control, "ETag", `"v1"`))
			b.get("/a")
			b.clock.advance(tt.wait)
			b.origin.answer(tt.answer)
			expect(t, b.get("/a"), tt.status, tt.xcache, tt.body)
		})
	}
}

func TestStaleIsHeldForTheErrorCachingTime(t *testing.T) {
	b := newBench(t, nil)
	b.origin.answer(text("old", "Cache-Control", "max-age=10"))
	b.get("/a")
	b.clock.advance(20 * time.Second)
	b.origin.answer(status(500, ""))
	b.get("/a")
	b.clock.advance(9 * time.Second)
	expect(t, b.get("/a"), http.StatusOK, "Hit", "old")
	if n, _ := b.origin.asked(); n != 2 {
		t.Errorf("the origin was asked %d times, want 2", n)
	}
	b.clock.advance(2 * time.Second)
	b.origin.answer(text("new"))
	expect(t, b.get("/a"), http.StatusOK, "Miss", "new")
}

func TestStaleWhileRevalidate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, nil)
		b.origin.answer(text("old", "Cache-Control", "max-age=10, stale-while-revalidate=60"))
		b.get("/a")
		b.clock.advance(20 * time.Second)
		b.origin.answer(text("new"))
		expect(t, b.get("/a"), http.StatusOK, "Hit", "old")
		synctest.Wait() // for the refresh
		expect(t, b.get("/a"), http.StatusOK, "Hit", "new")
		if n, _ := b.origin.asked(); n != 2 {
			t.Errorf("the origin was asked %d times, want 2", n)
		}
	})
}

func TestHead(t *testing.T) {
	b := newBench(t, nil)
	w := b.do(http.MethodHead, "/a", nil)
	expect(t, w, http.StatusOK, "Miss", "")
	if header(w, "Content-Length") != "5" {
		t.Errorf("HEAD: Content-Length %q, want 5", header(w, "Content-Length"))
	}
	if _, seen := b.origin.asked(); seen.Method != http.MethodHead {
		t.Errorf("the origin saw %s", seen.Method)
	}
	w = b.do(http.MethodHead, "/a", nil)
	expect(t, w, http.StatusOK, "Hit", "")
	if header(w, "Content-Length") != "5" {
		t.Errorf("HEAD, hit: Content-Length %q, want 5", header(w, "Content-Length"))
	}
	expect(t, b.get("/a"), http.StatusOK, "Miss", "hello")
	b.get("/b")
	expect(t, b.do(http.MethodHead, "/b", nil, "Range", "bytes=0-1"), http.StatusOK, "Hit", "")
}

func TestConditions(t *testing.T) {
	b := newBench(t, nil)
	b.origin.answer(text("hello", "ETag", `"v1"`, "Last-Modified", "Mon, 23 Nov 2026 11:00:00 GMT"))
	b.get("/a")
	tests := []struct {
		headers []string
		status  int
	}{
		{[]string{"If-None-Match", `"v1"`}, 304},
		{[]string{"If-None-Match", `W/"v1"`}, 304},
		{[]string{"If-None-Match", `"v0", "v1"`}, 304},
		{[]string{"If-None-Match", `*`}, 304},
		{[]string{"If-None-Match", `"v2"`}, 200},
		{[]string{"If-None-Match", `v1`}, 200},
		{[]string{"If-None-Match", `"v2"`, "If-Modified-Since", "Mon, 23 Nov 2026 11:00:00 GMT"}, 200},
		{[]string{"If-Modified-Since", "Mon, 23 Nov 2026 11:00:00 GMT"}, 304},
		{[]string{"If-Modified-Since", "Mon, 23 Nov 2026 10:59:59 GMT"}, 200},
		{[]string{"If-Modified-Since", "yesterday"}, 200},
	}
	for _, tt := range tests {
		w := b.get("/a", tt.headers...)
		body := "hello"
		if tt.status == 304 {
			body = ""
			if header(w, "Content-Length") != "" || header(w, "ETag") != `"v1"` {
				t.Errorf("%v: headers %v", tt.headers, w.Result().Header)
			}
		}
		expect(t, w, tt.status, "Hit", body)
	}
}

func TestRanges(t *testing.T) {
	tests := []struct {
		line    string
		headers []string
		status  int
		body    string
		content string
	}{
		{"bytes=0-1", nil, 206, "01", "bytes 0-1/10"},
		{"bytes=8-", nil, 206, "89", "bytes 8-9/10"},
		{"bytes=-3", nil, 206, "789", "bytes 7-9/10"},
		{"bytes=-30", nil, 206, "0123456789", "bytes 0-9/10"},
		{"bytes=5-500", nil, 206, "56789", "bytes 5-9/10"},
		{"bytes=10-", nil, 416, "", "bytes */10"},
		{"bytes=5-3", nil, 200, "0123456789", ""},
		{"bytes=5-6,1-2", nil, 200, "0123456789", ""},
		{"bytes=0-5,3-7", nil, 200, "0123456789", ""},
		{"bytes=0-1,3-4", nil, 200, "0123456789", ""},
		{"lines=0-1", nil, 200, "0123456789", ""},
		{"bytes=x", nil, 200, "0123456789", ""},
		{"bytes=0-1", []string{"If-Range", `"v1"`}, 206, "01", "bytes 0-1/10"},
		{"bytes=0-1", []string{"If-Range", `"v2"`}, 200, "0123456789", ""},
		{"bytes=0-1", []string{"If-Range", `W/"v1"`}, 200, "0123456789", ""},
	}
	for _, tt := range tests {
		// The origin sends more than was asked for: on a miss the edge cuts what it
		// streams, on a hit what it holds.
		b := newBench(t, nil)
		b.origin.answer(text("0123456789", "ETag", `"v1"`, "Accept-Ranges", "bytes"))
		for _, xcache := range []string{"Miss", "Hit"} {
			if tt.status >= 400 {
				xcache = "Error"
			}
			w := b.get("/a", append([]string{"Range", tt.line}, tt.headers...)...)
			expect(t, w, tt.status, xcache, tt.body)
			if got := header(w, "Content-Range"); got != tt.content {
				t.Errorf("%s, %s: Content-Range %q, want %q", tt.line, xcache, got, tt.content)
			}
		}
	}
}

// An origin that knows no ranges sends all, and so does the edge, until it holds
// the object.
func TestRangesWithoutTheOrigin(t *testing.T) {
	b := newBench(t, withCachePolicy(0, 60, 86400))
	b.origin.answer(text("0123456789", "ETag", `"v1"`))
	w := b.get("/a", "Range", "bytes=2-4")
	expect(t, w, 200, "Miss", "0123456789")
	if header(w, "Content-Range") != "" {
		t.Errorf("Content-Range %q", header(w, "Content-Range"))
	}
	expect(t, b.get("/a", "Range", "bytes=2-4"), 206, "Hit", "234")
	// To revalidate the object, it is the edge that asks for all of it.
	b.clock.advance(time.Hour)
	b.origin.answer(text("abcdefghij", "ETag", `"v2"`))
	expect(t, b.get("/a", "Range", "bytes=2-4"), 206, "Miss", "cde")
	b.clock.advance(time.Hour)
	b.origin.answer(status(http.StatusNotModified, "", "ETag", `"v2"`))
	expect(t, b.get("/a", "Range", "bytes=2-4"), 206, "RefreshHit", "cde")
}

// What came in chunks goes out in chunks, also from the cache, and whole.
func TestChunkedAnswersStayChunked(t *testing.T) {
	b := newBench(t, nil, func(c *Config) { c.S3 = chunks{} })
	server := httptest.NewServer(b)
	defer server.Close()
	defer server.Client().CloseIdleConnections()
	for _, xcache := range []string{"Miss from cloudfront", "Hit from cloudfront"} {
		for _, line := range []string{"", "bytes=0-1"} {
			r, err := http.NewRequest(http.MethodGet, server.URL+"/a", nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Host = "e1.cloudfront.localhost"
			r.Header.Set("Accept-Encoding", "identity")
			if line != "" {
				r.Header.Set("Range", line)
				if xcache[0] == 'M' {
					continue
				}
			}
			resp, err := server.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			if err != nil || resp.StatusCode != 200 || string(body) != "hello" || resp.Header.Get("X-Cache") != xcache {
				t.Errorf("%d %q %s, %v", resp.StatusCode, body, resp.Header.Get("X-Cache"), err)
			}
			if len(resp.TransferEncoding) != 1 || resp.ContentLength != -1 {
				t.Errorf("%s: Transfer-Encoding %q, length %d", xcache, resp.TransferEncoding, resp.ContentLength)
			}
		}
	}
}

// chunks is an origin that announces no length.
type chunks struct{}

func (chunks) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"text/plain"}}, TransferEncoding: []string{"chunked"},
		ContentLength: -1, Body: io.NopCloser(strings.NewReader("hello")), Request: r}, nil
}

// Vary: * under MinTTL 0: every request goes to the origin, without conditions;
// the stored object is there for when that fails.
func TestVaryStar(t *testing.T) {
	b := newBench(t, withCachePolicy(0, 86400, 86400))
	b.origin.answer(text("hello", "ETag", `"v1"`, "Vary", "*"))
	for n := 1; n <= 2; n++ {
		expect(t, b.get("/a", "If-None-Match", `"v1"`), 200, "Miss", "hello")
		asked, r := b.origin.asked()
		if asked != n || n > 1 && r.Header.Get("If-None-Match") != "" {
			t.Errorf("asked %d times, the last time with %v", asked, r.Header)
		}
	}
	b.origin.answer(status(500, "no"))
	expect(t, b.get("/a"), 200, "Hit", "hello")
}

func TestNotModifiedFromTheOriginIsNotStored(t *testing.T) {
	b := newBench(t, nil)
	b.origin.answer(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		text("hello", "ETag", `"v1"`)(w, r)
	})
	expect(t, b.get("/a", "If-None-Match", `"v1"`), http.StatusNotModified, "Miss", "")
	expect(t, b.get("/a"), http.StatusOK, "Miss", "hello")
}

func TestPartsFromTheOriginAreKept(t *testing.T) {
	b := newBench(t, nil)
	b.origin.answer(func(w http.ResponseWriter, r *http.Request) {
		switch r.Header.Get("Range") {
		case "bytes=2-5":
			status(http.StatusPartialContent, "2345", "Content-Range", "bytes 2-5/10", "ETag", `"v1"`)(w, r)
		case "bytes=6-7":
			status(http.StatusPartialContent, "67", "Content-Range", "bytes 6-7/10", "ETag", `"v1"`)(w, r)
		default:
			text("0123456789", "ETag", `"v1"`, "Accept-Ranges", "bytes")(w, r)
		}
	})
	expect(t, b.get("/a", "Range", "bytes=2-5"), 206, "Miss", "2345")
	expect(t, b.get("/a", "Range", "bytes=6-7"), 206, "Miss", "67")
	w := b.get("/a", "Range", "bytes=3-4")
	expect(t, w, 206, "Hit", "34")
	if got := header(w, "Content-Range"); got != "bytes 3-4/10" {
		t.Errorf("Content-Range %q", got)
	}
	expect(t, b.get("/a", "Range", "bytes=-4"), 206, "Miss", "6789")
	expect(t, b.get("/a"), 200, "Hit", "0123456789")
}

func TestInvalidRangesDoNotReachTheOrigin(t *testing.T) {
	b := newBench(t, nil)
	b.get("/a", "Range", "bytes=5-6,1-2")
	if _, seen := b.origin.asked(); seen.Header.Get("Range") != "" {
		t.Errorf("the origin saw Range %s", seen.Header.Get("Range"))
	}
	b.get("/b", "Range", "bytes=1-2")
	if _, seen := b.origin.asked(); seen.Header.Get("Range") != "bytes=1-2" {
		t.Errorf("the origin saw Range %q, want the viewer's", seen.Header.Get("Range"))
	}
}

func TestInvalidation(t *testing.T) {
	b := newBench(t, withCachePolicy(0, 86400, 86400, "Origin"))
	for _, origin := range []string{"https://a.example", "https://b.example"} {
		b.get("/a", "Origin", origin, popHeader, "NRT20")
	}
	b.get("/b")
	_, err := b.registry.CreateInvalidation("E1", policy.InvalidationBatch{CallerReference: "1", Paths: policy.Paths{Quantity: 1, Items: []string{"/a"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, origin := range []string{"https://a.example", "https://b.example"} {
		expect(t, b.get("/a", "Origin", origin, popHeader, "NRT20"), 200, "Miss", "hello")
	}
	expect(t, b.get("/b"), 200, "Hit", "hello")
	if got := b.CacheStats(); got.Invalidations != 2 || got.Entries != 3 {
		t.Errorf("stats %+v", got)
	}
}

func TestNotCached(t *testing.T) {
	b := newBench(t, func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.DefaultCacheBehavior.CachePolicyId = cachingDisabled
		c.DefaultCacheBehavior.AllowedMethods = allMethods()
	})
	b.origin.answer(text("x", "Cache-Control", "max-age=600"))
	for range 2 {
		expect(t, b.get("/a"), 200, "Miss", "x")
		if e := b.tape.last(); e.Edge.Cache != "bypass" {
			t.Errorf("journal: cache %q, want bypass", e.Edge.Cache)
		}
	}
	b.origin.answer(status(404, "no"))
	expect(t, b.get("/a"), 404, "Error", "no")
	expect(t, b.do(http.MethodPut, "/a", strings.NewReader("body")), 404, "Error", "no")
	if n, seen := b.origin.asked(); n != 4 || seen.ContentLength != 4 {
		t.Errorf("the origin was asked %d times, the last with %d bytes", n, seen.ContentLength)
	}
}

func TestCustomErrorPage(t *testing.T) {
	change := func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.CustomErrorResponses = &policy.CustomErrorResponses{Quantity: 1, Items: []policy.CustomErrorResponse{
			{ErrorCode: 404, ResponsePagePath: "/index.html", ResponseCode: "200"},
		}}
	}
	b := newBench(t, change)
	site := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/index.html" {
			text("app", "Content-Type", "text/html")(w, r)
			return
		}
		status(404, "no such thing", "Content-Type", "text/plain")(w, r)
	}
	b.origin.answer(site)
	for range 2 {
		w := b.get("/deep/link")
		expect(t, w, 200, "Error", "app")
		if header(w, "Content-Type") != "text/html" {
			t.Errorf("Content-Type %q", header(w, "Content-Type"))
		}
		if e := b.tape.last(); e.Edge.Cache != "error" {
			t.Errorf("journal: cache %q", e.Edge.Cache)
		}
	}
	if n, _ := b.origin.asked(); n != 2 {
		t.Errorf("the origin was asked %d times, want 2: error and page are cached", n)
	}
	if got := header(b.get("/deep/link"), "Connection"); got != "keep-alive" {
		t.Errorf("Connection %q after a 404", got)
	}
	// Nothing is cached then, and errors are replaced all the same.
	b = newBench(t, func(r *registry.Registry, c *policy.DistributionConfig) {
		change(r, c)
		c.DefaultCacheBehavior.CachePolicyId = cachingDisabled
	})
	b.origin.answer(site)
	for range 2 {
		expect(t, b.get("/deep/link"), 200, "Error", "app")
	}
	if n, _ := b.origin.asked(); n != 4 {
		t.Errorf("under CachingDisabled the origin was asked %d times, want 4", n)
	}
	b = newBench(t, change)
	b.origin.answer(status(404, "nothing at all"))
	expect(t, b.get("/x"), 404, "Error", "nothing at all")
}

func TestHTTP3IsAdvertised(t *testing.T) {
	for version, want := range map[string]string{"http2": "", "http2and3": `h3=":443"; ma=86400`} {
		b := newBench(t, func(_ *registry.Registry, c *policy.DistributionConfig) { c.HttpVersion = version })
		r, w := newRequest("GET", "/a", "e1.cloudfront.localhost"), newRecorder()
		r.TLS = &tls.ConnectionState{}
		b.ServeHTTP(w, r)
		if got := header(w, "Alt-Svc"); got != want {
			t.Errorf("%s: Alt-Svc %q, want %q", version, got, want)
		}
		if got := header(b.get("/a"), "Alt-Svc"); got != "" {
			t.Errorf("%s over http: Alt-Svc %q", version, got)
		}
	}
}

func TestOriginDown(t *testing.T) {
	b := newBench(t, nil, func(c *Config) {
		c.S3 = failing{errors.New("no such host")}
	})
	w := b.get("/a", "Origin", "https://a.example")
	expect(t, w, 502, "Error", "*")
	if !strings.Contains(w.Body.String(), "wasn't able to connect to the origin") || header(w, "Access-Control-Allow-Origin") != "" {
		t.Errorf("page %s", w.Body)
	}
	e := b.tape.last()
	if _, ok := step(e, stageGate, "No answer from the origin"); !ok || e.Edge.OriginRequest == nil || e.Edge.OriginResponse != nil {
		t.Errorf("journal: %+v", e.Edge)
	}
}

// That an origin could not be asked is cached like an error of its own, under
// the distribution's error caching minimum TTL.
func TestOriginFailuresAreCached(t *testing.T) {
	ttl := func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.CustomErrorResponses = &policy.CustomErrorResponses{Quantity: 1, Items: []policy.CustomErrorResponse{{ErrorCode: 502, ErrorCachingMinTTL: new(int64(30))}}}
	}
	disabled := func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.DefaultCacheBehavior.CachePolicyId = cachingDisabled
	}
	for _, tt := range []struct {
		name   string
		change func(*registry.Registry, *policy.DistributionConfig)
		lasts  time.Duration // how long nobody is asked
	}{{"by default", nil, 10 * time.Second}, {"as configured", ttl, 30 * time.Second}, {"not where nothing is cached", disabled, 0}} {
		t.Run(tt.name, func(t *testing.T) {
			s3 := &counted{err: errors.New("no such host")}
			b := newBench(t, tt.change, func(c *Config) { c.S3 = s3 })
			expect(t, b.get("/a"), 502, "Error", "*")
			if tt.lasts > 0 {
				b.clock.advance(tt.lasts - time.Second)
				w := b.get("/a")
				expect(t, w, 502, "Error", "*")
				if header(w, "Age") != strconv.Itoa(int(tt.lasts/time.Second)-1) || s3.asked.Load() != 1 {
					t.Errorf("Age %q, asked %d times", header(w, "Age"), s3.asked.Load())
				}
				if s, ok := step(b.tape.last(), stageCache, "Hit: stored"); !ok || !strings.Contains(s.Because, "the origin gave no answer") {
					t.Errorf("steps: %+v", b.tape.last().Edge.Steps)
				}
				expect(t, b.do(http.MethodHead, "/a", nil), 502, "Error", "")
				expect(t, b.get("/b"), 502, "Error", "*")
				if s3.asked.Load() != 2 {
					t.Errorf("asked %d times, want once for each path", s3.asked.Load())
				}
				b.clock.advance(time.Second)
			}
			before := s3.asked.Load()
			expect(t, b.get("/a"), 502, "Error", "*")
			if s3.asked.Load() != before+1 {
				t.Error("the origin was not asked again")
			}
		})
	}
}

func TestOriginFailuresAreForgotten(t *testing.T) {
	s3 := &counted{err: errors.New("no such host")}
	b := newBench(t, nil, func(c *Config) {
		c.S3 = s3
		c.Registry = registry.New(registry.Config{Clock: c.Clock, Options: policy.Options{ForgetOriginFailures: true}})
		if _, err := c.Registry.CreateDistribution(config(), registry.CreateOptions{ID: "E1"}); err != nil {
			t.Fatal(err)
		}
	})
	for n := range int32(3) {
		expect(t, b.get("/a"), 502, "Error", "*")
		if s3.asked.Load() != n+1 {
			t.Errorf("asked %d times after %d requests", s3.asked.Load(), n+1)
		}
	}
}

// counted is a transport that reaches nothing, and counts.
type counted struct {
	asked atomic.Int32
	err   error
}

func (c *counted) RoundTrip(*http.Request) (*http.Response, error) {
	c.asked.Add(1)
	return nil, c.err
}

// failing is a transport that reaches nothing.
type failing struct{ err error }

func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

// A truncated body does not pass for a whole one because it is compressed.
func TestTruncatedBodyIsNotCompressedAway(t *testing.T) {
	b := newBench(t, func(_ *registry.Registry, c *policy.DistributionConfig) { c.DefaultCacheBehavior.Compress = new(true) })
	b.origin.answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css")
		w.Header().Set("Content-Length", "3000")
		_, _ = w.Write(make([]byte, 1500))
	})
	func() {
		defer func() {
			if recover() != http.ErrAbortHandler {
				t.Error("the connection was not broken off")
			}
		}()
		b.get("/a", "Accept-Encoding", "gzip")
	}()
	if got := b.CacheStats().Entries; got != 0 {
		t.Errorf("%d entries stored", got)
	}
}

func TestTruncatedBodyIsNotStored(t *testing.T) {
	b := newBench(t, nil)
	b.origin.answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "10")
		_, _ = w.Write([]byte("half"))
	})
	func() {
		defer func() {
			if recover() != http.ErrAbortHandler {
				t.Error("the connection was not broken off")
			}
		}()
		b.get("/a")
	}()
	if got := b.CacheStats().Entries; got != 0 {
		t.Errorf("%d entries stored", got)
	}
	if e := b.tape.last(); e.Response.Bytes != 4 {
		t.Errorf("journal: %d bytes", e.Response.Bytes)
	}
}
