// Package emulator puts the rooms together: S3, the edge, the CloudFront API
// and the console, on four addresses, around one clock and one journal. It is
// what cmd/emulator runs and what a Go test may import.
package emulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
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
	"crossfront/emulator/s3/remote"
	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
	"crossfront/web/player"
)

// AccountID is the AWS account of the first credentials. It owns what the seed
// makes and all distributions; each further pair of credentials is another
// account, 000000000001 and so on.
const AccountID = "000000000000"

func accountID(n int) string { return fmt.Sprintf("%012d", n) }

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
	recorder  journal.Recorder // the journal, with the meters in front
	meters    *meters
	authority *localca.Authority

	data   *dataDir      // nil: nothing outlives the process
	budget *store.Budget // of the data directory; in memory, each world has one

	network http.RoundTripper             // to custom origins; nil: the real one
	keep    func(store.Store) store.Store // what S3 takes a world's store for; nil: itself

	clusters *http.Transport // to where buckets with a backend keep their objects

	world     atomic.Pointer[world]
	resetting sync.Mutex // one reset at a time
	// between is closed when the world that a reset makes is there; nil while
	// there is one.
	between atomic.Pointer[chan struct{}]

	servers   *servers
	addresses Addresses
	ready     atomic.Bool
	stop      context.CancelFunc // ends the console's event streams
}

// New prepares an emulator; nothing is seeded and no address taken yet. A nil cfg
// is an empty world in memory, on free ports of this machine.
func New(cfg *config.Config, o Options) (*Emulator, error) {
	if cfg == nil {
		var err error
		if cfg, err = config.Load(FreePorts("--empty"), func(string) string { return "" }, io.Discard); err != nil {
			return nil, err
		}
	}
	e := &Emulator{cfg: cfg, log: o.Log, version: o.Version, pages: o.Pages, clock: new(clock.Adjustable)}
	if e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
	}
	if e.pages == nil {
		e.pages = player.Files()
	}
	e.journal = journal.New(max(cfg.Exchanges, 0), advice.Judge)
	e.meters = newMeters(e)
	if cfg.Exchanges >= 0 {
		e.recorder = &countingRecorder{next: e.journal, meters: e.meters}
	}
	if e.authority = localca.New(time.Now); cfg.CADir != "" {
		var err error
		if e.authority, err = localca.Open(cfg.CADir, time.Now); err != nil {
			return nil, fmt.Errorf("ca-dir: %w", err)
		}
	}
	e.servers = &servers{log: e.log}
	e.clusters = remote.NewTransport()
	return e, nil
}

// FreePorts are flags for [config.Load]: more, and addresses of this machine whose
// ports are whichever are free.
func FreePorts(more ...string) []string {
	return append([]string{"--aws=127.0.0.1:0", "--edge=127.0.0.1:0", "--edge-tls=127.0.0.1:0", "--console=127.0.0.1:0"}, more...)
}

// keyring are the credentials that may sign.
func (e *Emulator) keyring(cfg *config.Config) *sigv4.Keyring {
	list := make([]sigv4.Credential, len(cfg.Credentials))
	for i, c := range cfg.Credentials {
		list[i] = sigv4.Credential{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, AccountID: accountID(i)}
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

	if err := e.begin(ctx); err != nil {
		defer lns.close() // after the console's server, which would call it a failure of its own
		return errors.Join(err, e.Close(ctx))
	}
	edge := e.present(func(w *world) http.Handler { return w.edge })
	e.servers.serve(context.Background(), lns.aws, e.present(func(w *world) http.Handler { return w.aws }), nil)
	e.servers.servePlain(lns.edge, edge)
	e.servers.serve(context.Background(), lns.edgeTLS, edge, e.authority.TLSConfig())
	for id, ln := range lns.distributions {
		e.servers.servePlain(ln, e.present(func(w *world) http.Handler { return w.edge.ForDistribution(id) }))
	}
	e.ready.Store(true)
	return nil
}

// begin makes the first world.
func (e *Emulator) begin(ctx context.Context) error {
	if dir := e.cfg.DataDir; dir != "" {
		e.budget = store.NewBudget(e.cfg.Memory)
		data, err := openDataDir(dir, e.clock, store.DiskOptions{Budget: e.budget, Log: e.log, CORS: e.cfg.Switches.CORS})
		if err != nil {
			return err
		}
		e.data = data
	}
	w, err := e.newWorld(ctx, e.cfg)
	e.world.Store(w)
	return err
}

// present serves with whatever world there is when a request arrives.
func (e *Emulator) present(pick func(*world) http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if between := e.between.Load(); between != nil {
			select {
			case <-*between:
			case <-r.Context().Done():
				return
			}
		}
		pick(e.world.Load()).ServeHTTP(w, r)
	})
}

func (e *Emulator) consoleHandler() http.Handler {
	return console.New(console.Config{
		Backend: &backend{e}, Gallery: new(gallery), Journal: e.journal, Clock: e.clock, Ready: e.ready.Load,
		Pages: e.pages, CA: e.authority.PEM, Metrics: e.meters,
		Version: e.version, Log: e.log,
	})
}

// Reset goes back to the state after seeding: objects, distributions, cache,
// clock, exchanges.
func (e *Emulator) Reset(ctx context.Context) error {
	e.resetting.Lock()
	defer e.resetting.Unlock()
	ctx = context.WithoutCancel(ctx) // half a world is worse than one nobody waits for
	e.clock.Reset()
	old := e.world.Load()
	if e.data != nil {
		// There is only one directory: requests wait until it is another world.
		between := make(chan struct{})
		e.between.Store(&between)
		defer close(between)
		defer e.between.Store(nil)
		old.logs.Discard() // they are not the next world's
		old.edge.Purge()   // gives its memory back
		if err := e.data.empty(ctx); err != nil {
			return fmt.Errorf("data-dir: %w", err)
		}
	}
	w, err := e.newWorld(ctx, e.cfg)
	if err != nil {
		w.discard()
		return err
	}
	e.world.Store(w)
	old.discard()
	e.journal.Clear()
	return nil
}

// Addresses are the addresses taken; empty before Start.
func (e *Emulator) Addresses() Addresses { return e.addresses }

// CA is the certificate of the authority behind the edge's https address, in PEM.
func (e *Emulator) CA() ([]byte, error) { return e.authority.PEM() }

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
		w.close()
	}
	e.clusters.CloseIdleConnections()
	return errors.Join(err, e.data.close())
}
