package console

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"crossfront/corsengine"
	"crossfront/emulator/clock"
	"crossfront/emulator/journal"
)

// fakeBackend is a world of one bucket and one distribution.
type fakeBackend struct {
	cors        *corsengine.Config
	invalidated []string
	change      BehaviorChange
	resets      int
	again       *http.Request
	faults      []Fault
}

func (b *fakeBackend) State() State {
	return State{Version: "test", Buckets: []Bucket{{Name: "media"}}}
}

func (b *fakeBackend) BucketCORS(bucket string) (*corsengine.Config, error) {
	if bucket != "media" {
		return nil, Errors{{Status: 404, Code: "NoSuchBucket", Message: "The specified bucket does not exist"}}
	}
	return b.cors, nil
}
func (b *fakeBackend) PutBucketCORS(_ string, cfg *corsengine.Config) error { b.cors = cfg; return nil }
func (b *fakeBackend) AddBucketCORS(_ string, rules []corsengine.Rule) (*corsengine.Config, error) {
	b.cors = &corsengine.Config{Rules: append(b.cors.Clone().Rules, rules...)}
	return b.cors, nil
}
func (b *fakeBackend) DeleteBucketCORS(string) error { b.cors = nil; return nil }
func (b *fakeBackend) Policies() Policies            { return Policies{} }
func (b *fakeBackend) Distributions() []Distribution { return []Distribution{{ID: "E1"}} }
func (b *fakeBackend) Reset(context.Context) error   { b.resets++; return nil }

func (b *fakeBackend) UpdateBehavior(id string, index int, change BehaviorChange) (Distribution, error) {
	if index != 0 {
		return Distribution{}, errors.New("no such behavior, and a fault of ours")
	}
	b.change = change
	return Distribution{ID: id}, nil
}

func (b *fakeBackend) UpdateBehaviorOf(id, pattern string, change BehaviorChange) (Distribution, error) {
	if pattern != "vod/*" {
		return Distribution{}, Errors{{Status: 404, Code: "NoSuchBehavior", Message: "no " + pattern}}
	}
	b.change = change
	return Distribution{ID: id}, nil
}

func (b *fakeBackend) Cache(id string, limit int) (Cache, error) {
	if id != "E1" {
		return Cache{}, Errors{{Status: 404, Code: "NoSuchDistribution", Message: "no " + id}}
	}
	return Cache{Total: limit + 1, Entries: []Stored{{Path: "/a"}}}, nil
}

func (b *fakeBackend) Invalidate(_ string, paths []string) (Invalidation, error) {
	b.invalidated = paths
	return Invalidation{ID: "I1", Status: "Completed", Paths: paths}, nil
}

func (b *fakeBackend) Replay(_ context.Context, again *http.Request, x *journal.Exchange) (*journal.Exchange, error) {
	b.again = again
	return &journal.Exchange{ID: "again", Request: journal.Request{Method: again.Method, URL: again.URL.String()}}, nil
}

func (b *fakeBackend) Faults() []Fault { return b.faults }

func (b *fakeBackend) AddFaults(doc []byte) ([]Fault, error) {
	if string(doc) == "bad" {
		return nil, Errors{{Code: "BadRequest", Message: "no", Line: 1, Column: 2}}
	}
	b.faults = append(b.faults, Fault{ID: "f1", What: string(doc)})
	return b.faults, nil
}

func (b *fakeBackend) SetFaults(doc []byte) ([]Fault, error) {
	b.faults = nil
	return b.AddFaults(doc)
}

func (b *fakeBackend) RemoveFault(id string) {
	b.faults = slices.DeleteFunc(b.faults, func(f Fault) bool { return f.ID == id })
}

func (b *fakeBackend) ClearFaults() { b.faults = nil }

type fakeGallery struct{}

func (fakeGallery) Search(words string) (any, error) { return []string{"found " + words}, nil }

func (fakeGallery) Scenario(_ context.Context, id string) (any, error) {
	if id != "FONT" {
		return nil, Errors{{Status: 404, Code: "NoSuchScenario", Message: "no " + id}}
	}
	return map[string]string{"id": id}, nil
}

