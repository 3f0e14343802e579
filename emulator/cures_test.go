package emulator_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/cloudfront/sign"

	"crossfront/corsengine/fetch"
	"crossfront/emulator"
	"crossfront/emulator/advice"
	"crossfront/emulator/browser"
	"crossfront/emulator/config"
	"crossfront/emulator/journal"
)

// cureCase is a world that shows a cause, the same after the advice was
// followed, and what a page asks for in both. A world is a seed file.
type cureCase struct {
	cause         string
	broken, cured string
	ask           browser.Page
	cure          func(*browser.Page)   // of the page, where the advice is for it
	origin, ready emulator.OriginAnswer // of a custom origin, before and after
}

// Parts of seeds.
const (
	openBucket = "buckets: [{name: media, objects: [{from: a.txt}], cors: [{AllowedOrigins: ['" + page + "'], AllowedMethods: [GET, PUT], AllowedHeaders: ['*']}]}]\n"
	withOrigin = "originRequestPolicy: CORS-S3Origin"
)

// policyOf is a response headers policy with a CORS section.
func policyOf(origins, methods, headers, credentials string) string {
	return "policies: [{ResponseHeadersPolicyConfig: {Name: own, CorsConfig: {AccessControlAllowOrigins: {Quantity: 1, Items: ['" + origins + "']}, " +
		"AccessControlAllowMethods: {Quantity: 1, Items: [" + methods + "]}, AccessControlAllowHeaders: {Quantity: 1, Items: ['" + headers + "']}, " +
		"AccessControlAllowCredentials: " + credentials + ", OriginOverride: true}}}]\n"
}

func dist(origin, behavior string) string {
	return "distributions: [{id: E1, default: true, origin: '" + origin + "', behavior: {" + behavior + "}}]\n"
}

