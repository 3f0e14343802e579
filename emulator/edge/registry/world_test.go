package registry

import (
	"strings"
	"sync"
	"testing"

	"crossfront/emulator/edge/policy"
)

func TestByHost(t *testing.T) {
	r, _ := newTest(t)
	for id, aliases := range map[string][]string{
		"E1PLAIN": nil,
		"E2WWW":   {"www.example.com", "deep.a.example.com"},
		"E3STAR":  {"*.example.com"},
		"E4STARA": {"*.a.example.com"},
	} {
		if _, err := r.CreateDistribution(simple(id, aliases...), CreateOptions{ID: id}); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct{ host, id, pop string }{
		{"e1plain.cloudfront.localhost", "E1PLAIN", ""},
		{"e1plain.cloudfront.localhost:8080", "E1PLAIN", ""},
		{"E1PLAIN.CloudFront.Net.", "E1PLAIN", ""},
		{"e1plain.nrt20.cloudfront.localhost:8443", "E1PLAIN", "NRT20"},
		{"e9.cloudfront.localhost", "", ""},
		{"www.example.com", "E2WWW", ""},
		{"WWW.EXAMPLE.COM:8080", "E2WWW", ""},
		{"other.example.com", "E3STAR", ""},
		{"a.example.com", "E3STAR", ""},
		{"deep.b.example.com", "E3STAR", ""},
		{"x.a.example.com", "E4STARA", ""},
		{"deep.a.example.com", "E2WWW", ""},
		{"y.x.a.example.com", "E4STARA", ""},
		{"example.com", "", ""},
		{".example.com", "", ""},
		{"badexample.com", "", ""},
		{"com", "", ""},
		{"localhost:8080", "", ""},
		{"127.0.0.1:8080", "", ""},
		{"", "", ""},
	}
	w := r.World()
	for _, tt := range tests {
		d, pop, ok := w.ByHost(tt.host)
		id := ""
		if d != nil {
			id = d.ID
		}
		if id != tt.id || pop != tt.pop || ok != (tt.id != "") {
			t.Errorf("ByHost(%q) = %q, %q, %v; want %q, %q", tt.host, id, pop, ok, tt.id, tt.pop)
		}
	}
}

func BenchmarkByHost(b *testing.B) {
	r := New(Config{})
	if _, err := r.CreateDistribution(simple("one", "www.example.com", "*.example.com"), CreateOptions{ID: "EONE"}); err != nil {
		b.Fatal(err)
	}
	for _, host := range []string{"eone.cloudfront.localhost:8080", "www.example.com", "a.b.example.com:8443"} {
		b.Run(host, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, ok := r.World().ByHost(host); !ok {
					b.Fatal("not found")
				}
			}
		})
	}
}

func FuzzByHost(f *testing.F) {
	r := New(Config{})
	for _, cfg := range []policy.DistributionConfig{simple("one", "*.example.com"), simple("two", "www.example.com")} {
		if _, err := r.CreateDistribution(cfg, CreateOptions{ID: "E" + strings.ToUpper(cfg.CallerReference)}); err != nil {
			f.Fatal(err)
		}
	}
	for _, host := range []string{"eone.cloudfront.net", "eone.sea.cloudfront.localhost", "www.example.com", ".example.com", "x.example.com.", "[::1]:80"} {
		f.Add(host)
	}
	f.Fuzz(func(t *testing.T, host string) {
		d, _, ok := r.World().ByHost(host)
		if ok != (d != nil) {
			t.Fatalf("ByHost(%q) = %v, %v", host, d, ok)
		}
		lower := strings.ToLower(host)
		if ok && !strings.Contains(lower, "example.com") && !strings.Contains(lower, "cloudfront") {
			t.Fatalf("ByHost(%q) found %s", host, d.ID)
		}
	})
}

