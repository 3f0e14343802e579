package policy

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// plainHeaders is a map of single values, for whole-set comparison.
func plainHeaders(h http.Header) map[string]string {
	m := make(map[string]string, len(h))
	for name, values := range h {
		m[name] = strings.Join(values, " | ")
	}
	return m
}

// automatic is what every origin request has, with more added.
func automatic(pairs ...string) map[string]string {
	m := map[string]string{"User-Agent": "Amazon CloudFront", "Connection": "Keep-Alive", "X-Forwarded-For": "203.0.113.7"}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			delete(m, pairs[i])
			continue
		}
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// browserHeaders is a cross-origin request of a browser with most things that
// the header table names.
func browserHeaders() http.Header {
	return headerOf("Origin", "https://app.example.com", "User-Agent", "Mozilla/5.0", "Accept", "*/*",
		"Accept-Language", "en", "Accept-Encoding", "gzip, deflate, br", "Referer", "https://app.example.com/",
		"Cookie", "b=2; a=1", "Authorization", "Bearer t", "X-Foo", "1", "Cache-Control", "no-cache", "Pragma", "no-cache",
		"Range", "bytes=0-9", "If-None-Match", `"v1"`, "Content-Type", "text/plain",
		"Te", "trailers", "Trailer", "X", "Upgrade", "h2c", "Proxy-Authorization", "p", "Proxy-Connection", "keep-alive",
		"Connection", "close, X-Hop", "X-Hop", "1", "X-Forwarded-Proto", "http", "X-Real-Ip", "192.0.2.9", "X-Edge-Foo", "1",
		"X-Amz-Cf-Id", "forged", "X-Amz-Meta-A", "1", "Cloudfront-Viewer-Country", "forged", "X-Forwarded-For", "192.0.2.4")
}

