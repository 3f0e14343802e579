// Package edge is CloudFront as its viewers meet it: a pipeline of stages from
// the arrived request to the reply, with a cache and the way to origins in it.
//
// The pipeline reads top to bottom in pipeline.go. What the rules are is in
// edge/policy, which distributions there are in edge/registry; here they are
// asked in CloudFront's order and their answers put on the wire and in the
// journal. A request and its reply are two values: nothing edits what arrived.
package edge

import (
	"cmp"
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"

	"crossfront/emulator/clock"
	"crossfront/emulator/edge/accesslog"
	"crossfront/emulator/edge/cache"
	"crossfront/emulator/edge/origin"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/fault"
	"crossfront/emulator/journal"
)

// Config is what an [Edge] is made of. Registry is required; everything else
// has a default.
type Config struct {
	Registry *registry.Registry
	Clock    clock.Clock      // nil: system time
	Journal  journal.Recorder // nil: nothing is recorded
	// S3 answers for origins whose domain name is one of S3's, website
	// endpoints included. Requests under an origin access control or identity
	// carry an [origin.Identity] in their context.
	S3 http.RoundTripper
	// Network reaches custom origins; nil: the real network.
	Network http.RoundTripper
	// Resolve says where custom origins' host names really are: host to
	// address, as [origin.Config].
	Resolve map[string]string
	// CacheBytes is the budget of all caches together; default 256 MiB.
	CacheBytes int64
	// Memory is what the caches' bytes come out of; nil: nobody else's.
	Memory cache.Memory
	// AccessLog gathers the access logs of distributions that have them; nil:
	// nothing is logged.
	AccessLog *accesslog.Log
	// Faults are those to inject on the way to origins; nil: none.
	Faults *fault.Set
	// MaxBodyBytes is the largest request body that is sent to an origin;
	// default 20 GB, CloudFront's quota.
	MaxBodyBytes int64
	// TLSPort is the port that redirects to https name when the viewer's Host
	// named one; empty or "443": none.
	TLSPort string
	// DefaultID is the id of the distribution that hosts reach which name the
	// machine: an IP address or a name of one label. "" or nil: none.
	DefaultID func() string
	// DefaultPOP is where viewers are who do not say; default SEA19-C1.
	DefaultPOP string
	// DefaultCountry is where viewers are who do not say; default US.
	DefaultCountry string
	// Options are the switches that concern the edge itself (size limits).
	Options policy.Options
	Log     *slog.Logger // nil: none
}

const (
	defaultCacheBytes   = 256 << 20
	defaultMaxBodyBytes = 20 << 30
)

// An Edge serves viewers of all distributions. It is an [http.Handler] for
// both viewer ports: a request's scheme is https when it came over TLS.
type Edge struct {
	config  Config
	log     *slog.Logger
	request []stage
	reply   []stage
	cache   *cache.Cache
	origins *origin.Client
	flights origin.Flights[*answer]
	words   words

	background sync.WaitGroup
	ending     context.Context
	end        context.CancelFunc

	placesMu sync.RWMutex
	places   map[string]*location
}

var _ http.Handler = (*Edge)(nil)

// New makes an edge. It listens to the registry's invalidations from now on.
func New(c Config) *Edge {
	if c.Clock == nil {
		c.Clock = new(clock.Adjustable)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.DefaultID == nil {
		c.DefaultID = func() string { return "" }
	}
	c.CacheBytes = cmp.Or(c.CacheBytes, defaultCacheBytes)
	c.MaxBodyBytes = cmp.Or(c.MaxBodyBytes, defaultMaxBodyBytes)
	c.DefaultPOP = cmp.Or(c.DefaultPOP, "SEA19-C1")
	c.DefaultCountry = cmp.Or(c.DefaultCountry, "US")
	e := &Edge{
		config:  c,
		log:     c.Log,
		request: requestStages(),
		reply:   replyStages(),
		cache:   cache.New(c.CacheBytes, c.Memory),
		origins: origin.New(origin.Config{S3: c.S3, Network: c.Network, Resolve: c.Resolve, MaxRequestBytes: c.MaxBodyBytes, Faults: c.Faults}),
		words:   newWords(),
		places:  map[string]*location{},
	}
	e.ending, e.end = context.WithCancel(context.Background())
	c.Registry.OnInvalidate(e.invalidate)
	return e
}

// ServeHTTP answers a viewer; the Host names the distribution.
func (e *Edge) ServeHTTP(w http.ResponseWriter, r *http.Request) { e.serve(w, r, "") }

// ForDistribution is a handler that answers for one distribution, whatever the
// Host: that of a distribution's own listener.
func (e *Edge) ForDistribution(id string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { e.serve(w, r, id) })
}

// CacheStats are the cache's counters.
func (e *Edge) CacheStats() cache.Stats { return e.cache.Stats() }

// Stored is what the caches of all edge locations hold of a distribution, the
// most recently used first, and how much there is in all.
func (e *Edge) Stored(id string, limit int) ([]*cache.Entry, int) { return e.cache.List(id, limit) }

// YieldCache gives up cached answers of n bytes.
func (e *Edge) YieldCache(n int64) { e.cache.Yield(n) }

// Purge empties the caches of all edge locations.
func (e *Edge) Purge() {
	e.cache.Purge()
	e.flights.CloseAll()
}

// KeepCaches is what the caches of all edge locations hold now. The function that it
// returns has them hold that again, but for what was invalidated since.
func (e *Edge) KeepCaches() (restore func()) {
	kept := e.cache.Snapshot()
	return func() { e.cache.Restore(kept) }
}

// Close ends the requests to origins, waits for them, and closes idle
// connections. It belongs after the servers have shut down: who still waits for
// an origin then gets no answer.
func (e *Edge) Close() {
	e.end()
	e.background.Wait()
	e.flights.WaitAll()
	e.origins.Close()
}

// draw is a random number for sampling, 0 to 100.
func (e *Edge) draw() float64 { return rand.Float64() * 100 }

// invalidate forgets paths at every location, and sees to it that requests
// under way do not bring them back.
func (e *Edge) invalidate(distributionID string, paths []string) {
	n := e.cache.Invalidate(distributionID, paths)
	e.flights.CloseAll()
	e.log.Debug("invalidated", "distribution", distributionID, "paths", paths, "entries", n)
}
