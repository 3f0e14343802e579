package corsengine

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	acao = "Access-Control-Allow-Origin"
	acam = "Access-Control-Allow-Methods"
	acah = "Access-Control-Allow-Headers"
	aceh = "Access-Control-Expose-Headers"
	acma = "Access-Control-Max-Age"
	acac = "Access-Control-Allow-Credentials"
)

// decideCase is a configuration with requests and the whole set of CORS headers
// that each gets.
type decideCase struct {
	name     string
	config   string // JSON; empty: no configuration
	options  Options
	requests []requestCase
}

type requestCase struct {
	name    string
	method  string
	header  http.Header
	outcome Outcome
	rule    int
	headers map[string]string // without Vary, which comes with every match
	refusal Refusal
}

func preflight(origin, method string, headers ...string) http.Header {
	h := http.Header{"Origin": {origin}, "Access-Control-Request-Method": {method}}
	if len(headers) > 0 {
		h["Access-Control-Request-Headers"] = headers
	}
	return h
}

func forbidden(method, resource string) Refusal {
	return Refusal{Status: 403, Code: "AccessForbidden", Method: method, ResourceType: resource,
		Message: "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."}
}

func decideCases() []decideCase {
	const app = "https://app.example.com"
	noOrigin := Refusal{Status: 400, Code: "BadRequest", Message: "Insufficient information. Origin request header needed."}
	return []decideCase{{
		name: "none",
		requests: []requestCase{
			{name: "actual", method: "GET", header: http.Header{"Origin": {app}}, outcome: OutcomeNotConfigured, rule: -1},
			{name: "preflight without Origin", method: "OPTIONS", outcome: OutcomeNoOrigin, rule: -1, refusal: noOrigin},
			{name: "preflight", method: "OPTIONS", header: preflight(app, "PUT"), outcome: OutcomeNotConfigured, rule: -1,
				refusal: Refusal{403, "AccessForbidden", "CORSResponse: CORS is not enabled for this bucket.", "PUT", "BUCKET"}},
		},
	}, {
		name: "everything set",
		config: `[{"ID":"x","AllowedOrigins":["https://*.example.com","http://localhost:3000"],"AllowedMethods":["PUT","GET"],
			"AllowedHeaders":["Content-*","X-Amz-Date"],"ExposeHeaders":["ETag","x-amz-id-2"],"MaxAgeSeconds":-5}]`,
		requests: []requestCase{
			{name: "actual", method: "GET", header: http.Header{"Origin": {app}}, outcome: OutcomeAllowed, rule: 0,
				headers: map[string]string{acao: app, acam: "PUT, GET", aceh: "ETag, x-amz-id-2", acma: "-5", acac: "true"}},
			{name: "preflight, two lines of names, any case", method: "OPTIONS", header: preflight(app, "GET", "CONTENT-Type", " ,, x-amz-DATE,\tcontent-"),
				outcome: OutcomeAllowed, rule: 0,
				headers: map[string]string{acao: app, acam: "PUT, GET", acah: "content-type, x-amz-date, content-", aceh: "ETag, x-amz-id-2", acma: "-5", acac: "true"}},
			{name: "names that are all empty", method: "OPTIONS", header: preflight(app, "GET", " , ,"), outcome: OutcomeAllowed, rule: 0,
				headers: map[string]string{acao: app, acam: "PUT, GET", aceh: "ETag, x-amz-id-2", acma: "-5", acac: "true"}},
			{name: "a name too many in the second line", method: "OPTIONS", header: preflight(app, "GET", "content-type", "authorization"),
				outcome: OutcomeNoMatch, rule: -1, refusal: forbidden("GET", "OBJECT")},
			{name: "lower-case method", method: "OPTIONS", header: preflight(app, "get"), outcome: OutcomeNoMatch, rule: -1, refusal: forbidden("get", "OBJECT")},
			{name: "announced method beats the real one", method: "GET", header: preflight(app, "DELETE"), outcome: OutcomeNoMatch, rule: -1},
			{name: "actual with names", method: "PUT", header: http.Header{"Origin": {app}, "Access-Control-Request-Headers": {"content-md5"}},
				outcome: OutcomeAllowed, rule: 0,
				headers: map[string]string{acao: app, acam: "PUT, GET", acah: "content-md5", aceh: "ETag, x-amz-id-2", acma: "-5", acac: "true"}},
			{name: "two Origin lines", method: "OPTIONS", header: http.Header{"Origin": {app, app}, "Access-Control-Request-Method": {"GET"}},
				outcome: OutcomeAllowed, rule: 0,
				headers: map[string]string{acao: app + ", " + app, acam: "PUT, GET", aceh: "ETag, x-amz-id-2", acma: "-5", acac: "true"}},
			{name: "two Origin lines against a listed origin", method: "OPTIONS",
				header:  http.Header{"Origin": {"http://localhost:3000", "http://localhost:3000"}, "Access-Control-Request-Method": {"GET"}},
				outcome: OutcomeNoMatch, rule: -1, refusal: forbidden("GET", "OBJECT")},
			{name: "two methods", method: "OPTIONS", header: http.Header{"Origin": {app}, "Access-Control-Request-Method": {"GET", "GET"}},
				outcome: OutcomeNoMatch, rule: -1, refusal: forbidden("GET, GET", "OBJECT")},
			{name: "empty method", method: "OPTIONS", header: preflight(app, ""), outcome: OutcomeNoMatch, rule: -1, refusal: forbidden("OPTIONS", "OBJECT")},
			{name: "empty origin", method: "OPTIONS", header: preflight("", "GET"), outcome: OutcomeNoOrigin, rule: -1, refusal: noOrigin},
			{name: "empty origin, actual", method: "GET", header: http.Header{"Origin": {""}}, outcome: OutcomeNoOrigin, rule: -1},
			{name: "no such method", method: "PATCH", header: http.Header{"Origin": {app}}, outcome: OutcomeNoMatch, rule: -1},
		},
	}, {
		name: "star first shadows the listed origin",
		config: `{"CORSRules":[{"AllowedOrigins":["*"],"AllowedMethods":["GET"]},
			{"AllowedOrigins":["https://app.example.com"],"AllowedMethods":["GET","HEAD"],"AllowedHeaders":["*"]}]}`,
		requests: []requestCase{
			{name: "first wins", method: "GET", header: http.Header{"Origin": {app}}, outcome: OutcomeAllowed, rule: 0,
				headers: map[string]string{acao: "*", acam: "GET"}},
			{name: "second by header", method: "OPTIONS", header: preflight(app, "GET", "range"), outcome: OutcomeAllowed, rule: 1,
				headers: map[string]string{acao: app, acam: "GET, HEAD", acah: "range", acac: "true"}},
			{name: "second by method", method: "HEAD", header: http.Header{"Origin": {app}}, outcome: OutcomeAllowed, rule: 1,
				headers: map[string]string{acao: app, acam: "GET, HEAD", acac: "true"}},
		},
	}, {
		name:    "star after a listed origin, echoed",
		config:  `[{"AllowedOrigins":["https://app.example.com","*","https://b.example"],"AllowedMethods":["GET"]}]`,
		options: Options{EchoListedOrigin: true},
		requests: []requestCase{
			{name: "listed before", method: "GET", header: http.Header{"Origin": {app}}, outcome: OutcomeAllowed, rule: 0,
				headers: map[string]string{acao: app, acam: "GET", acac: "true"}},
			{name: "listed behind", method: "GET", header: http.Header{"Origin": {"https://b.example"}}, outcome: OutcomeAllowed, rule: 0,
				headers: map[string]string{acao: "*", acam: "GET"}},
		},
	}, {
		name:    "odd preflights refused",
		config:  `[{"AllowedOrigins":["*"],"AllowedMethods":["GET"],"AllowedHeaders":["*"]}]`,
		options: Options{RefuseOddMethod: true, RefuseOddHeaders: true},
		requests: []requestCase{
			{name: "no method", method: "OPTIONS", header: http.Header{"Origin": {app}}, outcome: OutcomeOddMethod, rule: -1,
				refusal: Refusal{Status: 400, Code: "BadRequest", Message: "Invalid Access-Control-Request-Method: null"}},
			{name: "PATCH", method: "OPTIONS", header: preflight(app, "PATCH"), outcome: OutcomeOddMethod, rule: -1,
				refusal: Refusal{Status: 400, Code: "BadRequest", Message: "Invalid Access-Control-Request-Method: PATCH"}},
			{name: "no header name", method: "OPTIONS", header: preflight(app, "GET", "range,a b"), outcome: OutcomeOddHeader, rule: -1,
				refusal: Refusal{Status: 400, Code: "BadRequest", Message: `Access-Control-Request-Headers "a b" contains invalid character.`}},
			{name: "actual requests are not checked", method: "GET", header: preflight(app, "GET", "a b"), outcome: OutcomeAllowed, rule: 0,
				headers: map[string]string{acao: "*", acam: "GET", acah: "a b"}},
		},
	}, {
		name:   "zero max age",
		config: `[{"AllowedOrigins":["*"],"AllowedMethods":["GET"],"MaxAgeSeconds":0}]`,
		requests: []requestCase{{name: "sent", method: "GET", header: http.Header{"Origin": {app}}, outcome: OutcomeAllowed, rule: 0,
			headers: map[string]string{acao: "*", acam: "GET", acma: "0"}}},
	}}
}

