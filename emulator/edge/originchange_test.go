package edge

import (
	"net/http"
	"strings"
	"testing"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// changing is a distribution with the origins o1 (S3), o2 (S3, signed), o3
// (custom), whose viewer-request function calls the origin's methods.
func changing(t *testing.T, call string) change {
	code := "import cf from 'cloudfront';\nfunction handler(event) { const request = event.request; " + call + "; return request }"
	return onEvent(t, "viewer-request", code, func(r *registry.Registry, c *policy.DistributionConfig) {
		oac, err := r.CreateOriginAccessControl(policy.OriginAccessControlConfig{Name: "oac", SigningProtocol: "sigv4", SigningBehavior: "always", OriginAccessControlOriginType: "s3"}, "")
		if err != nil {
			t.Fatal(err)
		}
		first := c.Origins.Items[0]
		second := first
		second.Id, second.DomainName, second.OriginPath, second.OriginAccessControlId = "o2", "copy.s3.eu-west-1.amazonaws.com", "/copy", oac.ID
		third := policy.OriginConfig{Id: "o3", DomainName: "www.s3-website-us-east-1.amazonaws.com",
			CustomHeaders:      &policy.CustomHeaders{Quantity: 1, Items: []policy.OriginCustomHeader{{HeaderName: "X-Secret", HeaderValue: "s"}}},
			CustomOriginConfig: &policy.CustomOriginConfig{HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "http-only"}}
		c.Origins = policy.Origins{Quantity: 3, Items: []policy.OriginConfig{first, second, third}}
	})
}

func TestOriginChanges(t *testing.T) {
	tests := []struct {
		name, call string
		url        string // where the origin was asked
		host       string
		header     string // "name: value" that it got; "-name" for one that it did not
	}{
		{"nothing", "", "http://media.s3.us-east-1.amazonaws.com/a", "media.s3.us-east-1.amazonaws.com", ""},
		{"another bucket", "cf.updateRequestOrigin({domainName: 'other.s3.eu-west-1.amazonaws.com', originPath: '/p'})",
			"http://other.s3.eu-west-1.amazonaws.com/p/a", "other.s3.eu-west-1.amazonaws.com", "-Authorization"},
		{"headers", "cf.updateRequestOrigin({customHeaders: {'x-by': 'function'}})",
			"http://media.s3.us-east-1.amazonaws.com/a", "media.s3.us-east-1.amazonaws.com", "X-By: function"},
		{"an origin of the distribution", "cf.selectRequestOriginById('o3')",
			"http://www.s3-website-us-east-1.amazonaws.com/a", "www.s3-website-us-east-1.amazonaws.com", "X-Secret: s"},
		{"and its Host", "cf.selectRequestOriginById('o3', {hostHeader: 'shop.example'})",
			"http://www.s3-website-us-east-1.amazonaws.com/a", "shop.example", "X-Secret: s"},
		{"the last call counts", "cf.selectRequestOriginById('o3'); cf.selectRequestOriginById('o2')",
			"https://copy.s3.eu-west-1.amazonaws.com/copy/a", "copy.s3.eu-west-1.amazonaws.com", "-X-Secret"},
		{"uri and origin", "request.uri = '/z'; cf.selectRequestOriginById('o2')",
			"https://copy.s3.eu-west-1.amazonaws.com/copy/z", "copy.s3.eu-west-1.amazonaws.com", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, changing(t, tt.call))
			expect(t, b.get("/a"), 200, "Miss", "hello")
			_, last := b.origin.asked()
			e := b.tape.last()
			if got := e.Edge.OriginRequest.URL; got != tt.url {
				t.Errorf("asked %s, want %s", got, tt.url)
			}
			if last.Host != tt.host {
				t.Errorf("Host %s, want %s", last.Host, tt.host)
			}
			if name, value, ok := strings.Cut(tt.header, ": "); ok && last.Header.Get(name) != value {
				t.Errorf("%s: %q, want %q", name, last.Header.Get(name), value)
			}
			if name, ok := strings.CutPrefix(tt.header, "-"); ok && last.Header[name] != nil {
				t.Errorf("the origin got %s", name)
			}
			if s, ok := step(e, stageOrigin, "rigin"); tt.call != "" && (!ok || s.Because != "function f") {
				t.Errorf("no step tells it: %+v", e.Edge.Steps)
			}
		})
	}
}

func TestOriginGroupOfAFunction(t *testing.T) {
	b := newBench(t, changing(t, "cf.createRequestOriginGroup({originIds: [{originId: 'o1'}, {originId: 'o2'}], failoverCriteria: {statusCodes: [500, 503]}})"))
	b.origin.answer(byHost(status(503, "no"), text("second")))
	expect(t, b.get("/a"), 200, "Miss", "second")
	if n, _ := b.origin.asked(); n != 2 {
		t.Errorf("%d origins asked", n)
	}
	b.origin.answer(byHost(status(404, "no"), text("second")))
	expect(t, b.get("/b"), 404, "Error", "no")
}

