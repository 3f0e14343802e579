package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/google/uuid"

	"crossfront/corsengine"
	"crossfront/emulator/console"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/hosts"
	"crossfront/emulator/s3/store"
)

// backend shows the present world to the console, and changes it through the
// same doors as the AWS APIs.
type backend struct {
	e *Emulator
}

var _ console.Backend = (*backend)(nil)

func (b *backend) State() console.State {
	s := console.State{
		Version: b.e.version, Region: hosts.DefaultRegion, Addresses: b.e.addresses.URLs(),
		Buckets: []console.Bucket{}, Distributions: []console.Distribution{},
	}
	w := b.e.world.Load()
	if w == nil { // still seeding
		return s
	}
	buckets, _ := w.store.Buckets(context.Background())
	backends := backendsOf(b.e.cfg)
	for _, bucket := range buckets {
		block := bucket.Block()
		keeper := ""
		if at := backends[bucket.Name]; at != nil {
			keeper = at.String()
		}
		s.Buckets = append(s.Buckets, console.Bucket{
			Name: bucket.Name, Region: bucket.Region, CORS: bucket.CORS != nil, Backend: keeper,
			Public: bucket.Policy != nil && bucket.Policy.IsPublic() && !block.RestrictPublicBuckets,
		})
	}
	s.Distributions, s.Faults = b.Distributions(), b.Faults()
	if b.e.cfg.Demo {
		s.Demo = &console.Demo{
			Bucket: "media", DistributionID: "EDEMO",
			Master: "/vod/index.m3u8", Poster: "/vod/poster.jpg", Captions: "/vod/captions.vtt",
			Pristine: w.fingerprint().equal(w.seeded),
		}
	}
	return s
}

func (b *backend) BucketCORS(bucket string) (*corsengine.Config, error) {
	found, err := b.e.world.Load().store.Bucket(context.Background(), bucket)
	return found.CORS, storeError(err)
}

func (b *backend) PutBucketCORS(bucket string, cfg *corsengine.Config) error {
	err := b.e.world.Load().store.UpdateSettings(context.Background(), bucket,
		func(s *store.Settings) error { return s.SetCORS(cfg, b.e.cfg.Switches.CORS) })
	return storeError(err)
}

func (b *backend) AddBucketCORS(bucket string, rules []corsengine.Rule) (*corsengine.Config, error) {
	all := &corsengine.Config{}
	err := b.e.world.Load().store.UpdateSettings(context.Background(), bucket, func(s *store.Settings) error {
		if s.CORS != nil {
			all = s.CORS.Clone()
		}
		for _, rule := range rules {
			if !slices.ContainsFunc(all.Rules, func(has corsengine.Rule) bool { return reflect.DeepEqual(has, rule) }) {
				all.Rules = append(all.Rules, rule)
			}
		}
		return s.SetCORS(all, b.e.cfg.Switches.CORS)
	})
	return all, storeError(err)
}

func (b *backend) DeleteBucketCORS(bucket string) error { return b.PutBucketCORS(bucket, nil) }

// storeError gives a missing bucket S3's own words.
func storeError(err error) error {
	var refusal *store.Error
	if errors.As(err, &refusal) && refusal.Kind == store.NoSuchBucket {
		return console.Errors{{Status: http.StatusNotFound, Code: "NoSuchBucket",
			Message: "The specified bucket does not exist"}}
	}
	return err
}

// policyError passes on all mistakes that the control plane found.
func policyError(err error) error {
	var all policy.Errors
	var one *policy.Error
	switch {
	case errors.As(err, &all):
	case errors.As(err, &one):
		all = policy.Errors{one}
	default:
		return err
	}
	list := make(console.Errors, len(all))
	for i, e := range all {
		list[i] = console.Error{Status: e.Status, Code: e.Code, Message: e.Message, Field: e.Field}
	}
	return list
}

func (b *backend) Policies() console.Policies {
	r := b.e.world.Load().registry
	return console.Policies{
		CachePolicies: policies(r.CachePolicies().List, func(c *policy.CachePolicyConfig) string { return c.Name }),
		OriginRequestPolicies: policies(r.OriginRequestPolicies().List,
			func(c *policy.OriginRequestPolicyConfig) string { return c.Name }),
		ResponseHeadersPolicies: policies(r.ResponseHeadersPolicies().List,
			func(c *policy.ResponseHeadersPolicyConfig) string { return c.Name }),
	}
}

func policies[C any](list func() ([]*registry.Record[C], error), name func(*C) string) []console.Policy {
	out := []console.Policy{}
	records, err := list()
	if err != nil { // copying a record failed, which its types rule out
		return out
	}
	for _, rec := range records {
		doc, err := json.Marshal(rec.Config)
		if err != nil {
			continue
		}
		kind := "custom"
		if rec.Managed {
			kind = "managed"
		}
		out = append(out, console.Policy{ID: rec.ID, Name: name(&rec.Config), Type: kind, Config: doc})
	}
	return out
}

func (b *backend) Invalidate(id string, paths []string) (console.Invalidation, error) {
	made, err := b.e.world.Load().registry.CreateInvalidation(id, policy.InvalidationBatch{
		CallerReference: uuid.NewString(),
		Paths:           policy.Paths{Quantity: len(paths), Items: paths},
	})
	if err != nil {
		return console.Invalidation{}, policyError(err)
	}
	return console.Invalidation{ID: made.ID, Status: made.Status, Paths: paths}, nil
}

func (b *backend) Reset(ctx context.Context) error { return b.e.Reset(ctx) }

// distributionURL is a distribution's own base URL: its domain, at the port of
// the address.
func distributionURL(scheme, domain, address string) string {
	return scheme + "://" + strings.ToLower(domain) + ":" + port(address)
}
