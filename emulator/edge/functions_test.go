package edge

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/journal"
)

type change = func(*registry.Registry, *policy.DistributionConfig)

// onEvent is a distribution whose default behavior runs code, published as the
// function "f" or "g", at viewer-request or viewer-response.
func onEvent(t testing.TB, event, code string, changes ...change) change {
	return func(r *registry.Registry, c *policy.DistributionConfig) {
		t.Helper()
		name := map[string]string{"viewer-request": "f", "viewer-response": "g"}[event]
		arn := publish(t, r, name, code)
		list := c.DefaultCacheBehavior.FunctionAssociations
		if list == nil {
			list = &policy.FunctionAssociations{}
		}
		c.DefaultCacheBehavior.FunctionAssociations = &policy.FunctionAssociations{Quantity: list.Quantity + 1,
			Items: append(list.Items, policy.FunctionAssociation{EventType: event, FunctionARN: arn})}
		for _, change := range changes {
			change(r, c)
		}
	}
}

// publish makes a LIVE function, and gives its ARN.
func publish(t testing.TB, r *registry.Registry, name, code string, stores ...string) string {
	t.Helper()
	cfg := policy.FunctionConfig{Runtime: "cloudfront-js-2.0"}
	if len(stores) > 0 {
		cfg.KeyValueStoreAssociations = &policy.KeyValueStoreAssociations{Quantity: 1, Items: []policy.KeyValueStoreAssociation{{KeyValueStoreARN: stores[0]}}}
	}
	f, err := r.CreateFunction(name, cfg, []byte(code), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.PublishFunction(name, f.Development.ETag); err != nil {
		t.Fatal(err)
	}
	return f.ARN
}

func request(body string) string {
	return "function handler(event) { const request = event.request; " + body + "; return request }"
}

func response(body string) string {
	return "function handler(event) { const response = event.response; " + body + "; return response }"
}

// The key is made of what the function returned: of two URIs that become one,
// the second is a hit.
func TestViewerRequestComesBeforeTheKey(t *testing.T) {
	b := newBench(t, onEvent(t, "viewer-request", request("request.uri = '/same'; request.querystring = {}; request.headers['x-from'] = {value: 'f'}")))
	expect(t, b.get("/a?x=1"), 200, "Miss", "hello")
	expect(t, b.get("/b?y=2"), 200, "Hit", "hello")
	n, last := b.origin.asked()
	if n != 1 || last.URL.RequestURI() != "/same" {
		t.Errorf("asked %d times, last for %s", n, last.URL.RequestURI())
	}
}

// Headers that the function sets go to the origin only where a policy forwards
// them, like any viewer's.
func TestViewerRequestHeaders(t *testing.T) {
	code := request("request.headers['x-from'] = {value: 'f'}; request.cookies.a = {value: '1'}; delete request.headers['x-drop']")
	forwarding := func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.Origins.Items[0] = policy.OriginConfig{Id: "o1", DomainName: "media.s3-website-us-east-1.amazonaws.com",
			CustomOriginConfig: &policy.CustomOriginConfig{HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "http-only"}}
		c.DefaultCacheBehavior.CachePolicyId, c.DefaultCacheBehavior.OriginRequestPolicyId = cachingDisabled, allViewer
	}
	b := newBench(t, onEvent(t, "viewer-request", code, forwarding))
	b.get("/a", "X-Drop", "1", "X-Keep", "2", "Cookie", "b=2")
	_, last := b.origin.asked()
	if h := last.Header; h.Get("X-From") != "f" || h.Get("X-Drop") != "" || h.Get("X-Keep") != "2" || h.Get("Cookie") != "a=1; b=2" {
		t.Errorf("the origin got %v", last.Header)
	}

	b = newBench(t, onEvent(t, "viewer-request", code))
	b.get("/a")
	if _, last := b.origin.asked(); last.Header.Get("X-From") != "" {
		t.Errorf("the origin got %v", last.Header)
	}
}

