package registry

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crossfront/emulator/edge/policy"
)

// The five kinds of records keep one set of rules.
func TestCollections(t *testing.T) {
	t.Run("CachePolicy", func(t *testing.T) {
		suite[policy.CachePolicyConfig]{
			noun:    "CachePolicy",
			records: (*Registry).CachePolicies,
			config: func(name, comment string) policy.CachePolicyConfig {
				return policy.CachePolicyConfig{Name: name, Comment: comment, MinTTL: 1}
			},
			use: func(cfg *policy.DistributionConfig, id string) { cfg.DefaultCacheBehavior.CachePolicyId = id },
		}.run(t)
	})
	t.Run("OriginRequestPolicy", func(t *testing.T) {
		suite[policy.OriginRequestPolicyConfig]{
			noun:    "OriginRequestPolicy",
			records: (*Registry).OriginRequestPolicies,
			config: func(name, comment string) policy.OriginRequestPolicyConfig {
				return policy.OriginRequestPolicyConfig{
					Name: name, Comment: comment,
					HeadersConfig:      policy.OriginRequestPolicyHeadersConfig{HeaderBehavior: "none"},
					CookiesConfig:      policy.OriginRequestPolicyCookiesConfig{CookieBehavior: "none"},
					QueryStringsConfig: policy.OriginRequestPolicyQueryStringsConfig{QueryStringBehavior: "all"},
				}
			},
			use: func(cfg *policy.DistributionConfig, id string) {
				b := cfg.DefaultCacheBehavior
				b.OriginRequestPolicyId = id
				cfg.CacheBehaviors = &policy.CacheBehaviors{Quantity: 1, Items: []policy.CacheBehavior{{PathPattern: "/x/*", DefaultCacheBehavior: b}}}
			},
		}.run(t)
	})
	t.Run("ResponseHeadersPolicy", func(t *testing.T) {
		suite[policy.ResponseHeadersPolicyConfig]{
			noun:    "ResponseHeadersPolicy",
			records: (*Registry).ResponseHeadersPolicies,
			config: func(name, comment string) policy.ResponseHeadersPolicyConfig {
				return policy.ResponseHeadersPolicyConfig{
					Name: name, Comment: comment,
					CustomHeadersConfig: &policy.ResponseHeadersPolicyCustomHeadersConfig{Quantity: 1, Items: []policy.ResponseHeadersPolicyCustomHeader{{Header: "X-A", Value: "1"}}},
				}
			},
			use: func(cfg *policy.DistributionConfig, id string) { cfg.DefaultCacheBehavior.ResponseHeadersPolicyId = id },
		}.run(t)
	})
	t.Run("OriginAccessControl", func(t *testing.T) {
		suite[policy.OriginAccessControlConfig]{
			noun:    "OriginAccessControl",
			records: (*Registry).OriginAccessControls,
			config: func(name, comment string) policy.OriginAccessControlConfig {
				return policy.OriginAccessControlConfig{Name: name, Description: comment, SigningProtocol: "sigv4", SigningBehavior: "always", OriginAccessControlOriginType: "s3"}
			},
			use: func(cfg *policy.DistributionConfig, id string) { cfg.Origins.Items[0].OriginAccessControlId = id },
		}.run(t)
	})
	t.Run("OriginAccessIdentity", func(t *testing.T) {
		suite[OriginAccessIdentityConfig]{
			noun:    "CloudFrontOriginAccessIdentity",
			records: (*Registry).OriginAccessIdentities,
			config: func(name, comment string) OriginAccessIdentityConfig {
				return OriginAccessIdentityConfig{CallerReference: name, Comment: comment}
			},
			use: func(cfg *policy.DistributionConfig, id string) {
				cfg.Origins.Items[0].S3OriginConfig.OriginAccessIdentity = identityPrefix + id
			},
			noRename: true,
		}.run(t)
	})
}

// suite is one kind's case: how to make a configuration and how a
// distribution uses a record.
type suite[C any] struct {
	noun     string
	records  func(*Registry) Collection[C]
	config   func(name, comment string) C
	use      func(cfg *policy.DistributionConfig, id string)
	noRename bool
}

func (s suite[C]) run(t *testing.T) {
	r, _ := newTest(t)
	c := s.records(r)
	managed, err := c.List()
	if err != nil || slices.ContainsFunc(managed, func(rec *Record[C]) bool { return !rec.Managed }) {
		t.Fatalf("a new registry has %v, %v", managed, err)
	}
	one, err := c.Create(s.config("one", "first"), "")
	if err != nil {
		t.Fatal(err)
	}
	given, err := c.Create(s.config("given", ""), "E-GIVEN")
	if err != nil || given.ID != "E-GIVEN" {
		t.Fatalf("with a given id: %+v, %v", given, err)
	}
	read, err := c.Get(one.ID)
	if diff := cmp.Diff(one, read); diff != "" || err != nil {
		t.Errorf("read back: %v\n%s", err, diff)
	}
	all, err := c.List()
	if err != nil || len(all) != len(managed)+2 {
		t.Errorf("List has %d records, %v; want %d", len(all), err, len(managed)+2)
	}
	two, err := c.Update(one.ID, one.ETag, s.config("one", "second"))
	if err != nil || two.ETag == one.ETag || cmp.Equal(two.Config, one.Config) {
		t.Fatalf("Update: %+v, %v", two, err)
	}

	cfg := simple("user")
	s.use(&cfg, one.ID)
	if _, err := r.CreateDistribution(cfg, CreateOptions{ID: "EUSER"}); err != nil {
		t.Fatal(err)
	}
	users, err := c.UsedBy(one.ID)
	if err != nil || !slices.Equal(users, []string{"EUSER"}) {
		t.Errorf("UsedBy = %v, %v", users, err)
	}
	if users, err = c.UsedBy(given.ID); err != nil || len(users) != 0 {
		t.Errorf("UsedBy of an unused one = %v, %v", users, err)
	}
	s.refusals(t, r, two, given)
	if err := c.Delete(given.ID, given.ETag); err != nil {
		t.Errorf("deleting the unused one: %v", err)
	}
	if _, err := c.Get(given.ID); code(err) != "NoSuch"+s.noun+" 404" {
		t.Errorf("after deletion: %v", err)
	}
}

