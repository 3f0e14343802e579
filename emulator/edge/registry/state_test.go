package registry

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crossfront/emulator/edge/policy"
)

// written is a registry's state as JSON.
func written(t *testing.T, r *Registry) []byte {
	t.Helper()
	doc, err := json.MarshalIndent(r.World().State(), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestStateSurvives(t *testing.T) {
	r, _ := newTest(t)
	ttl := int64(60)
	keyed, err := r.CreateCachePolicy(policy.CachePolicyConfig{
		Name: "keyed", MinTTL: 1, DefaultTTL: &ttl, MaxTTL: &ttl,
		ParametersInCacheKeyAndForwardedToOrigin: &policy.ParametersInCacheKeyAndForwardedToOrigin{
			HeadersConfig:      policy.CachePolicyHeadersConfig{HeaderBehavior: "whitelist", Headers: &policy.Headers{Quantity: 1, Items: []string{"Origin"}}},
			CookiesConfig:      policy.CachePolicyCookiesConfig{CookieBehavior: "none"},
			QueryStringsConfig: policy.CachePolicyQueryStringsConfig{QueryStringBehavior: "none"},
		},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	cfg := simple("one", "www.example.com")
	cfg.DefaultCacheBehavior.CachePolicyId = keyed.ID
	made, err := r.CreateDistribution(cfg, CreateOptions{Tags: []Tag{{Key: "a", Value: "b"}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.CreateDistribution(simple("two"), CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.CreateOriginAccessIdentity(OriginAccessIdentityConfig{CallerReference: "i"}, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := r.CreateInvalidation(made.ID, policy.InvalidationBatch{CallerReference: "x", Paths: policy.Paths{Quantity: 1, Items: []string{"/*"}}}); err != nil {
		t.Fatal(err)
	}

	doc := written(t, r)
	var state State
	if err := json.Unmarshal(doc, &state); err != nil {
		t.Fatal(err)
	}
	again, _ := newTest(t)
	if err := again.Load(&state); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(doc), string(written(t, again))); diff != "" {
		t.Errorf("written, loaded, written (-first +second):\n%s", diff)
	}
	d, _, ok := again.World().ByHost("www.example.com")
	if !ok || d.ID != made.ID {
		t.Errorf("the alias leads to %v, %v", d, ok)
	}
	if _, err := again.UpdateDistribution(made.ID, made.ETag, cfg); err != nil {
		t.Errorf("the version that was handed out before no longer holds: %v", err)
	}
}

func TestLoadRefusesWhatItCannotServe(t *testing.T) {
	r, _ := newTest(t)
	if _, err := r.CreateDistribution(simple("kept"), CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	before := r.World()
	cfg := simple("one")
	cfg.DefaultCacheBehavior.CachePolicyId = "11111111-1111-4111-8111-111111111111"
	err := r.Load(&State{Distributions: []*Distribution{{ID: "E1", Config: cfg}}})
	if code(err) != "NoSuchCachePolicy 404" || r.World() != before {
		t.Errorf("got %v, world changed: %v", err, r.World() != before)
	}
}

func TestSaveThatFailsUndoesTheChange(t *testing.T) {
	full := errors.New("no space left on device")
	var saved int
	fail := false
	r := New(Config{Save: func(*World) error {
		if fail {
			return full
		}
		saved++
		return nil
	}})
	if _, err := r.CreateDistribution(simple("one"), CreateOptions{ID: "E1"}); err != nil || saved != 1 {
		t.Fatalf("saved %d times, %v", saved, err)
	}
	fail = true
	if _, err := r.CreateDistribution(simple("two"), CreateOptions{ID: "E2"}); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	if n := len(r.World().Distributions()); n != 1 {
		t.Errorf("%d distributions after a change that was not kept", n)
	}
}
