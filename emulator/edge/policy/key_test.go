package policy

import (
	"net/http"
	"reflect"
	"testing"
)

func TestKey(t *testing.T) {
	whitelist := func(names ...string) CachePolicyQueryStringsConfig {
		return CachePolicyQueryStringsConfig{QueryStringBehavior: "whitelist", QueryStrings: &QueryStringNames{Quantity: len(names), Items: names}}
	}
	const host = "edemo.cloudfront.localhost"
	cases := []struct {
		name   string
		policy *CachePolicyConfig
		viewer func(v *Viewer)
		want   Key
	}{
		{"path only", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{}),
			func(v *Viewer) {
				v.RawQuery = "x=1"
				v.Host = "www.example.com"
				v.Header = headerOf("Origin", "https://a.example", "Cookie", "a=1", "Cache-Control", "no-cache", "Accept-Encoding", "gzip")
			}, Key{String: host + "/a.txt", Path: "/a.txt"}},
		{"HEAD shares GET's", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{}),
			func(v *Viewer) { v.Method = "HEAD" }, Key{String: host + "/a.txt", Path: "/a.txt"}},
		{"OPTIONS does not", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{}),
			func(v *Viewer) { v.Method = "OPTIONS" }, Key{String: "OPTIONS " + host + "/a.txt", Path: "/a.txt"}},
		{"raw path", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{}),
			func(v *Viewer) { v.Path = "//x/%61" }, Key{String: host + "//x/%61", Path: "//x/%61"}},
		{"header", keyedHeaderPolicy("ORIGIN"),
			func(v *Viewer) { v.Header.Set("origin", "https://A.example") },
			Key{String: host + "/a.txt\norigin: https://A.example", Path: "/a.txt", In: []Part{{"header", "origin", "https://A.example"}}}},
		{"header absent", keyedHeaderPolicy("Origin"), func(*Viewer) {}, Key{String: host + "/a.txt", Path: "/a.txt"}},
		{"header empty", keyedHeaderPolicy("Origin"), func(v *Viewer) { v.Header.Set("Origin", "") },
			Key{String: host + "/a.txt\norigin: ", Path: "/a.txt", In: []Part{{"header", "origin", ""}}}},
		{"headers in one order", keyedHeaderPolicy("X-B", "Host", "X-A"),
			func(v *Viewer) { v.Header = headerOf("X-A", "1", "X-A", "2", "X-B", "3") },
			Key{String: host + "/a.txt\nhost: " + host + "\nx-a: 1, 2\nx-b: 3", Path: "/a.txt",
				In: []Part{{"header", "host", host}, {"header", "x-a", "1, 2"}, {"header", "x-b", "3"}}}},
		{"what CloudFront knows", keyedHeaderPolicy("CloudFront-Viewer-Country", "CloudFront-Forwarded-Proto"),
			func(v *Viewer) {
				v.Country, v.Scheme = "JP", "http"
				v.Header.Set("CloudFront-Viewer-Country", "spoof")
			},
			Key{String: host + "/a.txt\ncloudfront-forwarded-proto: http\ncloudfront-viewer-country: JP", Path: "/a.txt",
				In: []Part{{"header", "cloudfront-forwarded-proto", "http"}, {"header", "cloudfront-viewer-country", "JP"}}}},
		{"a star in a policy is a name", keyedHeaderPolicy("X-*"),
			func(v *Viewer) { v.Header = headerOf("X-A", "1") }, Key{String: host + "/a.txt", Path: "/a.txt"}},
		{"query all, verbatim", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{QueryStringsConfig: CachePolicyQueryStringsConfig{QueryStringBehavior: "all"}}),
			func(v *Viewer) { v.RawQuery = "b=2&&a=1;c&B" },
			Key{String: host + "/a.txt?b=2&&a=1;c&B", Path: "/a.txt", Query: "b=2&&a=1;c&B",
				In: []Part{{"query", "b", "2"}, {"query", "a", "1;c"}, {"query", "B", ""}}}},
		{"query whitelist, viewer's order and case", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{QueryStringsConfig: whitelist("a", "b")}),
			func(v *Viewer) { v.RawQuery = "b=2&x=9&A=1&a=1&b=3" },
			Key{String: host + "/a.txt?b=2&a=1&b=3", Path: "/a.txt", Query: "b=2&a=1&b=3",
				In: []Part{{"query", "b", "2"}, {"query", "a", "1"}, {"query", "b", "3"}}}},
		{"query whitelist, none there", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{QueryStringsConfig: whitelist("a")}),
			func(v *Viewer) { v.RawQuery = "x=9" }, Key{String: host + "/a.txt", Path: "/a.txt"}},
		{"query allExcept", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{QueryStringsConfig: CachePolicyQueryStringsConfig{
			QueryStringBehavior: "allExcept", QueryStrings: &QueryStringNames{Quantity: 1, Items: []string{"utm"}}}}),
			func(v *Viewer) { v.RawQuery = "utm=1&a=1" },
			Key{String: host + "/a.txt?a=1", Path: "/a.txt", Query: "a=1", In: []Part{{"query", "a", "1"}}}},
		{"cookies sorted", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{CookiesConfig: CachePolicyCookiesConfig{CookieBehavior: "all"}}),
			func(v *Viewer) { v.Header = headerOf("Cookie", "b=2; a=1; B=3", "Cookie", "a=0") },
			Key{String: host + "/a.txt\ncookie B=3\ncookie a=1\ncookie a=0\ncookie b=2", Path: "/a.txt",
				In: []Part{{"cookie", "B", "3"}, {"cookie", "a", "1"}, {"cookie", "a", "0"}, {"cookie", "b", "2"}}}},
		{"cookies that are none", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{CookiesConfig: CachePolicyCookiesConfig{CookieBehavior: "all"}}),
			func(v *Viewer) { v.Header = headerOf("Cookie", "$Version=1; a=1; b; =2; c=") },
			Key{String: host + "/a.txt\ncookie a=1\ncookie c=", Path: "/a.txt", In: []Part{{"cookie", "a", "1"}, {"cookie", "c", ""}}}},
		{"cookies whitelist", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{CookiesConfig: CachePolicyCookiesConfig{CookieBehavior: "whitelist",
			Cookies: &CookieNames{Quantity: 1, Items: []string{"sid"}}}}),
			func(v *Viewer) { v.Header = headerOf("Cookie", "x=1; sid=a=b; SID=2") },
			Key{String: host + "/a.txt\ncookie sid=a=b", Path: "/a.txt", In: []Part{{"cookie", "sid", "a=b"}}}},
		{"encodings", keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{EnableAcceptEncodingGzip: true, EnableAcceptEncodingBrotli: new(true)}),
			func(v *Viewer) { v.Header = headerOf("Accept-Encoding", "gzip, deflate, br;q=0.9") },
			Key{String: host + "/a.txt\naccept-encoding: br,gzip", Path: "/a.txt", In: []Part{{"header", "accept-encoding", "br,gzip"}}}},
		{"encodings listed with flags off", keyedHeaderPolicy("Accept-Encoding"),
			func(v *Viewer) { v.Header = headerOf("Accept-Encoding", "gzip, deflate") },
			Key{String: host + "/a.txt\naccept-encoding: gzip, deflate", Path: "/a.txt", In: []Part{{"header", "accept-encoding", "gzip, deflate"}}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src := newWorld()
			src.cache["cp"] = c.policy
			b := behaviorOf(t, customOrigin(), DefaultCacheBehavior{CachePolicyId: "cp"}, src, Options{})
			v := viewerOf()
			c.viewer(v)
			if got := b.Key(v); got.String != c.want.String || got.Path != c.want.Path || got.Query != c.want.Query ||
				len(got.In)+len(c.want.In) > 0 && !reflect.DeepEqual(got.In, c.want.In) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestKeyLegacy(t *testing.T) {
	b := legacy("Origin")
	b.ForwardedValues.QueryString = true
	b.ForwardedValues.QueryStringCacheKeys = &QueryStringCacheKeys{Quantity: 1, Items: []string{"v"}}
	b.ForwardedValues.Cookies = CookiePreference{Forward: "whitelist", WhitelistedNames: &CookieNames{Quantity: 1, Items: []string{"s*d"}}}
	behavior := behaviorOf(t, customOrigin(), b, newWorld(), Options{})
	v := viewerOf("Origin", "https://a.example", "Cookie", "x=1; said=2; SAD=3", "Accept-Encoding", "br")
	v.RawQuery = "x=1&v=2"
	want := "edemo.cloudfront.localhost/a.txt?v=2\norigin: https://a.example\naccept-encoding: br\ncookie said=2"
	if got := behavior.Key(v).String; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := behavior.OriginRequest(v, behavior.Origin); got.RawQuery != "x=1&v=2" || got.Header.Get("Cookie") != "said=2" {
		t.Errorf("origin gets %q and %q", got.RawQuery, got.Header.Get("Cookie"))
	}
}

// TestKeyTellsRequestsApart: no two requests that differ in something keyed
// share a key, whatever separators they carry.
func TestKeyTellsRequestsApart(t *testing.T) {
	src := newWorld()
	src.cache["cp"] = keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{
		HeadersConfig:      CachePolicyHeadersConfig{HeaderBehavior: "whitelist", Headers: &Headers{Quantity: 2, Items: []string{"X-A", "X-B"}}},
		CookiesConfig:      CachePolicyCookiesConfig{CookieBehavior: "all"},
		QueryStringsConfig: CachePolicyQueryStringsConfig{QueryStringBehavior: "all"}})
	b := behaviorOf(t, customOrigin(), DefaultCacheBehavior{CachePolicyId: "cp"}, src, Options{})
	seen := map[string]int{}
	for i, c := range []struct {
		method, path, query string
		header              http.Header
	}{
		{"GET", "/a", "", http.Header{}},
		{"OPTIONS", "/a", "", http.Header{}},
		{"GET", "/a", "x", http.Header{}},
		{"GET", "/a%3Fx", "", http.Header{}},
		{"GET", "/a", "", headerOf("X-A", "")},
		{"GET", "/a", "", headerOf("X-A", "1")},
		{"GET", "/a", "", headerOf("X-B", "1")},
		{"GET", "/a", "", headerOf("X-A", "1", "X-B", "1")},
		{"GET", "/a", "", headerOf("X-A", "1x-b: 1")},
		{"GET", "/a", "", headerOf("Cookie", "x-a=1")},
		{"GET", "/a", "", headerOf("Cookie", "a=1; b=2")},
		{"GET", "/a", "", headerOf("Cookie", "a=1cookie b=2")},
		{"GET", "/a", "a=1&b=2", http.Header{}},
		{"GET", "/a", "b=2&a=1", http.Header{}},
		{"GET", "/a", "&", http.Header{}},
	} {
		v := viewerOf()
		v.Method, v.Path, v.RawQuery, v.Header = c.method, c.path, c.query, c.header
		key := b.Key(v).String
		if before, ok := seen[key]; ok {
			t.Errorf("cases %d and %d share %q", before, i, key)
		}
		seen[key] = i
	}
}

// TestKeyAllocations holds the hot path to its price: one string, and one list
// when something besides the path is in the key.
func TestKeyAllocations(t *testing.T) {
	src := newWorld()
	src.cache["headers"] = keyedHeaderPolicy("Origin", "Access-Control-Request-Method")
	v := viewerOf("Origin", "https://a.example", "Accept-Encoding", "gzip, deflate, br", "User-Agent", "Mozilla/5.0")
	v.RawQuery = "a=1&b=2"
	for id, limit := range map[string]float64{cacheID(t, "CachingDisabled"): 1, cacheID(t, "CachingOptimized"): 2, "headers": 2} {
		b := behaviorOf(t, customOrigin(), DefaultCacheBehavior{CachePolicyId: id}, src, Options{})
		if got := testing.AllocsPerRun(100, func() { b.Key(v) }); got > limit {
			t.Errorf("%s: %v allocations, at most %v", id, got, limit)
		}
	}
}

func BenchmarkKey(b *testing.B) {
	behavior := behaviorOf(b, customOrigin(), DefaultCacheBehavior{CachePolicyId: cacheID(b, "CachingOptimized")}, newWorld(), Options{})
	v := viewerOf("Origin", "https://a.example", "Accept-Encoding", "gzip, deflate, br", "User-Agent", "Mozilla/5.0")
	b.ReportAllocs()
	for b.Loop() {
		behavior.Key(v)
	}
}

func BenchmarkOriginRequest(b *testing.B) {
	behavior := behaviorOf(b, s3Origin(), DefaultCacheBehavior{CachePolicyId: cacheID(b, "CachingOptimized"),
		OriginRequestPolicyId: originRequestID(b, "CORS-S3Origin")}, newWorld(), Options{})
	v := viewerOf("Origin", "https://a.example", "Accept-Encoding", "gzip, deflate, br", "User-Agent", "Mozilla/5.0", "Accept", "*/*", "Referer", "https://a.example/")
	b.ReportAllocs()
	for b.Loop() {
		behavior.OriginRequest(v, behavior.Origin)
	}
}