func compileJSON(t testing.TB, o Options, doc string) *Ruleset {
	t.Helper()
	if doc == "" {
		return nil
	}
	c, err := o.ParseJSON([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	rs, err := o.Compile(c)
	if err != nil {
		t.Fatal(err)
	}
	return rs
}

func TestDecide(t *testing.T) {
	for _, c := range decideCases() {
		t.Run(c.name, func(t *testing.T) {
			rs := compileJSON(t, c.options, c.config)
			for _, r := range c.requests {
				t.Run(r.name, func(t *testing.T) {
					req := RequestFrom(r.method, r.header, true)
					d := rs.Decide(&req)
					checkExplanation(t, rs, &req, &d)
					if d.Outcome != r.outcome || d.Rule != r.rule {
						t.Errorf("%v by rule %d, want %v by rule %d", d.Outcome, d.Rule, r.outcome, r.rule)
					}
					want := map[string]string{}
					for name, value := range r.headers {
						want[name] = value
					}
					if len(want) > 0 {
						want["Vary"] = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"
					}
					if diff := cmp.Diff(want, written(&d)); diff != "" {
						t.Error(diff)
					}
					if refusal, _ := d.Refusal(); refusal != r.refusal {
						t.Error(cmp.Diff(r.refusal, refusal))
					}
				})
			}
		})
	}
}

// written is what a decision writes, each header once.
func written(d *Decision) map[string]string {
	h := http.Header{}
	d.WriteHeaders(h)
	got := map[string]string{}
	for name, values := range h {
		for _, v := range values {
			got[name] += v
		}
	}
	return got
}

// The order is that of captures of S3 (versity/versitygw#1893).
func TestHeadersComeInWireOrder(t *testing.T) {
	rs := compileJSON(t, Options{}, `[{"AllowedOrigins":["https://a"],"AllowedMethods":["GET"],"AllowedHeaders":["*"],"ExposeHeaders":["ETag"],"MaxAgeSeconds":1}]`)
	req := RequestFrom("OPTIONS", preflight("https://a", "GET", "X"), false)
	d := rs.Decide(&req)
	var got []string
	for name := range d.Headers() {
		got = append(got, name)
	}
	if diff := cmp.Diff([]string{acao, acam, acah, aceh, acma, acac, "Vary"}, got); diff != "" {
		t.Error(diff)
	}
}

// A handler that adds to one header must not overwrite another, nor what the
// next request gets.
func TestWrittenHeadersAreIndependent(t *testing.T) {
	rs := compileJSON(t, Options{}, `[{"AllowedOrigins":["https://a"],"AllowedMethods":["GET"]}]`)
	req := RequestFrom("GET", http.Header{"Origin": {"https://a"}}, false)
	d := rs.Decide(&req)
	want := written(&d)
	h := http.Header{}
	d.WriteHeaders(h)
	for name := range want {
		h.Add(name, "more")
		h[name][0] = "other"
	}
	if diff := cmp.Diff(want, written(&d)); diff != "" {
		t.Error(diff)
	}
}

func TestCompiledRulesKeepNothingOfTheConfig(t *testing.T) {
	age := 5
	c := &Config{Rules: []Rule{{AllowedOrigins: []string{"https://a"}, AllowedMethods: []string{"GET"}, MaxAgeSeconds: &age}}}
	rs, err := Compile(c)
	if err != nil {
		t.Fatal(err)
	}
	c.Rules[0].AllowedOrigins[0], age = "https://b", 6
	rs.Config().Rules[0].AllowedOrigins[0] = "https://c"
	req := RequestFrom("GET", http.Header{"Origin": {"https://a"}}, false)
	d := rs.Decide(&req)
	if got := written(&d)[acma]; got != "5" || rs.Config().Rules[0].AllowedOrigins[0] != "https://a" {
		t.Errorf("max age %q, rules %s", got, rs.Config().JSON())
	}
}

func TestCompileNothing(t *testing.T) {
	if rs, err := Compile(nil); rs != nil || err != nil || rs.Config() != nil {
		t.Error(rs, err)
	}
	if _, err := Compile(&Config{}); err == nil {
		t.Error("a configuration without rules compiles")
	}
}

func TestOutcomeNames(t *testing.T) {
	seen := map[string]bool{}
	for o := OutcomeNoOrigin; o <= OutcomeOddHeader; o++ {
		seen[o.String()] = true
	}
	if len(seen) != 7 || Outcome(9).String() != "outcome 9" {
		t.Error(seen)
	}
}