func cureCases() []cureCase {
	edge := "http://e1.cloudfront.localhost:8080/a.txt"
	get := browser.Page{URL: edge, Origin: page, Initiator: "fetch"}
	put := browser.Page{URL: edge, Origin: page, Initiator: "fetch", Method: "PUT"}
	own := browser.Page{URL: edge, Origin: page, Initiator: "fetch", Header: http.Header{"X-A": {"1"}}}
	include := browser.Page{URL: edge, Origin: page, Initiator: "fetch", Credentials: fetch.Include}
	api := "https://api.example.com"
	allowing := http.Header{"Access-Control-Allow-Origin": {page}, "Access-Control-Allow-Headers": {"x-a"}}
	keyed := withOrigin + ", cachePolicy: Elemental-MediaPackage"
	anyone := "buckets: [{name: media, public: true, objects: [{from: a.txt}], cors: [{AllowedOrigins: ['*'], AllowedMethods: [GET]}]}]\n"
	return []cureCase{
		{cause: "UNKNOWN-HOST", ask: browser.Page{URL: "http://cdn.example.com:8080/a.txt", Origin: page, Initiator: "fetch", Via: journal.EntryEdge},
			broken: openBucket + dist("s3://media", withOrigin),
			cured:  openBucket + "distributions: [{id: E1, aliases: [cdn.example.com], origin: 's3://media', behavior: {" + withOrigin + "}}]\n"},
		{cause: "METHOD-NOT-ALLOWED", ask: browser.Page{URL: edge, Origin: page, Initiator: "fetch", Method: "POST"},
			broken: dist(api, ""), origin: emulator.OriginAnswer{Header: allowing},
			cured: dist(api, "originRequestPolicy: AllViewerExceptHostHeader, allowedMethods: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]"), ready: emulator.OriginAnswer{Header: allowing}},
		{cause: "FUNCTION-FAILED", ask: get,
			broken: openBucket + "functions: [{name: f, code: fails.js}]\n" + dist("s3://media", withOrigin+", viewerRequest: f"),
			cured:  openBucket + "functions: [{name: f, code: passes.js}]\n" + dist("s3://media", withOrigin+", viewerRequest: f")},
		{cause: "FUNCTION-ANSWERED", ask: own,
			broken: openBucket + "functions: [{name: f, code: guards.js}]\n" + dist("s3://media", withOrigin+", viewerRequest: f, allowedMethods: [GET, HEAD, OPTIONS]"),
			cured:  openBucket + "functions: [{name: f, code: guardsrest.js}]\n" + dist("s3://media", withOrigin+", viewerRequest: f, allowedMethods: [GET, HEAD, OPTIONS]")},
		{cause: "FUNCTION-CORS", ask: get,
			broken: openBucket + "functions: [{name: f, code: strips.js}]\n" + dist("s3://media", withOrigin+", viewerResponse: f"),
			cured:  openBucket + "functions: [{name: f, code: keeps.js}]\n" + dist("s3://media", withOrigin+", viewerResponse: f")},
		{cause: "INJECTED-FAULT", ask: get, cured: openBucket + dist("s3://media", withOrigin),
			broken: openBucket + dist("s3://media", withOrigin) + "faults: [{bucket: media, status: 503}]\n"},
		{cause: "INJECTED-FAULT", ask: put, cured: openBucket + dist("s3://media", withOrigin+", allowedMethods: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]") +
			"faults: [{bucket: media, latency: 20s}]\n",
			broken: openBucket + dist("s3://media", withOrigin+", allowedMethods: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]") + "faults: [{bucket: media, latency: 35s}]\n"},
		{cause: "INJECTED-FAULT", ask: browser.Page{URL: "http://localhost:4566/media/a.txt", Origin: page, Initiator: "fetch"}, cured: anyone,
			broken: anyone + "faults: [{bucket: media, reset: true}]\n"},
		{cause: "INJECTED-FAULT", ask: get, origin: emulator.OriginAnswer{Header: allowing}, ready: emulator.OriginAnswer{Header: allowing},
			broken: dist(api, keyed) + "faults: [{origin: api.example.com, latency: 35s}]\n", cured: dist(api, keyed)},
		{cause: "EDGE-REFUSED", ask: browser.Page{URL: edge + "?" + long(9000), Origin: page, Initiator: "fetch"},
			cure:   func(p *browser.Page) { p.URL = edge },
			broken: openBucket + dist("s3://media", withOrigin), cured: openBucket + dist("s3://media", withOrigin)},
		{cause: "NO-BUCKET", ask: browser.Page{URL: "http://localhost:4566/", Origin: page, Initiator: "fetch"},
			cure:   func(p *browser.Page) { p.URL = "http://localhost:4566/media/a.txt" },
			broken: anyone, cured: anyone},
		{cause: "CF-HOST-FORWARDED", ask: put,
			broken: openBucket + dist("s3://media", "originRequestPolicy: AllViewer, allowedMethods: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]"),
			cured:  openBucket + dist("s3://media", "originRequestPolicy: CORS-S3Origin, allowedMethods: [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]")},
		{cause: "DUP-ACAO", ask: get,
			broken: openBucket + "functions: [{name: f, code: doubles.js}]\n" + dist("s3://media", withOrigin+", viewerResponse: f"),
			cured:  openBucket + "functions: [{name: f, code: keeps.js}]\n" + dist("s3://media", withOrigin+", viewerResponse: f")},
		{cause: "RHP-PARTIAL", ask: get,
			broken: openBucket + policyOf("https://other.example", "GET", "*", "false") + dist("s3://media", "responseHeadersPolicy: own"),
			cured:  openBucket + policyOf(page, "GET", "*", "false") + dist("s3://media", "responseHeadersPolicy: own")},
		{cause: "RHP-PARTIAL", ask: own,
			broken: openBucket + policyOf(page, "GET", "x-b", "false") + dist("s3://media", withOrigin+", responseHeadersPolicy: own, allowedMethods: [GET, HEAD, OPTIONS]"),
			cured:  openBucket + policyOf(page, "GET", "*", "false") + dist("s3://media", withOrigin+", responseHeadersPolicy: own, allowedMethods: [GET, HEAD, OPTIONS]")},
		{cause: "MASKED-403", ask: browser.Page{URL: "http://localhost:4566/media/a.txt", Origin: page, Initiator: "fetch"},
			broken: "buckets: [{name: media, objects: [{from: a.txt}]}]\n", cured: anyone},
		{cause: "EDGE-FN-ERROR", ask: get,
			broken: "functions: [{name: f, code: allows.js}]\n" + dist(api, "viewerResponse: f"), origin: emulator.OriginAnswer{Status: 404},
			cured: policyOf("*", "GET", "*", "false") + dist(api, "responseHeadersPolicy: own"), ready: emulator.OriginAnswer{Status: 404}},
		{cause: "CF-ORIGIN-STRIPPED", ask: own,
			broken: openBucket + dist("s3://media", "cachePolicy: Elemental-MediaPackage, allowedMethods: [GET, HEAD, OPTIONS]"),
			cured:  openBucket + dist("s3://media", keyed+", allowedMethods: [GET, HEAD, OPTIONS]")},
		{cause: "RHP-PREFLIGHT", ask: own,
			broken: policyOf("*", "GET", "*", "false") + dist(api, "responseHeadersPolicy: own, allowedMethods: [GET, HEAD, OPTIONS]"), origin: emulator.OriginAnswer{Status: 401},
			cured: policyOf("*", "GET", "*", "false") + dist(api, "responseHeadersPolicy: own, allowedMethods: [GET, HEAD, OPTIONS]"), ready: emulator.OriginAnswer{Status: 204}},
		{cause: "ORIGIN-SILENT", ask: get,
			broken: dist(api, "originRequestPolicy: AllViewerExceptHostHeader"),
			cured:  policyOf("*", "GET", "*", "false") + dist(api, "originRequestPolicy: AllViewerExceptHostHeader, responseHeadersPolicy: own")},
		{cause: "ORIGIN-SILENT", ask: get,
			broken: dist(api, "originRequestPolicy: AllViewerExceptHostHeader"), origin: emulator.OriginAnswer{Header: http.Header{"Access-Control-Allow-Origin": {"https://other.example"}}},
			cured: dist(api, "originRequestPolicy: AllViewerExceptHostHeader"), ready: emulator.OriginAnswer{Header: allowing}},
		{cause: "WILDCARD-CREDS", ask: browser.Page{URL: "http://localhost:4566/media/a.txt", Origin: page, Initiator: "fetch", Credentials: fetch.Include},
			broken: anyone, cured: "buckets: [{name: media, public: true, objects: [{from: a.txt}], cors: [{AllowedOrigins: ['" + page + "'], AllowedMethods: [GET]}]}]\n"},
		{cause: "WILDCARD-CREDS", ask: include,
			broken: openBucket + dist("s3://media", "responseHeadersPolicy: SimpleCORS"),
			cured:  openBucket + policyOf(page, "GET", "priority", "true") + dist("s3://media", "responseHeadersPolicy: own")},
		{cause: "WILDCARD-CREDS", ask: include, cure: func(p *browser.Page) { p.Credentials = fetch.Omit },
			broken: dist(api, keyed), origin: emulator.OriginAnswer{Header: http.Header{"Access-Control-Allow-Origin": {page}}},
			cured: dist(api, keyed), ready: emulator.OriginAnswer{Header: http.Header{"Access-Control-Allow-Origin": {page}}}},
	}
}

