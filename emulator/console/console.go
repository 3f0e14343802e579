// Package console is the emulator's own web side: the pages, and the JSON API
// that the pages, CI jobs and curl use to read exchanges, move the clock and
// change the two settings that the story is about.
//
// It is the only place where rs/cors stands: that library guards this API and
// never touches an answer of S3 or of the edge.
package console

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"crossfront/corsengine"
	"crossfront/emulator/journal"
)

// Backend is the world that the console shows and changes. Its errors are an
// [Errors] or a [corsengine.Errors] when the request was at fault.
type Backend interface {
	State() State
	BucketCORS(bucket string) (*corsengine.Config, error) // nil, nil: none set
	PutBucketCORS(bucket string, cfg *corsengine.Config) error
	// AddBucketCORS adds rules behind those that the bucket has; those that it
	// has already are not added again.
	AddBucketCORS(bucket string, rules []corsengine.Rule) (*corsengine.Config, error)
	DeleteBucketCORS(bucket string) error
	Policies() Policies
	Distributions() []Distribution
	UpdateBehavior(id string, index int, change BehaviorChange) (Distribution, error)
	// UpdateBehaviorOf names the behavior by its path pattern.
	UpdateBehaviorOf(id, pattern string, change BehaviorChange) (Distribution, error)
	// Cache lists what the distribution has stored, limit entries at most.
	Cache(id string, limit int) (Cache, error)
	Invalidate(id string, paths []string) (Invalidation, error)
	// Faults are the injected ones that are set.
	Faults() []Fault
	// AddFaults puts those of the document behind them, and returns them;
	// SetFaults puts them in their place.
	AddFaults(doc []byte) ([]Fault, error)
	SetFaults(doc []byte) ([]Fault, error)
	// RemoveFault takes one away, if there is one with that id, ClearFaults all
	// of them.
	RemoveFault(id string)
	ClearFaults()
	// Replay sends a request through the door through which that of x came,
	// and returns what was recorded of it.
	Replay(ctx context.Context, again *http.Request, x *journal.Exchange) (*journal.Exchange, error)
	// Reset goes back to the state after seeding.
	Reset(ctx context.Context) error
}

// Clock is the clock that the console may move.
type Clock interface {
	Now() time.Time
	Advance(d time.Duration) time.Time
	Reset() time.Time
}

// Config is what a console needs.
type Config struct {
	Backend Backend
	Journal *journal.Journal
	Clock   Clock
	Gallery Gallery
	Ready   func() bool            // whether everything is seeded and listens
	Pages   fs.FS                  // the web pages, index.html at the root
	CA      func() ([]byte, error) // the local authority's certificate, PEM
	Metrics http.Handler
	Version string
	Log     *slog.Logger
}

// Limits on what a client may send or ask for.
const (
	maxBody     = 1 << 20 // bytes
	maxAdvance  = 100 * 365 * 24 * time.Hour
	maxPaths    = 3000 // of one invalidation, as CloudFront
	heartbeat   = 15 * time.Second
	defaultList = 200 // exchanges without a limit
)

type server struct {
	Config
}

// New returns the console's handler.
func New(cfg Config) http.Handler {
	s := &server{Config: cfg}
	r := mux.NewRouter().SkipClean(true)
	r.HandleFunc("/readyz", s.readyz).Methods(http.MethodGet, http.MethodHead)
	r.Handle("/metrics", cfg.Metrics).Methods(http.MethodGet)
	r.PathPrefix("/api/").Handler(s.api())
	r.PathPrefix("/").Handler(pages(cfg.Pages)).Methods(http.MethodGet, http.MethodHead)
	return guard(r)
}

// api is a router of its own, so that a wrong method is told from a wrong path.
func (s *server) api() http.Handler {
	r := mux.NewRouter().SkipClean(true)
	r.NotFoundHandler = problem(http.StatusNotFound, "NotFound", "No such call; docs/console-api.md lists them.")
	r.MethodNotAllowedHandler = problem(http.StatusMethodNotAllowed, "MethodNotAllowed", "This call does not take that method.")
	for _, c := range s.calls() {
		r.HandleFunc("/api"+c.path, c.handle).Methods(c.method)
	}
	return r
}

// A call is one of the API's.
type call struct {
	method, path string // path without /api
	handle       http.HandlerFunc
}

func (s *server) calls() []call {
	return []call{
		{http.MethodGet, "/state", s.state},
		{http.MethodGet, "/exchanges", s.exchanges},
		{http.MethodGet, "/exchanges.har", s.har},
		{http.MethodGet, "/exchanges.txt", s.exchangesText},
		{http.MethodGet, "/exchanges/{id}", s.exchange},
		{http.MethodPost, "/exchanges/{id}/replay", s.replay},
		{http.MethodGet, "/events", s.events},
		{http.MethodGet, "/scenarios", s.scenarios},
		{http.MethodGet, "/scenarios/{id}", s.scenario},
		{http.MethodGet, "/clock", s.readClock},
		{http.MethodPost, "/clock", s.moveClock},
		{http.MethodPost, "/reset", s.reset},
		{http.MethodGet, "/ca.pem", s.ca},
		{http.MethodGet, "/policies", s.policies},
		{http.MethodGet, "/buckets/{bucket}/cors", s.getCORS},
		{http.MethodPut, "/buckets/{bucket}/cors", s.putCORS},
		{http.MethodPost, "/buckets/{bucket}/cors", s.addCORS},
		{http.MethodDelete, "/buckets/{bucket}/cors", s.deleteCORS},
		{http.MethodPost, "/buckets/{bucket}/cors/validate", s.validateCORS},
		{http.MethodGet, "/distributions", s.distributions},
		{http.MethodPut, "/distributions/{id}/behaviors/{index:[0-9]+}", s.putBehavior},
		{http.MethodPut, "/distributions/{id}/behaviors", s.putBehaviorOf},
		{http.MethodGet, "/distributions/{id}/cache", s.cache},
		{http.MethodPost, "/distributions/{id}/invalidations", s.invalidate},
		{http.MethodGet, "/faults", s.faults},
		{http.MethodPost, "/faults", s.addFaults},
		{http.MethodPut, "/faults", s.setFaults},
		{http.MethodDelete, "/faults", s.clearFaults},
		{http.MethodDelete, "/faults/{id}", s.removeFault},
	}
}

// Calls names the API's calls, as in "GET /api/exchanges/{id}".
func Calls() (names []string) {
	for _, c := range new(server).calls() {
		path, _, _ := strings.Cut(c.path, ":[0-9]+") // what a variable must look like
		if path != c.path {
			path += "}"
		}
		names = append(names, c.method+" /api"+path)
	}
	return names
}

func (s *server) readyz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if !s.Ready() {
		http.Error(w, "not ready: seeding or not listening yet", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write([]byte("ready\n"))
}

// pages serves the web pages under a policy that lets them load nothing but
// themselves, except media and requests, which go to the edge's own origins.
func pages(files fs.FS) http.Handler {
	const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: http: https:; " +
		"media-src 'self' data: blob: http: https:; connect-src 'self' http: https:; worker-src 'self' blob:; " +
		"font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
	server := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache")
		server.ServeHTTP(w, r)
	})
}
