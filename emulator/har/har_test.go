package har_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crossfront/emulator"
	"crossfront/emulator/browser"
	"crossfront/emulator/config"
	"crossfront/emulator/har"
	"crossfront/emulator/journal"
)

// TestArchives: testdata has archives of the blocked story and a refused upload,
// recorded in November 2026 with Chromium 156, in the form that its developer
// tools write (answers included) and that Playwright writes (answers hidden),
// and beside each what is to be said of it.
func TestArchives(t *testing.T) {
	names, err := filepath.Glob("testdata/*.har")
	if err != nil || len(names) < 2 {
		t.Fatalf("%d archives: %v", len(names), err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			a, err := har.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for suffix, report := range map[string]func() *har.Report{
				".txt":      func() *har.Report { return har.Diagnose(a) },
				".demo.txt": func() *har.Report { return replayed(t, a) },
			} {
				var text bytes.Buffer
				report().Text(&browser.Painter{W: &text})
				file := strings.TrimSuffix(name, ".har") + suffix
				if os.Getenv("UPDATE") != "" {
					if err := os.WriteFile(file, text.Bytes(), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), text.String()); diff != "" {
					t.Errorf("%s: -want +got:\n%s", file, diff)
				}
			}
		})
	}
}

// replayed is the report with the demo's configuration.
func replayed(t *testing.T, a *har.Archive) *har.Report {
	t.Helper()
	cfg, err := config.Load(nil, func(string) string { return "" }, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := emulator.NewOffline(t.Context(), cfg, emulator.OfflineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	r := har.Diagnose(a)
	if err := r.Replay(t.Context(), a, w); err != nil {
		t.Fatal(err)
	}
	return r
}

const page = "https://app.example.com"

// entry is one of an archive, in its own words: "GET URL", headers of the
// request, status, headers of the answer, and a body.
func entry(line string, request []string, status int, response []string, body string) string {
	method, url, _ := strings.Cut(line, " ")
	pairs := func(list []string) string {
		all := []map[string]string{}
		for _, h := range list {
			name, value, _ := strings.Cut(h, ": ")
			all = append(all, map[string]string{"name": name, "value": value})
		}
		doc, _ := json.Marshal(all)
		return string(doc)
	}
	text, _ := json.Marshal(body)
	failed := ""
	if status == 0 {
		failed = `,"_error":"net::ERR_FAILED"`
	}
	return fmt.Sprintf(`{"_resourceType":"fetch","request":{"method":%q,"url":%q,"headers":%s},"response":{"status":%d,"headers":%s,"content":{"text":%s}%s}}`,
		method, url, pairs(request), status, pairs(response), text, failed)
}

func read(t *testing.T, entries ...string) *har.Archive {
	t.Helper()
	a, err := har.Read("a.har", strings.NewReader(`{"log":{"entries":[`+strings.Join(entries, ",")+`]}}`))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestCauses(t *testing.T) {
	const cdn, s3 = "GET https://cdn.example.com/a", "PUT https://media.s3.amazonaws.com/a"
	get := []string{"Origin: " + page}
	asks := []string{"Origin: " + page, "Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: content-type,x-amz-acl"}
	viaEdge := func(more ...string) []string {
		return append([]string{"x-amz-cf-id: 1", "via: 1.1 a.cloudfront.net (CloudFront)"}, more...)
	}
	ofS3 := func(more ...string) []string {
		return append([]string{"Server: AmazonS3", "x-amz-request-id: 1"}, more...)
	}
	put := entry(s3, []string{"Origin: " + page, "Content-Type: image/png"}, 0, nil, "")
	preflight := func(status int, response []string, body string) []string {
		return []string{entry("OPTIONS https://media.s3.amazonaws.com/a", asks, status, response, body), put}
	}
	tests := []struct {
		name    string
		entries []string
		cause   string // empty: no failure
		layer   string
		says    string
	}{
		{"allowed", []string{entry(cdn, get, 200, viaEdge("Access-Control-Allow-Origin: *"), "")}, "", "", ""},
		{"no Origin", []string{entry(cdn, nil, 200, viaEdge(), "")}, "", "", ""},
		{"same origin", []string{entry("GET "+page+"/a", get, 200, nil, "")}, "", "", ""},
		{"a preflight that passes, and its request",
			append(preflight(200, ofS3("Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Headers: content-type, x-amz-acl"), "")[:1],
				entry(s3, get, 200, ofS3("Access-Control-Allow-Origin: *"), "")), "", "", ""},
		{"stripped", []string{entry(cdn, get, 200, viaEdge("X-Cache: Miss from cloudfront", "Server: AmazonS3"), "")}, "CF-ORIGIN-STRIPPED", "edge", "Probably"},
		{"stored", []string{entry(cdn, get, 200, viaEdge("X-Cache: Hit from cloudfront", "Age: 77"), "")}, "INVALIDATE", "cache", "stored 77 s ago without CORS"},
		{"stored for another", []string{entry(cdn, get, 200, viaEdge("X-Cache: Hit from cloudfront", "Access-Control-Allow-Origin: https://b.example"), "")}, "REFLECT-CACHED", "cache", "for https://b.example"},
		{"masked", []string{entry(cdn, get, 403, viaEdge("X-Cache: Error from cloudfront", "Server: AmazonS3"), "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>")},
			"MASKED-403", "bucket", "403 NoSuchKey (The specified key does not exist)"},
		{"signed", []string{entry(cdn, get, 403, viaEdge("Server: CloudFront"), "<Error><Code>MissingKey</Code><Message>Missing Key-Pair-Id query parameter or cookie value</Message></Error>")},
			"SIGNED-COOKIE-CREDS", "edge", "403 MissingKey"},
		{"S3, no rule", []string{entry("GET https://media.s3.amazonaws.com/a", get, 200, ofS3(), "")}, "NO-RULE-MATCHES", "bucket", "no CORS rule of the bucket matches, or it has none"},
		{"another server", []string{entry("GET https://api.example.net/a", get, 200, []string{"Server: nginx"}, "")}, "NO-CORS-HEADERS", "client", "nginx answered without"},
		{"twice", []string{entry(cdn, get, 200, viaEdge("Access-Control-Allow-Origin: *", "Access-Control-Allow-Origin: "+page), "")}, "DUP-ACAO", "edge", "more than once"},
		{"slash", []string{entry(cdn, get, 200, []string{"Access-Control-Allow-Origin: " + page + "/"}, "")}, "ORIGIN-STRING", "client", "the slash at its end"},
		{"wildcard", []string{entry(cdn, append(get, "Cookie: a=b"), 200, []string{"Access-Control-Allow-Origin: *"}, "")}, "WILDCARD-CREDS", "bucket", "allows *"},
		{"not enabled", preflight(403, ofS3(), "<Error><Code>AccessForbidden</Code><Message>CORSResponse: CORS is not enabled for this bucket.</Message></Error>"), "NO-CORS-CONFIG", "bucket", "no CORS configuration"},
		{"no rule", preflight(403, ofS3(), "<Error><Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed. This</Message></Error>"), "NO-RULE-MATCHES", "bucket", "No CORS rule"},
		{"403 without a body", preflight(403, ofS3(), ""), "NO-RULE-MATCHES", "bucket", ""},
		{"refused by the edge", preflight(403, viaEdge("Server: CloudFront"), ""), "CF-OPTIONS-NOT-ALLOWED", "edge", "refused the preflight by itself"},
		{"redirect", preflight(301, viaEdge("Location: https://b.example/"), ""), "PREFLIGHT-REDIRECT", "client", "https://b.example/"},
		{"header", preflight(200, ofS3("Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Headers: content-type"), ""), "PF-HEADER-NOT-ALLOWED", "bucket", "the header x-amz-acl."},
		{"method", preflight(200, ofS3("Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: GET", "Access-Control-Allow-Headers: *"), ""), "METHOD-NOT-ALLOWED", "bucket", "does not allow PUT"},
		{"a preflight alone", preflight(403, ofS3(), "")[:1], "NO-RULE-MATCHES", "bucket", ""},
		{"a preflight behind its request", []string{put, preflight(403, ofS3(), "")[0]}, "NO-RULE-MATCHES", "bucket", ""},
		{"hidden", []string{entry(cdn, get, 0, nil, "")}, "NO-ANSWER", "client", "net::ERR_FAILED"},
	}
	shown := map[string]bool{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := har.Diagnose(read(t, tt.entries...))
			if tt.cause == "" {
				if len(r.Failures) > 0 {
					t.Fatalf("%+v", r.Failures[0])
				}
				return
			}
			if len(r.Failures) != 1 || len(r.Failures[0].Advice) != 1 {
				t.Fatalf("failures %+v", r.Failures)
			}
			got := r.Failures[0].Advice[0]
			shown[got.Cause] = true
			if got.Cause != tt.cause || got.Layer != tt.layer || !strings.Contains(got.What, tt.says) || got.Fix == "" {
				t.Errorf("%+v", got)
			}
		})
	}
	for _, id := range har.Causes() {
		if !shown[id] {
			t.Errorf("no case for the cause %s", id)
		}
	}
}

// Firefox counts the lines that are spelled alike (acao-two-lines-mixed-case);
// over HTTP/2 all are in lower case.
func TestSpelling(t *testing.T) {
	const name, lower = "Access-Control-Allow-Origin: *", "access-control-allow-origin: *"
	for _, tt := range []struct {
		lines []string
		want  string
	}{
		{[]string{name, name}, "CORSMultipleAllowOriginNotAllowed"},
		{[]string{lower, name}, "CORSAllowOriginNotMatchingOrigin"},
		{[]string{lower, lower}, "CORSMultipleAllowOriginNotAllowed"},
	} {
		r := har.Diagnose(read(t, entry("GET https://cdn.example.com/a", []string{"Origin: " + page}, 200, tt.lines, "")))
		if len(r.Failures) != 1 || r.Failures[0].Browser.Firefox.Error != tt.want {
			t.Errorf("%q: %+v, want %s", tt.lines, r.Failures, tt.want)
		}
	}
}

func TestUnusable(t *testing.T) {
	for name, tt := range map[string]struct{ doc, want string }{
		"empty":      {"", "a.har:1:1: no JSON: the file ends in the middle of a value; was it cut off?"},
		"cut off":    {"{\"log\":\n{\"entries\":[", "a.har:2:13: no JSON: the file ends in the middle of a value; was it cut off?"},
		"no JSON":    {"<html>", "a.har:1:2: no JSON: invalid character '<' looking for beginning of value"},
		"other JSON": {`{"entries":[]}`, `a.har:1: this is JSON, but no HTTP archive; expected {"log": {"entries": [...]}}, as "Save all as HAR" of a browser's developer tools writes it`},
		"wrong type": {"{\"log\":{\"entries\":[\n{\"request\":{\"url\":7}}]}}", "a.har:2:20: log.entries.request.url is a number; expected a string"},
		"no request": {`{"log":{"entries":[{},{"request":{}},{"request":{"url":":"}}]}}`, "a.har: entry 1: has no request\na.har: entry 2: its request has no url\na.har: entry 3: its request's url is none: \":\""},
		"deep":       {strings.Repeat("[", 100_000), "a.har:1:10002: no JSON: invalid character '[' exceeded max depth"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := har.Read("a.har", strings.NewReader(tt.doc))
			if err == nil || err.Error() != tt.want {
				t.Errorf("%v", err)
			}
		})
	}
	if _, err := har.ReadFile("testdata/none.har"); err == nil || err.Error() != "testdata/none.har: cannot read the HAR file: there is no such file" {
		t.Error(err)
	}
}

