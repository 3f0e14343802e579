package edge

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"crossfront/emulator/clock"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

const (
	soakViewers = 64
	soakObjects = 10_000
	soakBudget  = 2 << 20
	// soakHeap bounds the whole program's heap after a collection: the budget,
	// the registry's copies, and what 64 requests hold.
	soakHeap = 64 << 20
)

// TestSoak lets viewers, updates, invalidations, a moving clock and an origin
// that fails at one distribution, whose cache holds a fraction of its objects.
// It runs three seconds, or as long as SOAK says (SOAK=60s).
func TestSoak(t *testing.T) {
	length := 3 * time.Second
	if text := os.Getenv("SOAK"); text != "" {
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	} else if testing.Short() {
		length = 300 * time.Millisecond
	}
	s := newSoak(t)
	stop := make(chan struct{})
	time.AfterFunc(length, func() { close(stop) })
	var wg sync.WaitGroup
	until := func(f func(r *rand.Rand)) {
		r := rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					f(r)
				}
			}
		})
	}
	// every lets f happen at times: else it would be all that does.
	every := func(d time.Duration, f func(r *rand.Rand)) {
		ticker := time.NewTicker(d)
		t.Cleanup(ticker.Stop)
		until(func(r *rand.Rand) {
			<-ticker.C
			f(r)
		})
	}
	for range soakViewers {
		until(s.view)
	}
	every(10*time.Millisecond, s.invalidate)
	every(20*time.Millisecond, s.update)
	every(100*time.Millisecond, func(*rand.Rand) { s.clock.Advance(time.Second) }) // ten times as fast
	wg.Wait()
	s.edge.Close()
	stats := s.edge.CacheStats()
	t.Logf("%d requests, %d answered with an object, %d with an error, %d broken off; %d hits, %d misses, %d evictions, %d invalidations, %d updates",
		s.requests.Load(), s.objects.Load(), s.errors.Load(), s.broken.Load(), stats.Hits, stats.Misses, stats.Evictions, s.invalidations.Load(), s.updates.Load())
	for what, n := range map[string]int64{"objects": s.objects.Load(), "errors": s.errors.Load(), "broken answers": s.broken.Load(), "hits": stats.Hits,
		"evictions": stats.Evictions, "invalidations": s.invalidations.Load(), "updates": s.updates.Load(), "failovers": s.failovers.Load()} {
		if n == 0 && s.requests.Load() > 10_000 {
			t.Errorf("no %s: the soak shows nothing", what)
		}
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > soakHeap {
		t.Errorf("the heap holds %d MiB, want at most %d", m.HeapAlloc>>20, soakHeap>>20)
	}
}

// A soak is the world of the test. Objects are known by their number; what an
// origin has under it changes with the object's version.
type soak struct {
	t        *testing.T
	clock    *clock.Adjustable
	registry *registry.Registry
	edge     *Edge
	policyID string

	versions [soakObjects]atomic.Int64
	floors   [soakObjects]atomic.Int64 // no request that begins now may see less

	requests, objects, errors, broken, failovers, invalidations, updates atomic.Int64
}

func newSoak(t *testing.T) *soak {
	t.Helper()
	s := &soak{t: t, clock: new(clock.Adjustable)}
	s.registry = registry.New(registry.Config{Clock: s.clock})
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	cache, err := s.registry.CreateCachePolicy(policy.CachePolicyConfig{Name: "soak", MinTTL: 0, DefaultTTL: new(int64(10)), MaxTTL: new(int64(60)),
		ParametersInCacheKeyAndForwardedToOrigin: &policy.ParametersInCacheKeyAndForwardedToOrigin{
			EnableAcceptEncodingGzip: true,
			HeadersConfig:            policy.CachePolicyHeadersConfig{HeaderBehavior: "whitelist", Headers: &policy.Headers{Quantity: 1, Items: []string{"Origin"}}},
			CookiesConfig:            policy.CachePolicyCookiesConfig{CookieBehavior: "none"},
			QueryStringsConfig:       policy.CachePolicyQueryStringsConfig{QueryStringBehavior: "none"},
		}}, "")
	must(err)
	headers, err := s.registry.CreateResponseHeadersPolicy(generation(0), "")
	must(err)
	s.policyID = headers.ID
	cfg := config()
	for _, id := range []string{"second", "third"} {
		o := cfg.Origins.Items[0]
		o.Id, o.DomainName = id, id+".s3.us-east-1.amazonaws.com"
		cfg.Origins.Items = append(cfg.Origins.Items, o)
	}
	cfg.Origins.Items[0].DomainName = "first.s3.us-east-1.amazonaws.com"
	cfg.Origins.Quantity = 3
	cfg.OriginGroups = &policy.OriginGroups{Quantity: 1, Items: []policy.OriginGroup{{Id: "g",
		FailoverCriteria: policy.OriginGroupFailoverCriteria{StatusCodes: policy.StatusCodes{Quantity: 2, Items: []int{500, 503}}},
		Members:          policy.OriginGroupMembers{Quantity: 2, Items: []policy.OriginGroupMember{{OriginId: "second"}, {OriginId: "third"}}}}}}
	b := cfg.DefaultCacheBehavior
	b.CachePolicyId, b.ResponseHeadersPolicyId, b.Compress = cache.ID, headers.ID, new(true)
	cfg.DefaultCacheBehavior = b
	b.TargetOriginId = "g"
	cfg.CacheBehaviors = &policy.CacheBehaviors{Quantity: 1, Items: []policy.CacheBehavior{{PathPattern: "/group/*", DefaultCacheBehavior: b}}}
	_, err = s.registry.CreateDistribution(cfg, registry.CreateOptions{ID: "E1"})
	must(err)
	s.edge = New(Config{Registry: s.registry, Clock: s.clock, S3: s, CacheBytes: soakBudget})
	return s
}