// A changed URI is not matched with the path patterns again.
func TestViewerRequestKeepsTheBehavior(t *testing.T) {
	b := newBench(t, onEvent(t, "viewer-request", request("request.uri = '/api/x'"), func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.CacheBehaviors = &policy.CacheBehaviors{Quantity: 1, Items: []policy.CacheBehavior{{PathPattern: "/api/*",
			DefaultCacheBehavior: policy.DefaultCacheBehavior{TargetOriginId: "o1", ViewerProtocolPolicy: "https-only", CachePolicyId: cachingOptimized}}}}
	}))
	expect(t, b.get("/web"), 200, "Miss", "hello")
	e := b.tape.last()
	if e.Edge.Behavior != "*" {
		t.Errorf("behavior %s", e.Edge.Behavior)
	}
	if s, ok := step(e, stageBehavior, "*"); !ok || !strings.HasSuffix(s.Because, "/web") {
		t.Errorf("the behavior's step speaks of another path: %+v", s)
	}
	if _, ok := step(e, "viewer-request function", "/web"); !ok {
		t.Errorf("no step tells the change of the URI: %+v", e.Edge.Steps)
	}
}

// What comes before the function keeps coming before it.
func TestViewerRequestAfterTheGates(t *testing.T) {
	b := newBench(t, onEvent(t, "viewer-request", request("request.uri = '/never'")))
	expect(t, b.do("POST", "/a", nil), 403, "Error", "*")
	if _, ok := step(b.tape.last(), "viewer-request function", ""); ok {
		t.Error("the function saw a method that the behavior does not allow")
	}
}

func TestRootObjectBeforeTheFunction(t *testing.T) {
	code := "function handler(event) { return {statusCode: 200, body: event.request.uri} }"
	b := newBench(t, onEvent(t, "viewer-request", code, func(_ *registry.Registry, c *policy.DistributionConfig) { c.DefaultRootObject = "index.html" }))
	expect(t, b.get("/"), 200, "FunctionGeneratedResponse", "/index.html")
}

const redirecting = `function handler(event) {
	return {statusCode: 302, statusDescription: 'Found', headers: {location: {value: '/login'}}, cookies: {seen: {value: '1', attributes: 'Path=/'}}};
}`

// An answer of the function's is not cached, asks nobody, is no error to
// replace, and no second function sees it. The response headers policy adds
// what it adds to the edge's own answers.
func TestGeneratedResponse(t *testing.T) {
	b := newBench(t, onEvent(t, "viewer-request", redirecting, onEvent(t, "viewer-response", response("response.headers['x-second'] = {value: '1'}")),
		func(_ *registry.Registry, c *policy.DistributionConfig) {
			c.DefaultCacheBehavior.ResponseHeadersPolicyId = securityHeaders
		}))
	w := b.get("/a", "Origin", "https://app.example.com")
	expect(t, w, 302, "FunctionGeneratedResponse", "")
	if header(w, "Location") != "/login" || header(w, "Set-Cookie") != "seen=1; Path=/" || header(w, "X-Second") != "" || header(w, "Content-Type") != "" {
		t.Errorf("headers %v", w.Result().Header)
	}
	if header(w, "X-Frame-Options") == "" {
		t.Error("the response headers policy was not applied")
	}
	if n, _ := b.origin.asked(); n != 0 {
		t.Errorf("the origin was asked %d times", n)
	}
	e := b.tape.last()
	if e.Edge.Cache != journal.CacheGenerated || e.Edge.CacheKey != nil {
		t.Errorf("cache %s, key %v", e.Edge.Cache, e.Edge.CacheKey)
	}
	if _, ok := step(e, "viewer-request function", "answered 302"); !ok {
		t.Errorf("steps %+v", e.Edge.Steps)
	}
	if s, ok := step(e, "viewer-response function", "did not run"); !ok || !strings.Contains(s.Because, "made the response") {
		t.Errorf("steps %+v", e.Edge.Steps)
	}
	expect(t, b.get("/a"), 302, "FunctionGeneratedResponse", "")
}