// endless is more than is read.
type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestTooLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 256 MiB")
	}
	if _, err := har.Read("a.har", endless{}); err == nil || !strings.HasPrefix(err.Error(), "a.har: larger than 256 MiB") {
		t.Error(err)
	}
}

// TestJournalsArchive: what the console itself gives as HAR is read, too.
func TestJournalsArchive(t *testing.T) {
	x := &journal.Exchange{
		Request:  journal.Request{Method: "GET", URL: "http://cdn.localhost/a", Headers: []journal.Header{{"Origin", page}}},
		Response: journal.Response{Status: 200, Headers: []journal.Header{{"X-Cache", "Hit from cloudfront"}}},
	}
	doc, err := json.Marshal(journal.NewHAR("test", []*journal.Exchange{x}))
	if err != nil {
		t.Fatal(err)
	}
	a, err := har.Read("a.har", bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	if r := har.Diagnose(a); len(r.Failures) != 1 || r.Failures[0].Advice[0].Cause != "INVALIDATE" || a.Creator != "Crossfront test" {
		t.Errorf("%+v", r)
	}
}

// TestManyAlike: hostile archives take no more than linear time.
func TestManyAlike(t *testing.T) {
	one := entry("OPTIONS https://b.example/a", []string{"Origin: " + page, "Access-Control-Request-Method: GET"}, 403, nil, "")
	two := entry("GET https://b.example/a", []string{"Origin: " + page}, http.StatusOK, nil, "")
	all := make([]string, 0, 40_000)
	for range 20_000 {
		all = append(all, one)
	}
	for range 20_000 {
		all = append(all, two)
	}
	if r := har.Diagnose(read(t, all...)); len(r.Failures) != 20_000 {
		t.Errorf("%d failures", len(r.Failures))
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"testdata/devtools.har", "testdata/playwright.har"} {
		doc, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(doc)
	}
	f.Add([]byte(`{"log":{"entries":[{"request":{"method":"OPTIONS","url":"https://b.example","headers":[{"name":"Origin","value":"null"},{"name":"Access-Control-Request-Method","value":"PUT"}]}}]}}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		a, err := har.Read("a.har", bytes.NewReader(doc))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "a.har:") {
				t.Errorf("the error names no file: %v", err)
			}
			return
		}
		r := har.Diagnose(a)
		r.Text(&browser.Painter{W: new(bytes.Buffer)})
		for _, one := range r.Failures {
			if len(one.Advice) == 0 {
				t.Errorf("no advice: %+v", one)
			}
		}
	})
}
