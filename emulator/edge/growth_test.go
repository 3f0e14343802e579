package edge

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/journal"
)

// BenchmarkGrowth compares the cost of a hit in small worlds with that in large
// ones, in turns, because time varies on a shared machine. It reports N-ns for
// each number N, and growth, the median of the last one's ratios to the first.
func BenchmarkGrowth(b *testing.B) {
	for _, c := range []struct {
		what  string
		sizes []int
		world func(testing.TB, int) *crowd
	}{
		{"entries", []int{10, 1_000, 100_000, 1_000_000}, withEntries},
		{"distributions", []int{1, 10, 100, 1_000}, withDistributions},
		{"behaviors", []int{1, 10, 25, 75}, withBehaviors},
	} {
		b.Run(c.what, func(b *testing.B) {
			crowds := make([]*crowd, len(c.sizes))
			for i, n := range c.sizes {
				crowds[i] = c.world(b, n)
			}
			compareGrowth(b, c.sizes, crowds)
		})
	}
}

func compareGrowth(b *testing.B, sizes []int, crowds []*crowd) {
	const turns, hits = 41, 2_000
	for _, c := range crowds {
		c.hit(b, hits)
	}
	for b.Loop() {
		costs, ratios := make([][]float64, len(crowds)), []float64(nil)
		for range turns {
			for i, c := range crowds {
				costs[i] = append(costs[i], c.hit(b, hits))
			}
			ratios = append(ratios, costs[len(crowds)-1][len(ratios)]/costs[0][len(ratios)])
		}
		for i, n := range sizes {
			b.ReportMetric(middle(costs[i]), fmt.Sprintf("%d-ns", n))
		}
		b.ReportMetric(middle(ratios), "growth")
	}
}

func middle(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// A crowd is an edge that has many of something, and the requests that hit it.
type crowd struct {
	*bench
	hosts, paths []string // a request takes any host and any path
}

// hit is the time of one of n hits, in nanoseconds. The journal is on.
func (c *crowd) hit(tb testing.TB, n int) float64 {
	r := newRequest(http.MethodGet, c.paths[0], c.hosts[0])
	r.Header = http.Header{"Accept": {"*/*"}, "Origin": {"http://localhost:3000"}, "User-Agent": {"Mozilla/5.0"}}
	w := &sink{header: make(http.Header, 16)}
	// What arrives is fresh in memory, as off the network.
	type asked struct{ host, path string }
	requests := make([]asked, n)
	for i := range requests {
		requests[i] = asked{strings.Clone(c.hosts[rand.IntN(len(c.hosts))]), strings.Clone(c.paths[rand.IntN(len(c.paths))])}
	}
	before := c.cache.Stats().Hits
	start := time.Now()
	for _, a := range requests {
		r.Host, r.RequestURI = a.host, a.path
		clear(w.header)
		c.ServeHTTP(w, r)
	}
	took := time.Since(start)
	if hits := c.cache.Stats().Hits - before; hits != int64(n) {
		tb.Fatalf("%d hits of %d requests", hits, n)
	}
	return float64(took.Nanoseconds()) / float64(n)
}

func newCrowd(tb testing.TB, change func(*registry.Registry, *policy.DistributionConfig)) *crowd {
	b := newBench(tb, change, func(c *Config) { c.CacheBytes, c.Journal = 4<<30, journal.New(0, nil) })
	b.origin.answer(text(strings.Repeat("x", 1<<10), "Content-Type", "video/mp2t", "ETag", `"v1"`, "Server", "AmazonS3"))
	return &crowd{bench: b, hosts: []string{"e1.cloudfront.localhost:8080"}}
}

// withEntries has n entries in its cache, copies of one that was fetched.
func withEntries(tb testing.TB, n int) *crowd {
	c := newCrowd(tb, nil)
	c.paths = numbered("/vod/segment-%07d.ts", n)
	c.get(c.paths[0])
	dist := c.registry.World().ByID(c.id)
	keyOf := func(path string) policy.Key {
		return dist.Match(path).Key(&policy.Viewer{Method: http.MethodGet, Path: path, Header: http.Header{}})
	}
	first := c.find(c.config.DefaultPOP, c.id, keyOf(c.paths[0]).String, http.MethodGet, nil)
	if first == nil {
		tb.Fatal("nothing was stored")
	}
	for _, path := range c.paths[1:] {
		e, key := *first, keyOf(path)
		e.Key.Key, e.Path = key.String, key.Path
		c.cache.Put(&e, c.cache.Mark())
	}
	if have := c.cache.Stats().Entries; have != n {
		tb.Fatalf("%d entries, want %d", have, n)
	}
	return c
}

// withDistributions has n distributions, each with an alias and one entry.
func withDistributions(tb testing.TB, n int) *crowd {
	c := newCrowd(tb, nil)
	c.hosts, c.paths = nil, []string{"/vod/a.ts"}
	for _, id := range numbered("EGROWN%04d", n) {
		cfg := config()
		cfg.CallerReference = id
		if _, err := c.registry.CreateDistribution(cfg, registry.CreateOptions{ID: id}); err != nil {
			tb.Fatal(err)
		}
		c.hosts = append(c.hosts, strings.ToLower(id)+".cloudfront.localhost:8080")
		c.get(c.paths[0], "Host", c.hosts[len(c.hosts)-1])
	}
	return c
}

// withBehaviors has n behaviors besides the default one, which is the one that
// matches, after all others: the paths and extensions that people write.
func withBehaviors(tb testing.TB, n int) *crowd {
	c := newCrowd(tb, func(_ *registry.Registry, cfg *policy.DistributionConfig) {
		list := make([]policy.CacheBehavior, n)
		for i := range list {
			form := [...]string{"/images/%d/*", "*.x%d", "/api/v%d/*/items", "/vod/v%d.ts"}[i%4]
			list[i] = policy.CacheBehavior{PathPattern: fmt.Sprintf(form, i), DefaultCacheBehavior: cfg.DefaultCacheBehavior}
		}
		cfg.CacheBehaviors = &policy.CacheBehaviors{Quantity: n, Items: list}
	})
	c.paths = []string{"/vod/segment-0000001.ts"}
	c.get(c.paths[0])
	return c
}

func numbered(format string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(format, i)
	}
	return list
}