func TestGeneratedError(t *testing.T) {
	code := `function handler(event) { return {statusCode: 404, headers: {'content-type': {value: 'text/plain'}}, body: {encoding: 'base64', data: 'bm9wZQ=='}} }`
	b := newBench(t, onEvent(t, "viewer-request", code, func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.CustomErrorResponses = &policy.CustomErrorResponses{Quantity: 1, Items: []policy.CustomErrorResponse{{ErrorCode: 404, ResponsePagePath: "/404.html", ResponseCode: "200"}}}
	}))
	w := b.get("/a")
	expect(t, w, 404, "FunctionGeneratedResponse", "nope")
	if header(w, "Content-Type") != "text/plain" || header(w, "Content-Length") != "4" {
		t.Errorf("headers %v", w.Result().Header)
	}
	w = b.do("HEAD", "/a", nil)
	if w.Code != 404 || w.Body.Len() != 0 || header(w, "Content-Length") != "4" {
		t.Errorf("HEAD: %d, %d bytes, %v", w.Code, w.Body.Len(), w.Result().Header)
	}
	if w := b.get("/a", "Range", "bytes=0-1"); w.Code != 404 {
		t.Errorf("a range of it: %d", w.Code)
	}
}

// The policy takes a function's response for one of the origin's: CORS headers
// come from either.
func TestGeneratedPreflight(t *testing.T) {
	cors := func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.DefaultCacheBehavior.AllowedMethods = allMethods()
		c.DefaultCacheBehavior.ResponseHeadersPolicyId = simpleCORS
	}
	preflight := []string{"Origin", "https://app.example.com", "Access-Control-Request-Method", "PUT"}
	b := newBench(t, onEvent(t, "viewer-request", "function handler() { return {statusCode: 204} }", cors))
	w := b.do("OPTIONS", "/a", nil, preflight...)
	expect(t, w, 204, "FunctionGeneratedResponse", "")
	if got := header(b.get("/a", "Origin", "https://app.example.com"), "Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("from the policy: %q", got)
	}
	b = newBench(t, onEvent(t, "viewer-request", "function handler() { return {statusCode: 204, headers: {'access-control-allow-origin': {value: 'https://app.example.com'}}} }", cors))
	if got := header(b.do("OPTIONS", "/a", nil, preflight...), "Access-Control-Allow-Origin"); got != "https://app.example.com" {
		t.Errorf("from the function: %q", got)
	}
	b = newBench(t, onEvent(t, "viewer-request", "function handler() { throw 1 }", cors))
	if got := header(b.get("/a", "Origin", "https://app.example.com"), "Access-Control-Allow-Origin"); got != "" {
		t.Errorf("on the page of a function that failed: %q", got)
	}
}

