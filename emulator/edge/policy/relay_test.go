package policy

import (
	"maps"
	"slices"
	"testing"
)

func TestRelayHeaders(t *testing.T) {
	on := cacheID(t, "CachingOptimized")
	src := newWorld()
	src.cache["origin"] = keyedHeaderPolicy("Origin")
	src.cache["device"] = keyedHeaderPolicy("CloudFront-Is-Mobile-Viewer")
	cookies := legacy()
	cookies.ForwardedValues.Cookies.Forward = "all"
	website := OriginConfig{Id: "o1", DomainName: "assets.s3-website-us-east-1.amazonaws.com",
		CustomOriginConfig: &CustomOriginConfig{HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "http-only"}}
	cases := []struct {
		name   string
		origin OriginConfig
		b      DefaultCacheBehavior
		opts   Options
		in     []string
		want   map[string]string
	}{
		{"connection headers", customOrigin(), DefaultCacheBehavior{CachePolicyId: on}, Options{},
			[]string{"Connection", "close, X-Hop", "X-Hop", "1", "Keep-Alive", "timeout=5", "Trailer", "X", "Upgrade", "h2c",
				"Transfer-Encoding", "chunked", "Proxy-Connection", "x", "Etag", `"v1"`, "Server", "nginx", "Date", "now", "Via", "1.1 vegur"},
			map[string]string{"Etag": `"v1"`, "Server": "nginx", "Date": "now", "Via": "1.1 vegur"}},
		{"S3", s3Origin(), DefaultCacheBehavior{CachePolicyId: on}, Options{},
			[]string{"X-Amz-Request-Id", "R", "X-Amz-Id-2", "I", "X-Amz-Version-Id", "V", "X-Amz-Meta-A", "1", "Server", "AmazonS3",
				"Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method", "Access-Control-Allow-Origin", "*"},
			map[string]string{"X-Amz-Version-Id": "V", "X-Amz-Meta-A": "1", "Server": "AmazonS3", "Access-Control-Allow-Origin": "*"}},
		{"website", website, DefaultCacheBehavior{CachePolicyId: on}, Options{},
			[]string{"X-Amz-Error-Code", "NoSuchKey", "X-Amz-Request-Id", "R"},
			map[string]string{"X-Amz-Error-Code": "NoSuchKey", "X-Amz-Request-Id": "R"}},
		{"Set-Cookie", customOrigin(), legacy(), Options{}, []string{"Set-Cookie", "a=1", "X-A", "1"}, map[string]string{"X-A": "1"}},
		{"Set-Cookie with cookies forwarded", customOrigin(), cookies, Options{}, []string{"Set-Cookie", "a=1", "Set-Cookie", "b=2"}, map[string]string{"Set-Cookie": "a=1 | b=2"}},
		{"Vary keyed", customOrigin(), DefaultCacheBehavior{CachePolicyId: "origin"}, Options{}, []string{"Vary", "Origin"}, map[string]string{"Vary": "Origin"}},
		{"Vary in part", customOrigin(), DefaultCacheBehavior{CachePolicyId: "origin"}, Options{},
			[]string{"Vary", "X-A, origin", "Vary", "Accept-Encoding, Cookie"}, map[string]string{"Vary": "origin, Accept-Encoding, Cookie"}},
		{"Vary forwarded", customOrigin(), DefaultCacheBehavior{CachePolicyId: on, OriginRequestPolicyId: originRequestID(t, "CORS-CustomOrigin")}, Options{},
			[]string{"Vary", "Origin"}, map[string]string{"Vary": "Origin"}},
		{"Vary forwarded, keyed wanted", customOrigin(), DefaultCacheBehavior{CachePolicyId: on, OriginRequestPolicyId: originRequestID(t, "CORS-CustomOrigin")},
			Options{DropVaryOfUnkeyed: true}, []string{"Vary", "Origin"}, map[string]string{}},
		{"Vary by legacy default", customOrigin(), legacy(), Options{}, []string{"Vary", "Origin"}, map[string]string{}},
		{"Vary listed", customOrigin(), legacy("Origin"), Options{}, []string{"Vary", "Origin"}, map[string]string{"Vary": "Origin"}},
		{"Vary User-Agent", customOrigin(), DefaultCacheBehavior{CachePolicyId: on}, Options{}, []string{"Vary", "User-Agent"}, map[string]string{}},
		{"Vary User-Agent by device", customOrigin(), DefaultCacheBehavior{CachePolicyId: "device"}, Options{}, []string{"Vary", "User-Agent"}, map[string]string{"Vary": "User-Agent"}},
		{"Vary star", customOrigin(), legacy(), Options{}, []string{"Vary", "*"}, map[string]string{"Vary": "*"}},
		{"Vary star, MinTTL", customOrigin(), DefaultCacheBehavior{CachePolicyId: on}, Options{}, []string{"Vary", "*"}, map[string]string{}},
		{"compressible", customOrigin(), DefaultCacheBehavior{CachePolicyId: on, Compress: new(true)}, Options{},
			[]string{"Content-Type", "text/css; charset=utf-8", "Vary", "X-A"}, map[string]string{"Content-Type": "text/css; charset=utf-8", "Vary": "Accept-Encoding"}},
		{"not compressible", customOrigin(), DefaultCacheBehavior{CachePolicyId: on, Compress: new(true)}, Options{},
			[]string{"Content-Type", "video/mp2t"}, map[string]string{"Content-Type": "video/mp2t"}},
	}
	for _, c := range cases {
		in := headerOf(c.in...)
		before := in.Clone()
		b := behaviorOf(t, c.origin, c.b, src, c.opts)
		got, changes := b.RelayHeaders(in, b.Origin)
		if !maps.Equal(plainHeaders(got), c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
		if !maps.EqualFunc(in, before, slices.Equal[[]string]) {
			t.Errorf("%s: the origin's headers were changed", c.name)
		}
		for name, values := range before {
			changed := slices.ContainsFunc(changes, func(ch Change) bool { return canonical(ch.Header) == name && ch.Because != "" })
			if slices.Equal(got[name], values) == changed {
				t.Errorf("%s: %s became %q, changes say %v", c.name, name, got[name], changes)
			}
		}
	}
}

func TestStoredHeaders(t *testing.T) {
	b := ttlBehavior(t, 0, 60, 60, Options{})
	in := headerOf("Cache-Control", `no-cache="Set-Cookie, x-b", max-age=60`, "Set-Cookie", "a=1", "X-B", "1", "X-C", "1")
	want := map[string]string{"Cache-Control": in.Get("Cache-Control"), "X-C": "1"}
	if got := plainHeaders(b.StoredHeaders(in)); !maps.Equal(got, want) || len(in) != 4 {
		t.Errorf("got %v", got)
	}
}

func TestRefreshed(t *testing.T) {
	stored := headerOf("Access-Control-Allow-Origin", "https://a.example", "Cache-Control", "max-age=10", "Date", "old", "Etag", `"v1"`)
	got := plainHeaders(Refreshed(stored, headerOf("Access-Control-Allow-Origin", "*", "Cache-Control", "max-age=20", "Date", "new", "X-New", "1")))
	want := map[string]string{"Access-Control-Allow-Origin": "https://a.example", "Cache-Control": "max-age=20", "Date": "new", "Etag": `"v1"`}
	if !maps.Equal(got, want) || stored.Get("Date") != "old" {
		t.Errorf("got %v", got)
	}
}

func TestVia(t *testing.T) {
	const token = "abc.cloudfront.net (CloudFront)"
	appends, replaces := ttlBehavior(t, 0, 1, 1, Options{}), ttlBehavior(t, 0, 1, 1, Options{ReplaceVia: true})
	for _, c := range []struct {
		b    *Behavior
		in   []string
		want string
	}{
		{appends, nil, "1.1 " + token},
		{appends, []string{"1.1 vegur"}, "1.1 vegur, 1.1 " + token},
		{replaces, []string{"1.1 vegur"}, "1.1 " + token},
	} {
		if got := c.b.Via(c.in, token); got != c.want {
			t.Errorf("%q: %q", c.in, got)
		}
	}
}

func TestCompressible(t *testing.T) {
	on := behaviorOf(t, customOrigin(), DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingOptimized"), Compress: new(true)}, newWorld(), Options{})
	cases := []struct {
		name   string
		b      *Behavior
		status int
		header []string
		want   bool
	}{
		{"css", on, 200, []string{"Content-Type", "text/css", "Content-Length", "1000"}, true},
		{"playlist", on, 200, []string{"Content-Type", "application/vnd.apple.mpegurl", "Content-Length", "2000"}, true},
		{"bare playlist type", on, 200, []string{"Content-Type", "vnd.apple.mpegurl", "Content-Length", "2000"}, true},
		{"404", on, 404, []string{"Content-Type", "TEXT/HTML; charset=utf-8", "Content-Length", "2000"}, true},
		{"206", on, 206, []string{"Content-Type", "text/css", "Content-Length", "2000"}, false},
		{"small", on, 200, []string{"Content-Type", "text/css", "Content-Length", "999"}, false},
		{"large", on, 200, []string{"Content-Type", "text/css", "Content-Length", "10000001"}, false},
		{"no length", on, 200, []string{"Content-Type", "text/css"}, false},
		{"encoded", on, 200, []string{"Content-Type", "text/css", "Content-Length", "2000", "Content-Encoding", "gzip"}, false},
		{"segment", on, 200, []string{"Content-Type", "video/mp2t", "Content-Length", "2000"}, false},
		{"Compress false", behaviorOf(t, customOrigin(), DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingOptimized")}, newWorld(), Options{}),
			200, []string{"Content-Type", "text/css", "Content-Length", "2000"}, false},
		{"flags off", behaviorOf(t, customOrigin(), DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingOptimizedForUncompressedObjects"), Compress: new(true)}, newWorld(), Options{}),
			200, []string{"Content-Type", "text/css", "Content-Length", "2000"}, false},
	}
	for _, c := range cases {
		if got := c.b.Compressible(c.status, headerOf(c.header...)); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestEncoding(t *testing.T) {
	on := cacheID(t, "CachingOptimized")
	policy := behaviorOf(t, customOrigin(), DefaultCacheBehavior{CachePolicyId: on, Compress: new(true)}, newWorld(), Options{})
	old := behaviorOf(t, customOrigin(), legacy(), newWorld(), Options{})
	for _, c := range []struct {
		b    *Behavior
		sent string
		want string
	}{{policy, "gzip, br", "br"}, {policy, "gzip", "gzip"}, {policy, "br;q=0", ""}, {policy, "", ""}, {old, "gzip, br", "gzip"}, {old, "br", ""}} {
		v := viewerOf()
		if c.sent != "" {
			v.Header.Set("Accept-Encoding", c.sent)
		}
		if got := c.b.Encoding(v); got != c.want {
			t.Errorf("%q: %q", c.sent, got)
		}
	}
}

func TestCompressibleType(t *testing.T) {
	for kind, want := range map[string]bool{
		"application/json": true, "application/dash+xml": true, "application/wasm": true, "application/pdf": true, "application/zip": false, "application/x-mpegURL": true, "font/ttf": true,
		"font/woff2": false, "image/svg+xml": true, "image/png": false, "text/javascript": true, "text/vtt": false, "": false, "text": false,
		"audio/mpegurl": false, "vnd.apple.mpegurl": true,
	} {
		if got := compressibleType(kind); got != want {
			t.Errorf("%q: %v", kind, got)
		}
	}
}

func TestSpell(t *testing.T) {
	for name, want := range map[string]string{
		"Etag": "ETag", "Te": "TE", "X-Xss-Protection": "X-XSS-Protection", "X-Real-Ip": "X-Real-IP", "Content-Md5": "Content-MD5",
		"X-Http-Method-Override": "X-HTTP-Method-Override", "Origin": "Origin", "Cloudfront-Is-Ios-Viewer": "CloudFront-Is-IOS-Viewer",
		"Cloudfront-Viewer-Tls": "CloudFront-Viewer-TLS", "Cloudfront-New": "CloudFront-New",
	} {
		if got := spell(name); got != want || canonical(got) != name {
			t.Errorf("%s: %s", name, got)
		}
	}
}