func TestOriginRequestHeaders(t *testing.T) {
	const agent, forwardedFor = "Mozilla/5.0", "192.0.2.4,203.0.113.7"
	on, off := cacheID(t, "CachingOptimized"), cacheID(t, "CachingDisabled")
	kept := []string{"Range", "bytes=0-9", "Content-Type", "text/plain", "X-Forwarded-For", forwardedFor}
	every := append([]string{"Origin", "https://app.example.com", "Accept", "*/*", "Accept-Language", "en",
		"Referer", "https://app.example.com/", "X-Foo", "1", "Cache-Control", "no-cache", "Pragma", "no-cache",
		"X-Amz-Meta-A", "1", "Authorization", "Bearer t", "User-Agent", agent}, kept...)
	cases := []struct {
		name   string
		origin OriginConfig
		b      DefaultCacheBehavior
		method string
		opts   Options
		host   string
		want   map[string]string
	}{
		{name: "cache policy alone", b: DefaultCacheBehavior{CachePolicyId: on}, host: "origin.example.net",
			want: automatic(append(kept, "If-None-Match", `"v1"`, "Accept-Encoding", "br,gzip")...)},
		{name: "cache policy alone, POST", b: DefaultCacheBehavior{CachePolicyId: on}, method: "POST", host: "origin.example.net",
			want: automatic(append(kept, "If-None-Match", `"v1"`, "Accept-Encoding", "br,gzip")...)},
		{name: "the table for both worlds, GET", b: DefaultCacheBehavior{CachePolicyId: off}, opts: Options{HeaderTableInPolicyMode: true}, host: "origin.example.net",
			want: automatic(append(kept, "If-None-Match", `"v1"`, "Origin", "https://app.example.com")...)},
		{name: "the table for both worlds, POST", b: DefaultCacheBehavior{CachePolicyId: off}, method: "POST", opts: Options{HeaderTableInPolicyMode: true}, host: "origin.example.net",
			want: automatic(append(kept, "If-None-Match", `"v1"`, "Origin", "https://app.example.com", "Authorization", "Bearer t")...)},
		{name: "named automatic headers only", b: DefaultCacheBehavior{CachePolicyId: off}, opts: Options{OnlyNamedAutomaticHeaders: true}, host: "origin.example.net",
			want: automatic("If-None-Match", `"v1"`, "Range", "bytes=0-9", "X-Forwarded-For", "")},
		{name: "CORS-S3Origin", origin: s3Origin(), b: DefaultCacheBehavior{CachePolicyId: on, OriginRequestPolicyId: originRequestID(t, "CORS-S3Origin")},
			host: "assets.s3.us-east-1.amazonaws.com",
			want: automatic(append(kept, "If-None-Match", `"v1"`, "Accept-Encoding", "br,gzip", "Origin", "https://app.example.com")...)},
		{name: "CORS-CustomOrigin", b: DefaultCacheBehavior{CachePolicyId: off, OriginRequestPolicyId: originRequestID(t, "CORS-CustomOrigin")}, host: "origin.example.net",
			want: automatic(append(kept, "If-None-Match", `"v1"`, "Origin", "https://app.example.com")...)},
		{name: "UserAgentRefererHeaders", b: DefaultCacheBehavior{CachePolicyId: off, OriginRequestPolicyId: originRequestID(t, "UserAgentRefererHeaders")}, host: "origin.example.net",
			want: automatic(append(kept, "If-None-Match", `"v1"`, "User-Agent", agent, "Referer", "https://app.example.com/")...)},
		{name: "HostHeaderOnly", b: DefaultCacheBehavior{CachePolicyId: off, OriginRequestPolicyId: originRequestID(t, "HostHeaderOnly")}, host: "www.shop.example",
			want: automatic(append(kept, "If-None-Match", `"v1"`)...)},
		// With cookies forwarded the viewer's conditions fall away.
		{name: "AllViewer", b: DefaultCacheBehavior{CachePolicyId: off, OriginRequestPolicyId: originRequestID(t, "AllViewer")}, host: "www.shop.example",
			want: automatic(append(every, "Cookie", "a=1; b=2", "Accept-Encoding", "gzip, deflate, br")...)},
		{name: "AllViewer on signed S3", origin: s3Origin(), b: DefaultCacheBehavior{CachePolicyId: on, OriginRequestPolicyId: originRequestID(t, "AllViewer")}, host: "www.shop.example",
			want: automatic(append(slices.Clone(every), "Cookie", "a=1; b=2", "Accept-Encoding", "br,gzip", "Authorization", "")...)},
		{name: "AllViewerExceptHostHeader", b: DefaultCacheBehavior{CachePolicyId: off, OriginRequestPolicyId: originRequestID(t, "AllViewerExceptHostHeader")}, host: "origin.example.net",
			want: automatic(append(slices.Clone(every), "Cookie", "a=1; b=2", "Accept-Encoding", "gzip, deflate, br",
				"Cloudfront-Forwarded-Proto", "https", "Cloudfront-Is-Android-Viewer", "false", "Cloudfront-Is-Desktop-Viewer", "true",
				"Cloudfront-Is-Ios-Viewer", "false", "Cloudfront-Is-Mobile-Viewer", "false", "Cloudfront-Is-Smarttv-Viewer", "false",
				"Cloudfront-Is-Tablet-Viewer", "false", "Cloudfront-Viewer-Http-Version", "1.1")...)},
		{name: "UseOriginCacheControlHeaders", b: DefaultCacheBehavior{CachePolicyId: cacheID(t, "UseOriginCacheControlHeaders")}, host: "www.shop.example",
			want: automatic(append(kept, "Origin", "https://app.example.com", "Cookie", "a=1; b=2", "Accept-Encoding", "br,gzip")...)},
		{name: "legacy, nothing listed, GET", b: legacy(), host: "origin.example.net",
			want: automatic(append(kept, "If-None-Match", `"v1"`, "Origin", "https://app.example.com", "X-Foo", "1",
				"Cache-Control", "no-cache", "Pragma", "no-cache", "X-Amz-Meta-A", "1", "Accept-Encoding", "br,gzip")...)},
		{name: "legacy, nothing listed, POST", b: legacy(), method: "POST", host: "origin.example.net",
			want: automatic(append(kept, "If-None-Match", `"v1"`, "Origin", "https://app.example.com", "X-Foo", "1", "Authorization", "Bearer t",
				"Cache-Control", "no-cache", "Pragma", "no-cache", "X-Amz-Meta-A", "1", "Accept-Encoding", "br,gzip")...)},
		{name: "legacy, listed", b: legacy("Authorization", "Accept", "User-Agent", "Host"), host: "www.shop.example",
			want: automatic(append(kept, "If-None-Match", `"v1"`, "Origin", "https://app.example.com", "X-Foo", "1", "Authorization", "Bearer t",
				"Cache-Control", "no-cache", "Pragma", "no-cache", "X-Amz-Meta-A", "1", "Accept-Encoding", "br,gzip", "Accept", "*/*", "User-Agent", agent)...)},
		{name: "legacy, all headers", b: legacy("*"), host: "www.shop.example",
			want: automatic(append(slices.Clone(every), "If-None-Match", `"v1"`, "Accept-Encoding", "gzip, deflate, br")...)},
		{name: "legacy, all headers, S3", origin: s3Origin(), b: legacy("*"), host: "assets.s3.us-east-1.amazonaws.com",
			want: automatic(append(slices.Clone(every), "If-None-Match", `"v1"`, "Accept-Encoding", "gzip, deflate, br", "Authorization", "")...)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.origin.Id == "" {
				c.origin = customOrigin()
			}
			b := behaviorOf(t, c.origin, c.b, newWorld(), c.opts)
			v := viewerOf()
			v.Host, v.Header = "www.shop.example", browserHeaders()
			if c.method != "" {
				v.Method = c.method
			}
			before := v.Header.Clone()
			r := b.OriginRequest(v, b.Origin)
			if got := plainHeaders(r.Header); !maps.Equal(got, c.want) {
				t.Errorf("headers\ngot  %v\nwant %v", got, c.want)
			}
			if r.Host != c.host {
				t.Errorf("host %q, want %q", r.Host, c.host)
			}
			if !maps.EqualFunc(before, v.Header, slices.Equal[[]string]) {
				t.Error("the viewer's headers were changed")
			}
			checkFates(t, v, &r)
		})
	}
}

