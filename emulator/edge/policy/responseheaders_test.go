package policy

import (
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"
)

func corsPolicy(c ResponseHeadersPolicyCorsConfig) *ResponseHeadersPolicyConfig {
	return &ResponseHeadersPolicyConfig{Name: "rhp", CorsConfig: &c}
}

func origins(items ...string) ResponseHeadersPolicyAccessControlAllowOrigins {
	return ResponseHeadersPolicyAccessControlAllowOrigins{Quantity: len(items), Items: items}
}

func allowedHeaders(items ...string) ResponseHeadersPolicyAccessControlAllowHeaders {
	return ResponseHeadersPolicyAccessControlAllowHeaders{Quantity: len(items), Items: items}
}

func allowedMethods(items ...string) ResponseHeadersPolicyAccessControlAllowMethods {
	return ResponseHeadersPolicyAccessControlAllowMethods{Quantity: len(items), Items: items}
}

func managedPolicy(t *testing.T, name string) *ResponseHeadersPolicyConfig {
	p, ok := Managed().ResponseHeadersPolicy(responseHeadersID(t, name))
	if !ok {
		t.Fatal(name)
	}
	return p
}

func TestApplyCORS(t *testing.T) {
	const app = "https://app.example.com"
	simple, withPreflight := managedPolicy(t, "SimpleCORS"), managedPolicy(t, "CORS-With-Preflight")
	full := corsPolicy(ResponseHeadersPolicyCorsConfig{AccessControlAllowOrigins: origins(app, "https://*.example.org"), AccessControlAllowHeaders: allowedHeaders("X-A", "x-amz-*"),
		AccessControlAllowMethods: allowedMethods("GET", "HEAD", "OPTIONS"), AccessControlAllowCredentials: true,
		AccessControlExposeHeaders: &ResponseHeadersPolicyAccessControlExposeHeaders{Quantity: 2, Items: []string{"X-Id", "ETag"}},
		AccessControlMaxAgeSec:     new(600), OriginOverride: true})
	star := corsPolicy(ResponseHeadersPolicyCorsConfig{AccessControlAllowOrigins: origins("*"), AccessControlAllowHeaders: allowedHeaders("*"),
		AccessControlAllowMethods: allowedMethods("ALL"), OriginOverride: false})
	preflight := func(method, headers string) []string {
		return []string{"Origin", app, "Access-Control-Request-Method", method, "Access-Control-Request-Headers", headers}
	}
	type m = map[string]string
	cases := []struct {
		name   string
		policy *ResponseHeadersPolicyConfig
		opts   Options
		method string
		in     []string
		origin []string
		want   m
	}{
		{"no Origin", simple, Options{}, "GET", nil, nil, m{"Vary": "Origin"}},
		{"no Origin, Vary there", simple, Options{}, "GET", nil, []string{"Vary", "Accept-Encoding"}, m{"Vary": "Accept-Encoding, Origin"}},
		{"no Origin, Origin in Vary", simple, Options{}, "GET", nil, []string{"Vary", "origin"}, m{"Vary": "origin"}},
		{"star", simple, Options{}, "GET", []string{"Origin", app}, nil, m{allowOrigin: "*"}},
		{"star and null", simple, Options{}, "GET", []string{"Origin", "null"}, nil, m{allowOrigin: "*"}},
		{"what browsers and curl send", simple, Options{}, "GET", []string{"Origin", app, "Accept", "*/*", "Accept-Language", "en", "Accept-Encoding", "br",
			"User-Agent", "x", "Referer", app, "Sec-Fetch-Mode", "cors", "Sec-Ch-Ua", "x", "Range", "bytes=0-1", "Cookie", "a=1", "Dnt", "1", "X-Forwarded-For", "1.2.3.4"}, nil, m{allowOrigin: "*"}},
		{"Priority", simple, Options{}, "GET", []string{"Origin", app, "Priority", "u=1, i"}, nil, m{}},
		{"Cache-Control", simple, Options{}, "GET", []string{"Origin", app, "Cache-Control", "no-cache"}, nil, m{}},
		{"Pragma", simple, Options{}, "GET", []string{"Origin", app, "Pragma", "server-timing"}, nil, m{}},
		{"own header", simple, Options{}, "GET", []string{"Origin", app, "X-Api-Key", "k"}, nil, m{}},
		{"JSON body", simple, Options{}, "POST", []string{"Origin", app, "Content-Type", "application/json"}, nil, m{}},
		{"form body", simple, Options{}, "POST", []string{"Origin", app, "Content-Type", "text/plain; charset=utf-8"}, nil, m{allowOrigin: "*"}},
		{"Priority, switched", simple, Options{IgnoreUnusualHeaders: true}, "GET", []string{"Origin", app, "Priority", "u=1, i"}, nil, m{allowOrigin: "*"}},
		{"all headers allowed", star, Options{}, "GET", []string{"Origin", app, "Priority", "u=1, i", "X-Api-Key", "k"}, nil, m{allowOrigin: "*"}},
		{"Authorization is not under a star", star, Options{}, "GET", []string{"Origin", app, "Authorization", "Bearer t"}, nil, m{}},
		{"listed origin", full, Options{}, "GET", []string{"Origin", app, "X-A", "1", "X-Amz-Date", "x"}, nil,
			m{allowOrigin: app, allowCredentials: "true", exposeHeaders: "X-Id,ETag", "Vary": "Origin"}},
		{"listed origin, no Vary", full, Options{NoVaryOnEcho: true}, "GET", []string{"Origin", app}, nil,
			m{allowOrigin: app, allowCredentials: "true", exposeHeaders: "X-Id,ETag"}},
		{"origin by wildcard", full, Options{}, "GET", []string{"Origin", "https://a.b.example.org"}, nil,
			m{allowOrigin: "https://a.b.example.org", allowCredentials: "true", exposeHeaders: "X-Id,ETag", "Vary": "Origin"}},
		{"other origin", full, Options{}, "GET", []string{"Origin", "https://evil.example"}, nil, m{}},
		{"other origin, Vary", full, Options{VaryOnMismatch: true}, "GET", []string{"Origin", "https://evil.example"}, nil, m{"Vary": "Origin"}},
		{"null origin", full, Options{}, "GET", []string{"Origin", "null"}, nil, m{}},
		{"other header", full, Options{}, "GET", []string{"Origin", app, "X-B", "1"}, nil, m{}},
		{"DELETE passes", full, Options{}, "DELETE", []string{"Origin", app}, nil, m{allowOrigin: app, allowCredentials: "true", exposeHeaders: "X-Id,ETag", "Vary": "Origin"}},
		{"DELETE filtered", full, Options{PolicyFiltersMethods: true}, "DELETE", []string{"Origin", app}, nil, m{}},
		{"preflight", full, Options{}, "OPTIONS", preflight("GET", "x-a"), nil,
			m{allowOrigin: app, allowCredentials: "true", exposeHeaders: "X-Id,ETag", allowMethods: "GET,HEAD,OPTIONS", allowHeaders: "X-A,x-amz-*", maxAge: "600", "Vary": "Origin"}},
		{"preflight for more", full, Options{}, "OPTIONS", preflight("PUT", "x-b"), nil,
			m{allowOrigin: app, allowCredentials: "true", exposeHeaders: "X-Id,ETag", allowMethods: "GET,HEAD,OPTIONS", allowHeaders: "X-A,x-amz-*", maxAge: "600", "Vary": "Origin"}},
		{"preflight for another method, strict", full, Options{StrictPolicyPreflight: true}, "OPTIONS", preflight("PUT", "x-a"), nil, m{}},
		{"preflight for another header, strict", full, Options{StrictPolicyPreflight: true}, "OPTIONS", preflight("GET", "x-a, x-b"), nil, m{}},
		{"preflight, managed", withPreflight, Options{}, "OPTIONS", preflight("PUT", "content-type"), nil,
			m{allowOrigin: "*", exposeHeaders: "*", allowMethods: "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT"}},
		{"preflight, all methods", star, Options{}, "OPTIONS", preflight("PUT", "x"), nil,
			m{allowOrigin: "*", allowMethods: "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT", allowHeaders: "*"}},
		{"OPTIONS that is no preflight", full, Options{}, "OPTIONS", []string{"Origin", app}, nil,
			m{allowOrigin: app, allowCredentials: "true", exposeHeaders: "X-Id,ETag", "Vary": "Origin"}},
		{"origin's CORS stays", star, Options{}, "GET", []string{"Origin", app}, []string{exposeHeaders, "X-Id"}, m{exposeHeaders: "X-Id"}},
		{"origin's CORS stays, per header", star, Options{OverridePerHeader: true}, "GET", []string{"Origin", app}, []string{exposeHeaders, "X-Id"}, m{exposeHeaders: "X-Id", allowOrigin: "*"}},
		{"origin's ACAO stays, per header", star, Options{OverridePerHeader: true}, "GET", []string{"Origin", app}, []string{allowOrigin, app}, m{allowOrigin: app}},
		{"override", full, Options{}, "GET", []string{"Origin", app}, []string{allowOrigin, "*", exposeHeaders, "X", "Vary", "Origin"},
			m{allowOrigin: app, allowCredentials: "true", exposeHeaders: "X-Id,ETag", "Vary": "Origin"}},
		{"override without a match", full, Options{}, "GET", []string{"Origin", "https://evil.example"}, []string{allowOrigin, "*"}, m{allowOrigin: "*"}},
	}
	for _, c := range cases {
		v := viewerOf(c.in...)
		v.Method = c.method
		h := headerOf(c.origin...)
		changes := CompileResponseHeaders("id", c.policy, c.opts).Apply(v, 200, h)
		if got := plainHeaders(h); !maps.Equal(got, c.want) {
			t.Errorf("%s:\ngot  %v\nwant %v", c.name, got, c.want)
		}
		checkChanges(t, c.name, headerOf(c.origin...), h, changes)
	}
}