func TestFaults(t *testing.T) {
	w := newWorld()
	for _, tt := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"POST", "/api/faults", "one", 201, `{"faults":[{"id":"f1","what":"one","from":"","seen":0,"hits":0,"waiting":0}]}` + "\n"},
		{"PUT", "/api/faults", "two", 200, `{"faults":[{"id":"f1","what":"two","from":"","seen":0,"hits":0,"waiting":0}]}` + "\n"},
		{"GET", "/api/faults", "", 200, `{"faults":[{"id":"f1","what":"two","from":"","seen":0,"hits":0,"waiting":0}]}` + "\n"},
		{"PUT", "/api/faults", "bad", 400, `{"errors":[{"code":"BadRequest","message":"no","line":1,"column":2}]}` + "\n"},
		{"DELETE", "/api/faults/f1", "", 204, ""},
		{"DELETE", "/api/faults/f1", "", 204, ""},
		{"DELETE", "/api/faults", "", 204, ""},
		{"PATCH", "/api/faults", "", 405, `{"errors":[{"code":"MethodNotAllowed","message":"This call does not take that method."}]}` + "\n"},
	} {
		r := httptest.NewRecorder()
		w.handler.ServeHTTP(r, httptest.NewRequest(tt.method, "http://localhost:3000"+tt.path, strings.NewReader(tt.body)))
		if r.Code != tt.status || r.Body.String() != tt.want {
			t.Errorf("%s %s %s: %d %s", tt.method, tt.path, tt.body, r.Code, r.Body)
		}
	}
}

type world struct {
	backend *fakeBackend
	journal *journal.Journal
	clock   *clock.Adjustable
	ready   bool
	handler http.Handler
}

func newWorld() *world {
	w := &world{backend: &fakeBackend{}, journal: journal.New(0, nil), clock: &clock.Adjustable{}, ready: true}
	w.handler = New(Config{
		Backend: w.backend, Journal: w.journal, Clock: w.clock, Gallery: fakeGallery{}, Ready: func() bool { return w.ready },
		Pages:   fstest.MapFS{"index.html": {Data: []byte("<title>page</title>")}},
		CA:      func() ([]byte, error) { return []byte("PEM"), nil },
		Metrics: http.NotFoundHandler(), Version: "test", Log: slog.New(slog.DiscardHandler),
	})
	return w
}

