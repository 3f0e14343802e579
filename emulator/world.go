package emulator

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"crossfront/corsengine"
	"crossfront/emulator/config"
	"crossfront/emulator/edge"
	"crossfront/emulator/edge/accesslog"
	"crossfront/emulator/edge/api"
	"crossfront/emulator/edge/keyvalue"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/fault"
	"crossfront/emulator/s3"
	"crossfront/emulator/s3/remote"
	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
)

// A world is everything that a reset throws away: buckets, distributions,
// cache. Requests load the present one once; a reset makes another from the
// seed and swaps it in.
type world struct {
	store    store.Store
	registry *registry.Registry
	s3       *s3.Server
	edge     *edge.Edge
	faults   *fault.Set
	logs     *accesslog.Log
	unwatch  func()       // of the clock
	aws      http.Handler // S3, the CloudFront API and who-am-I on one port

	// defaultID is the distribution that an address or a one-label host
	// reaches, as the seed marked it; empty when it marked none.
	defaultID string
	// cors are the switches under which bucket rules are compiled.
	cors corsengine.Options
	// seeded is what the page compares with to tell whether anything changed.
	seeded fingerprint
}

// newWorld makes the world that the configuration describes, or takes up the
// one that the data directory keeps.
func (e *Emulator) newWorld(ctx context.Context, cfg *config.Config) (*world, error) {
	w := e.assemble(cfg)
	if e.data == nil {
		return w, w.seedAll(ctx, &cfg.Seed)
	}
	kept, err := e.data.seeded()
	switch {
	case err != nil:
		return w, fmt.Errorf("data-dir: %w", err)
	case kept != nil:
		w.defaultID = kept.DefaultDistribution
		if err := e.data.load(w.registry); err != nil {
			return w, fmt.Errorf("data-dir: %w", err)
		}
		if !cfg.Empty {
			e.log.Info("the data directory holds a world already; the seed is not applied again, a reset does that", "dir", cfg.DataDir)
		}
		return w, nil
	}
	if err := e.data.empty(ctx); err != nil {
		return w, fmt.Errorf("data-dir: %w", err)
	}
	if err := w.seedAll(ctx, &cfg.Seed); err != nil {
		return w, err
	}
	return w, e.data.finish(w.defaultID)
}

// assemble makes a world of rooms with nothing in them, but for what a data
// directory's store holds.
func (e *Emulator) assemble(cfg *config.Config) *world {
	switches := &cfg.Switches
	w := &world{cors: switches.CORS}
	controlPlaneState := registry.Config{Clock: e.clock, AccountID: AccountID, Options: switches.CloudFront, DeployDelay: cfg.DeployDelay}
	budget := e.budget
	if e.data != nil {
		w.store, controlPlaneState.Save = e.data.disk, e.data.keeper().save
	} else {
		budget = store.NewBudget(cfg.Memory)
		w.store = store.NewMemoryWithin(budget, e.clock)
	}
	switch backends := backendsOf(cfg); {
	case e.keep != nil: // without a network
		w.store = e.keep(w.store)
	case len(backends) > 0:
		w.store = remote.New(w.store, backends, e.clusters)
	}
	w.faults = fault.NewSet(e.clock, cfg.Seed.Faults)
	delivery := &logDelivery{store: w.store}
	controlPlaneState.OpenLogs = delivery.open
	w.registry = registry.New(controlPlaneState)
	verifier := sigv4.NewVerifier(e.keyring(cfg), e.clock).
		WithQueryChecksums(switches.Signatures.CheckQueryChecksums).WithVersion2(!switches.Signatures.RefuseVersion2)
	controlPlane := verifier.ForService("cloudfront")
	w.s3 = s3.New(s3.Config{
		Store: w.store, Clock: e.clock, Verifier: verifier,
		Journal: e.recorder, Log: e.log, AccountID: AccountID,
		CORS: switches.CORS, RequireRegion: switches.S3.RequireRegion,
		TemporaryRedirects: temporaryRedirects(switches), Faults: w.faults,
	})
	inside := &s3Transport{s3: w.s3}
	delivery.s3 = inside
	w.logs = accesslog.New(accesslog.Config{Clock: e.clock, Deliver: delivery.put, Log: e.log})
	w.unwatch = e.clock.OnMove(w.logs.Due)
	w.edge = edge.New(edge.Config{
		Registry: w.registry, Clock: e.clock, Journal: e.recorder,
		S3: inside, Network: e.network, Resolve: cfg.Resolve, AccessLog: w.logs,
		Faults: w.faults, TLSPort: e.tlsPort(), DefaultID: w.defaultDistribution, Log: e.log,
		Memory: budget, Options: switches.CloudFront,
	})
	budget.OnShortage(w.edge.YieldCache)
	cloudFront := api.New(api.Config{
		Registry: w.registry, Clock: e.clock, Log: e.log, Import: importer(w.store),
		Authenticate: func(r *http.Request) error { return authenticate(controlPlane, r) },
	})
	data := verifier.ForRegionSet(keyvalue.Service, "us-east-1")
	keyValue := keyvalue.New(keyvalue.Config{
		Registry: w.registry, Clock: e.clock,
		Authenticate: func(r *http.Request) error { return authenticateJSON(data, r) },
	})
	w.aws = awsFront(w.s3, cloudFront, keyValue, sts(verifier))
	return w
}