func TestFunctionFailures(t *testing.T) {
	const started = `The CloudFront function `
	tests := []struct {
		name, code string
		status     int
		xcache     string
		sentence   string
	}{
		{"throws", "function handler() { throw new Error('no') }", 503, "FunctionExecutionError", started + "associated with the CloudFront distribution is invalid or could not run."},
		{"does not compile", "function handler( {", 503, "FunctionExecutionError", started + "associated"},
		{"has no handler", "function other() {}", 503, "FunctionExecutionError", started + "associated"},
		{"is endless", "function handler() { while (true) {} }", 503, "FunctionThrottledError", started + "associated with the CloudFront distribution was throttled."},
		{"returns nothing", "function handler() {}", 502, "FunctionValidationError", started + "returned an invalid value"},
		{"changes Host", request("request.headers.host = {value: 'x'}"), 502, "FunctionValidationError", started + "tried to add, delete, or change a read-only header."},
		{"adds X-Edge-…", request("request.headers['x-edge-a'] = {value: 'x'}"), 502, "FunctionValidationError", started + "tried to add a disallowed header."},
		{"writes names large", "function handler() { return {statusCode: 200, headers: {Location: {value: '/'}}} }", 502, "FunctionValidationError",
			started + "returned an invalid value: response.headers must have header names in lower case."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, onEvent(t, "viewer-request", tt.code, func(_ *registry.Registry, c *policy.DistributionConfig) {
				c.CustomErrorResponses = &policy.CustomErrorResponses{Quantity: 2, Items: []policy.CustomErrorResponse{
					{ErrorCode: 502, ResponsePagePath: "/502.html", ResponseCode: "200"}, {ErrorCode: 503, ResponsePagePath: "/503.html", ResponseCode: "200"}}}
			}))
			w := b.get("/a")
			expect(t, w, tt.status, tt.xcache, "*")
			if !strings.Contains(w.Body.String(), tt.sentence) || header(w, "Content-Type") != "text/html" {
				t.Errorf("%v\n%s", w.Result().Header, w.Body)
			}
			if n, _ := b.origin.asked(); n != 0 {
				t.Errorf("the origin was asked %d times", n)
			}
			e := b.tape.last()
			if s, ok := step(e, "viewer-request function", "Function f failed"); !ok || s.Because == "" || e.Edge.Cache != journal.CacheError {
				t.Errorf("cache %s, steps %+v", e.Edge.Cache, e.Edge.Steps)
			}
		})
	}
}

// It runs on hits too, and what it does is not stored; it sees what the policy
// did, and may undo it.
func TestViewerResponse(t *testing.T) {
	code := response(`response.headers['x-saw'] = response.headers['x-frame-options'];
		delete response.headers['x-frame-options'];
		response.headers['x-url'] = {value: event.request.uri};
		response.cookies.a = {value: '1', attributes: 'Secure'}`)
	b := newBench(t, onEvent(t, "viewer-response", code, func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.DefaultCacheBehavior.ResponseHeadersPolicyId = securityHeaders
	}))
	for _, xcache := range []string{"Miss", "Hit"} {
		w := b.get("/a")
		expect(t, w, 200, xcache, "hello")
		if header(w, "X-Saw") != "SAMEORIGIN" || header(w, "X-Frame-Options") != "" || header(w, "X-Url") != "/a" ||
			header(w, "Set-Cookie") != "a=1; Secure" || header(w, "Content-Type") != "text/plain" || header(w, "Etag") != `"v1"` {
			t.Errorf("headers %v", w.Result().Header)
		}
	}
	if _, ok := step(b.tape.last(), "viewer-response function", "Function g ran"); !ok {
		t.Errorf("steps %+v", b.tape.last().Edge.Steps)
	}
}

// The viewer-request function's changes are in the event's request.
func TestViewerResponseSeesTheChangedRequest(t *testing.T) {
	b := newBench(t, onEvent(t, "viewer-request", request("request.uri = '/b'; request.headers['x-note'] = {value: 'n'}"),
		onEvent(t, "viewer-response", response("response.headers['x-saw'] = {value: event.request.uri + ' ' + event.request.headers['x-note'].value}"))))
	if got := header(b.get("/a"), "X-Saw"); got != "/b n" {
		t.Errorf("it saw %q", got)
	}
}

func TestViewerResponseBody(t *testing.T) {
	b := newBench(t, onEvent(t, "viewer-response", response("response.statusCode = 203; response.body = 'shorter, or longer, whatever'; response.headers['content-type'] = {value: 'text/x'}")))
	for _, xcache := range []string{"Miss", "Hit"} {
		w := b.get("/a")
		expect(t, w, 203, xcache, "shorter, or longer, whatever")
		if header(w, "Content-Length") != "28" || header(w, "Content-Type") != "text/x" {
			t.Errorf("headers %v", w.Result().Header)
		}
	}
	w := b.do("HEAD", "/a", nil)
	if w.Code != 203 || w.Body.Len() != 0 || header(w, "Content-Length") != "28" {
		t.Errorf("HEAD: %d, %d bytes, %v", w.Code, w.Body.Len(), w.Result().Header)
	}
}