func long(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a'
	}
	return string(b)
}

// files are what the seeds name.
func files() map[string]string {
	return map[string]string{
		"a.txt":         "hello",
		"fails.js":      "function handler(event) { return event.none.at }\n",
		"passes.js":     "function handler(event) { return event.request }\n",
		"guards.js":     "function handler(event) { return event.request.headers['x-a'] ? event.request : {statusCode: 401} }\n",
		"guardsrest.js": "function handler(event) { return event.request.method === 'OPTIONS' || event.request.headers['x-a'] ? event.request : {statusCode: 401} }\n",
		"strips.js":     "function handler(event) { delete event.response.headers['access-control-allow-origin']; return event.response }\n",
		"allows.js":     "function handler(event) { event.response.headers['access-control-allow-origin'] = {value: '*'}; return event.response }\n",
		"keeps.js":      "function handler(event) { return event.response }\n",
		"doubles.js": "function handler(event) { const h = event.response.headers; h['access-control-allow-origin'] = " +
			"{value: '" + page + ", *'}; return event.response }\n",
	}
}

// TestCures: in the broken world the page is blocked by all three engines, or by
// one, and hears of the cause; in the cured one it is not, and hears nothing.
func TestCures(t *testing.T) {
	var shown []string
	for _, c := range cureCases() {
		shown = append(shown, c.cause)
		t.Run(c.cause, func(t *testing.T) {
			broken := askOffline(t, c.broken, c.origin, c.ask)
			if broken.Allowed || !slices.ContainsFunc(broken.Advice(), func(a journal.Advice) bool { return a.Cause == c.cause }) {
				t.Errorf("broken: allowed %v, advice %+v", broken.Allowed, broken.Advice())
			}
			if c.cure != nil {
				c.cure(&c.ask)
			}
			cured := askOffline(t, c.cured, c.ready, c.ask)
			if !cured.Allowed || len(cured.Advice()) > 0 {
				for _, v := range cured.Visits {
					t.Errorf("cured: %s: %+v", v.Engine, v.Verdict)
				}
				t.Errorf("cured: advice %+v", cured.Advice())
			}
		})
	}
	shown = append(shown, append(advice.Applicable(), "SIGNED-COOKIE-CREDS", "ORIGIN-FAILED")...) // tested apart
	for _, id := range advice.Causes() {
		if !slices.Contains(shown, id) {
			t.Errorf("no world shows that the advice for %s helps", id)
		}
	}
}