func (w *world) do(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if !strings.HasPrefix(target, "http") {
		r.Host = "localhost:3000"
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec
}

const storyPolicy = `[{"AllowedHeaders":["*"],"AllowedMethods":["GET","PUT","POST","DELETE","HEAD"],"AllowedOrigins":["*"],"ExposeHeaders":[]}]`

func TestCalls(t *testing.T) {
	tests := []struct {
		name, method, path, body string
		status                   int
		contains                 string
	}{
		{"page", "GET", "/", "", 200, "<title>page"},
		{"ready", "GET", "/readyz", "", 200, "ready"},
		{"state", "GET", "/api/state", "", 200, `"buckets":[{"name":"media"`},
		{"no exchanges", "GET", "/api/exchanges", "", 200, "[]"},
		{"limit that is none", "GET", "/api/exchanges?limit=0", "", 400, "limit"},
		{"unknown exchange", "GET", "/api/exchanges/x", "", 404, "NoSuchExchange"},
		{"no exchanges to read", "GET", "/api/exchanges.txt", "", 200, ""},
		{"limit that is none, to read", "GET", "/api/exchanges.txt?limit=-1", "", 400, "limit"},
		{"archive", "GET", "/api/exchanges.har", "", 200, `"version":"1.2"`},
		{"cache", "GET", "/api/distributions/E1/cache", "", 200, `{"total":101,"entries":[{"path":"/a"`},
		{"cache, a limit", "GET", "/api/distributions/E1/cache?limit=1000", "", 200, `"total":1001`},
		{"cache, too many", "GET", "/api/distributions/E1/cache?limit=1001", "", 400, "from 1 to 1000"},
		{"cache, of no distribution", "GET", "/api/distributions/E2/cache", "", 404, "NoSuchDistribution"},
		{"authority", "GET", "/api/ca.pem", "", 200, "PEM"},
		{"cors, none", "GET", "/api/buckets/media/cors", "", 200, `{"cors":null}`},
		{"cors, no bucket", "GET", "/api/buckets/nope/cors", "", 404, "NoSuchBucket"},
		{"cors, saved", "PUT", "/api/buckets/media/cors", storyPolicy, 200, `"AllowedOrigins":["*"]`},
		{"cors, refused in S3's words", "PUT", "/api/buckets/media/cors",
			`[{"AllowedMethods":["PATCH"],"AllowedOrigins":["*"]}]`, 400,
			"Found unsupported HTTP method in CORS config. Unsupported method is PATCH"},
		{"cors, too large", "PUT", "/api/buckets/media/cors", strings.Repeat(" ", maxBody+1), 413, "TooLarge"},
		{"cors, a rule more", "POST", "/api/buckets/media/cors", `[{"AllowedMethods":["PUT"],"AllowedOrigins":["https://b.example"]}]`, 200, `"AllowedOrigins":["https://b.example"]`},
		{"cors, a rule more, refused", "POST", "/api/buckets/media/cors", `[{"AllowedMethods":["PATCH"],"AllowedOrigins":["*"]}]`, 400, "PATCH"},
		{"cors, a rule more, too large", "POST", "/api/buckets/media/cors", strings.Repeat(" ", maxBody+1), 413, "TooLarge"},
		{"validate, fine", "POST", "/api/buckets/media/cors/validate", storyPolicy, 200, `"errors":[]`},
		{"validate, wrong", "POST", "/api/buckets/media/cors/validate", `[{`, 200, `"message"`},
		{"cors, gone", "DELETE", "/api/buckets/media/cors", "", 204, ""},
		{"behavior", "PUT", "/api/distributions/E1/behaviors/0", `{"originRequestPolicyId":"x"}`, 200, `"id":"E1"`},
		{"behavior, misspelt", "PUT", "/api/distributions/E1/behaviors/0", `{"orp":"x"}`, 400, "orp"},
		{"behavior, fault of ours", "PUT", "/api/distributions/E1/behaviors/7", `{}`, 500, "InternalError"},
		{"behavior, index beyond counting", "PUT", "/api/distributions/E1/behaviors/99999999999999999999", `{}`, 400, "index"},
		{"behavior by its pattern", "PUT", "/api/distributions/E1/behaviors?pathPattern=vod%2F*", `{"originRequestPolicyId":"x"}`, 200, `"id":"E1"`},
		{"behavior by no pattern", "PUT", "/api/distributions/E1/behaviors", `{}`, 400, "pathPattern"},
		{"behavior by another pattern", "PUT", "/api/distributions/E1/behaviors?pathPattern=%2A", `{}`, 404, "NoSuchBehavior"},
		{"behavior by its pattern, misspelt", "PUT", "/api/distributions/E1/behaviors?pathPattern=vod%2F*", `{"orp":"x"}`, 400, "orp"},
		{"invalidation", "POST", "/api/distributions/E1/invalidations", `{"paths":["/*"]}`, 201, `"Completed"`},
		{"invalidation of nothing", "POST", "/api/distributions/E1/invalidations", `{"paths":[]}`, 400, "paths"},
		{"scenarios", "GET", "/api/scenarios?q=my%20video", "", 200, "found my video"},
		{"scenarios, a book", "GET", "/api/scenarios?q=" + strings.Repeat("a", maxSearch+1), "", 400, "q has"},
		{"scenario", "GET", "/api/scenarios/FONT", "", 200, `"FONT"`},
		{"scenario, none", "GET", "/api/scenarios/NOTHING", "", 404, "NoSuchScenario"},
		{"clock", "POST", "/api/clock", `{"advance":"3600s"}`, 200, `"now"`},
		{"clock, both", "POST", "/api/clock", `{"advance":"1s","reset":true}`, 400, "expected"},
		{"clock, no duration", "POST", "/api/clock", `{"advance":"soon"}`, 400, "soon"},
		{"clock, 91 years", "POST", "/api/clock", `{"advance":"800000h"}`, 200, "now"},
		{"clock, beyond a century", "POST", "/api/clock", `{"advance":"2000000h"}`, 400, "100 years"},
		{"clock, read", "GET", "/api/clock", "", 200, `"now"`},
		{"reset", "POST", "/api/reset", "", 204, ""},
		{"two documents", "POST", "/api/clock", `{"reset":true}{}`, 400, "more"},
		{"no such call", "GET", "/api/nope", "", 404, "NotFound"},
		{"wrong method", "GET", "/api/reset", "", 405, "MethodNotAllowed"},
	}
	w := newWorld()
	for _, tt := range tests {
		rec := w.do(tt.method, tt.path, tt.body)
		if rec.Code != tt.status || !strings.Contains(rec.Body.String(), tt.contains) {
			t.Errorf("%s: got %d %s; want %d with %q", tt.name, rec.Code, rec.Body, tt.status, tt.contains)
		}
	}
	if w.backend.cors != nil || len(w.backend.invalidated) != 1 || w.backend.resets != 1 ||
		w.backend.change.OriginRequestPolicyID == nil || w.backend.change.CachePolicyID != nil {
		t.Errorf("the calls did not reach the world as they were made: %+v", w.backend)
	}
	w.ready = false
	if rec := w.do("GET", "/readyz", ""); rec.Code != http.StatusServiceUnavailable {
		t.Errorf("readyz before ready: %d", rec.Code)
	}
}

func TestClockMoves(t *testing.T) {
	w := newWorld()
	before := w.clock.Now()
	w.do("POST", "/api/clock", `{"advance":"3600s"}`)
	if d := w.clock.Now().Sub(before); d < time.Hour || d > time.Hour+time.Minute {
		t.Errorf("advance 3600s moved the clock by %v", d)
	}
	w.do("POST", "/api/clock", `{"reset":true}`)
	if d := w.clock.Now().Sub(before); d > time.Minute {
		t.Errorf("reset left the clock %v ahead", d)
	}
}

func TestForeignersAreRefused(t *testing.T) {
	tests := []struct {
		name, target string
		headers      []string
		status       int
	}{
		{"own page", "/api/reset", []string{"Origin", "http://localhost:3000"}, 204},
		{"no browser", "/api/reset", nil, 204},
		{"own page by address", "http://127.0.0.1:3000/api/reset", []string{"Origin", "http://127.0.0.1:3000"}, 204},
		{"a container's name", "http://emulator:3000/api/reset", nil, 204},
		{"other port", "/api/reset", []string{"Origin", "http://localhost:5173"}, 403},
		{"other site", "/api/reset", []string{"Origin", "https://evil.example"}, 403},
		{"null origin", "/api/reset", []string{"Origin", "null"}, 403},
		{"empty origin", "/api/reset", []string{"Origin", ""}, 403},
		{"cross-site without Origin", "/api/reset", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"rebound name", "http://evil.example:3000/api/reset", nil, 403},
		{"rebound name, its own origin", "http://evil.example:3000/api/reset", []string{"Origin", "http://evil.example:3000"}, 403},
		{"rebound name that looks local", "http://localhost.evil.example/api/reset", nil, 403},
	}
	for _, tt := range tests {
		w := newWorld()
		rec := w.do("POST", tt.target, "", tt.headers...)
		if done := w.backend.resets == 1; rec.Code != tt.status || done != (tt.status == 204) {
			t.Errorf("%s: got %d, done %v; want %d", tt.name, rec.Code, done, tt.status)
		}
		if tt.status == 403 && rec.Header().Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: refused, yet readable", tt.name)
		}
	}
	rec := newWorld().do("OPTIONS", "/api/reset", "", "Origin", "https://evil.example", "Access-Control-Request-Method", "POST")
	if rec.Header().Get("Access-Control-Allow-Origin") != "" || rec.Code < 400 {
		t.Errorf("a foreign preflight got %d %v", rec.Code, rec.Header())
	}
}