func TestViewerResponseSkips(t *testing.T) {
	code := response("response.headers['x-ran'] = {value: '1'}")
	page := func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.CustomErrorResponses = &policy.CustomErrorResponses{Quantity: 1, Items: []policy.CustomErrorResponse{{ErrorCode: 403, ResponsePagePath: "/index.html", ResponseCode: "200"}}}
	}
	https := func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.DefaultCacheBehavior.ViewerProtocolPolicy = "redirect-to-https"
	}
	tests := []struct {
		name    string
		change  change
		origin  http.HandlerFunc
		status  int
		xcache  string
		because string
	}{
		{"an error of the origin's", nil, status(404, "no"), 404, "Error", "400 or higher"},
		{"a custom error page", page, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/index.html" {
				w.WriteHeader(403)
			}
		}, 200, "Error", "custom error pages"},
		{"a redirect to https", https, text("x"), 301, "Redirect", "CloudFront itself"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			changes := []change{}
			if tt.change != nil {
				changes = append(changes, tt.change)
			}
			b := newBench(t, onEvent(t, "viewer-response", code, changes...))
			b.origin.answer(tt.origin)
			w := b.get("/a")
			expect(t, w, tt.status, tt.xcache, "*")
			if header(w, "X-Ran") != "" {
				t.Error("the function ran")
			}
			if s, ok := step(b.tape.last(), "viewer-response function", "did not run"); !ok || !strings.Contains(s.Because, tt.because) {
				t.Errorf("steps %+v", b.tape.last().Edge.Steps)
			}
		})
	}
	b := newBench(t, onEvent(t, "viewer-response", code))
	b.origin.answer(status(304, ""))
	if w := b.get("/a", "If-None-Match", `"v1"`); header(w, "X-Ran") == "" {
		t.Errorf("it did not run on %d", w.Code)
	}
}

func TestViewerResponseFails(t *testing.T) {
	b := newBench(t, onEvent(t, "viewer-response", "function handler() { null.x }", func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.DefaultCacheBehavior.ResponseHeadersPolicyId = securityHeaders
	}))
	w := b.get("/a")
	expect(t, w, 503, "FunctionExecutionError", "*")
	if header(w, "Etag") != "" || header(w, "Content-Type") != "text/html" || header(w, "X-Frame-Options") == "" || strings.Contains(w.Body.String(), "hello") {
		t.Errorf("%v\n%s", w.Result().Header, w.Body)
	}
	b = newBench(t, onEvent(t, "viewer-response", response("response.headers.via = {value: 'x'}")))
	expect(t, b.get("/a"), 502, "FunctionValidationError", "*")
}

// A body that is being streamed from the origin is let go of when the function
// replaces it or fails.
func TestViewerResponseDropsStreams(t *testing.T) {
	for _, code := range []string{response("response.body = 'own'"), "function handler() { throw 1 }"} {
		b := newBench(t, onEvent(t, "viewer-response", code, func(_ *registry.Registry, c *policy.DistributionConfig) {
			c.DefaultCacheBehavior.CachePolicyId = cachingDisabled
		}))
		b.origin.answer(text(strings.Repeat("long", 1<<16)))
		if w := b.get("/a"); strings.Contains(w.Body.String(), "long") {
			t.Errorf("%d: %d bytes", w.Code, w.Body.Len())
		}
	}
}

