package e2e_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"encoding/base64"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"crossfront/browsers/chromiumtest"
)

var update = flag.Bool("update", false, "write docs/security.md")

// An attempt is a request that should not get its way, and what it gets instead.
type attempt struct {
	what    string
	door    string // aws, edge or console
	request string // as on the wire; HOST stands for the door's own
	body    []byte
	status  string
	code    string // of the error, in the door's own form
	means   string // what else holds, in words
}

// evil is a page's origin.
const evil = "https://evil.example"

func attempts() []attempt {
	return []attempt{
		{"another site's name for the console (DNS rebinding)", "console", "GET /api/state HTTP/1.1\r\nHost: rebound.example\r\n", nil, "403", "ForeignHost", ""},
		{"another site's page asks the console (CSRF)", "console", "POST /api/reset HTTP/1.1\r\nHost: HOST\r\nOrigin: " + evil + "\r\n", nil, "403", "ForeignOrigin", "nothing is reset"},
		{"a sandboxed page does", "console", "POST /api/reset HTTP/1.1\r\nHost: HOST\r\nOrigin: null\r\n", nil, "403", "ForeignOrigin", "nothing is reset"},
		{"another site's image does, without Origin", "console", "GET /api/state HTTP/1.1\r\nHost: HOST\r\nSec-Fetch-Site: cross-site\r\n", nil, "403", "ForeignOrigin", ""},
		{"a path out of the console's pages", "console", "GET /../../etc/passwd HTTP/1.1\r\nHost: HOST\r\n", nil, "4..", "", ""},
		{"the same, encoded", "console", "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: HOST\r\n", nil, "4..", "", ""},
		{"2 MiB to the console", "console", "PUT /api/buckets/bucket/cors HTTP/1.1\r\nHost: HOST\r\n", bytes.Repeat([]byte(" "), 2<<20), "4..", "", "1 MiB is read at most"},
		{"100,000 brackets to the console", "console", "PUT /api/buckets/bucket/cors HTTP/1.1\r\nHost: HOST\r\n", bytes.Repeat([]byte("["), 100_000), "400", "", ""},
		{"a key that leads out of a folder", "aws", "PUT /bucket/../../../etc/passwd HTTP/1.1\r\nHost: HOST\r\n", []byte("x"), "200", "", "it is the name of an object, no path: nothing outside of the data directory is written"},
		{"the same, encoded", "aws", "PUT /bucket/%2e%2e%2f%2e%2e%2fescaped HTTP/1.1\r\nHost: HOST\r\n", []byte("x"), "200", "", "the same"},
		{"a line break into an answer's header", "aws", "GET /bucket/object?response-content-disposition=a%0d%0aX-Injected:%201 HTTP/1.1\r\nHost: HOST\r\n", nil, "4..", "", "no answer has X-Injected"},
		{"a line break into a redirect", "aws", "PUT /bucket/redirect HTTP/1.1\r\nHost: HOST\r\nx-amz-website-redirect-location: /a%0d%0aX-Injected: 1\r\n", []byte("x"), "200", "", "it stays encoded"},
		{"a line break into a header of the edge", "edge", "GET /a%0d%0aX-Injected:%201 HTTP/1.1\r\nHost: HOST\r\n", nil, "4..", "", "no answer has X-Injected"},
		{"entities that grow (XML bomb)", "aws", "PUT /bucket?cors HTTP/1.1\r\nHost: HOST\r\n", []byte(`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><CORSConfiguration><CORSRule><AllowedOrigin>&b;</AllowedOrigin></CORSRule></CORSConfiguration>`), "400", "MalformedXML", "a document type is never read"},
		{"a file as an entity (XXE)", "aws", "PUT /bucket?cors HTTP/1.1\r\nHost: HOST\r\n", []byte(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><CORSConfiguration><CORSRule><AllowedOrigin>&a;</AllowedOrigin></CORSRule></CORSConfiguration>`), "400", "MalformedXML", "no file is opened"},
		{"100,000 nested elements", "aws", "POST /bucket?delete HTTP/1.1\r\nHost: HOST\r\n", bytes.Repeat([]byte("<a>"), 100_000), "400", "", ""},
		{"5 TiB announced", "aws", "PUT /bucket/large HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5497558138881\r\n", nil, "4..", "EntityTooLarge", "no memory is taken for it"},
		{"a key of 2,000 bytes", "aws", "GET /bucket/" + strings.Repeat("k", 2000) + " HTTP/1.1\r\nHost: HOST\r\n", nil, "400", "KeyTooLongError", ""},
		{"3 MiB of headers", "aws", "GET /bucket HTTP/1.1\r\nHost: HOST\r\nX-A: " + strings.Repeat("a", 3<<20) + "\r\n", nil, "4..", "", ""},
		{"3 MiB of headers to the edge", "edge", "GET / HTTP/1.1\r\nHost: HOST\r\nX-A: " + strings.Repeat("a", 3<<20) + "\r\n", nil, "4..", "", ""},
		{"a URL of 100,000 bytes to the edge", "edge", "GET /" + strings.Repeat("a", 100_000) + " HTTP/1.1\r\nHost: HOST\r\n", nil, "4..", "", ""},
		{"two lengths (request smuggling)", "aws", "PUT /bucket/a HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nContent-Length: 6\r\n", []byte("hello"), "400", "", ""},
		{"a length and chunks (request smuggling)", "edge", "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n", []byte("0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: HOST\r\n\r\n"), "4..", "", "what follows is no request"},
		{"a packed body that grows a thousandfold", "aws", "PUT /bucket/packed HTTP/1.1\r\nHost: HOST\r\nContent-Encoding: gzip\r\n", packedZeros(), "200", "", "bodies are bytes and are never unpacked"},
		{"another site's name for the edge", "edge", "GET / HTTP/1.1\r\nHost: evil.example\r\n", nil, "403", "", "CloudFront's own refusal"},
		{"a proxy's request for another host", "edge", "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n", nil, "403", "", "nothing is fetched for others"},
		{"a tunnel", "edge", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n", nil, "4..", "", ""},
	}
}

// packedZeros are 10 MiB of zeros, packed.
func packedZeros() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(make([]byte, 10<<20)) // into memory
	_ = z.Close()
	return b.Bytes()
}

// openBucket begins a seed file with a bucket with which anyone may do anything.
const openBucket = `
buckets:
  - name: bucket
    publicAccessBlock: {BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false}
    policy:
      Version: "2012-10-17"
      Statement: [{Effect: Allow, Principal: "*", Action: "s3:*", Resource: ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"]}]
`

// securitySeed is a world in which anyone may do anything with the bucket: nothing is
// refused for want of a signature.
const securitySeed = openBucket + `distributions: [{id: E1EXAMPLE, origin: "s3://bucket"}]
`

const securityPreface = `# Attempts and answers

Made by ` + "`go test ./e2e -run TestAttempts -update`" + `, which sends each to the built binary and
compares. "4.." is any refusal. Besides: everything binds to this machine unless told
otherwise; the image has nothing but the binary, runs as uid 65532 on a read-only file
system without capabilities ([docker-compose.yml](../docker-compose.yml), tried by
` + "`scripts/docker.sh`" + `); a header that trickles in is cut off after 30 s; 10,000 malformed
requests (` + "`TestMalformedRequests`" + `) and a fuzz target for every parser (` + "`make fuzz`" + `). In real
browsers: ` + "`TestRebindingInChromium`" + `. How to report: [SECURITY.md](../SECURITY.md).

| attempt | at | answer | |
|---|---|---|---|
`

// TestAttempts sends what should not work, and holds the page that says so to it.
func TestAttempts(t *testing.T) {
	root := t.TempDir()
	s := start(t, "--data-dir", filepath.Join(root, "data"), "--seed", securitySeed)
	s.attempt(t, &attempt{"an object that a reset would take away", "aws", "PUT /bucket/witness HTTP/1.1\r\nHost: HOST\r\n", []byte("x"), "200", "", ""})
	var page strings.Builder
	page.WriteString(securityPreface)
	for _, a := range attempts() {
		status, code, answer := s.attempt(t, &a)
		if !regexp.MustCompile("^"+a.status+"$").MatchString(status) || a.code != "" && code != a.code {
			t.Errorf("%s: got %s %s, want %s %s\n%.300s", a.what, status, code, a.status, a.code, answer)
		}
		if header, body, _ := strings.Cut(answer, "\r\n\r\n"); strings.Contains(header, "\nX-Injected") || strings.Contains(body, "root:") {
			t.Errorf("%s: it worked:\n%.1000s", a.what, answer)
		}
		fmt.Fprintf(&page, "| %s | %s | %s | %s |\n", a.what, a.door, strings.TrimSpace(status+" "+a.code), a.means)
	}
	s.stillThere(t)
	if list, err := os.ReadDir(root); err != nil || len(list) != 1 {
		t.Errorf("beside the data directory: %v, %v", list, err)
	}
	comparePage(t, "../docs/security.md", page.String())
}

// attempt sends one and is its status, its error's code, and the whole answer.
func (s *server) attempt(t *testing.T, a *attempt) (status, code, answer string) {
	t.Helper()
	address := strings.TrimPrefix(map[string]string{"aws": s.aws, "edge": s.edge, "console": s.console}[a.door], "http://")
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	head := strings.ReplaceAll(a.request, "HOST", address)
	if strings.Contains(head, "?cors ") || strings.Contains(head, "?delete ") { // S3 wants their digest
		sum := md5.Sum(a.body)
		head += "Content-MD5: " + base64.StdEncoding.EncodeToString(sum[:]) + "\r\n"
	}
	if a.body != nil && !strings.Contains(head, "Content-Length") {
		head += fmt.Sprintf("Content-Length: %d\r\n", len(a.body))
	}
	_, _ = conn.Write(append([]byte(head+"Connection: close\r\n\r\n"), a.body...)) // may be refused before it is all there
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Errorf("%s: no answer: %v", a.what, err)
		return "", "", ""
	}
	defer res.Body.Close()
	doc, _ := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	var whole bytes.Buffer
	_ = res.Header.Write(&whole)
	whole.WriteString("\r\n")
	whole.Write(doc)
	if m := regexp.MustCompile(`<Code>(\w+)</Code>|"code":"(\w+)"`).FindStringSubmatch(string(doc)); m != nil {
		code = m[1] + m[2]
	}
	return fmt.Sprint(res.StatusCode), code, whole.String()
}

// stillThere fails unless the seed's world is there and the emulator answers.
func (s *server) stillThere(t *testing.T) {
	t.Helper()
	res, err := http.Get(s.console + "/api/state")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	doc, err := io.ReadAll(res.Body)
	if err != nil || !strings.Contains(string(doc), `"name":"bucket"`) {
		t.Errorf("afterwards: %s, %v", doc, err)
	}
	for _, key := range []string{"packed", "witness"} {
		res, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(newGet(t, s.aws+"/bucket/"+key))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK || res.ContentLength <= 0 || res.ContentLength > 1<<20 {
			t.Errorf("%s: %s, %d bytes", key, res.Status, res.ContentLength)
		}
	}
}

func newGet(t *testing.T, url string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func comparePage(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s is stale, run go test ./e2e -run TestAttempts -update (-want +got):\n%s", name, diff)
	}
}

// TestRebindingInChromium: a name that an attacker has pointed at this machine shows
// nothing of the console and changes nothing, and neither does another site's page.
func TestRebindingInChromium(t *testing.T) {
	s := start(t, "--seed", securitySeed)
	s.attempt(t, &attempt{"an object that a reset would take away", "aws", "PUT /bucket/witness HTTP/1.1\r\nHost: HOST\r\n", []byte("x"), "200", "", ""})
	s.attempt(t, &attempt{"another", "aws", "PUT /bucket/packed HTTP/1.1\r\nHost: HOST\r\n", []byte("x"), "200", "", ""})
	port := s.console[strings.LastIndex(s.console, ":")+1:]
	attacker := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>attacker</title>")
	}))
	defer attacker.Close()
	tab := chromiumtest.OpenFor(t, nil, chromedp.Flag("host-resolver-rules", "MAP rebound.example 127.0.0.1, MAP evil.example 127.0.0.1"))
	ask := func(page, script string) string {
		t.Helper()
		if err := chromedp.Do(tab, chromedp.Navigate(page)); err != nil {
			t.Fatal(err)
		}
		got, err := chromedp.Run(tab, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	// The same origin to the browser: nothing but the server can refuse.
	rebound := "http://rebound.example:" + port + "/"
	if got := ask(rebound, `document.body.innerText`); !strings.Contains(got, "ForeignHost") {
		t.Errorf("the page under another name: %.300s", got)
	}
	for _, call := range []string{`fetch('/api/state')`, `fetch('/api/reset', { method: 'POST' })`, `fetch('/api/exchanges')`} {
		if got := ask(rebound, call+`.then(async (r) => r.status + ' ' + await r.text())`); !strings.HasPrefix(got, "403 ") || !strings.Contains(got, "ForeignHost") {
			t.Errorf("%s under another name: %.300s", call, got)
		}
	}
	// Another origin: the browser sends it, and keeps the answer from the page.
	evil := "http://evil.example" + attacker.URL[strings.LastIndex(attacker.URL, ":"):] + "/"
	console := "http://localhost:" + port
	for _, call := range []string{
		`fetch('` + console + `/api/reset', { method: 'POST', mode: 'no-cors' })`,
		`fetch('` + console + `/api/state')`,
		`fetch('` + console + `/api/buckets/bucket/cors', { method: 'PUT', body: '[]' })`,
	} {
		if got := ask(evil, call+`.then((r) => 'answered ' + r.type + ' ' + r.status, () => 'blocked')`); got != "blocked" && got != "answered opaque 0" {
			t.Errorf("%s of another origin: %s", call, got)
		}
	}
	s.stillThere(t)
}
