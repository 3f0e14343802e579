package edge

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/journal"
)

// sink is a ResponseWriter that keeps nothing and allocates nothing.
type sink struct {
	header http.Header
	status int
	bytes  int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(status int)      { s.status = status }
func (s *sink) Write(p []byte) (int, error) { s.bytes += len(p); return len(p), nil }

// drop is a journal that keeps nothing.
type drop struct{}

func (drop) Record(*journal.Exchange) {}

func hitBench(tb testing.TB, change func(*registry.Registry, *policy.DistributionConfig)) (*bench, *http.Request, *sink) {
	b := newBench(tb, change, func(c *Config) { c.Journal = drop{} })
	b.origin.answer(text(strings.Repeat("x", 64<<10), "Content-Type", "video/mp2t", "ETag", `"v1"`, "Last-Modified", "Mon, 23 Nov 2026 11:00:00 GMT",
		"Server", "AmazonS3", "Accept-Ranges", "bytes"))
	r := httptest.NewRequest(http.MethodGet, "/vod/segment-001.ts", nil)
	r.Host = "e1.cloudfront.localhost:8080"
	r.Header = http.Header{
		"Origin": {"http://localhost:3000"}, "User-Agent": {"Mozilla/5.0"}, "Accept": {"*/*"},
		"Accept-Encoding": {"gzip, deflate, br"}, "Accept-Language": {"en"}, "Referer": {"http://localhost:3000/"},
	}
	b.ServeHTTP(&sink{header: http.Header{}}, r)
	s := &sink{header: make(http.Header, 16)}
	b.ServeHTTP(s, r)
	if got := s.header["X-Cache"]; len(got) != 1 || got[0] != "Hit from cloudfront" {
		tb.Fatalf("X-Cache %q, want a hit", got)
	}
	return b, r, s
}

// hitAllocs is the most that a cache hit may allocate in the edge, the journal's
// record included.
const hitAllocs = 6

func TestHitAllocations(t *testing.T) {
	b, r, s := hitBench(t, nil)
	got := testing.AllocsPerRun(200, func() {
		clear(s.header)
		b.ServeHTTP(s, r)
	})
	t.Logf("%v allocations", got)
	if got > hitAllocs {
		t.Errorf("a hit makes %v allocations, want at most %d", got, hitAllocs)
	}
}

func BenchmarkHit(b *testing.B) {
	for name, change := range map[string]func(*registry.Registry, *policy.DistributionConfig){
		"plain": nil,
		"policy": func(_ *registry.Registry, c *policy.DistributionConfig) {
			c.DefaultCacheBehavior.ResponseHeadersPolicyId = simpleCORS
		},
	} {
		b.Run(name, func(b *testing.B) {
			e, r, s := hitBench(b, change)
			b.ReportAllocs()
			for b.Loop() {
				clear(s.header)
				e.ServeHTTP(s, r)
			}
		})
	}
}
