package emulator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"crossfront/emulator"
	"crossfront/emulator/config"
	"crossfront/emulator/journal"
)

// storyPolicy is what everybody pastes first.
const storyPolicy = `[{"AllowedHeaders":["*"],"AllowedMethods":["GET","PUT","POST","DELETE","HEAD"],"AllowedOrigins":["*"],"ExposeHeaders":[]}]`

// Managed policies that the story uses.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
const (
	corsS3Origin = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"
	simpleCORS   = "60669652-455b-4ae9-85a4-c4c02393f86c"
)

const page = "http://localhost:3000" // the page's origin, where a test has no page

// running is a started emulator and the means to ask it.
type running struct {
	t *testing.T
	*emulator.Emulator
}

// start runs the emulator with the given flags on free ports.
func start(t *testing.T, args ...string) *running {
	t.Helper()
	args = emulator.FreePorts(args...)
	cfg, err := config.Load(args, func(string) string { return "" }, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	e, err := emulator.New(cfg, emulator.Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		http.DefaultClient.CloseIdleConnections()
		if err := e.Close(ctx); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return &running{t, e}
}

// answer is a response, read.
type answer struct {
	*http.Response
	body string
}

// send makes one request; headers are name, value, name, value.
func (r *running) send(method, url, host, body string, headers ...string) answer {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Host = host
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	doc, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer{res, string(doc)}
}

// edge asks the demo's distribution.
func (r *running) edge(method, path string, headers ...string) answer {
	r.t.Helper()
	return r.send(method, "http://"+r.Addresses().Edge+path, "edemo.cloudfront.localhost", "", headers...)
}

// console asks the console API and fails unless the status is the wanted one.
func (r *running) console(status int, method, path, body string) string {
	r.t.Helper()
	a := r.send(method, "http://"+r.Addresses().Console+path, "", body)
	if a.StatusCode != status {
		r.t.Fatalf("%s %s: got %d %s, want %d", method, path, a.StatusCode, a.body, status)
	}
	return a.body
}

// last is the newest exchange, as the console API gives it.
func (r *running) last() *journal.Exchange {
	r.t.Helper()
	var list []*journal.Exchange
	if err := json.Unmarshal([]byte(r.console(200, "GET", "/api/exchanges?limit=1", "")), &list); err != nil {
		r.t.Fatal(err)
	}
	if len(list) != 1 {
		r.t.Fatalf("%d exchanges, want the newest one", len(list))
	}
	return list[0]
}

// says fails unless some step of the exchange, or its S3 part or advice,
// contains each of the words.
func (r *running) says(x *journal.Exchange, words ...string) {
	r.t.Helper()
	var doc bytes.Buffer
	enc := json.NewEncoder(&doc)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(x); err != nil {
		r.t.Fatal(err)
	}
	for _, w := range words {
		if !strings.Contains(doc.String(), w) {
			r.t.Errorf("the exchange does not say %q:\n%s", w, doc.String())
		}
	}
}
