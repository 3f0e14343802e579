package emulator_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crossfront/emulator"
	"crossfront/emulator/config"
	"crossfront/emulator/journal"
)

// offline is a world without addresses and the means to ask it.
type offline struct {
	*emulator.Offline
}

// offlineWorld is the offline world that flags of serve describe.
func offlineWorld(t *testing.T, args ...string) *offline {
	t.Helper()
	cfg, err := config.Load(args, func(string) string { return "" }, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	f, err := emulator.NewOffline(t.Context(), cfg, emulator.OfflineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return &offline{f}
}

func (f *offline) ask(t *testing.T, method, raw string, header ...string) (*journal.Exchange, []string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, raw, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	x, assumed, err := f.Ask(t.Context(), r, "")
	if err != nil {
		t.Fatalf("%s %s: %v", method, raw, err)
	}
	return x, assumed
}

const demoPlaylist = "http://localhost:8080/vod/index.m3u8"

// What the offline world records is what a running server records.
func TestOfflineIsTheServer(t *testing.T) {
	f := offlineWorld(t)
	x, assumed := f.ask(t, http.MethodGet, demoPlaylist, "Origin", "http://localhost:3000")
	if len(assumed) > 0 {
		t.Errorf("assumed %v of a bucket whose objects are known", assumed)
	}
	r := start(t)
	r.edge(http.MethodGet, "/vod/index.m3u8", "Origin", "http://localhost:3000")
	served := r.last()
	if served.Response.Status != x.Response.Status || served.Response.Bytes != x.Response.Bytes {
		t.Errorf("offline %+v, served %+v", x.Response, served.Response)
	}
	steps := func(x *journal.Exchange) (all []string) {
		for _, s := range x.Edge.Steps {
			all = append(all, s.Stage+": "+s.What+": "+s.Because)
		}
		return all
	}
	if a, b := strings.Join(steps(x), "\n"), strings.Join(steps(served), "\n"); a != b || a == "" {
		t.Errorf("offline:\n%s\nserved:\n%s", a, b)
	}
}

func TestOfflineStateAndReset(t *testing.T) {
	f := offlineWorld(t)
	cache := func(want string) {
		t.Helper()
		if x, _ := f.ask(t, http.MethodGet, demoPlaylist); x.Edge.Cache != want {
			t.Errorf("cache %s, want %s", x.Edge.Cache, want)
		}
	}
	cache("miss")
	cache("hit")
	if err := f.Invalidate([]string{"/*"}); err != nil {
		t.Fatal(err)
	}
	cache("miss")
	f.Advance(48 * time.Hour)
	cache("refreshHit")
	for range 2 {
		if err := f.Reset(t.Context()); err != nil {
			t.Fatal(err)
		}
		cache("miss")
		if x, _ := f.ask(t, http.MethodPut, "http://localhost:4566/media/a"); x.Response.Status != http.StatusForbidden {
			t.Errorf("an unsigned PUT: %d", x.Response.Status)
		}
	}
	if err := f.Invalidate([]string{"no slash"}); err == nil {
		t.Error("an invalidation without a path was taken")
	}
}

// TestOfflineAsksNoCluster: a bucket's backend is for servers; what it holds is
// assumed.
func TestOfflineAsksNoCluster(t *testing.T) {
	cluster := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("the cluster is asked: %s %s", r.Method, r.URL) }))
	defer cluster.Close()
	name := filepath.Join(t.TempDir(), "seed.yaml")
	write(t, name, "buckets: [{name: media, public: true, backend: s3://films, endpoint: '"+cluster.URL+"'}]\n")
	x, assumed := offlineWorld(t, "--config="+name).ask(t, "GET", "https://media.s3.amazonaws.com/a.txt")
	if x.Response.Status != 200 || len(assumed) != 1 {
		t.Errorf("%d, assumed %q", x.Response.Status, assumed)
	}
}

func TestOfflineEntry(t *testing.T) {
	f := offlineWorld(t)
	tests := []struct{ url, via, want string }{
		{demoPlaylist, "", journal.EntryEdge},
		{"https://127.0.0.1:8443/", "", journal.EntryEdge},
		{"https://EDEMO.cloudfront.net/", "", journal.EntryEdge},
		{"http://edemo.nrt20.cloudfront.localhost:8080/", "", journal.EntryEdge},
		{"http://localhost:4566/media/a", "", journal.EntryS3},
		{"http://media.localhost:4566/a", "", journal.EntryS3},
		{"https://media.s3.amazonaws.com/a", "", journal.EntryS3},
		{"https://s3.eu-west-1.amazonaws.com/media/a", "", journal.EntryS3},
		{"http://media.s3-website-us-east-1.amazonaws.com/a", "", journal.EntryS3},
		{"https://proxy.example.com/a", journal.EntryS3, journal.EntryS3},
		{"https://proxy.example.com/a", journal.EntryEdge, journal.EntryEdge},
		{"https://proxy.example.com/a", "", ""},
		{"http://localhost/a", "", ""},
		{"https://e1.cloudfront.net/", "", ""},
	}
	for _, tt := range tests {
		u, err := url.Parse(tt.url)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.Entry(u, tt.via)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s via %q: %q, %v, want %q", tt.url, tt.via, got, err, tt.want)
		}
	}
}