// checkFates: every header has one fate, and it is the one that happened.
func checkFates(t *testing.T, v *Viewer, r *OriginRequest) {
	t.Helper()
	seen := map[string]Fate{}
	last := ""
	for _, f := range r.Fates {
		name := http.CanonicalHeaderKey(f.Header)
		if _, twice := seen[name]; twice {
			t.Errorf("%s has two fates", f.Header)
		}
		if f.Header < last {
			t.Errorf("%s stands after %s", f.Header, last)
		}
		last = f.Header
		seen[name] = f
		if f.Because == "" {
			t.Errorf("%s: no reason", f.Header)
		}
		sent := v.Header[name]
		got := r.Header[name]
		if name == "Host" {
			sent, got = []string{v.Host}, []string{r.Host}
		}
		switch f.What {
		case FateForwarded:
			if !slices.Equal(sent, got) || !f.Kept {
				t.Errorf("%+v, but %q became %q", f, sent, got)
			}
		case FateRemoved:
			if len(sent) == 0 || len(got) > 0 || f.Kept {
				t.Errorf("%+v, but %q became %q", f, sent, got)
			}
		case FateAdded:
			if len(got) == 0 || f.Kept {
				t.Errorf("%+v, but %q became %q", f, sent, got)
			}
		case FateReplaced:
			if len(sent) == 0 || f.Kept {
				t.Errorf("%+v, but %q became %q", f, sent, got)
			}
		default:
			t.Errorf("%+v", f)
		}
	}
	for name := range v.Header {
		if _, ok := seen[name]; !ok {
			t.Errorf("%s has no fate", name)
		}
	}
	for name := range r.Header {
		if _, ok := seen[name]; !ok {
			t.Errorf("%s has no fate", name)
		}
	}
}

