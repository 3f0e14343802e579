package registry

import (
	"fmt"
	"testing"
	"time"

	"crossfront/emulator/edge/policy"
)

// TestDeployDelay: with a delay, what was changed is InProgress for that long by
// the registry's clock, cannot be deleted meanwhile, and counts as in progress;
// the edge has it at once.
func TestDeployDelay(t *testing.T) {
	clk := &fixed{time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	r := New(Config{Clock: clk, DeployDelay: time.Minute})
	status := func(id string) string {
		t.Helper()
		d, err := r.Distribution(id)
		if err != nil {
			t.Fatal(err)
		}
		all, err := r.ListDistributions()
		if err != nil || len(all) != 1 || all[0].Status != d.Status {
			t.Errorf("the list says %+v, %v", all, err)
		}
		return d.Status
	}
	d, err := r.CreateDistribution(simple("one"), CreateOptions{})
	if err != nil || d.Status != StatusInProgress || status(d.ID) != StatusInProgress || r.World().ByID(d.ID) == nil {
		t.Fatalf("%+v, %v", d, err)
	}
	clk.now = clk.now.Add(time.Minute - 1)
	if got := status(d.ID); got != StatusInProgress {
		t.Errorf("just before the end: %s", got)
	}
	clk.now = clk.now.Add(1)
	if got := status(d.ID); got != StatusDeployed {
		t.Errorf("at the end: %s", got)
	}
	inv, err := r.CreateInvalidation(d.ID, policy.InvalidationBatch{CallerReference: "i", Paths: policy.Paths{Quantity: 1, Items: []string{"/*"}}})
	if err != nil || inv.Status != StatusInProgress || status(d.ID) != StatusDeployed {
		t.Errorf("%+v, %v", inv, err)
	}
	cfg := simple("one")
	cfg.Enabled = false
	off, err := r.UpdateDistribution(d.ID, d.ETag, cfg)
	if err != nil || off.Status != StatusInProgress || r.World().ByID(d.ID).Enabled {
		t.Errorf("%+v, %v", off, err)
	}
	if err := r.DeleteDistribution(d.ID, off.ETag); code(err) != "DistributionNotDisabled 409" {
		t.Errorf("deleting it while it is in progress: %v", err)
	}
	clk.now = clk.now.Add(time.Minute)
	if inv, err = r.Invalidation(d.ID, inv.ID); err != nil || inv.Status != StatusCompleted {
		t.Errorf("%+v, %v", inv, err)
	}
	if err := r.DeleteDistribution(d.ID, off.ETag); err != nil {
		t.Error(err)
	}
}

// TestInvalidationsInProgress: the quotas count what is in progress.
func TestInvalidationsInProgress(t *testing.T) {
	clk := &fixed{time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	r := New(Config{Clock: clk, DeployDelay: time.Minute})
	d, err := r.CreateDistribution(simple("one"), CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	invalidate := func(reference string, n int, pattern string) error {
		var paths []string
		for i := range n {
			paths = append(paths, fmt.Sprintf(pattern, i))
		}
		_, err := r.CreateInvalidation(d.ID, policy.InvalidationBatch{CallerReference: reference, Paths: policy.Paths{Quantity: n, Items: paths}})
		return err
	}
	for _, tt := range []struct {
		reference, pattern string
		n                  int
		want               string
	}{
		{"a", "/a%d", 2000, ""},
		{"b", "/b%d", 1001, "TooManyInvalidationsInProgress 400"},
		{"b", "/b%d", 1000, ""},
		{"c", "/c%d", 1, "TooManyInvalidationsInProgress 400"},
		{"w", "/w%d*", 15, ""},
		{"v", "/v%d*", 1, "TooManyInvalidationsInProgress 400"},
		{"a", "/a%d", 2000, ""}, // the first again
	} {
		if got := code(invalidate(tt.reference, tt.n, tt.pattern)); got != tt.want {
			t.Errorf("%d of %s: %q, want %q", tt.n, tt.pattern, got, tt.want)
		}
	}
	clk.now = clk.now.Add(time.Minute)
	if err := invalidate("d", 3000, "/d%d"); err != nil {
		t.Error(err)
	}
}
