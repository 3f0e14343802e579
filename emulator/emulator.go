// Package emulator puts the rooms together: S3, the edge, the CloudFront API
// and the console, on four addresses, around one clock and one journal. It is
// what cmd/emulator runs and what a Go test may import.
package emulator

import (
	"context"
	"crypto/tls"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"crossfront/emulator/advice"
	"crossfront/emulator/clock"
	"crossfront/emulator/config"
	"crossfront/emulator/console"
	"crossfront/emulator/journal"
	"crossfront/emulator/localca"
	"crossfront/emulator/s3/sigv4"
	"crossfront/web/player"
)

// AccountID is the AWS account that owns everything here.
const AccountID = "000000000000"

// Options are what a caller may add to a configuration.
type Options struct {
	Log     *slog.Logger // nil: nothing is logged
	Version string       // shown by the console
	Pages   fs.FS        // the console's pages; nil: the built-in ones
}

// Addresses are the addresses really taken, HOST:PORT.
type Addresses struct {
	AWS     string
	Edge    string
	EdgeTLS string
	Console string
	// Distributions are the addresses of distributions with a listen address
	// of their own, by id.
	Distributions map[string]string
}

// Emulator is one running (or not yet started) emulator. Several may run in
// one process.
type Emulator struct {
	cfg     *config.Config
	log     *slog.Logger
	version string
	pages   fs.FS

	clock     *clock.Adjustable
	journal   *journal.Journal
	recorder  journal.Recorder // the journal, with the metrics in front
	metrics   *metrics
	authority *localca.Authority

	world     atomic.Pointer[world]
	resetting sync.Mutex // one reset at a time

	servers   *servers
	addresses Addresses
	ready     atomic.Bool
	stop      context.CancelFunc // ends the console's event streams
}

// New prepares an emulator; nothing is seeded and no address taken yet.
func New(cfg *config.Config, o Options) (*Emulator, error) {
	e := &Emulator{cfg: cfg, log: o.Log, version: o.Version, pages: o.Pages, clock: new(clock.Adjustable)}
	if e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
	}
	if e.pages == nil {
		e.pages = player.Files()
	}
	e.journal = journal.New(journal.DefaultCapacity, advice.Judge)
	e.metrics = newMetrics(e)
	e.recorder = &countingRecorder{next: e.journal, metrics: e.metrics}
	e.authority = localca.New(time.Now)
	e.servers = &servers{log: e.log}
	return e, nil
}

// keyring are the credentials that may sign.
func (e *Emulator) keyring(cfg *config.Config) *sigv4.Keyring {
	list := make([]sigv4.Credential, len(cfg.Credentials))
	for i, c := range cfg.Credentials {
		list[i] = sigv4.Credential{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, AccountID: AccountID}
	}
	return sigv4.NewKeyring(list)
}

// Start takes the addresses, seeds, and then serves. All addresses are taken
// before anything is seeded, so that a taken one is known at once, and the
// console answers 503 on /readyz meanwhile. When Start fails, nothing stays
// behind. ctx bounds the start alone.
func (e *Emulator) Start(ctx context.Context) (err error) {
	lns, err := e.listenAll()
	if err != nil {
		return err
	}
	base, stop := context.WithCancel(context.Background())
	e.stop = stop
	e.servers.serve(base, lns.console, e.consoleHandler(), nil)

	w, err := e.newWorld(ctx, e.cfg)
	if err != nil {
		lns.close()
		return errors.Join(err, e.Close(ctx))
	}
	e.world.Store(w)
	serve := func(ln net.Listener, h func(*world) http.Handler, config *tls.Config) {
		e.servers.serve(context.Background(), ln, e.present(h), config)
	}
	serve(lns.aws, func(w *world) http.Handler { return w.aws }, nil)
	serve(lns.edge, func(w *world) http.Handler { return w.edge }, nil)
	serve(lns.edgeTLS, func(w *world) http.Handler { return w.edge }, e.authority.TLSConfig())
	for id, ln := range lns.distributions {
		serve(ln, func(w *world) http.Handler { return w.edge.ForDistribution(id) }, nil)
	}
	e.ready.Store(true)
	return nil
}

// present serves with whatever world there is when a request arrives.
func (e *Emulator) present(pick func(*world) http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		pick(e.world.Load()).ServeHTTP(w, r)
	})
}

func (e *Emulator) consoleHandler() http.Handler {
	return console.New(console.Config{
		Backend: &backend{e}, Journal: e.journal, Clock: e.clock, Ready: e.ready.Load,
		Pages: e.pages, CA: e.authority.PEM, Metrics: e.metrics.handler(),
		Version: e.version, Log: e.log,
	})
}

// Reset goes back to the state after seeding: objects, distributions, cache,
// clock, exchanges.
func (e *Emulator) Reset(ctx context.Context) error {
	e.resetting.Lock()
	defer e.resetting.Unlock()
	e.clock.Reset()
	w, err := e.newWorld(ctx, e.cfg)
	if err != nil {
		return err
	}
	if old := e.world.Swap(w); old != nil {
		old.edge.Close()
	}
	e.journal.Clear()
	return nil
}

// Addresses are the addresses taken; empty before Start.
func (e *Emulator) Addresses() Addresses { return e.addresses }

// Journal is what the emulator remembers of the requests it answered.
func (e *Emulator) Journal() *journal.Journal { return e.journal }

// Close stops listening, lets requests in flight end until ctx does, then cuts
// them off.
func (e *Emulator) Close(ctx context.Context) error {
	e.ready.Store(false)
	if e.stop != nil {
		e.stop()
	}
	err := e.servers.close(ctx)
	if w := e.world.Load(); w != nil {
		w.edge.Close()
	}
	return err
}
