package edge

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// FuzzRequest lets anything that net/http lets through meet the pipeline: it
// always replies, with the edge's headers on it, and its exchange can be told.
func FuzzRequest(f *testing.F) {
	for _, raw := range []string{
		"GET / HTTP/1.1\r\nHost: e1.cloudfront.localhost\r\n\r\n",
		"GET /a//../b?x=1&&y HTTP/1.1\r\nHost: E1.NRT20.cloudfront.localhost:80\r\nOrigin: null\r\nRange: bytes=1-2,0-0\r\n\r\n",
		"OPTIONS * HTTP/1.1\r\nHost: e1.cloudfront.localhost\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: PUT\r\n\r\n",
		"POST http://e1.cloudfront.localhost HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi",
		"HEAD /a HTTP/1.0\r\nHost: [::1]:80\r\nIf-None-Match: W/\"a\", \"\r\nIf-Modified-Since: x\r\n\r\n",
		"GET /%7e HTTP/1.1\r\nHost: e1.cloudfront.localhost\r\nX-Emulator-Pop: \r\nX-Emulator-Country: \xff\xff\r\nCookie: a=b; =c\r\nAccept-Encoding: ,;q=\r\n\r\n",
	} {
		f.Add(raw, 200, "max-age=1", "bytes 0-1/2")
	}
	b := newBench(f, func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.DefaultCacheBehavior.AllowedMethods = allMethods()
		c.DefaultCacheBehavior.ResponseHeadersPolicyId = simpleCORS
		c.DefaultCacheBehavior.OriginRequestPolicyId = allViewer
		c.DefaultRootObject = "index.html"
	}, func(c *Config) { c.DefaultID = func() string { return "E1" } })
	f.Fuzz(func(t *testing.T, raw string, code int, control, part string) {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(raw)))
		if err != nil || r.Method == http.MethodConnect {
			return
		}
		if code < 200 || code > 599 {
			code = 200
		}
		b.origin.answer(status(code, "hello", "Cache-Control", control, "Content-Range", part, "ETag", control, "Vary", part))
		r.RemoteAddr = "192.0.2.1:1"
		w := httptest.NewRecorder()
		b.ServeHTTP(w, r)
		if w.Code < 200 || header(w, "X-Cache") == "" || header(w, "X-Amz-Cf-Id") == "" || header(w, "Via") == "" {
			t.Fatalf("%d %v", w.Code, w.Result().Header)
		}
		if len(b.tape.last().Edge.Steps) == 0 {
			t.Fatal("an exchange without steps")
		}
		b.tape.all = nil
	})
}
