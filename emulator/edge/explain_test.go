package edge

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/journal"
)

// bucketCORS is an origin that answers with CORS headers when it sees Origin,
// as S3 does.
func bucketCORS(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Origin") != "" {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method")
	}
	text("#EXTM3U", "Content-Type", "application/vnd.apple.mpegurl")(w, r)
}

// TestStory is the trap that the product is about, told by its exchanges.
func TestStory(t *testing.T) {
	const page = "http://localhost:3000"
	b := newBench(t, nil)
	b.origin.answer(bucketCORS)

	b.get("/vod/a.m3u8", "Origin", page)
	e := b.tape.last()
	want := []journal.Step{
		{Stage: "behavior", What: "Behavior *", Because: "no other path pattern matches /vod/a.m3u8"},
		{Stage: "cache", What: "Miss", Because: "nothing is stored under this cache key at SEA19-C1"},
		{Stage: "origin request", What: "Origin removed here", Because: "the behavior has no origin request policy, and the cache policy does not list it"},
		{Stage: "origin access", What: "Sent to S3 unsigned", Because: "the origin has no origin access control"},
		{Stage: "origin response", What: "The origin answered 200 without Access-Control-Allow-Origin", Because: "the request to it had no Origin: it was removed at the edge"},
		{Stage: "store", What: "Stored, fresh for 86400 s", Because: "the origin sent no lifetime: DefaultTTL"},
	}
	if diff := cmp.Diff(want, e.Edge.Steps); diff != "" {
		t.Errorf("the first miss (-want +got):\n%s", diff)
	}
	if !slices.Contains(e.Edge.CacheKey.Dropped, "Origin") || len(e.Edge.CacheKey.In) != 0 {
		t.Errorf("cache key %+v", e.Edge.CacheKey)
	}

	d, err := b.registry.Distribution("E1")
	if err != nil {
		t.Fatal(err)
	}
	cfg := d.Config
	cfg.DefaultCacheBehavior.OriginRequestPolicyId = corsS3Origin
	if _, err := b.registry.UpdateDistribution("E1", d.ETag, cfg); err != nil {
		t.Fatal(err)
	}
	b.Purge()
	b.get("/vod/a.m3u8")
	b.clock.advance(12 * time.Second)
	w := b.get("/vod/a.m3u8", "Origin", page)
	if header(w, "Access-Control-Allow-Origin") != "" {
		t.Error("the poisoned entry has CORS headers")
	}
	e = b.tape.last()
	hit := journal.Step{Stage: "cache", What: "Hit: stored 12 s ago by a request without Origin",
		Because: "Origin is not in the cache key (cache policy Managed-CachingOptimized)"}
	if got, _ := step(e, "cache", ""); got != hit {
		t.Errorf("the hit: %+v", got)
	}
	if e.Edge.Cache != "hit" || e.Edge.OriginRequest != nil || e.S3 != nil {
		t.Errorf("the hit: %+v", e.Edge)
	}
	if !slices.Contains(e.Edge.CacheKey.Forwarded, "Origin") {
		t.Errorf("forwarded, not in the key: %+v", e.Edge.CacheKey)
	}

	b.Purge()
	b.get("/vod/a.m3u8", "Origin", page)
	e = b.tape.last()
	if _, ok := step(e, "origin request", "Origin forwarded, not in the cache key"); !ok {
		t.Errorf("steps %v", e.Edge.Steps)
	}
	if _, ok := step(e, "origin response", "with Access-Control-Allow-Origin: *"); !ok {
		t.Errorf("steps %v", e.Edge.Steps)
	}
	b.get("/vod/a.m3u8", "Origin", page)
	if _, ok := step(b.tape.last(), "cache", "by a request with Origin "+page); !ok {
		t.Errorf("steps %v", b.tape.last().Edge.Steps)
	}
}

func TestExchange(t *testing.T) {
	b := newBench(t, func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.DefaultCacheBehavior.ResponseHeadersPolicyId = simpleCORS
		c.DefaultCacheBehavior.OriginRequestPolicyId = corsS3Origin
	})
	b.get("/a?x=1", "Origin", "https://a.example", popHeader, "NRT20")
	e := b.tape.last()
	if e.Entry != "edge" || !e.Time.Equal(b.clock.Now()) || e.Edge.DistributionID != "E1" || e.Edge.Behavior != "*" || e.Edge.Cache != "miss" {
		t.Errorf("exchange %+v, edge %+v", e, e.Edge)
	}
	if diff := cmp.Diff(journal.Request{Method: "GET", URL: "http://e1.cloudfront.localhost/a?x=1", Headers: []journal.Header{
		{"Host", "e1.cloudfront.localhost"}, {"Origin", "https://a.example"}, {popHeader, "NRT20"},
	}}, e.Request); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
	if r := e.Edge.OriginRequest; r.URL != "https://media.s3.us-east-1.amazonaws.com/a" && r.URL != "http://media.s3.us-east-1.amazonaws.com/a" ||
		!slices.Contains(r.Headers, journal.Header{"Host", "media.s3.us-east-1.amazonaws.com"}) {
		t.Errorf("origin request %+v", r)
	}
	if r := e.Edge.OriginResponse; r.Status != 200 || !slices.Contains(r.Headers, journal.Header{"Etag", `"v1"`}) {
		t.Errorf("origin response %+v", r)
	}
	if e.Response.Status != 200 || e.Response.Bytes != 5 || !slices.Contains(e.Response.Headers, journal.Header{"X-Cache", "Miss from cloudfront"}) {
		t.Errorf("response %+v", e.Response)
	}
	if e.S3 == nil {
		t.Error("no S3 part")
	}
	if _, ok := step(e, "response headers policy", "Access-Control-Allow-Origin added"); !ok {
		t.Errorf("steps %v", e.Edge.Steps)
	}
}

func TestEveryKindOfReplyIsExplained(t *testing.T) {
	b := newBench(t, func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.DefaultCacheBehavior.AllowedMethods = allMethods()
	})
	b.get("/a", "Host", "nobody.example")
	if s := b.tape.last().Edge.Steps; len(s) != 1 || s[0].Stage != stageGate {
		t.Errorf("unknown host: %v", s)
	}
	b.do("PUT", "/a", nil)
	if _, ok := step(b.tape.last(), stageCache, "Not cached"); !ok {
		t.Errorf("PUT: %v", b.tape.last().Edge.Steps)
	}
	b.origin.answer(status(503, "", "Content-Type", "text/plain"))
	b.get("/e")
	if s, ok := step(b.tape.last(), stageStore, "Stored, fresh for 10 s"); !ok {
		t.Errorf("503: %v", s)
	}
	b.get("/e")
	if s, ok := step(b.tape.last(), stageCache, "Hit: stored 0 s ago"); !ok || b.tape.last().Edge.Cache != "error" {
		t.Errorf("cached 503: %v", s)
	}
}