// generation is a policy that says twice which one it is.
func generation(n int64) policy.ResponseHeadersPolicyConfig {
	text := strconv.FormatInt(n, 10)
	return policy.ResponseHeadersPolicyConfig{Name: "soak", CustomHeadersConfig: &policy.ResponseHeadersPolicyCustomHeadersConfig{Quantity: 2,
		Items: []policy.ResponseHeadersPolicyCustomHeader{{Header: "X-One", Value: text, Override: true}, {Header: "X-Two", Value: text, Override: true}}}}
}

// content is what an origin has under a path, in a version.
func content(origin, path string, version int64) []byte {
	seed := uint64(len(path)) + uint64(version)
	for _, c := range origin + path {
		seed = seed*31 + uint64(c)
	}
	size := int(seed % 4000)
	if seed%50 == 0 {
		size = 100_000
	}
	line := fmt.Sprintf("%s %s %d\n", origin, path, version)
	return []byte(strings.Repeat(line, size/len(line)+1))
}

// RoundTrip is the origins: one in eight requests fails, in some way.
func (s *soak) RoundTrip(r *http.Request) (*http.Response, error) {
	origin, _, _ := strings.Cut(r.URL.Host, ".")
	if origin == "third" {
		s.failovers.Add(1)
	}
	w := httptest.NewRecorder()
	h := w.Header()
	trouble := rand.IntN(32)
	switch {
	case trouble == 0:
		return nil, errors.New("connection refused")
	case trouble == 1 || origin == "second" && trouble < 8:
		h.Set("X-Origin", origin)
		w.WriteHeader(500)
		_, _ = io.WriteString(w, "out of order")
	default:
		number, _ := strconv.Atoi(r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:])
		version := s.versions[number].Load()
		h.Set("X-Origin", origin)
		h.Set("X-Version", strconv.FormatInt(version, 10))
		h.Set("Etag", fmt.Sprintf(`"%s-%d-%d"`, origin, number, version))
		h.Set("Content-Type", []string{"text/plain", "video/mp2t"}[number%2])
		h.Set("Cache-Control", []string{"max-age=5", "max-age=30, stale-while-revalidate=10", "max-age=0", "private", "max-age=20, stale-if-error=0"}[number%5])
		if o := r.Header.Get("Origin"); o != "" {
			h.Set("Access-Control-Allow-Origin", o)
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content(origin, r.URL.Path, version)))
	}
	resp := w.Result()
	if n, err := strconv.ParseInt(resp.Header.Get("Content-Length"), 10, 64); err == nil {
		resp.ContentLength = n
	}
	if trouble == 2 && resp.ContentLength > 1 && r.Method == http.MethodGet { // breaks off
		resp.Body = io.NopCloser(io.LimitReader(resp.Body, resp.ContentLength/2))
	}
	return resp, nil
}

// view is one request of a viewer, and what must be true of its answer.
func (s *soak) view(r *rand.Rand) {
	number := r.IntN(soakObjects)
	if r.IntN(4) > 0 {
		number = r.IntN(20) // some are popular
	}
	path := []string{"/vod/", "/group/"}[r.IntN(2)] + strconv.Itoa(number)
	req := newRequest([]string{"GET", "GET", "GET", "HEAD"}[r.IntN(4)], path, "e1.cloudfront.localhost")
	req.Header.Set(popHeader, []string{"SEA19-C1", "NRT20-P1"}[r.IntN(2)])
	if o := r.IntN(3); o > 0 {
		req.Header.Set("Origin", fmt.Sprintf("https://%d.example", o))
	}
	switch r.IntN(6) {
	case 0:
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", r.IntN(2000), 1000+r.IntN(3000)))
	case 1:
		req.Header.Set("Accept-Encoding", "gzip")
	case 2:
		req.Header.Set("If-None-Match", fmt.Sprintf(`"first-%d-%d"`, number, s.versions[number].Load()))
	}
	floor := s.floors[number].Load()
	w := httptest.NewRecorder()
	if s.serve(w, req) {
		s.broken.Add(1)
	} else {
		s.check(req, w, number, floor)
	}
	s.requests.Add(1)
	if held := s.edge.CacheStats().Bytes; held > soakBudget {
		s.t.Errorf("the cache holds %d bytes of %d", held, soakBudget)
	}
}