func TestFunctionEvent(t *testing.T) {
	code := `function handler(event) { return {statusCode: 200, body: JSON.stringify(event)} }`
	b := newBench(t, onEvent(t, "viewer-request", code))
	w := b.get("/a%20b?x=1&x=2&y", "Host", "E1.CloudFront.localhost.:8080", "Cookie", "c=d", "X-Two", "1", "X-Two", "2", "CloudFront-Viewer-Country", "XX")
	got := w.Body.String()
	for _, part := range []string{
		`"version":"1.0"`, `"distributionDomainName":"e1.cloudfront.`, `"distributionId":"E1"`, `"eventType":"viewer-request"`,
		`"viewer":{"ip":"192.0.2.1"}`, `"method":"GET"`, `"uri":"/a%20b"`,
		`"x":{"value":"1","multiValue":[{"value":"1"},{"value":"2"}]}`, `"y":{"value":""}`,
		`"host":{"value":"e1.cloudfront.localhost"}`, `"cookies":{"c":{"value":"d"}}`, `"x-two":{"value":"1","multiValue":[{"value":"1"},{"value":"2"}]}`,
		`"requestId":"` + header(w, "X-Amz-Cf-Id") + `"`,
	} {
		if !strings.Contains(got, part) {
			t.Errorf("the event lacks %s:\n%s", part, got)
		}
	}
	if strings.Contains(got, "cloudfront-viewer-country") || strings.Contains(got, `"cookie":`) {
		t.Errorf("the event has what it should not have:\n%s", got)
	}
}

// CloudFront-… headers are there where a policy asks for them, at the value
// that the edge found.
func TestFunctionSeesCountry(t *testing.T) {
	code := "function handler(event) { const h = event.request.headers['cloudfront-viewer-country']; return {statusCode: 200, body: h ? h.value : 'none'} }"
	b := newBench(t, onEvent(t, "viewer-request", code, func(r *registry.Registry, c *policy.DistributionConfig) {
		p, err := r.CreateOriginRequestPolicy(policy.OriginRequestPolicyConfig{Name: "country",
			HeadersConfig:      policy.OriginRequestPolicyHeadersConfig{HeaderBehavior: "whitelist", Headers: &policy.Headers{Quantity: 1, Items: []string{"CloudFront-Viewer-Country"}}},
			CookiesConfig:      policy.OriginRequestPolicyCookiesConfig{CookieBehavior: "none"},
			QueryStringsConfig: policy.OriginRequestPolicyQueryStringsConfig{QueryStringBehavior: "none"}}, "")
		if err != nil {
			t.Fatal(err)
		}
		c.DefaultCacheBehavior.OriginRequestPolicyId = p.ID
	}))
	expect(t, b.get("/a", "X-Emulator-Country", "FR", "CloudFront-Viewer-Country", "XX"), 200, "FunctionGeneratedResponse", "FR")
}

func TestFunctionLogsAreKept(t *testing.T) {
	b := newBench(t, onEvent(t, "viewer-request", request("console.log('saw ' + request.uri)")))
	b.get("/a")
	if _, ok := step(b.tape.last(), "viewer-request function", "console.log: saw /a"); !ok {
		t.Errorf("steps %+v", b.tape.last().Edge.Steps)
	}
}

// Publishing changes what runs, at once; an update alone does not.
func TestPublishing(t *testing.T) {
	b := newBench(t, onEvent(t, "viewer-request", "function handler() { return {statusCode: 201} }"))
	f, err := b.registry.Function("f")
	if err != nil {
		t.Fatal(err)
	}
	f, err = b.registry.UpdateFunction("f", f.Development.ETag, f.Development.Config, []byte("function handler() { return {statusCode: 202} }"))
	if err != nil {
		t.Fatal(err)
	}
	expect(t, b.get("/a"), 201, "FunctionGeneratedResponse", "")
	if _, err := b.registry.PublishFunction("f", f.Development.ETag); err != nil {
		t.Fatal(err)
	}
	expect(t, b.get("/a"), 202, "FunctionGeneratedResponse", "")
}

