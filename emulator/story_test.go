package emulator_test

import (
	"net/http"
	"testing"
)

const master = "/vod/index.m3u8"

// headers fails unless the answer has exactly these values; an empty one means
// that the header must not be there.
func (a answer) has(t *testing.T, station string, status int, want map[string]string) {
	t.Helper()
	if a.StatusCode != status {
		t.Errorf("%s: status %d, want %d\n%s", station, a.StatusCode, status, a.body)
	}
	for name, value := range want {
		if got := a.Header.Get(name); got != value {
			t.Errorf("%s: %s is %q, want %q", station, name, got, value)
		}
	}
}

// TestStory walks the seed story over HTTP: blocked, policy saved and still
// blocked, Origin forwarded and still blocked by the cache, invalidated and
// allowed.
func TestStory(t *testing.T) {
	r := start(t)
	get := func() answer { return r.edge("GET", master, "Origin", page) }

	get().has(t, "default", 200, map[string]string{
		"X-Cache": "Miss from cloudfront", "Access-Control-Allow-Origin": "", "Vary": "Accept-Encoding",
		"Content-Type": "application/vnd.apple.mpegurl", "Server": "AmazonS3",
	})
	x := r.last()
	r.says(x, "Origin", "no origin request policy")
	if x.Browser == nil || x.Browser.Chromium.Allowed || x.Browser.Chromium.Error != "MissingAllowOriginHeader" {
		t.Errorf("default: Chromium's verdict %+v", x.Browser)
	}
	if len(x.Advice) == 0 || x.Advice[0].Layer != "edge" {
		t.Errorf("default: advice %+v, want the edge first", x.Advice)
	}
	words := "GET /vod/index.m3u8  edge miss → S3 200  ✗ no Allow-Origin: " + x.Advice[0].What + "\n  fix " + x.Advice[0].Fix + "\n"
	if got := r.console(200, "GET", "/api/exchanges.txt?limit=1", ""); got != words {
		t.Errorf("to read: %q, want %q", got, words)
	}

	r.console(200, "PUT", "/api/buckets/media/cors", storyPolicy)
	get().has(t, "bucket policy saved", 200, map[string]string{
		"X-Cache": "Hit from cloudfront", "Access-Control-Allow-Origin": "",
	})

	r.console(200, "PUT", "/api/distributions/EDEMO/behaviors/0", `{"originRequestPolicyId":"`+corsS3Origin+`"}`)
	get().has(t, "origin request policy saved", 200, map[string]string{
		"X-Cache": "Hit from cloudfront", "Access-Control-Allow-Origin": "",
	})
	x = r.last()
	if x.Edge == nil || x.Edge.Cache != "hit" {
		t.Fatalf("not invalidated: the exchange says %+v", x.Edge)
	}
	r.says(x, "without CORS headers")
	if len(x.Advice) == 0 || x.Advice[0].Layer != "cache" {
		t.Errorf("not invalidated: advice %+v, want the cache first", x.Advice)
	}

	r.console(201, "POST", "/api/distributions/EDEMO/invalidations", `{"paths":["/*"]}`)
	get().has(t, "invalidated", 200, map[string]string{
		"X-Cache": "Miss from cloudfront", "Access-Control-Allow-Origin": "*",
		"Access-Control-Allow-Methods": "GET, PUT, POST, DELETE, HEAD",
	})
	x = r.last()
	if !x.Browser.Chromium.Allowed || !x.Browser.Firefox.Allowed || !x.Browser.WebKit.Allowed || len(x.Advice) != 0 {
		t.Errorf("invalidated: verdicts %+v, advice %+v", x.Browser, x.Advice)
	}
	if x.S3 == nil || x.S3.CORS == nil || x.S3.CORS.Rule == nil || *x.S3.CORS.Rule != 0 {
		t.Errorf("invalidated: S3 says %+v", x.S3)
	}
}