// serve reports whether the answer broke off.
func (s *soak) serve(w http.ResponseWriter, r *http.Request) (broken bool) {
	defer func() {
		if p := recover(); p != nil {
			if p != http.ErrAbortHandler {
				panic(p)
			}
			broken = true
		}
	}()
	s.edge.ServeHTTP(w, r)
	return false
}

func (s *soak) check(req *http.Request, w *httptest.ResponseRecorder, number int, floor int64) {
	h := w.Header()
	wrong := func(format string, args ...any) {
		s.t.Errorf("%s %s %v: %d %v: %s", req.Method, req.URL.Path, req.Header, w.Code, h, fmt.Sprintf(format, args...))
	}
	if one, two := h.Get("X-One"), h.Get("X-Two"); one == "" || one != two {
		wrong("the policy is torn: %q and %q", one, two)
	}
	if w.Code >= 400 && w.Code != 416 {
		s.errors.Add(1)
		if body := w.Body.String(); w.Code == 500 && body != "out of order" && body != "" || w.Code != 500 && w.Code != 502 {
			wrong("an error with %.50q", body)
		}
		return
	}
	s.objects.Add(1)
	origin := h.Get("X-Origin")
	if group := strings.HasPrefix(req.URL.Path, "/group/"); group != (origin == "second" || origin == "third") || !group && origin != "first" {
		wrong("a header of origin %q", origin)
	}
	if got, want := h.Get("Access-Control-Allow-Origin"), req.Header.Get("Origin"); got != want {
		wrong("Access-Control-Allow-Origin %q for %q", got, want)
	}
	version, err := strconv.ParseInt(h.Get("X-Version"), 10, 64)
	if err != nil || version < floor {
		wrong("version %q, which was invalidated: %d is the oldest there may be", h.Get("X-Version"), floor)
	}
	want := content(origin, req.URL.Path, version)
	switch {
	case w.Code == 416 && strings.HasPrefix(w.Body.String(), "invalid range"): // the origin's
		return
	case w.Code == http.StatusNotModified, w.Code == 416, req.Method == http.MethodHead:
		if w.Body.Len() > 0 {
			wrong("a body of %d bytes", w.Body.Len())
		}
		return
	case w.Code == http.StatusPartialContent:
		var from, to, total int
		if _, err := fmt.Sscanf(h.Get("Content-Range"), "bytes %d-%d/%d", &from, &to, &total); err != nil || total != len(want) || to >= total {
			wrong("Content-Range of %d bytes", len(want))
			return
		}
		want = want[from : to+1]
	case w.Code != http.StatusOK:
		wrong("status")
	}
	body := w.Body.Bytes()
	if h.Get("Content-Encoding") == "gzip" {
		if body, err = unzip(body); err != nil {
			wrong("%v", err)
		}
	}
	if !bytes.Equal(body, want) {
		wrong("body of %d bytes %.60q, want %d bytes %.60q", len(body), body, len(want), want)
	}
}

func unzip(b []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// invalidate gives an object a new version, and nobody may get the old one then.
func (s *soak) invalidate(r *rand.Rand) {
	number := r.IntN(20)
	version := s.versions[number].Add(1)
	paths := []string{"/vod/" + strconv.Itoa(number), "/group/" + strconv.Itoa(number)}
	if r.IntN(50) == 0 {
		paths = []string{"/*"}
	}
	_, err := s.registry.CreateInvalidation("E1", policy.InvalidationBatch{CallerReference: strconv.FormatUint(r.Uint64(), 36),
		Paths: policy.Paths{Quantity: len(paths), Items: paths}})
	if err != nil {
		s.t.Error(err)
		return
	}
	s.floors[number].Store(version)
	s.invalidations.Add(1)
}

// update changes the policy or the distribution.
func (s *soak) update(r *rand.Rand) {
	if r.IntN(2) == 0 {
		have, err := s.registry.ResponseHeadersPolicies().Get(s.policyID)
		if err == nil {
			_, err = s.registry.ResponseHeadersPolicies().Update(s.policyID, have.ETag, generation(r.Int64N(1000)))
		}
		if err != nil {
			s.t.Error(err)
		}
	} else {
		have, err := s.registry.Distribution("E1")
		if err == nil {
			have.Config.Comment = strconv.Itoa(r.IntN(1000))
			have.Config.DefaultCacheBehavior.Compress = new(r.IntN(2) == 0)
			_, err = s.registry.UpdateDistribution("E1", have.ETag, have.Config)
		}
		if err != nil {
			s.t.Error(err)
		}
	}
	s.updates.Add(1)
}