func TestFunctionReadsItsStore(t *testing.T) {
	code := `import cf from 'cloudfront';
	async function handler(event) {
		const kvs = cf.kvs();
		return {statusCode: 200, body: await kvs.get('greeting')};
	}`
	var arn string
	b := newBench(t, func(r *registry.Registry, c *policy.DistributionConfig) {
		s, err := r.CreateKeyValueStore(registry.StoreInput{Name: "s", Items: map[string]string{"greeting": "hi"}})
		if err != nil {
			t.Fatal(err)
		}
		arn = s.ARN
		c.DefaultCacheBehavior.FunctionAssociations = &policy.FunctionAssociations{Quantity: 1,
			Items: []policy.FunctionAssociation{{EventType: "viewer-request", FunctionARN: publish(t, r, "f", code, s.ARN)}}}
	})
	expect(t, b.get("/a"), 200, "FunctionGeneratedResponse", "hi")
	s, err := b.registry.Keys(arn)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.registry.UpdateKeys(arn, s.DataETag, map[string]string{"greeting": "ho"}, nil); err != nil {
		t.Fatal(err)
	}
	expect(t, b.get("/a"), 200, "FunctionGeneratedResponse", "ho")
}

// Two viewers whose requests the function makes one wait for one answer.
func TestFunctionsAndCollapsing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, onEvent(t, "viewer-request", request("request.uri = '/same'"), onEvent(t, "viewer-response", response("response.headers['x-uri'] = {value: event.request.uri}"))))
		b.origin.answer(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second) // in the bubble's time
			_, _ = io.WriteString(w, "one")
		})
		done := make(chan string)
		for _, path := range []string{"/a", "/b"} {
			go func() {
				w := b.get(path)
				done <- header(w, "X-Cache") + " " + header(w, "X-Uri") + " " + w.Body.String()
			}()
			synctest.Wait()
		}
		got := []string{<-done, <-done}
		slices.Sort(got)
		if got[0] != "Hit from cloudfront /same one" || got[1] != "Miss from cloudfront /same one" {
			t.Errorf("%q", got)
		}
		b.Close()
	})
}

// While functions are published and keys put, every answer is of one version,
// and code that means harm ends nothing but its own requests.
func TestFunctionsUnderChange(t *testing.T) {
	version := func(n int) string {
		return "import cf from 'cloudfront';\nasync function handler(event) { const k = await cf.kvs().get('k'); " +
			"if (event.request.uri === '/harm') { let s = 'x'; for (;;) s += s }; " +
			"if (event.request.uri === '/endless') for (;;); " +
			"return {statusCode: 200, body: '" + strconv.Itoa(n) + " ' + k + ' " + strconv.Itoa(n) + "'} }"
	}
	var arn string
	b := newBench(t, func(r *registry.Registry, c *policy.DistributionConfig) {
		s, err := r.CreateKeyValueStore(registry.StoreInput{Name: "s", Items: map[string]string{"k": "0"}})
		if err != nil {
			t.Fatal(err)
		}
		arn = s.ARN
		c.DefaultCacheBehavior.FunctionAssociations = &policy.FunctionAssociations{Quantity: 1,
			Items: []policy.FunctionAssociation{{EventType: "viewer-request", FunctionARN: publish(t, r, "f", version(0), s.ARN)}}}
	})
	var viewers sync.WaitGroup
	for i := range 8 {
		viewers.Go(func() {
			for range 15 {
				switch path := []string{"/", "/harm", "/", "/endless"}[i%4]; path {
				case "/":
					w := b.get(path)
					if parts := strings.Fields(w.Body.String()); w.Code != 200 || len(parts) != 3 || parts[0] != parts[2] {
						t.Errorf("%d %.80s", w.Code, w.Body)
					}
				default:
					if w := b.get(path); w.Code != http.StatusServiceUnavailable {
						t.Errorf("%s: %d %.80s", path, w.Code, w.Body)
					}
				}
			}
		})
	}
	for n := range 30 {
		f, err := b.registry.Function("f")
		if err == nil {
			f, err = b.registry.UpdateFunction("f", f.Development.ETag, f.Development.Config, []byte(version(n)))
		}
		if err == nil {
			_, err = b.registry.PublishFunction("f", f.Development.ETag)
		}
		s, _ := b.registry.Keys(arn)
		if err == nil {
			_, err = b.registry.UpdateKeys(arn, s.DataETag, map[string]string{"k": strconv.Itoa(n)}, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	viewers.Wait()
}