// close ends what the world does by itself, and delivers the logs that there
// are.
func (w *world) close() {
	w.unwatch()
	w.edge.Close()
	w.logs.Close()
}

// discard closes a world that is thrown away.
func (w *world) discard() {
	w.unwatch()
	w.logs.Discard()
	w.edge.Close()
}

// backendsOf are the clusters that keep buckets' objects, by the buckets' names.
func backendsOf(cfg *config.Config) map[string]*remote.Backend {
	all := map[string]*remote.Backend{}
	for _, b := range cfg.Seed.Buckets {
		if b.Backend == nil {
			continue
		}
		asked := *b.Backend
		if asked.AccessKeyID == "" {
			asked.AccessKeyID, asked.SecretAccessKey = cfg.Backend.AccessKeyID, remote.Secret(cfg.Backend.SecretAccessKey)
		}
		all[b.Name] = &asked
	}
	return all
}

// temporaryRedirects is how long new buckets in other regions redirect.
func temporaryRedirects(s *config.Switches) time.Duration {
	if s.S3.TemporaryRedirects {
		return 24 * time.Hour
	}
	return 0
}

// seedAll fills the world and notes what it looks like then.
func (w *world) seedAll(ctx context.Context, s *config.Seed) error {
	if err := w.seed(ctx, s); err != nil {
		return fmt.Errorf("seeding: %w", err)
	}
	w.seeded = w.fingerprint()
	return nil
}

// authenticate checks a CloudFront API request's signature. Distributions are
// the first account's; another may not see them.
func authenticate(v *sigv4.Verifier, r *http.Request) error {
	id, err := v.Verify(r)
	var refusal *sigv4.Error
	switch {
	case errors.As(err, &refusal):
		return &policy.Error{Code: refusal.Code, Message: refusal.Message, Status: refusal.Status}
	case err == nil && id.AccountID != AccountID:
		return &policy.Error{Code: "AccessDenied", Status: http.StatusForbidden,
			Message: "User: arn:aws:iam::" + id.AccountID + ":root is not authorized to access the distributions of account " + AccountID}
	}
	return err
}

// authenticateJSON is authenticate with the codes of AWS's JSON services.
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/CommonErrors.html
func authenticateJSON(v *sigv4.Verifier, r *http.Request) error {
	err := authenticate(v, r)
	var refusal *policy.Error
	if !errors.As(err, &refusal) {
		return err
	}
	switch refusal.Code {
	case "SignatureDoesNotMatch":
		refusal.Code = "InvalidSignature"
	case "InvalidClientTokenId":
		refusal.Code = "UnrecognizedClient"
	}
	if !strings.HasSuffix(refusal.Code, "Exception") {
		refusal.Code += "Exception"
	}
	return refusal
}

// defaultDistribution is the id of the default distribution: the one the seed
// marked, else the only one there is that viewers can reach, else none.
func (w *world) defaultDistribution() string {
	present := w.registry.World()
	if w.defaultID != "" && present.ByID(w.defaultID) != nil {
		return w.defaultID
	}
	only := ""
	for _, d := range present.Distributions() {
		switch {
		case d.Staging:
		case only != "":
			return ""
		default:
			only = d.ID
		}
	}
	return only
}