// A world that was loaded never changes, and going back to it undoes
// everything since.
func TestWorldIsImmutable(t *testing.T) {
	r, _ := newTest(t)
	made, err := r.CreateDistribution(simple("one", "www.example.com"), CreateOptions{ID: "EONE"})
	if err != nil {
		t.Fatal(err)
	}
	before := r.World()
	compiled := before.ByID("EONE")

	made.Config.Aliases = nil
	made.Config.Enabled = false
	updated, err := r.UpdateDistribution("EONE", made.ETag, made.Config)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.CreateInvalidation("EONE", batch("a", "/*")); err != nil {
		t.Fatal(err)
	}
	if err := r.Tag(updated.ARN, []Tag{{"k", "v"}}); err != nil {
		t.Fatal(err)
	}
	if err := r.DeleteDistribution("EONE", updated.ETag); err != nil {
		t.Fatal(err)
	}
	if d, _, ok := before.ByHost("www.example.com"); !ok || d != compiled || !d.Enabled {
		t.Error("a loaded world changed")
	}
	if _, _, ok := r.World().ByHost("www.example.com"); ok {
		t.Error("the present world still has the deleted distribution's alias")
	}
	r.Restore(before)
	back, err := r.Distribution("EONE")
	if err != nil || back.ETag != made.ETag || len(back.Tags) != 0 {
		t.Errorf("restored: %+v, %v", back, err)
	}
	if all, err := r.ListInvalidations("EONE"); err != nil || len(all) != 0 {
		t.Errorf("restored invalidations: %v, %v", all, err)
	}
}

// A change of a policy reaches the distributions that use it in the same
// world.
func TestPolicyChangeRecompiles(t *testing.T) {
	r, _ := newTest(t)
	made, err := r.CreateCachePolicy(policy.CachePolicyConfig{Name: "short", MinTTL: 1, DefaultTTL: new(int64(10)), MaxTTL: new(int64(20))}, "")
	if err != nil {
		t.Fatal(err)
	}
	cfg := simple("one")
	cfg.DefaultCacheBehavior.CachePolicyId = made.ID
	for _, id := range []string{"EUSES", "EALSO"} {
		cfg.CallerReference = id
		if _, err := r.CreateDistribution(cfg, CreateOptions{ID: id}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.CreateDistribution(simple("not"), CreateOptions{ID: "ENOT"}); err != nil {
		t.Fatal(err)
	}
	before := r.World()
	made.Config.MaxTTL = new(int64(30))
	if _, err := r.CachePolicies().Update(made.ID, made.ETag, made.Config); err != nil {
		t.Fatal(err)
	}
	after := r.World()
	for _, id := range []string{"EUSES", "EALSO"} {
		if before.ByID(id) == after.ByID(id) {
			t.Errorf("%s was not compiled again", id)
		}
		if got := after.ByID(id).Behaviors[0].MaxTTL.Seconds(); got != 30 {
			t.Errorf("%s: MaxTTL %v s after the change, want 30", id, got)
		}
	}
	if before.ByID("ENOT") != after.ByID("ENOT") {
		t.Error("a distribution that does not use the policy was compiled again")
	}
}

func TestConcurrentUse(t *testing.T) {
	r := New(Config{})
	const writers, rounds = 3, 8
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			for j := range rounds {
				ref := string(rune('a'+i)) + "-" + string(rune('a'+j))
				d, err := r.CreateDistribution(simple(ref, ref+".example.com"), CreateOptions{})
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := r.CreateInvalidation(d.ID, batch(ref, "/*")); err != nil {
					t.Error(err)
				}
			}
		})
		wg.Go(func() {
			for range rounds {
				w := r.World()
				for _, d := range w.Distributions() {
					if w.ByID(d.ID) != d {
						t.Error("a world that does not agree with itself")
					}
				}
				w.ByHost("a-a.example.com")
				if _, err := r.ListDistributions(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if got := len(r.World().Distributions()); got != writers*rounds {
		t.Errorf("%d distributions, want %d", got, writers*rounds)
	}
}
