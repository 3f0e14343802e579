package policy

import "testing"

func TestProtocol(t *testing.T) {
	cases := []struct {
		policy, scheme, method string
		major, minor           int
		opts                   Options
		want                   int
	}{
		{"allow-all", "http", "GET", 1, 1, Options{}, 0},
		{"allow-all", "https", "POST", 2, 0, Options{}, 0},
		{"redirect-to-https", "https", "GET", 1, 1, Options{}, 0},
		{"redirect-to-https", "http", "GET", 1, 1, Options{}, 301},
		{"redirect-to-https", "http", "HEAD", 1, 0, Options{}, 301},
		{"redirect-to-https", "http", "OPTIONS", 1, 1, Options{}, 307},
		{"redirect-to-https", "http", "POST", 2, 0, Options{}, 307},
		{"redirect-to-https", "http", "POST", 1, 0, Options{}, 403},
		{"redirect-to-https", "http", "POST", 1, 1, Options{RedirectOnlyGetAndHead: true}, 403},
		{"redirect-to-https", "http", "GET", 1, 1, Options{RedirectOnlyGetAndHead: true}, 301},
		{"https-only", "http", "GET", 1, 1, Options{}, 403},
		{"https-only", "http", "OPTIONS", 1, 1, Options{}, 403},
		{"https-only", "https", "GET", 1, 1, Options{}, 0},
	}
	for _, c := range cases {
		b := behaviorOf(t, customOrigin(), DefaultCacheBehavior{ViewerProtocolPolicy: c.policy,
			CachePolicyId: cacheID(t, "CachingOptimized")}, newWorld(), c.opts)
		v := viewerOf()
		v.Scheme, v.Method, v.ProtoMajor, v.ProtoMinor = c.scheme, c.method, c.major, c.minor
		if got := b.Protocol(v); got.Status != c.want || got.Because == "" {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}

func TestMethods(t *testing.T) {
	zero, none := cacheID(t, "CachingDisabled"), []string{}
	on := cacheID(t, "CachingOptimized")
	cases := []struct {
		name            string
		b               DefaultCacheBehavior
		allowed, caches []string
		collapses       bool
	}{
		{"get head", DefaultCacheBehavior{CachePolicyId: on, AllowedMethods: methodList(getHead, getHead)}, getHead, getHead, true},
		{"options allowed", DefaultCacheBehavior{CachePolicyId: on, AllowedMethods: methodList(getHeadOptions, getHead)}, getHeadOptions, getHead, true},
		{"options cached", DefaultCacheBehavior{CachePolicyId: on, AllowedMethods: methodList(allMethods(), getHeadOptions)}, allMethods(), getHeadOptions, true},
		{"nothing cached", DefaultCacheBehavior{CachePolicyId: zero, AllowedMethods: methodList(getHeadOptions, getHeadOptions)}, getHeadOptions, none, false},
		{"all headers", legacy("*"), allMethods(), none, false},
		{"cookies forwarded", DefaultCacheBehavior{CachePolicyId: on, OriginRequestPolicyId: originRequestID(t, "AllViewer")}, allMethods(), getHead, false},
	}
	for _, c := range cases {
		b := behaviorOf(t, customOrigin(), c.b, newWorld(), Options{})
		for _, method := range append(allMethods(), "PROPFIND", "get") {
			if got, want := b.Allows(method), contains(c.allowed, method); got != want {
				t.Errorf("%s: Allows(%s) = %v", c.name, method, got)
			}
			if got, want := b.Caches(method), contains(c.caches, method); got != want {
				t.Errorf("%s: Caches(%s) = %v", c.name, method, got)
			}
		}
		if got := b.Collapses("GET"); got != c.collapses {
			t.Errorf("%s: Collapses = %v", c.name, got)
		}
	}
}

func contains(items []string, item string) bool {
	for _, i := range items {
		if i == item {
			return true
		}
	}
	return false
}

func TestGetWithBody(t *testing.T) {
	for _, c := range []struct {
		method string
		length int64
		want   bool
	}{{"GET", 0, false}, {"GET", 3, true}, {"GET", -1, true}, {"POST", 3, false}, {"HEAD", 0, false}} {
		v := viewerOf()
		v.Method, v.ContentLength = c.method, c.length
		if v.GetWithBody() != c.want {
			t.Errorf("%+v", c)
		}
	}
}

func TestRequestTooLarge(t *testing.T) {
	for _, c := range []struct {
		url, head, old, newer int
	}{
		{8192, 20480, 0, 0}, {8193, 9000, 413, 414}, {100, 20481, 413, 0}, {100, 32769, 413, 494}, {9000, 40000, 413, 414},
	} {
		if got := (Options{}).RequestTooLarge(c.url, c.head); got != c.old {
			t.Errorf("%+v: %d", c, got)
		}
		if got := (Options{NewerSizeLimits: true}).RequestTooLarge(c.url, c.head); got != c.newer {
			t.Errorf("%+v, newer: %d", c, got)
		}
	}
}

func TestGeo(t *testing.T) {
	for _, c := range []struct {
		geo     Geo
		country string
		want    bool
	}{
		{Geo{Type: "none"}, "FR", true},
		{Geo{Type: "blacklist", Countries: []string{"FR"}}, "FR", false},
		{Geo{Type: "blacklist", Countries: []string{"FR"}}, "DE", true},
		{Geo{Type: "blacklist", Countries: []string{"FR"}}, "", true},
		{Geo{Type: "whitelist", Countries: []string{"FR"}}, "FR", true},
		{Geo{Type: "whitelist", Countries: []string{"FR"}}, "DE", false},
		{Geo{Type: "whitelist", Countries: []string{"FR"}}, "", true},
	} {
		if got := c.geo.Allows(c.country); got != c.want {
			t.Errorf("%+v", c)
		}
	}
}

func TestErrorPage(t *testing.T) {
	cfg := distribution(customOrigin(), DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingOptimized")})
	cfg.CustomErrorResponses = &CustomErrorResponses{Quantity: 3, Items: []CustomErrorResponse{
		{ErrorCode: 403, ResponsePagePath: "/index.html", ResponseCode: "200", ErrorCachingMinTTL: new(int64(30))},
		{ErrorCode: 404, ErrorCachingMinTTL: new(int64(0))},
		{ErrorCode: 500, ResponsePagePath: "/500.html", ResponseCode: "500"}}}
	d := mustCompile(t, cfg, newWorld(), Options{})
	if e, ok := d.ErrorPage(403); !ok || e != (ErrorResponse{403, "/index.html", 200, seconds(30)}) {
		t.Errorf("403: %+v %v", e, ok)
	}
	if e, ok := d.ErrorPage(500); !ok || e.ResponseCode != 500 || e.MinTTL != seconds(10) {
		t.Errorf("500: %+v %v", e, ok)
	}
	if _, ok := d.ErrorPage(404); ok {
		t.Error("404 has a page")
	}
	if _, ok := d.ErrorPage(502); ok {
		t.Error("502 has a page")
	}
}

func TestRootObject(t *testing.T) {
	cfg := distribution(s3Origin(), DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingOptimized")})
	cfg.DefaultRootObject = "index.html"
	d := mustCompile(t, cfg, newWorld(), Options{})
	for path, want := range map[string]string{"/": "/index.html", "/sub/": "/sub/", "/a": "/a"} {
		if got := d.RootObject(path); got != want {
			t.Errorf("RootObject(%q) = %q", path, got)
		}
	}
	v := viewerOf()
	v.Path = "/"
	if got := d.Behaviors[0].Key(v).String; got != "edemo.cloudfront.localhost/index.html" {
		t.Errorf("key %q", got)
	}
	if got := d.Behaviors[0].OriginRequest(v, d.Behaviors[0].Origin).Path; got != "/index.html" {
		t.Errorf("origin path %q", got)
	}
}