// refusals tries what must not be; used is attached to a distribution.
func (s suite[C]) refusals(t *testing.T, r *Registry, used, unused *Record[C]) {
	t.Helper()
	c := s.records(r)
	renamed := s.noun + "AlreadyExists 409"
	if s.noRename {
		renamed = "IllegalUpdate 400"
	}
	tests := []struct {
		name string
		do   func() error
		want string
	}{
		{"same name", func() error { _, err := c.Create(s.config("one", ""), ""); return err }, s.noun + "AlreadyExists 409"},
		{"same id", func() error { _, err := c.Create(s.config("third", ""), "E-GIVEN"); return err }, s.noun + "AlreadyExists 409"},
		{"bad id", func() error { _, err := c.Create(s.config("third", ""), "a/b"); return err }, "InvalidArgument 400"},
		{"rename onto another", func() error { _, err := c.Update(unused.ID, unused.ETag, s.config("one", "")); return err }, renamed},
		{"get unknown", func() error { _, err := c.Get("ENONE"); return err }, "NoSuch" + s.noun + " 404"},
		{"update unknown", func() error { _, err := c.Update("ENONE", "E1", s.config("x", "")); return err }, "NoSuch" + s.noun + " 404"},
		{"update without If-Match", func() error { _, err := c.Update(used.ID, "", used.Config); return err }, "InvalidIfMatchVersion 400"},
		{"update stale", func() error { _, err := c.Update(used.ID, "ESTALE", used.Config); return err }, "PreconditionFailed 412"},
		{"delete unknown", func() error { return c.Delete("ENONE", "E1") }, "NoSuch" + s.noun + " 404"},
		{"delete without If-Match", func() error { return c.Delete(used.ID, "") }, "InvalidIfMatchVersion 400"},
		{"delete stale", func() error { return c.Delete(used.ID, "ESTALE") }, "PreconditionFailed 412"},
		{"delete used", func() error { return c.Delete(used.ID, used.ETag) }, s.noun + "InUse 409"},
		{"used by of unknown", func() error { _, err := c.UsedBy("ENONE"); return err }, "NoSuch" + s.noun + " 404"},
	}
	for _, m := range c.k.managed[:min(1, len(c.k.managed))] {
		tests = append(tests, []struct {
			name string
			do   func() error
			want string
		}{
			{"update managed", func() error { _, err := c.Update(m.ID, m.ETag, m.Config); return err }, "IllegalUpdate 400"},
			{"delete managed", func() error { return c.Delete(m.ID, m.ETag) }, "IllegalDelete 400"},
			{"name of a managed one", func() error { _, err := c.Create(s.config(c.k.name(&m.Config), ""), ""); return err }, s.noun + "AlreadyExists 409"},
		}...)
	}
	for _, tt := range tests {
		before := r.World()
		if got := code(tt.do()); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if r.World() != before {
			t.Errorf("%s: the refused call changed the world", tt.name)
		}
	}
}

func TestPolicyQuota(t *testing.T) {
	r, _ := newTest(t)
	for i := range 20 {
		if _, err := r.CreateCachePolicy(policy.CachePolicyConfig{Name: string(rune('a' + i)), MinTTL: 1}, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.CreateCachePolicy(policy.CachePolicyConfig{Name: "one-more", MinTTL: 1}, ""); code(err) != "TooManyCachePolicies 400" {
		t.Errorf("the 21st policy: %v", err)
	}
}

// An identity's caller reference may be repeated with the same comment.
func TestIdentityRepetition(t *testing.T) {
	r, _ := newTest(t)
	made, err := r.CreateOriginAccessIdentity(OriginAccessIdentityConfig{CallerReference: "r", Comment: "c"}, "")
	if err != nil {
		t.Fatal(err)
	}
	again, err := r.CreateOriginAccessIdentity(OriginAccessIdentityConfig{CallerReference: "r", Comment: "c"}, "")
	if diff := cmp.Diff(made, again); diff != "" || err != nil {
		t.Errorf("repeated: %v\n%s", err, diff)
	}
	if _, err := r.CreateOriginAccessIdentity(OriginAccessIdentityConfig{CallerReference: "r", Comment: "other"}, ""); code(err) != "CloudFrontOriginAccessIdentityAlreadyExists 409" {
		t.Errorf("another comment: %v", err)
	}
	if _, err := r.CreateOriginAccessIdentity(OriginAccessIdentityConfig{Comment: "c"}, ""); code(err) != "InvalidArgument 400" {
		t.Errorf("no caller reference: %v", err)
	}
	if u := CanonicalUser(made.ID); len(u) != 96 || u == CanonicalUser("other") || u != CanonicalUser(made.ID) {
		t.Errorf("CanonicalUser = %q", u)
	}
}