func TestEvents(t *testing.T) {
	w := newWorld()
	srv := httptest.NewServer(w.handler)
	defer srv.Close()
	first := &journal.Exchange{Request: journal.Request{URL: "first"}}
	w.journal.Record(first)
	w.journal.Record(&journal.Exchange{Request: journal.Request{URL: "missed"}})

	req, err := http.NewRequestWithContext(t.Context(), "GET", srv.URL+"/api/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Last-Event-ID", first.ID)
	res, err := srv.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	if got := nextURL(t, lines); got != "missed" {
		t.Errorf("after Last-Event-ID: got %q, want what was missed", got)
	}
	w.journal.Record(&journal.Exchange{Request: journal.Request{URL: "live"}})
	if got := nextURL(t, lines); got != "live" {
		t.Errorf("live: got %q", got)
	}
	if ct := res.Header.Get("Content-Type"); ct != "text/event-stream" {
		t.Errorf("Content-Type %q", ct)
	}
}

// nextURL reads up to the next event and returns its exchange's URL.
func nextURL(t *testing.T, lines *bufio.Scanner) string {
	t.Helper()
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		var e journal.Exchange
		if err := json.Unmarshal([]byte(data), &e); err != nil {
			t.Fatal(err)
		}
		return e.Request.URL
	}
	t.Fatal(errors.Join(io.ErrUnexpectedEOF, lines.Err()))
	return ""
}