func askOffline(t *testing.T, seed string, origin emulator.OriginAnswer, ask browser.Page) *browser.Outcome {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files() {
		write(t, filepath.Join(dir, name), content)
	}
	name := filepath.Join(dir, "seed.yaml")
	write(t, name, seed)
	cfg, err := config.Load([]string{"--config", name}, func(string) string { return "" }, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	w, err := emulator.NewOffline(t.Context(), cfg, emulator.OfflineOptions{KnownObjects: true, Origin: origin})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	o, err := browser.Ask(t.Context(), w, &ask)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestOriginFailed: an origin that is down, and up again.
func TestOriginFailed(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
	}))
	address := server.Listener.Addr().String()
	server.Listener.Close()
	name := filepath.Join(t.TempDir(), "seed.yaml")
	write(t, name, "resolve: {api.example.com: '"+address+"'}\n"+dist("http://api.example.com", "cachePolicy: CachingDisabled"))
	r := start(t, "--config", name)
	ask := func() *journal.Exchange {
		r.send("GET", "http://"+r.Addresses().Edge+"/a", "", "", "Origin", page)
		return r.last()
	}
	if x := ask(); x.Browser.Chromium.Allowed || len(x.Advice) != 1 || x.Advice[0].Cause != "ORIGIN-FAILED" {
		t.Errorf("down: %+v, advice %+v", x.Browser, x.Advice)
	}
	ln, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server.Listener = ln
	server.Start()
	defer server.Close()
	if x := ask(); !x.Browser.Chromium.Allowed || len(x.Advice) != 0 {
		t.Errorf("up: %d %+v, advice %+v", x.Response.Status, x.Browser, x.Advice)
	}
}

// TestSignatureMissing: the same URL, unsigned and signed.
func TestSignatureMissing(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	key := strings.ReplaceAll(string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), "\n", `\n`)
	seed := openBucket + `policies: [{PublicKey: {Id: K1, PublicKeyConfig: {CallerReference: a, Name: a, EncodedKey: "` + key + `"}}}, ` +
		"{KeyGroup: {Id: 11111111-1111-4111-8111-111111111111, KeyGroupConfig: {Name: mine, Items: [K1]}}}]\n" +
		dist("s3://media", "originRequestPolicy: CORS-S3Origin, keyGroups: [mine]")
	address := "http://e1.cloudfront.localhost:8080/a.txt"
	ask := browser.Page{URL: address, Origin: page, Initiator: "fetch"}
	if o := askOffline(t, seed, emulator.OriginAnswer{}, ask); o.Allowed || o.Advice()[0].Cause != "SIGNED-COOKIE-CREDS" {
		t.Errorf("unsigned: allowed %v, advice %+v", o.Allowed, o.Advice())
	}
	ask.URL, err = sign.NewURLSigner("K1", private).Sign(address, time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if o := askOffline(t, seed, emulator.OriginAnswer{}, ask); !o.Allowed || len(o.Advice()) > 0 {
		t.Errorf("signed: %+v, advice %+v", o.Visits[0].Verdict, o.Advice())
	}
}
