package edge

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/journal"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// Managed policies by id.
const (
	cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"
	cachingDisabled  = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
	corsS3Origin     = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"
	allViewer        = "216adef6-5c7f-47e4-b989-5492eafa07d3"
	simpleCORS       = "60669652-455b-4ae9-85a4-c4c02393f86c"
	securityHeaders  = "67f7725c-6f97-4210-82d7-5512b31e9d03"
)

// manual is a clock that stands still until it is moved.
type manual struct {
	mu  sync.Mutex
	now time.Time
}

func (c *manual) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *manual) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// tape is a journal that keeps everything, completed.
type tape struct {
	mu  sync.Mutex
	all []*journal.Exchange
}

func (t *tape) Record(e *journal.Exchange) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = append(t.all, e)
}

// last is the newest exchange, as its first reader sees it.
func (t *tape) last() *journal.Exchange {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.all[len(t.all)-1]
	if e.Lazy != nil {
		e.Lazy(e)
		e.Lazy = nil
	}
	return e
}

// fakeOrigin is an S3 origin in process, and counts.
type fakeOrigin struct {
	mu      sync.Mutex
	handler http.HandlerFunc
	seen    []*http.Request
}

func (o *fakeOrigin) RoundTrip(r *http.Request) (*http.Response, error) {
	o.mu.Lock()
	o.seen = append(o.seen, r)
	h := o.handler
	o.mu.Unlock()
	w := httptest.NewRecorder()
	in := r.Clone(r.Context())
	if in.Body == nil {
		in.Body = http.NoBody
	}
	h(w, in)
	resp := w.Result()
	if resp.Header.Get("Content-Length") == "" && r.Method != http.MethodHead {
		resp.ContentLength = int64(w.Body.Len())
	} else if n, err := strconv.ParseInt(resp.Header.Get("Content-Length"), 10, 64); err == nil {
		resp.ContentLength = n
	}
	return resp, nil
}

// asked is how many requests arrived, and the last one.
func (o *fakeOrigin) asked() (int, *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.seen) == 0 {
		return 0, nil
	}
	return len(o.seen), o.seen[len(o.seen)-1]
}

func (o *fakeOrigin) answer(h http.HandlerFunc) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.handler = h
}

// text answers 200 with body and headers (name, value, …).
func text(body string, headers ...string) http.HandlerFunc {
	return status(http.StatusOK, body, headers...)
}

func status(code int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Add(headers[i], headers[i+1])
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(code)
		if r.Method != http.MethodHead {
			_, _ = io.WriteString(w, body)
		}
	}
}

// bench is an edge with one distribution, E1, and an origin.
type bench struct {
	*Edge
	clock    *manual
	registry *registry.Registry
	origin   *fakeOrigin
	tape     *tape
	id       string
}

// config is a distribution's configuration as the console would make it.
func config() policy.DistributionConfig {
	return policy.DistributionConfig{
		CallerReference: "test", Enabled: true,
		Origins: policy.Origins{Quantity: 1, Items: []policy.OriginConfig{{
			Id: "o1", DomainName: "media.s3.us-east-1.amazonaws.com", S3OriginConfig: &policy.S3OriginConfig{},
		}}},
		DefaultCacheBehavior: policy.DefaultCacheBehavior{
			TargetOriginId: "o1", ViewerProtocolPolicy: "allow-all", CachePolicyId: cachingOptimized,
		},
	}
}

func methods(allowed []string, cached ...string) *policy.AllowedMethods {
	return &policy.AllowedMethods{Quantity: len(allowed), Items: allowed,
		CachedMethods: &policy.CachedMethods{Quantity: len(cached), Items: cached}}
}

func allMethods() *policy.AllowedMethods {
	return methods([]string{"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"}, "GET", "HEAD")
}

func newBench(t testing.TB, change func(*registry.Registry, *policy.DistributionConfig), options ...func(*Config)) *bench {
	t.Helper()
	b := &bench{clock: &manual{now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}, tape: &tape{}, origin: &fakeOrigin{}}
	b.origin.answer(text("hello", "Content-Type", "text/plain", "ETag", `"v1"`))
	b.registry = registry.New(registry.Config{Clock: b.clock})
	cfg := config()
	if change != nil {
		change(b.registry, &cfg)
	}
	d, err := b.registry.CreateDistribution(cfg, registry.CreateOptions{ID: "E1"})
	if err != nil {
		t.Fatal(err)
	}
	b.id = d.ID
	c := Config{Registry: b.registry, Clock: b.clock, Journal: b.tape, S3: b.origin, TLSPort: "8443"}
	for _, o := range options {
		o(&c)
	}
	b.Edge = New(c)
	t.Cleanup(b.Close)
	return b
}

// get asks for path with headers (name, value, …).
func (b *bench) get(path string, headers ...string) *httptest.ResponseRecorder {
	return b.do(http.MethodGet, path, nil, headers...)
}

func newRecorder() *httptest.ResponseRecorder { return httptest.NewRecorder() }

func newRequest(method, path, host string) *http.Request {
	r := httptest.NewRequest(method, path, nil)
	r.Host = host
	return r
}

func (b *bench) do(method, path string, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, body)
	r.Host = "e1.cloudfront.localhost"
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	w.Body = new(bytes.Buffer)
	b.ServeHTTP(w, r)
	return w
}

// header finds a response header whatever its spelling.
func header(w *httptest.ResponseRecorder, name string) string {
	for have, values := range w.Result().Header {
		if strings.EqualFold(have, name) {
			return strings.Join(values, ", ")
		}
	}
	return ""
}

// expect compares a reply's status, X-Cache and body.
func expect(t *testing.T, w *httptest.ResponseRecorder, code int, xcache, body string) {
	t.Helper()
	if w.Code != code {
		t.Errorf("status %d, want %d", w.Code, code)
	}
	if got := header(w, "X-Cache"); got != xcache+" from cloudfront" {
		t.Errorf("X-Cache %q, want %q", got, xcache+" from cloudfront")
	}
	if got := w.Body.String(); body != "*" && got != body {
		t.Errorf("body of %d bytes %.60q, want %d bytes %.60q", len(got), got, len(body), body)
	}
}

// step finds the journal's step of a stage whose text contains what.
func step(e *journal.Exchange, stage, what string) (journal.Step, bool) {
	for _, s := range e.Edge.Steps {
		if s.Stage == stage && strings.Contains(s.What, what) {
			return s, true
		}
	}
	return journal.Step{}, false
}
