package policy

import (
	"net/http"
	"testing"
	"time"
)

func ttlBehavior(t testing.TB, minTTL, defaultTTL, maxTTL int64, opts Options, responses ...CustomErrorResponse) *Behavior {
	t.Helper()
	src := newWorld()
	src.cache["ttl"] = keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{}, minTTL, defaultTTL, maxTTL)
	cfg := distribution(customOrigin(), DefaultCacheBehavior{CachePolicyId: "ttl"})
	cfg.CustomErrorResponses = &CustomErrorResponses{Quantity: len(responses), Items: responses}
	return mustCompile(t, cfg, src, opts).Behaviors[0]
}

func TestFreshness(t *testing.T) {
	const year = 31536000
	date := testNow().Format(http.TimeFormat)
	in := func(d time.Duration) string { return testNow().Add(d).Format(http.TimeFormat) }
	type f = Freshness
	s := func(n int64) time.Duration { return time.Duration(n) * time.Second }
	// stale is the room that is left until MaxTTL.
	fresh := func(n int64, maxTTL int64) f { return f{Store: true, Fresh: s(n), StaleIfError: s(maxTTL - n)} }
	cases := []struct {
		name   string
		ttl    [3]int64
		header http.Header
		want   f
	}{
		{"nothing", [3]int64{0, 86400, year}, nil, fresh(86400, year)},
		{"nothing, MinTTL above DefaultTTL", [3]int64{100, 10, year}, nil, fresh(100, year)},
		{"nothing, DefaultTTL 0", [3]int64{0, 0, year}, nil, f{Store: true, MustRevalidate: true, StaleIfError: s(year)}},
		{"max-age", [3]int64{0, 86400, year}, headerOf("Cache-Control", "public, max-age=60"), fresh(60, year)},
		{"max-age above MaxTTL", [3]int64{0, 10, 100}, headerOf("Cache-Control", "max-age=600"), fresh(100, 100)},
		{"max-age below MinTTL", [3]int64{60, 86400, year}, headerOf("Cache-Control", "max-age=5"), fresh(60, year)},
		{"s-maxage first", [3]int64{0, 86400, year}, headerOf("Cache-Control", "max-age=5, s-maxage=100"), fresh(100, year)},
		{"s-maxage=0 before max-age", [3]int64{0, 86400, year}, headerOf("Cache-Control", "max-age=5, s-maxage=0"), f{Store: true, MustRevalidate: true, Alone: true, StaleIfError: s(year)}},
		{"max-age before Expires", [3]int64{0, 86400, year}, headerOf("Cache-Control", "max-age=100", "Expires", in(-time.Hour)), fresh(100, year)},
		{"Expires", [3]int64{0, 86400, year}, headerOf("Expires", in(90*time.Second)), fresh(90, year)},
		{"Expires by the origin's Date", [3]int64{0, 86400, year}, headerOf("Expires", in(90*time.Second), "Date", in(30*time.Second)), fresh(60, year)},
		{"Expires past", [3]int64{0, 86400, year}, headerOf("Expires", in(-time.Second), "Date", date), f{Store: true, MustRevalidate: true, StaleIfError: s(year)}},
		{"Expires past, MinTTL", [3]int64{30, 86400, year}, headerOf("Expires", "Thu, 01 Jan 1970 00:00:00 GMT"), fresh(30, year)},
		{"Expires 0", [3]int64{0, 86400, year}, headerOf("Expires", "0"), f{Store: true, MustRevalidate: true, StaleIfError: s(year)}},
		{"max-age=0", [3]int64{0, 86400, year}, headerOf("Cache-Control", "max-age=0"), f{Store: true, MustRevalidate: true, Alone: true, StaleIfError: s(year)}},
		{"max-age=0 below s-maxage", [3]int64{0, 86400, year}, headerOf("Cache-Control", "max-age=0, s-maxage=9"), fresh(9, year)},
		{"max-age=0, MinTTL", [3]int64{1, 86400, year}, headerOf("Cache-Control", "max-age=0"), fresh(1, year)},
		{"no-store", [3]int64{0, 86400, year}, headerOf("Cache-Control", "no-store"), f{Alone: true}},
		{"no-cache", [3]int64{0, 86400, year}, headerOf("Cache-Control", "No-Cache"), f{Alone: true}},
		{"private with max-age", [3]int64{0, 86400, year}, headerOf("Cache-Control", "max-age=600, private"), f{Alone: true}},
		{"private for a field", [3]int64{0, 86400, year}, headerOf("Cache-Control", `private="X-A", max-age=600`), f{Alone: true}},
		{"no-store, MinTTL", [3]int64{30, 86400, year}, headerOf("Cache-Control", "no-store, max-age=600"), fresh(30, year)},
		{"no-cache for a field", [3]int64{0, 86400, year}, headerOf("Cache-Control", `no-cache="Set-Cookie", max-age=60`), fresh(60, year)},
		{"two lines", [3]int64{0, 86400, year}, headerOf("Cache-Control", "public", "Cache-Control", "max-age=7"), fresh(7, year)},
		{"unreadable max-age", [3]int64{0, 86400, year}, headerOf("Cache-Control", "max-age=soon"), fresh(86400, year)},
		{"negative max-age", [3]int64{0, 86400, year}, headerOf("Cache-Control", "max-age=-1"), fresh(86400, year)},
		{"quoted and huge", [3]int64{0, 10, 100}, headerOf("Cache-Control", `max-age="99999999999999999999"`), fresh(100, 100)},
		{"Pragma says nothing", [3]int64{0, 86400, year}, headerOf("Pragma", "no-cache"), fresh(86400, year)},
		{"caching off", [3]int64{0, 0, 0}, headerOf("Cache-Control", "max-age=600"), f{}},
		{"Vary star", [3]int64{0, 86400, year}, headerOf("Vary", "Accept, *", "Cache-Control", "max-age=60, stale-while-revalidate=9"), f{Store: true, MustRevalidate: true, Unconditional: true, Alone: true, StaleIfError: s(year)}},
		{"Vary star that opts out of stale", [3]int64{0, 86400, year}, headerOf("Vary", "*", "Cache-Control", "max-age=60, stale-if-error=0"), f{Store: true, MustRevalidate: true, Unconditional: true, Alone: true, StaleIfError: s(60)}},
		{"Vary star and no-store", [3]int64{0, 86400, year}, headerOf("Vary", "*", "Cache-Control", "no-store"), f{Alone: true}},
		{"Vary star, MinTTL", [3]int64{1, 86400, year}, headerOf("Vary", "*", "Cache-Control", "max-age=60"), fresh(60, year)},
		{"stale", [3]int64{0, 86400, 1000}, headerOf("Cache-Control", "max-age=100, stale-while-revalidate=50, stale-if-error=60"),
			f{Store: true, Fresh: s(100), StaleWhileRevalidate: s(50), StaleIfError: s(60)}},
		{"stale no longer than MaxTTL", [3]int64{0, 100, 300}, headerOf("Cache-Control", "max-age=100, stale-while-revalidate=5000, stale-if-error=6000"),
			f{Store: true, Fresh: s(100), StaleWhileRevalidate: s(200), StaleIfError: s(200)}},
		{"stale-if-error=0", [3]int64{0, 86400, year}, headerOf("Cache-Control", "max-age=10, stale-if-error=0"), f{Store: true, Fresh: s(10)}},
	}
	for _, c := range cases {
		if c.ttl[1] > c.ttl[2] {
			c.ttl[1] = c.ttl[2]
		}
		for _, status := range []int{200, 204, 301} {
			got := ttlBehavior(t, c.ttl[0], c.ttl[1], c.ttl[2], Options{}).Freshness(status, c.header, testNow(), nil)
			if got.Because == "" {
				t.Errorf("%s: no reason", c.name)
			}
			got.Because = ""
			if got != c.want {
				t.Errorf("%s, %d:\ngot  %+v\nwant %+v", c.name, status, got, c.want)
			}
		}
	}
}

