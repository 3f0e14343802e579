package emulator_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crossfront/emulator/advice"
	"crossfront/emulator/journal"
)

const (
	pagesRule   = `[{"AllowedHeaders":["*"],"AllowedMethods":["GET","HEAD","PUT"],"AllowedOrigins":["` + page + `"]}]`
	anyonesRule = `[{"AllowedMethods":["GET"],"AllowedOrigins":["https://*"]},{"AllowedMethods":["GET"],"AllowedOrigins":["` + page + `"]}]`
)

// remedyCase is a world that shows a cause, and the request that it blocks.
type remedyCase struct {
	cause  string
	seed   string // flag; empty: the demo
	host   string // empty: the demo's distribution
	method string // empty: GET
	path   string // empty: the master playlist
	direct bool   // at S3, by path
	header []string
	world  func(*running)
}

func (c *remedyCase) ask(r *running) {
	r.t.Helper()
	address, host := r.Addresses().Edge, "edemo.cloudfront.localhost"
	method, path := http.MethodGet, master
	if c.host != "" {
		host = c.host
	}
	if c.method != "" {
		method = c.method
	}
	if c.path != "" {
		path = c.path
	}
	if c.direct {
		address, host = r.Addresses().AWS, ""
	}
	r.send(method, "http://"+address+path, host, "", append([]string{"Origin", page}, c.header...)...)
}

func putCORS(rules string) func(*running) {
	return func(r *running) { r.console(200, "PUT", "/api/buckets/media/cors", rules) }
}

func putBehavior(r *running, change string) {
	r.t.Helper()
	r.console(200, "PUT", "/api/distributions/EDEMO/behaviors?pathPattern=*", change)
}

