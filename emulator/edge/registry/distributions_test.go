package registry

import (
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crossfront/emulator/edge/policy"
)

func TestDistributionLifecycle(t *testing.T) {
	r, clk := newTest(t)
	made, err := r.CreateDistribution(simple("one"), CreateOptions{Tags: []Tag{{"team", "video"}}})
	if err != nil {
		t.Fatal(err)
	}
	if want := "arn:aws:cloudfront::000000000000:distribution/" + made.ID; made.ARN != want {
		t.Errorf("ARN = %q, want %q", made.ARN, want)
	}
	if made.Status != "Deployed" || !made.LastModified.Equal(clk.now) {
		t.Errorf("Status, LastModified = %q, %v", made.Status, made.LastModified)
	}
	read, err := r.Distribution(made.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(made, read); diff != "" {
		t.Errorf("Distribution differs from what creation returned (-created +read):\n%s", diff)
	}

	clk.now = clk.now.Add(time.Minute)
	read.Config.Comment = "changed"
	updated, err := r.UpdateDistribution(made.ID, made.ETag, read.Config)
	if err != nil {
		t.Fatal(err)
	}
	if updated.ETag == made.ETag || !updated.LastModified.Equal(clk.now) || updated.Config.Comment != "changed" {
		t.Errorf("after update: %+v", updated)
	}
	if diff := cmp.Diff(made.Tags, updated.Tags); diff != "" {
		t.Errorf("the update changed tags:\n%s", diff)
	}
	if err := r.DeleteDistribution(made.ID, updated.ETag); code(err) != "DistributionNotDisabled 409" {
		t.Errorf("deleting an enabled distribution: %v", err)
	}
	updated.Config.Enabled = false
	disabled, err := r.UpdateDistribution(made.ID, updated.ETag, updated.Config)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.DeleteDistribution(made.ID, disabled.ETag); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Distribution(made.ID); code(err) != "NoSuchDistribution 404" {
		t.Errorf("after deletion: %v", err)
	}
	if r.World().ByID(made.ID) != nil || len(r.World().Distributions()) != 0 {
		t.Error("the world still has the deleted distribution")
	}
	if _, err := r.CreateDistribution(simple("one"), CreateOptions{}); err != nil {
		t.Errorf("the caller reference of a deleted distribution: %v", err)
	}
}

func TestDistributionErrors(t *testing.T) {
	r, _ := newTest(t)
	one, err := r.CreateDistribution(simple("one", "www.example.com"), CreateOptions{ID: "EONE"})
	if err != nil {
		t.Fatal(err)
	}
	reference := simple("other")
	tests := []struct {
		name string
		do   func() error
		want string
	}{
		{"same caller reference", func() error { _, err := r.CreateDistribution(simple("one"), CreateOptions{}); return err }, "DistributionAlreadyExists 409"},
		{"same id", func() error { _, err := r.CreateDistribution(simple("two"), CreateOptions{ID: "EONE"}); return err }, "DistributionAlreadyExists 409"},
		{"same id in another case", func() error { _, err := r.CreateDistribution(simple("two"), CreateOptions{ID: "eone"}); return err }, "DistributionAlreadyExists 409"},
		{"id with a dot", func() error { _, err := r.CreateDistribution(simple("two"), CreateOptions{ID: "E.1"}); return err }, "InvalidArgument 400"},
		{"alias of another", func() error {
			_, err := r.CreateDistribution(simple("two", "www.example.com"), CreateOptions{})
			return err
		}, "CNAMEAlreadyExists 409"},
		{"bad tag", func() error {
			_, err := r.CreateDistribution(simple("two"), CreateOptions{Tags: []Tag{{"aws:x", ""}}})
			return err
		}, "InvalidTagging 400"},
		{"unknown identity", func() error {
			cfg := simple("two")
			cfg.Origins.Items[0].S3OriginConfig.OriginAccessIdentity = "origin-access-identity/cloudfront/ENONE"
			_, err := r.CreateDistribution(cfg, CreateOptions{})
			return err
		}, "InvalidOriginAccessIdentity 400"},
		{"get unknown", func() error { _, err := r.Distribution("ENONE"); return err }, "NoSuchDistribution 404"},
		{"update unknown", func() error { _, err := r.UpdateDistribution("ENONE", one.ETag, reference); return err }, "NoSuchDistribution 404"},
		{"update without If-Match", func() error { _, err := r.UpdateDistribution("EONE", "", one.Config); return err }, "InvalidIfMatchVersion 400"},
		{"update with a quoted ETag", func() error { _, err := r.UpdateDistribution("EONE", `"`+one.ETag+`"`, one.Config); return err }, "InvalidIfMatchVersion 400"},
		{"update with a stale ETag", func() error { _, err := r.UpdateDistribution("EONE", "ESTALE", one.Config); return err }, "PreconditionFailed 412"},
		{"update of the caller reference", func() error { _, err := r.UpdateDistribution("EONE", one.ETag, reference); return err }, "IllegalUpdate 400"},
		{"delete unknown", func() error { return r.DeleteDistribution("ENONE", one.ETag) }, "NoSuchDistribution 404"},
		{"delete without If-Match", func() error { return r.DeleteDistribution("EONE", "") }, "InvalidIfMatchVersion 400"},
		{"delete with a stale ETag", func() error { return r.DeleteDistribution("EONE", "ESTALE") }, "PreconditionFailed 412"},
		{"delete enabled", func() error { return r.DeleteDistribution("EONE", one.ETag) }, "DistributionNotDisabled 409"},
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

func TestOverlappingAliases(t *testing.T) {
	r, _ := newTest(t)
	if _, err := r.CreateDistribution(simple("one", "*.example.com"), CreateOptions{ID: "ESTAR"}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.CreateDistribution(simple("two", "www.example.com"), CreateOptions{ID: "EWWW"}); err != nil {
		t.Errorf("www.example.com beside *.example.com: %v", err)
	}
	if _, err := r.CreateDistribution(simple("three", "*.example.com"), CreateOptions{}); code(err) != "CNAMEAlreadyExists 409" {
		t.Errorf("a second *.example.com: %v", err)
	}
}

// What goes in and what comes out is the caller's own: changing it changes
// nothing in the registry.
func TestValuesAreCopies(t *testing.T) {
	r, _ := newTest(t)
	cfg := simple("one", "www.example.com")
	made, err := r.CreateDistribution(cfg, CreateOptions{ID: "EONE"})
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Restrictions != nil {
		t.Error("creation filled defaults into the caller's own configuration")
	}
	cfg.Aliases.Items[0] = "evil.example.com"
	made.Config.Aliases.Items[0] = "evil.example.com"
	read, err := r.Distribution("EONE")
	if err != nil {
		t.Fatal(err)
	}
	read.Config.Origins.Items[0].DomainName = "evil.example.com"
	again, err := r.Distribution("EONE")
	if err != nil {
		t.Fatal(err)
	}
	if again.Config.Aliases.Items[0] != "www.example.com" || again.Config.Origins.Items[0].DomainName != "media.s3.us-east-1.amazonaws.com" {
		t.Errorf("the registry's own copy changed: %+v", again.Config)
	}
}

func TestAdopt(t *testing.T) {
	r, _ := newTest(t)
	cfg := simple("one")
	cfg.Origins.Items[0].OriginAccessControlId = "E2OAC"
	second := cfg.Origins.Items[0]
	second.Id, second.OriginAccessControlId = "legacy", ""
	second.S3OriginConfig = &policy.S3OriginConfig{OriginAccessIdentity: "origin-access-identity/cloudfront/E3OAI"}
	cfg.Origins = policy.Origins{Quantity: 2, Items: append(cfg.Origins.Items, second)}
	if _, err := r.CreateDistribution(cfg, CreateOptions{ID: "EONE", Adopt: true}); err != nil {
		t.Fatal(err)
	}
	oac, err := r.OriginAccessControls().Get("E2OAC")
	if err != nil || oac.Config.SigningBehavior != "always" || oac.Config.SigningProtocol != "sigv4" {
		t.Errorf("adopted access control: %+v, %v", oac, err)
	}
	if _, err := r.OriginAccessIdentities().Get("E3OAI"); err != nil {
		t.Errorf("adopted identity: %v", err)
	}
	if err := r.OriginAccessControls().Delete("E2OAC", oac.ETag); code(err) != "OriginAccessControlInUse 409" {
		t.Errorf("deleting the adopted access control: %v", err)
	}
}

func TestIDs(t *testing.T) {
	shape := regexp.MustCompile(`^E[A-Z0-9]{13}$`)
	seen := map[string]bool{}
	for range 1000 {
		id := NewID()
		if !shape.MatchString(id) || seen[id] {
			t.Fatalf("NewID() = %q", id)
		}
		seen[id] = true
	}
}