func TestOriginRequestReasons(t *testing.T) {
	on := cacheID(t, "CachingOptimized")
	fateOf := func(b *Behavior, v *Viewer, header string) Fate {
		for _, f := range b.OriginRequest(v, b.Origin).Fates {
			if f.Header == header {
				return f
			}
		}
		return Fate{}
	}
	src := newWorld()
	src.cache["origin"] = keyedHeaderPolicy("Origin")
	withCustom := customOrigin()
	withCustom.CustomHeaders = &CustomHeaders{Quantity: 1, Items: []OriginCustomHeader{{HeaderName: "origin", HeaderValue: "https://static.example"}}}
	for _, c := range []struct {
		name   string
		origin OriginConfig
		b      DefaultCacheBehavior
		want   Fate
	}{
		{"no origin request policy", customOrigin(), DefaultCacheBehavior{CachePolicyId: on},
			Fate{"Origin", false, false, FateRemoved, "the behavior has no origin request policy, and the cache policy does not list it"}},
		{"another policy", customOrigin(), DefaultCacheBehavior{CachePolicyId: on, OriginRequestPolicyId: originRequestID(t, "HostHeaderOnly")},
			Fate{"Origin", false, false, FateRemoved, "neither the cache policy nor the origin request policy lists it"}},
		{"listed", customOrigin(), DefaultCacheBehavior{CachePolicyId: on, OriginRequestPolicyId: originRequestID(t, "CORS-CustomOrigin")},
			Fate{"Origin", true, false, FateForwarded, "the origin request policy lists it"}},
		{"all", customOrigin(), DefaultCacheBehavior{CachePolicyId: on, OriginRequestPolicyId: originRequestID(t, "AllViewer")},
			Fate{"Origin", true, false, FateForwarded, "the origin request policy forwards all viewer headers"}},
		{"keyed", customOrigin(), DefaultCacheBehavior{CachePolicyId: "origin"},
			Fate{"Origin", true, true, FateForwarded, "the cache policy lists it"}},
		{"legacy default", customOrigin(), legacy(),
			Fate{"Origin", true, false, FateForwarded, "legacy settings forward it by default, outside the cache key"}},
		{"legacy keyed", customOrigin(), legacy("Origin"),
			Fate{"Origin", true, true, FateForwarded, "the forwarded values list it"}},
		{"origin custom header", withCustom, DefaultCacheBehavior{CachePolicyId: "origin"},
			Fate{"Origin", false, false, FateReplaced, "it is a custom header of the origin o1"}},
	} {
		b := behaviorOf(t, c.origin, c.b, src, Options{})
		if got := fateOf(b, viewerOf("Origin", "https://app.example.com"), "Origin"); got != c.want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestAuthorization(t *testing.T) {
	cached := legacy()
	cached.AllowedMethods = methodList(allMethods(), getHeadOptions)
	src := newWorld()
	src.cache["auth"] = keyedHeaderPolicy("Authorization")
	oac := func(id string) OriginConfig {
		o := s3Origin()
		o.OriginAccessControlId = id
		return o
	}
	for _, c := range []struct {
		name   string
		origin OriginConfig
		b      DefaultCacheBehavior
		kept   []string
	}{
		{"legacy, OPTIONS not cached", customOrigin(), legacy(), []string{"DELETE", "OPTIONS", "PATCH", "POST", "PUT"}},
		{"legacy, OPTIONS cached", customOrigin(), cached, []string{"DELETE", "PATCH", "POST", "PUT"}},
		{"cache policy", customOrigin(), DefaultCacheBehavior{CachePolicyId: "auth"}, allMethods()},
		{"not listed", customOrigin(), DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingDisabled")}, nil},
		{"OAC always", oac("always"), DefaultCacheBehavior{CachePolicyId: "auth"}, nil},
		{"OAC no-override", oac("no-override"), DefaultCacheBehavior{CachePolicyId: "auth"}, allMethods()},
		{"OAC never", oac("never"), DefaultCacheBehavior{CachePolicyId: "auth"}, allMethods()},
	} {
		b := behaviorOf(t, c.origin, c.b, src, Options{})
		for _, method := range allMethods() {
			v := viewerOf("Authorization", "Bearer t")
			v.Method = method
			got := len(b.OriginRequest(v, b.Origin).Header["Authorization"]) > 0
			if got != contains(c.kept, method) {
				t.Errorf("%s, %s: forwarded %v", c.name, method, got)
			}
		}
	}
}

func TestOriginRequestURL(t *testing.T) {
	src := newWorld()
	src.cache["a"] = keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{QueryStringsConfig: CachePolicyQueryStringsConfig{
		QueryStringBehavior: "whitelist", QueryStrings: &QueryStringNames{Quantity: 1, Items: []string{"a"}}}})
	src.origin["b"] = &OriginRequestPolicyConfig{Name: "b", HeadersConfig: OriginRequestPolicyHeadersConfig{HeaderBehavior: "none"},
		CookiesConfig:      OriginRequestPolicyCookiesConfig{CookieBehavior: "none"},
		QueryStringsConfig: OriginRequestPolicyQueryStringsConfig{QueryStringBehavior: "whitelist", QueryStrings: &QueryStringNames{Quantity: 1, Items: []string{"b"}}}}
	src.cache["but a"] = keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{QueryStringsConfig: CachePolicyQueryStringsConfig{
		QueryStringBehavior: "allExcept", QueryStrings: &QueryStringNames{Quantity: 1, Items: []string{"a"}}}})
	src.origin["but b"] = &OriginRequestPolicyConfig{Name: "but b", HeadersConfig: OriginRequestPolicyHeadersConfig{HeaderBehavior: "none"},
		CookiesConfig:      OriginRequestPolicyCookiesConfig{CookieBehavior: "none"},
		QueryStringsConfig: OriginRequestPolicyQueryStringsConfig{QueryStringBehavior: "allExcept", QueryStrings: &QueryStringNames{Quantity: 1, Items: []string{"b"}}}}
	o := customOrigin()
	o.OriginPath = "/production"
	for _, c := range []struct{ cache, orp, path, query, wantPath, wantQuery string }{
		{"a", "", "/x", "c=1&b=2&a=3", "/production/x", "a=3"},
		{"a", "b", "/x", "c=1&b=2&a=3&b=4", "/production/x", "b=2&a=3&b=4"},
		{"a", "b", "//x/../%41", "", "/production//x/../%41", ""},
		// The guide's table of both policies, its row and column of block lists.
		{"but a", "", "/x", "a=1&b=2&c=3", "/production/x", "b=2&c=3"},
		{"but a", "b", "/x", "a=1&b=2&c=3", "/production/x", "b=2&c=3"},
		{"but a", "but b", "/x", "a=1&b=2&c=3", "/production/x", "c=3"},
		{"but a", originRequestID(t, "AllViewer"), "/x", "a=1&b=2&c=3", "/production/x", "a=1&b=2&c=3"},
		{"a", "but b", "/x", "a=1&b=2&c=3", "/production/x", "a=1&c=3"},
		{cacheID(t, "CachingOptimized"), "", "/x", "a=1", "/production/x", ""},
		{cacheID(t, "CachingOptimized"), originRequestID(t, "AllViewer"), "/x", "b=2&&a", "/production/x", "b=2&&a"},
	} {
		b := behaviorOf(t, o, DefaultCacheBehavior{CachePolicyId: c.cache, OriginRequestPolicyId: c.orp}, src, Options{})
		v := viewerOf()
		v.Path, v.RawQuery = c.path, c.query
		if r := b.OriginRequest(v, b.Origin); r.Path != c.wantPath || r.RawQuery != c.wantQuery || r.Method != "GET" {
			t.Errorf("%+v: %q %q", c, r.Path, r.RawQuery)
		}
	}
}

func TestTrail(t *testing.T) {
	b := behaviorOf(t, customOrigin(), DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingOptimized")}, newWorld(), Options{})
	v := viewerOf("Via", "1.1 proxy", "X-Forwarded-For", "192.0.2.4,192.0.2.3")
	v.ProtoMajor, v.ProtoMinor = 2, 0
	v.Via, v.RequestID = "abc.cloudfront.net (CloudFront)", "id=="
	got := plainHeaders(b.OriginRequest(v, b.Origin).Header)
	want := map[string]string{"Via": "1.1 proxy, 2.0 abc.cloudfront.net (CloudFront)", "X-Amz-Cf-Id": "id==",
		"X-Forwarded-For": "192.0.2.4,192.0.2.3,203.0.113.7", "User-Agent": "Amazon CloudFront", "Connection": "Keep-Alive"}
	if !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestCloudFrontHeaders(t *testing.T) {
	v := viewerOf("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148")
	v.Country, v.Port, v.TLS, v.IP = "JP", 4711, "TLSv1.3:TLS_AES_128_GCM_SHA256:fullHandshake", "2001:db8::1"
	b := behaviorOf(t, customOrigin(), DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingDisabled"),
		OriginRequestPolicyId: originRequestID(t, "AllViewerAndCloudFrontHeaders-2022-06")}, newWorld(), Options{})
	want := map[string]string{
		"Cloudfront-Forwarded-Proto": "https", "Cloudfront-Is-Android-Viewer": "false", "Cloudfront-Is-Desktop-Viewer": "false",
		"Cloudfront-Is-Ios-Viewer": "true", "Cloudfront-Is-Mobile-Viewer": "true", "Cloudfront-Is-Smarttv-Viewer": "false",
		"Cloudfront-Is-Tablet-Viewer": "false", "Cloudfront-Viewer-Address": "[2001:db8::1]:4711", "Cloudfront-Viewer-Country": "JP",
		"Cloudfront-Viewer-Http-Version": "1.1", "Cloudfront-Viewer-Tls": "TLSv1.3:TLS_AES_128_GCM_SHA256:fullHandshake",
	}
	got := map[string]string{}
	for name, value := range plainHeaders(b.OriginRequest(v, b.Origin).Header) {
		if isCloudFrontHeader(name) {
			got[name] = value
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestDeviceIsOneOf(t *testing.T) {
	for agent, want := range map[string]string{
		"":       "Desktop",
		"curl/8": "Desktop",
		"Mozilla/5.0 (Linux; Android 15; Pixel 9) Mobile Safari":    "Mobile",
		"Mozilla/5.0 (Linux; Android 15; SM-X910) Safari":           "Tablet",
		"Mozilla/5.0 (iPad; CPU OS 18_0) Mobile":                    "Tablet",
		"Mozilla/5.0 (SMART-TV; Linux; Tizen 8.0) AppleWebKit":      "Smarttv",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140":      "Desktop",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)":    "Mobile",
		"Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit Chrome/120": "Smarttv",
	} {
		for _, kind := range []string{"Desktop", "Mobile", "Smarttv", "Tablet"} {
			if got := deviceIs(agent, kind); got != (kind == want) {
				t.Errorf("%q is %s: %v", agent, kind, got)
			}
		}
	}
}