// checkChanges: what changed is told, and what is told happened.
func checkChanges(t *testing.T, name string, before, after http.Header, changes []Change) {
	t.Helper()
	for _, ch := range changes {
		n := canonical(ch.Header)
		was, is := before[n], after[n]
		ok := ch.Because != ""
		switch ch.What {
		case ChangeAdded:
			ok = ok && len(is) > 0
		case ChangeReplaced:
			ok = ok && len(was) > 0 && len(is) > 0
		case ChangeRemoved:
			ok = ok && len(was) > 0
		case ChangeNotAdded:
		default:
			ok = false
		}
		if !ok {
			t.Errorf("%s: %+v, but %q became %q", name, ch, was, is)
		}
	}
	for n := range after {
		told := slices.ContainsFunc(changes, func(ch Change) bool { return canonical(ch.Header) == n && ch.What != ChangeNotAdded })
		if !slices.Equal(before[n], after[n]) && !told {
			t.Errorf("%s: nobody tells of %s", name, n)
		}
	}
}

func TestApplyOtherSections(t *testing.T) {
	security := managedPolicy(t, "SecurityHeadersPolicy")
	own := &ResponseHeadersPolicyConfig{Name: "own",
		RemoveHeadersConfig: &ResponseHeadersPolicyRemoveHeadersConfig{Quantity: 3, Items: []ResponseHeadersPolicyRemoveHeader{{"server"}, {"X-A"}, {"X-None"}}},
		CustomHeadersConfig: &ResponseHeadersPolicyCustomHeadersConfig{Quantity: 4, Items: []ResponseHeadersPolicyCustomHeader{
			{"X-A", "policy", false}, {"X-B", "policy", true}, {"X-C", "", true}, {"X-D", "policy", false}}},
		SecurityHeadersConfig: &ResponseHeadersPolicySecurityHeadersConfig{
			ContentSecurityPolicy:   &ResponseHeadersPolicyContentSecurityPolicy{true, "default-src 'self'"},
			XSSProtection:           &ResponseHeadersPolicyXSSProtection{Protection: true, ReportUri: "https://r.example"},
			FrameOptions:            &ResponseHeadersPolicyFrameOptions{false, "DENY"},
			StrictTransportSecurity: &ResponseHeadersPolicyStrictTransportSecurity{IncludeSubdomains: new(true), Preload: new(true), AccessControlMaxAgeSec: 60}}}
	vary := corsPolicy(*managedPolicy(t, "SimpleCORS").CorsConfig)
	vary.CustomHeadersConfig = &ResponseHeadersPolicyCustomHeadersConfig{Quantity: 1, Items: []ResponseHeadersPolicyCustomHeader{{"Vary", "X-Mine", true}}}
	type m = map[string]string
	cases := []struct {
		name   string
		policy *ResponseHeadersPolicyConfig
		opts   Options
		scheme string
		origin []string
		want   m
	}{
		{"managed security", security, Options{}, "https", []string{"X-Frame-Options", "DENY", "X-Content-Type-Options", "bogus"},
			m{"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin",
				"Strict-Transport-Security": "max-age=31536000", "X-Xss-Protection": "1; mode=block"}},
		{"no HSTS over http", security, Options{}, "http", nil,
			m{"X-Frame-Options": "SAMEORIGIN", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin", "X-Xss-Protection": "1; mode=block"}},
		{"HSTS over http, switched", security, Options{KeepHSTSOverHTTP: true}, "http", nil,
			m{"X-Frame-Options": "SAMEORIGIN", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin",
				"Strict-Transport-Security": "max-age=31536000", "X-Xss-Protection": "1; mode=block"}},
		{"own", own, Options{}, "https", []string{"Server", "nginx", "X-A", "origin", "X-B", "origin", "X-D", "origin", "X-E", "origin"},
			m{"Server": "CloudFront", "X-A": "policy", "X-B": "policy", "X-C": "", "X-D": "origin", "X-E": "origin",
				"Content-Security-Policy": "default-src 'self'", "X-Xss-Protection": "1; report=https://r.example", "X-Frame-Options": "DENY",
				"Strict-Transport-Security": "max-age=60; includeSubDomains; preload"}},
		{"Vary beside CORS", vary, Options{}, "https", nil, m{"Vary": "Origin"}},
	}
	for _, c := range cases {
		v := viewerOf()
		v.Scheme = c.scheme
		h := headerOf(c.origin...)
		changes := CompileResponseHeaders("id", c.policy, c.opts).Apply(v, 200, h)
		if got := plainHeaders(h); !maps.Equal(got, c.want) {
			t.Errorf("%s:\ngot  %v\nwant %v", c.name, got, c.want)
		}
		checkChanges(t, c.name, headerOf(c.origin...), h, changes)
	}
}

func TestApplyGenerated(t *testing.T) {
	p := managedPolicy(t, "CORS-and-SecurityHeadersPolicy")
	v := viewerOf("Origin", "https://app.example.com")
	for _, c := range []struct {
		opts Options
		acao string
	}{{Options{}, ""}, {Options{PolicyCORSOnGenerated: true}, "*"}} {
		h := http.Header{}
		CompileResponseHeaders("id", p, c.opts).ApplyGenerated(v, 403, h)
		if h.Get(allowOrigin) != c.acao || h.Get("X-Frame-Options") != "SAMEORIGIN" {
			t.Errorf("%+v: %v", c, h)
		}
	}
}

func TestServerTiming(t *testing.T) {
	compile := func(enabled bool, rate *float64) *ResponseHeaders {
		return CompileResponseHeaders("id", &ResponseHeadersPolicyConfig{Name: "n",
			ServerTimingHeadersConfig: &ResponseHeadersPolicyServerTimingHeadersConfig{Enabled: enabled, SamplingRate: rate}}, Options{})
	}
	hit := Timing{Result: TimingHit, POP: "SEA19-C1", RequestID: "id==", HitLayer: "EDGE", UpstreamLayer: "REC", DNS: time.Second, Downstream: 3 * time.Millisecond}
	miss := Timing{Result: TimingMiss, POP: "SEA19-C1", RequestID: "id==", HitLayer: "EDGE", UpstreamLayer: "EDGE",
		DNS: time.Millisecond, Connect: 2 * time.Millisecond, FirstByte: 30 * time.Millisecond, Downstream: 40 * time.Millisecond}
	const hitText = `cdn-cache-hit,cdn-pop;desc="SEA19-C1",cdn-rid;desc="id==",cdn-hit-layer;desc="EDGE",cdn-downstream-fbl;dur=3`
	reused := Timing{Result: TimingRefresh, POP: "SEA19-C1", RequestID: "id==", HitLayer: "EDGE", UpstreamLayer: "EDGE", FirstByte: 30 * time.Millisecond, Downstream: 40 * time.Millisecond}
	const reusedText = `cdn-upstream-layer;desc="EDGE",cdn-upstream-dns;dur=0,cdn-upstream-connect;dur=0,cdn-upstream-fbl;dur=30,` +
		`cdn-cache-refresh,cdn-pop;desc="SEA19-C1",cdn-rid;desc="id==",cdn-hit-layer;desc="EDGE",cdn-downstream-fbl;dur=40`
	const missText = `cdn-upstream-layer;desc="EDGE",cdn-upstream-dns;dur=1,cdn-upstream-connect;dur=2,cdn-upstream-fbl;dur=30,` +
		`cdn-cache-miss,cdn-pop;desc="SEA19-C1",cdn-rid;desc="id==",cdn-downstream-fbl;dur=40`
	cases := []struct {
		name   string
		p      *ResponseHeaders
		pragma string
		t      Timing
		draw   float64
		origin string
		want   string
	}{
		{"sampled hit", compile(true, new(50.0)), "", hit, 49.9, "", hitText},
		{"not sampled", compile(true, new(50.0)), "", hit, 50, "", ""},
		{"rate 0", compile(true, new(0.0)), "", hit, 0, "", ""},
		{"rate 0, asked", compile(true, new(0.0)), "Server-Timing", hit, 99, "", hitText},
		{"on a connection that was there", compile(true, new(100.0)), "", reused, 50, "", reusedText},
		{"no rate, asked", compile(true, nil), "no-cache, server-timing", miss, 99, "", missText},
		{"off, asked", compile(false, new(100.0)), "server-timing", hit, 0, "", ""},
		{"miss keeps the origin's", compile(true, new(100.0)), "", miss, 0, "db;dur=53", "db;dur=53," + missText},
		{"hit drops the origin's", compile(true, new(100.0)), "", hit, 0, "db;dur=53", hitText},
	}
	for _, c := range cases {
		v, h := viewerOf(), http.Header{}
		if c.pragma != "" {
			v.Header.Set("Pragma", c.pragma)
		}
		if c.origin != "" {
			h.Set("Server-Timing", c.origin)
		}
		c.p.ServerTiming(v, c.t, c.draw, h)
		if got := h.Get("Server-Timing"); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestXSSValue(t *testing.T) {
	for want, x := range map[string]ResponseHeadersPolicyXSSProtection{
		"0":                           {Protection: false},
		"1":                           {Protection: true, ModeBlock: new(false)},
		"1; mode=block":               {Protection: true, ModeBlock: new(true)},
		"1; report=https://r.example": {Protection: true, ReportUri: "https://r.example"},
	} {
		if got := xssValue(&x); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestUnusualHeaderIsTheFirstByName(t *testing.T) {
	h := headerOf("Origin", "https://a.example", "X-B", "1", "Priority", "u=1", "Cache-Control", "no-cache", "If-None-Match", "x")
	if got := unusualHeader(h, nil); got != "Cache-Control" {
		t.Errorf("%q", got)
	}
	if got := unusualHeader(h, headerPatterns{"cache-control", "priority", "if-*", "x-*"}); got != "" {
		t.Errorf("%q", got)
	}
}