// TestTrap is what bites afterwards: somebody asks without Origin first, and
// that answer is everybody's. Keying Origin, or SimpleCORS, cures it.
func TestTrap(t *testing.T) {
	r := start(t)
	r.console(200, "PUT", "/api/buckets/media/cors", storyPolicy)
	behavior := func(change string) {
		t.Helper()
		r.console(200, "PUT", "/api/distributions/EDEMO/behaviors/0", change)
		r.console(201, "POST", "/api/distributions/EDEMO/invalidations", `{"paths":["/*"]}`)
	}
	poison := func(station string) answer {
		t.Helper()
		r.edge("GET", master).has(t, station+", without Origin", 200, map[string]string{
			"X-Cache": "Miss from cloudfront", "Access-Control-Allow-Origin": "",
		})
		return r.edge("GET", master, "Origin", page)
	}

	behavior(`{"originRequestPolicyId":"` + corsS3Origin + `"}`)
	poison("CORS-S3Origin").has(t, "the trap", 200, map[string]string{
		"X-Cache": "Hit from cloudfront", "Access-Control-Allow-Origin": "",
	})
	r.says(r.last(), "by a request without Origin")

	const mediaPackage = "08627262-05a9-4f76-9ded-b50ca2e3a84f" // the managed cache policy that keys Origin alone
	behavior(`{"cachePolicyId":"` + mediaPackage + `"}`)
	poison("Origin in the key").has(t, "cured by the key", 200, map[string]string{
		"X-Cache": "Miss from cloudfront", "Access-Control-Allow-Origin": "*",
	})

	const cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"
	behavior(`{"cachePolicyId":"` + cachingOptimized + `","responseHeadersPolicyId":"` + simpleCORS + `"}`)
	poison("SimpleCORS").has(t, "cured by SimpleCORS", 200, map[string]string{
		"X-Cache": "Hit from cloudfront", "Access-Control-Allow-Origin": "*",
	})
}

// TestDoorsOfTheDemo asks the demo in the ways that must not work, and in those
// that must.
func TestDoorsOfTheDemo(t *testing.T) {
	r := start(t)
	aws := "http://" + r.Addresses().AWS
	tests := []struct {
		name, method, url, host string
		headers                 []string
		status                  int
		want                    map[string]string
	}{
		{"S3 itself is private", "GET", aws + "/media" + master, "", nil, 403, nil},
		{"virtual-hosted too", "GET", aws + master, "media.s3.localhost", nil, 403, nil},
		{"preflight at a bucket without CORS", "OPTIONS", aws + "/media" + master, "",
			[]string{"Origin", page, "Access-Control-Request-Method", "GET"}, 403, nil},
		{"an address reaches the default distribution", "GET", "http://" + r.Addresses().Edge + master, "", nil, 200, nil},
		{"cloudfront.net reaches it", "GET", "http://" + r.Addresses().Edge + master, "EDEMO.cloudfront.net", nil, 200, nil},
		{"another host does not", "GET", "http://" + r.Addresses().Edge + master, "www.example.com", nil, 403,
			map[string]string{"X-Cache": "Error from cloudfront", "Server": "CloudFront"}},
		{"OPTIONS is not allowed", "OPTIONS", "http://" + r.Addresses().Edge + master, "edemo.cloudfront.localhost",
			[]string{"Origin", page, "Access-Control-Request-Method", "GET"}, 403,
			map[string]string{"X-Cache": "Error from cloudfront", "Content-Type": "text/html"}},
		{"a missing key is 403 without ListBucket", "GET", "http://" + r.Addresses().Edge + "/nope", "edemo.cloudfront.localhost",
			nil, 403, map[string]string{"Content-Type": "application/xml"}},
	}
	for _, tt := range tests {
		a := r.send(tt.method, tt.url, tt.host, "", tt.headers...)
		a.has(t, tt.name, tt.status, tt.want)
		if a.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: answered with Access-Control-Allow-Origin", tt.name)
		}
	}
}

func TestResetBringsTheSeedBack(t *testing.T) {
	r := start(t)
	r.console(200, "PUT", "/api/buckets/media/cors", storyPolicy)
	r.console(200, "PUT", "/api/distributions/EDEMO/behaviors/0", `{"originRequestPolicyId":"`+corsS3Origin+`"}`)
	r.console(200, "POST", "/api/clock", `{"advance":"48h"}`)
	r.edge("GET", master, "Origin", page)
	r.console(204, "POST", "/api/reset", "")

	if n := r.Journal().Len(); n != 0 {
		t.Errorf("%d exchanges left", n)
	}
	r.edge("GET", master, "Origin", page).has(t, "after reset", http.StatusOK, map[string]string{
		"X-Cache": "Miss from cloudfront", "Access-Control-Allow-Origin": "",
	})
}
