package emulator

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"crossfront/emulator/clock"
	"crossfront/emulator/config"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/journal"
)

// Offline is a configuration's world without addresses and without a network:
// the same rooms as a running server's, asked in process, one request at a
// time. What they recorded is the answer. It is not safe for concurrent use.
//
// Where the rooms would have to ask somebody who is not there, an answer is
// assumed, and every exchange comes with what was assumed for it.
type Offline struct {
	e         *Emulator
	world     *world
	fresh     *registry.World // the control plane as it was seeded
	assumed   *assumptions
	listeners map[string]string // address → distribution
}

// OfflineOptions say what is assumed.
type OfflineOptions struct {
	// KnownObjects: a bucket holds the objects of the configuration and no
	// others. Without it, a bucket for which the configuration lists none is
	// taken to hold whatever is asked for.
	KnownObjects bool
	// Origin is what custom origins answer; the zero value is 200 without CORS
	// headers.
	Origin OriginAnswer
	Log    *slog.Logger // nil: nothing is logged
}

// OriginAnswer is the answer of an origin that cannot be asked.
type OriginAnswer struct {
	Status int // 0: 200
	Header http.Header
}

// NewOffline seeds a world. A data directory is not looked at.
func NewOffline(ctx context.Context, cfg *config.Config, o OfflineOptions) (*Offline, error) {
	own := *cfg
	own.DataDir = ""
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	f := &Offline{assumed: newAssumptions(&own, o), listeners: map[string]string{}}
	f.e = &Emulator{
		cfg: &own, log: o.Log, clock: new(clock.Adjustable),
		journal: journal.New(0, nil), network: f.assumed, keep: f.assumed.over,
	}
	f.e.clock.Leap() // latencies pass at once
	f.e.recorder = f.e.journal
	f.e.addresses = Addresses{AWS: own.AWS, Edge: own.Edge, EdgeTLS: own.EdgeTLS, Console: own.Console} // where they would be
	for _, d := range own.Seed.Distributions {
		if d.Listen != "" {
			f.listeners[d.Listen] = d.ID
		}
	}
	return f, f.seed(ctx)
}

func (f *Offline) seed(ctx context.Context) error {
	w, err := f.e.newWorld(ctx, f.e.cfg)
	if err != nil {
		w.discard()
		return err
	}
	w.logs.Discard() // nobody reads them
	f.world, f.fresh = w, w.registry.World()
	f.assumed.changed.Store(false)
	f.assumed.take()
	return nil
}

// Reset goes back to the state after seeding. What was compiled stays; only
// after something was written is everything made anew.
func (f *Offline) Reset(ctx context.Context) error {
	f.e.clock.Reset()
	f.e.journal.Clear()
	if f.assumed.changed.Load() {
		f.world.discard()
		return f.seed(ctx)
	}
	f.world.faults.Restart()
	f.world.edge.Purge()
	f.world.registry.Restore(f.fresh)
	return nil
}

// Close ends what the edge may still be doing.
func (f *Offline) Close() { f.world.discard() }

// Advance moves the clock of TTLs, ages and expiries.
func (f *Offline) Advance(d time.Duration) { f.e.clock.Advance(d) }

// Invalidate has all distributions forget the paths.
func (f *Offline) Invalidate(paths []string) error { return f.world.invalidate(paths) }

// invalidate has all distributions forget the paths.
func (w *world) invalidate(paths []string) error {
	for _, d := range w.registry.World().Distributions() {
		_, err := w.registry.CreateInvalidation(d.ID, policy.InvalidationBatch{
			CallerReference: uuid.NewString(),
			Paths:           policy.Paths{Quantity: len(paths), Items: paths},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// SetOrigin changes what custom origins answer from now on; status 0 is 200.
func (f *Offline) SetOrigin(status int, header http.Header) {
	f.assumed.setOrigin(OriginAnswer{Status: status, Header: header})
}

// Entry is where the URL leads, journal.EntryEdge or journal.EntryS3. via is
// one of them where the URL alone does not say, else empty. The error says
// what there is.
func (f *Offline) Entry(u *url.URL, via string) (string, error) {
	_, entry, err := f.door(u, via)
	return entry, err
}

func (f *Offline) door(u *url.URL, via string) (http.Handler, string, error) {
	d := directory{world: f.world, at: f.e.addresses, listeners: f.listeners}
	return d.behind(u, via)
}

// Ask sends one request, which must have an absolute URL, and returns what was
// recorded of it, without browsers' verdicts, and what had to be assumed.
func (f *Offline) Ask(ctx context.Context, r *http.Request, via string) (*journal.Exchange, []string, error) {
	h, _, err := f.door(r.URL, via)
	if err != nil {
		return nil, nil, err
	}
	in, err := arriving(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	f.assumed.sizeFor(r.Header.Get("Range"))
	broke := serveInProcess(h, in)
	recorded := f.e.journal.Exchanges("", 1)
	switch {
	case len(recorded) == 0 && broke != nil:
		return nil, nil, broke
	case len(recorded) == 0:
		return nil, nil, fmt.Errorf("nothing was recorded of %s %s: it is no request of S3 or CloudFront's viewers", r.Method, r.URL)
	}
	f.e.journal.Clear()
	return recorded[0], f.assumed.take(), nil
}

// errNoAnswer is for a handler that broke its connection off.
var errNoAnswer = errors.New("the server broke the connection off")

func serveInProcess(h http.Handler, r *http.Request) error {
	return serveInto(&discarding{header: http.Header{}}, h, r)
}

func serveInto(w http.ResponseWriter, h http.Handler, r *http.Request) (err error) {
	defer func() {
		if p := recover(); p != nil {
			if p != http.ErrAbortHandler {
				panic(p)
			}
			err = errNoAnswer
		}
	}()
	h.ServeHTTP(w, r)
	return nil
}

// discarding is the connection of somebody who looks at nothing: what was
// answered is read in the journal.
type discarding struct {
	header http.Header
}

func (d *discarding) Header() http.Header         { return d.header }
func (d *discarding) WriteHeader(int)             {}
func (d *discarding) Write(p []byte) (int, error) { return len(p), nil }