// Requests for one key share an entry whatever origin they chose.
func TestOriginIsNotInTheKey(t *testing.T) {
	b := newBench(t, changing(t, "if (request.querystring.o) cf.selectRequestOriginById(request.querystring.o.value)"))
	b.origin.answer(byHost(text("first"), text("second")))
	expect(t, b.get("/a?o=o2"), 200, "Miss", "second")
	expect(t, b.get("/a?o=o1"), 200, "Hit", "second")
}

func TestOriginChangesRefused(t *testing.T) {
	for _, call := range []string{
		"cf.selectRequestOriginById('o9')",
		"cf.selectRequestOriginById(7)",
		"cf.selectRequestOriginById('o2', {hostHeader: 'shop.example'})", // signed
		"cf.selectRequestOriginById('o3', {hostHeader: 'shop.example:80'})",
		"cf.updateRequestOrigin({domainName: ''})",
		"cf.updateRequestOrigin({domainName: '192.0.2.1'})",
		"cf.updateRequestOrigin({domainName: 'http://x.example'})",
		"cf.updateRequestOrigin({originPath: 'p'})",
		"cf.updateRequestOrigin({originPath: '/p/'})",
		"cf.updateRequestOrigin({connectionAttempts: 4})",
		"cf.updateRequestOrigin({timeouts: {readTimeout: 0}})",
		"cf.updateRequestOrigin({timeouts: {connectionTimeout: 11}})",
		"cf.updateRequestOrigin({timeouts: {responseCompletionTimeout: 10}})",
		"cf.updateRequestOrigin({customHeaders: {'X-By': 'function'}})",
		"cf.updateRequestOrigin({customHeaders: {host: 'x'}})",
		"cf.updateRequestOrigin({customHeaders: {'x-here': '1'}})",
		"cf.updateRequestOrigin({customHeaders: {'x-by': 'a\\r\\nb: c'}})",
		"cf.updateRequestOrigin({originAccessControlConfig: {enabled: true}})",
		"cf.updateRequestOrigin({originAccessControlConfig: {enabled: true, signingBehavior: 'always', signingProtocol: 'sigv4', originType: 'lambda'}})",
		"cf.updateRequestOrigin({customOriginConfig: {port: 0, protocol: 'http', sslProtocols: []}})",
		"cf.updateRequestOrigin({domainName: 'x.example', customOriginConfig: {port: 80, protocol: 'ftp', sslProtocols: []}})",
		"cf.updateRequestOrigin({originShield: {enabled: true}})",
		"cf.updateRequestOrigin({nonsense: 1})",
		"cf.createRequestOriginGroup({originIds: [{originId: 'o1'}], failoverCriteria: {statusCodes: [500]}})",
		"cf.createRequestOriginGroup({originIds: [{originId: 'o1'}, {originId: 'o2'}]})",
		"cf.createRequestOriginGroup({originIds: [{originId: 'o1'}, {originId: 'o2'}], failoverCriteria: {statusCodes: [418]}})",
		"cf.createRequestOriginGroup({originIds: [{originId: 'o1'}, {originId: 'o3', originOverrides: {hostHeader: 'x.example'}}], failoverCriteria: {statusCodes: [500]}})",
	} {
		t.Run(call, func(t *testing.T) {
			b := newBench(t, changing(t, call))
			w := b.get("/a", "X-Here", "1")
			expect(t, w, 502, "FunctionValidationError", "*")
			if !strings.Contains(w.Body.String(), "The CloudFront function returned an invalid value for origin rewrite.") {
				t.Errorf("the page: %s", w.Body)
			}
			if n, _ := b.origin.asked(); n != 0 {
				t.Error("an origin was asked")
			}
			if s, ok := step(b.tape.last(), "viewer-request function", "failed"); !ok || len(s.What) < 90 {
				t.Errorf("no step says why: %+v", b.tape.last().Edge.Steps)
			}
		})
	}
}

// An origin access control of the function's signs, for S3.
func TestOriginAccessControlOfAFunction(t *testing.T) {
	b := newBench(t, changing(t, "cf.updateRequestOrigin({domainName: 'other.s3.eu-west-1.amazonaws.com', originAccessControlConfig: {enabled: true, signingBehavior: 'always', signingProtocol: 'sigv4', originType: 's3'}})"))
	expect(t, b.get("/a"), 200, "Miss", "hello")
	if s, ok := step(b.tape.last(), stageSigning, "Signed"); !ok || s.Because != "the origin access control signs (always)" {
		t.Errorf("steps %+v: %+v", s, b.tape.last().Edge.Steps)
	}
}

// A viewer-response function cannot change the origin any more.
func TestOriginChangeTooLate(t *testing.T) {
	b := newBench(t, onEvent(t, "viewer-response", "import cf from 'cloudfront';\nfunction handler(event) { cf.selectRequestOriginById('o1'); return event.response }"))
	if w := b.get("/a"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("status %d", w.Code)
	}
}