func remedyCases(t *testing.T) []remedyCase {
	forwards := `{"originRequestPolicyId":"` + corsS3Origin + `"}`
	preflight := []string{"Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "x-a"}
	return []remedyCase{
		{cause: "CF-ORIGIN-STRIPPED", world: putCORS(pagesRule)},
		{cause: "NO-CORS-CONFIG", world: func(r *running) { putBehavior(r, forwards) }},
		{cause: "NO-CORS-CONFIG", method: "OPTIONS", direct: true, path: "/media/a", header: preflight, world: func(*running) {}},
		{cause: "NO-RULE-MATCHES", method: "OPTIONS", direct: true, path: "/media/a", header: preflight,
			world: putCORS(`[{"AllowedMethods":["GET"],"AllowedOrigins":["*"]}]`)},
		{cause: "NO-RULE-MATCHES", world: func(r *running) {
			putCORS(`[{"AllowedMethods":["GET"],"AllowedOrigins":["` + page + `/"]}]`)(r)
			putBehavior(r, forwards)
		}},
		{cause: "INVALIDATE", world: func(r *running) {
			r.edge("GET", master)
			putCORS(pagesRule)(r)
			putBehavior(r, forwards)
		}},
		{cause: "CF-ORIGIN-NOT-KEYED", world: func(r *running) {
			putCORS(pagesRule)(r)
			putBehavior(r, forwards)
			r.edge("GET", master)
		}},
		{cause: "REFLECT-CACHED", world: func(r *running) {
			putCORS(anyonesRule)(r)
			putBehavior(r, forwards)
			r.edge("GET", master, "Origin", "https://other.example")
		}},
		{cause: "CF-OPTIONS-NOT-ALLOWED", method: "OPTIONS", header: preflight, world: func(r *running) {
			putCORS(pagesRule)(r)
			putBehavior(r, forwards)
		}},
		{cause: "PREFLIGHT-REDIRECT", method: "OPTIONS", header: []string{"Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "x-a"},
			world: func(r *running) {
				putCORS(pagesRule)(r)
				putBehavior(r, `{"originRequestPolicyId":"`+corsS3Origin+`","allowedMethods":["GET","HEAD","OPTIONS"],"viewerProtocolPolicy":"redirect-to-https"}`)
			}},
		{cause: "METHOD-NOT-ALLOWED", method: "POST", world: func(r *running) {
			putCORS(`[{"AllowedMethods":["POST"],"AllowedOrigins":["*"]}]`)(r)
			putBehavior(r, forwards)
		}},
		{cause: "OPTIONS-CACHED", method: "OPTIONS", header: preflight, world: func(r *running) {
			putCORS(pagesRule)(r)
			putBehavior(r, `{"originRequestPolicyId":"`+corsS3Origin+`","allowedMethods":["GET","HEAD","OPTIONS"],"cachedMethods":["GET","HEAD","OPTIONS"]}`)
			r.edge("OPTIONS", master, "Origin", page, "Access-Control-Request-Method", "GET")
		}},
		{cause: "CF-HOST-FORWARDED", world: func(r *running) {
			putCORS(pagesRule)(r)
			putBehavior(r, `{"originRequestPolicyId":"`+allViewer+`"}`)
		}},
		{cause: "CF-HOST-FORWARDED", world: func(r *running) {
			putCORS(pagesRule)(r)
			putBehavior(r, `{"cachePolicyId":"`+originCacheControl+`"}`)
		}},
		{cause: "INJECTED-FAULT", world: func(r *running) {
			putCORS(pagesRule)(r)
			putBehavior(r, forwards)
			r.console(201, "POST", "/api/faults", `{"bucket":"media","status":503}`)
			r.edge("GET", master) // stored
		}},
		{cause: "ORIGIN-SILENT", seed: silentSeed(t), host: "eapi.cloudfront.localhost", path: "/a", world: func(*running) {}},
		{cause: "FUNCTION-ANSWERED", seed: answeringSeed(t), host: "efn.cloudfront.localhost", path: "/a", world: func(*running) {}},
	}
}

// Managed policies that send the viewer's Host on.
const (
	allViewer          = "216adef6-5c7f-47e4-b989-5492eafa07d3"
	originCacheControl = "83da9c7e-98b4-4e11-a168-04f0df8e2c65"
)

// silentSeed is a distribution before a server that knows nothing of CORS.
func silentSeed(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") }))
	t.Cleanup(server.Close)
	name := filepath.Join(t.TempDir(), "seed.yaml")
	write(t, name, "resolve: {api.example.com: '"+server.Listener.Addr().String()+"'}\n"+
		"distributions: [{id: EAPI, default: true, origin: 'http://api.example.com', behavior: {originRequestPolicy: AllViewerExceptHostHeader}}]\n")
	return "--config=" + name
}

// answeringSeed is a distribution whose function answers for the bucket.
func answeringSeed(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"seed.yaml": "buckets: [{name: media}]\nfunctions: [{name: hello, code: hello.js}]\n" +
			"distributions: [{id: EFN, default: true, origin: \"s3://media\", behavior: {viewerRequest: hello}}]\n",
		"hello.js": "function handler(event) { return {statusCode: 200, statusDescription: 'OK'} }\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return "--config=" + filepath.Join(dir, "seed.yaml")
}

// TestRemedies: for each cause whose advice a call can follow there is a world
// that shows it, and there the calls make the same request pass in all three
// browsers, with no advice left.
func TestRemedies(t *testing.T) {
	var shown []string
	for _, c := range remedyCases(t) {
		shown = append(shown, c.cause)
		t.Run(c.cause, func(t *testing.T) {
			args := []string{}
			if c.seed != "" {
				args = append(args, c.seed)
			}
			r := start(t, args...)
			c.world(r)
			c.ask(r)
			r.apply(r.remedy(c.cause))
			c.ask(r)
			x := r.last()
			if !x.Browser.Chromium.Allowed || !x.Browser.Firefox.Allowed || !x.Browser.WebKit.Allowed || len(x.Advice) != 0 {
				t.Errorf("applied, and still: %+v, advice %+v", x.Browser, x.Advice)
			}
		})
	}
	for _, id := range advice.Applicable() {
		if !slices.Contains(shown, id) {
			t.Errorf("no world shows that the remedy of %s helps", id)
		}
	}
}

// remedy is the newest exchange's, for that cause; the browsers must block it.
func (r *running) remedy(cause string) *journal.Remedy {
	r.t.Helper()
	x := r.last()
	if x.Browser == nil || x.Browser.Chromium.Allowed {
		r.t.Fatalf("Chromium does not block it: %+v", x.Browser)
	}
	for _, a := range x.Advice {
		if a.Cause == cause {
			if a.Apply == nil {
				r.t.Fatalf("the advice cannot be applied: %+v", a)
			}
			return a.Apply
		}
	}
	r.t.Fatalf("no advice for %s: %+v", cause, x.Advice)
	return nil
}

// apply makes the remedy's calls, each of which must succeed.
func (r *running) apply(remedy *journal.Remedy) {
	r.t.Helper()
	for _, c := range remedy.Calls {
		if c.What == "" {
			r.t.Errorf("%s %s says nothing", c.Method, c.Path)
		}
		a := r.send(c.Method, "http://"+r.Addresses().Console+c.Path, "", string(c.Body))
		if a.StatusCode/100 != 2 {
			r.t.Fatalf("%s %s %s: %d %s", c.Method, c.Path, c.Body, a.StatusCode, a.body)
		}
	}
}

// TestRemediesKeepWhatIsThere: a rule comes behind those that stand, and once.
func TestRemediesKeepWhatIsThere(t *testing.T) {
	r := start(t)
	putCORS(`[{"AllowedMethods":["GET"],"AllowedOrigins":["https://first.example"]}]`)(r)
	putBehavior(r, `{"originRequestPolicyId":"`+corsS3Origin+`"}`)
	r.edge("GET", master, "Origin", page)
	remedy := r.remedy("NO-RULE-MATCHES")
	r.apply(remedy)
	r.apply(remedy)
	rules := r.console(200, "GET", "/api/buckets/media/cors", "")
	if first, own := strings.Index(rules, "first.example"), strings.Index(rules, page); first < 0 || own < first || strings.Count(rules, page) != 1 {
		t.Errorf("the rules are %s", rules)
	}
}

// TestNoRemedy: where a call would be refused, or lose what is set, there is
// none.
func TestNoRemedy(t *testing.T) {
	r := start(t)
	for _, tt := range []struct {
		name, cause string
		world       func()
		ask         func()
	}{
		{"S3 takes no rule for PATCH", "NO-CORS-CONFIG", func() {}, func() {
			r.send("OPTIONS", "http://"+r.Addresses().AWS+"/media/a", "", "", "Origin", page, "Access-Control-Request-Method", "PATCH")
		}},
		{"the object is not there", "MASKED-403", func() { putBehavior(r, `{"originRequestPolicyId":"`+corsS3Origin+`"}`) },
			func() { r.edge("GET", "/nowhere", "Origin", page) }},
	} {
		tt.world()
		tt.ask()
		found := false
		for _, a := range r.last().Advice {
			if a.Cause == tt.cause {
				found = true
				if a.Apply != nil {
					t.Errorf("%s: %+v", tt.name, a.Apply)
				}
			}
		}
		if !found {
			t.Errorf("%s: no advice for %s: %+v", tt.name, tt.cause, r.last().Advice)
		}
	}
}