func TestErrorFreshness(t *testing.T) {
	cases := []struct {
		name      string
		status    int
		ttl       [3]int64
		cc        string
		opts      Options
		responses []CustomErrorResponse
		want      int64 // seconds; -1 not stored
		origin    *Origin
		expires   time.Duration
	}{
		{"404", 404, [3]int64{1, 86400, 31536000}, "", Options{}, nil, 10, nil, 0},
		{"503", 503, [3]int64{0, 0, 31536000}, "", Options{}, nil, 10, nil, 0},
		{"500, origin says longer", 500, [3]int64{0, 86400, 31536000}, "max-age=60", Options{}, nil, 60, nil, 0},
		{"500, origin says shorter", 500, [3]int64{0, 86400, 31536000}, "max-age=3", Options{}, nil, 10, nil, 0},
		{"404, s-maxage first", 404, [3]int64{0, 86400, 31536000}, "max-age=600, s-maxage=20", Options{}, nil, 20, nil, 0},
		{"404, MaxTTL", 404, [3]int64{0, 5, 5}, "max-age=600", Options{}, nil, 5, nil, 0},
		{"404, configured", 404, [3]int64{0, 86400, 31536000}, "", Options{}, []CustomErrorResponse{{ErrorCode: 404, ErrorCachingMinTTL: new(int64(300))}}, 300, nil, 0},
		{"404, configured 0", 404, [3]int64{0, 86400, 31536000}, "", Options{}, []CustomErrorResponse{{ErrorCode: 404, ErrorCachingMinTTL: new(int64(0))}}, -1, nil, 0},
		{"403", 403, [3]int64{1, 86400, 31536000}, "", Options{}, nil, -1, nil, 0},
		{"403, no-store", 403, [3]int64{1, 86400, 31536000}, "no-store", Options{}, nil, -1, nil, 0},
		{"403 with max-age", 403, [3]int64{1, 86400, 31536000}, "max-age=30", Options{}, nil, 30, nil, 0},
		{"403 with max-age=0", 403, [3]int64{1, 86400, 31536000}, "max-age=0", Options{}, nil, 10, nil, 0},
		{"403, switched", 403, [3]int64{1, 86400, 31536000}, "", Options{CacheForbidden: true}, nil, 10, nil, 0},
		{"400", 400, [3]int64{1, 86400, 31536000}, "", Options{}, nil, -1, nil, 0},
		{"405 with s-maxage", 405, [3]int64{1, 86400, 31536000}, "s-maxage=15", Options{}, nil, 15, nil, 0},
		{"416", 416, [3]int64{1, 86400, 31536000}, "max-age=30", Options{}, nil, -1, nil, 0},
		{"401", 401, [3]int64{1, 86400, 31536000}, "max-age=30", Options{}, nil, -1, nil, 0},
		{"404, configured 0, of S3", 404, [3]int64{0, 86400, 31536000}, "", Options{}, []CustomErrorResponse{{ErrorCode: 404, ErrorCachingMinTTL: new(int64(0))}}, 1, &Origin{S3: true}, 0},
		{"404, configured 0, of another", 404, [3]int64{0, 86400, 31536000}, "", Options{}, []CustomErrorResponse{{ErrorCode: 404, ErrorCachingMinTTL: new(int64(0))}}, -1, &Origin{}, 0},
		{"404, of S3", 404, [3]int64{1, 86400, 31536000}, "", Options{}, nil, 10, &Origin{S3: true}, 0},
		{"404, Expires later", 404, [3]int64{0, 86400, 31536000}, "", Options{}, nil, 90, nil, 90 * time.Second},
		{"404, Expires sooner", 404, [3]int64{0, 86400, 31536000}, "", Options{}, nil, 10, nil, 5 * time.Second},
		{"404, max-age before Expires", 404, [3]int64{0, 86400, 31536000}, "max-age=20", Options{}, nil, 20, nil, 90 * time.Second},
		{"404, Expires, MaxTTL", 404, [3]int64{0, 60, 60}, "", Options{}, nil, 60, nil, 90 * time.Second},
		{"404, no-store", 404, [3]int64{0, 86400, 31536000}, "no-store", Options{}, nil, 10, nil, 0},
		{"403, Expires", 403, [3]int64{0, 86400, 31536000}, "", Options{}, nil, -1, nil, 90 * time.Second},
		{"404, caching off", 404, [3]int64{0, 0, 0}, "max-age=30", Options{}, nil, -1, nil, 0},
	}
	for _, c := range cases {
		b := ttlBehavior(t, c.ttl[0], c.ttl[1], c.ttl[2], c.opts, c.responses...)
		h := http.Header{}
		if c.cc != "" {
			h.Set("Cache-Control", c.cc)
		}
		if c.expires > 0 {
			h.Set("Expires", testNow().Add(c.expires).Format(http.TimeFormat))
		}
		got := b.Freshness(c.status, h, testNow(), c.origin)
		want := Freshness{Store: c.want >= 0, Fresh: seconds(max(c.want, 0)), Because: got.Because}
		if got != want || got.Because == "" {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// AWS: "CloudFront caches 307 and 308 responses only when you include the
// Cache-Control header in responses from the origin."
func TestTemporaryRedirectFreshness(t *testing.T) {
	for _, c := range []struct {
		status int
		minTTL int64
		header http.Header
		want   int64 // seconds; -1 not stored
	}{
		{307, 0, nil, -1}, {308, 0, nil, -1}, {307, 1, nil, -1}, {308, 1, nil, -1},
		{307, 1, headerOf("Expires", testNow().Add(time.Hour).Format(http.TimeFormat)), -1},
		{307, 0, headerOf("Cache-Control", "max-age=60"), 60}, {308, 1, headerOf("Cache-Control", "max-age=60"), 60},
		{308, 0, headerOf("Cache-Control", "public"), 86400}, {307, 0, headerOf("Cache-Control", "no-store"), -1},
		{307, 5, headerOf("Cache-Control", "no-store"), 5},
		{301, 0, nil, 86400}, {302, 1, nil, 86400}, {303, 0, nil, 86400},
	} {
		got := ttlBehavior(t, c.minTTL, 86400, 31536000, Options{}).Freshness(c.status, c.header, testNow(), nil)
		if got.Store != (c.want >= 0) || got.Fresh != seconds(max(c.want, 0)) || got.Because == "" {
			t.Errorf("%d, MinTTL %d, %v: %+v, want %d s", c.status, c.minTTL, c.header, got, c.want)
		}
	}
}

func FuzzCacheControl(f *testing.F) {
	for _, line := range []string{"", "max-age=1", "no-cache=\"A, B\", private", "s-maxage=\"5\"", "max-age=", ",,=", "a=\"", "max-age=1;x", "MAX-AGE=99999999999999999999"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		cc := parseCacheControl([]string{line})
		for _, d := range []time.Duration{cc.maxAge, cc.sMaxAge, cc.staleIfError, cc.staleWhileRevalidate} {
			if d != -1 && (d < 0 || d > maxDelta*time.Second || d%time.Second != 0) {
				t.Fatalf("%q: %v", line, d)
			}
		}
		h := http.Header{"Cache-Control": {line}}
		b := &Behavior{MaxTTL: time.Hour, DefaultTTL: time.Minute, dist: &Distribution{}}
		got := b.Freshness(200, h, testNow(), nil)
		if got.Fresh < 0 || got.Fresh+got.StaleIfError > time.Hour || got.Fresh+got.StaleWhileRevalidate > time.Hour || got.Because == "" {
			t.Fatalf("%q: %+v", line, got)
		}
	})
}
