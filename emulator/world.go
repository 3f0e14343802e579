package emulator

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"crossfront/emulator/config"
	"crossfront/emulator/edge"
	"crossfront/emulator/edge/api"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/s3"
	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
)

// A world is everything that a reset throws away: buckets, distributions,
// cache. Requests load the present one once; a reset makes another from the
// seed and swaps it in.
type world struct {
	store    *store.Memory
	registry *registry.Registry
	s3       *s3.Server
	edge     *edge.Edge
	aws      http.Handler // S3, the CloudFront API and who-am-I on one port

	// defaultID is the distribution that an address or a one-label host
	// reaches, as the seed marked it; empty when it marked none.
	defaultID string
	// seeded is what the page compares with to tell whether anything changed.
	seeded fingerprint
}

// newWorld makes the world that the configuration describes.
func (e *Emulator) newWorld(ctx context.Context, cfg *config.Config) (*world, error) {
	w := &world{
		store:    store.NewMemory(e.clock),
		registry: registry.New(registry.Config{Clock: e.clock, AccountID: AccountID}),
	}
	verifier := sigv4.NewVerifier(e.keyring(cfg), e.clock)
	controlPlane := verifier.ForService("cloudfront")
	w.s3 = s3.New(s3.Config{
		Store: w.store, Clock: e.clock, Verifier: verifier,
		Journal: e.recorder, Log: e.log, AccountID: AccountID,
	})
	w.edge = edge.New(edge.Config{
		Registry: w.registry, Clock: e.clock, Journal: e.recorder,
		S3: &s3Transport{s3: w.s3}, Resolve: cfg.Resolve,
		TLSPort: e.tlsPort(), DefaultID: w.defaultDistribution, Log: e.log,
	})
	cloudFront := api.New(api.Config{
		Registry: w.registry, Clock: e.clock, Log: e.log,
		Authenticate: func(r *http.Request) error { return authenticate(controlPlane, r) },
	})
	w.aws = awsFront(w.s3, cloudFront, sts(verifier))
	if err := w.seed(ctx, &cfg.Seed); err != nil {
		return nil, fmt.Errorf("seeding: %w", err)
	}
	w.seeded = w.fingerprint()
	return w, nil
}

// authenticate checks a CloudFront API request's signature.
func authenticate(v *sigv4.Verifier, r *http.Request) error {
	_, err := v.Verify(r)
	var refusal *sigv4.Error
	if errors.As(err, &refusal) {
		return &policy.Error{Code: refusal.Code, Message: refusal.Message, Status: refusal.Status}
	}
	return err
}

// defaultDistribution is the id of the default distribution: the one the seed
// marked, else the only one there is, else none.
func (w *world) defaultDistribution() string {
	present := w.registry.World()
	if w.defaultID != "" && present.ByID(w.defaultID) != nil {
		return w.defaultID
	}
	if all := present.Distributions(); len(all) == 1 {
		return all[0].ID
	}
	return ""
}
