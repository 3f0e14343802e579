package edge

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// slowly answers after a second of the bubble's time, unless its request ends
// before.
func slowly(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(time.Second):
			h(w, r)
		case <-r.Context().Done():
			panic(http.ErrAbortHandler)
		}
	}
}

// patient is a transport that gives up when the request's context ends.
type patient struct{ *fakeOrigin }

func (p patient) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	defer func() {
		if recover() != nil {
			err = context.Cause(r.Context())
		}
	}()
	return p.fakeOrigin.RoundTrip(r)
}

// herd lets n viewers ask for the same thing at once.
func herd(b *bench, n int, headers ...string) []*httptest.ResponseRecorder {
	all := make([]*httptest.ResponseRecorder, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { all[i] = b.get("/a", headers...) })
	}
	wg.Wait()
	return all
}

func TestCollapse(t *testing.T) {
	forwardCookies := func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.DefaultCacheBehavior.CachePolicyId = ""
		zero, day := int64(0), int64(86400)
		c.DefaultCacheBehavior.MinTTL, c.DefaultCacheBehavior.DefaultTTL, c.DefaultCacheBehavior.MaxTTL = &zero, &day, &day
		c.DefaultCacheBehavior.ForwardedValues = &policy.ForwardedValues{Cookies: policy.CookiePreference{Forward: "all"}}
	}
	disabled := func(_ *registry.Registry, c *policy.DistributionConfig) {
		c.DefaultCacheBehavior.CachePolicyId = cachingDisabled
	}
	tests := []struct {
		name   string
		change func(*registry.Registry, *policy.DistributionConfig)
		answer http.HandlerFunc
		asked  int
		status int
		hits   int
	}{
		{"one request for all", nil, text("hello"), 1, 200, 9},
		{"chunked", nil, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "hello") }, 1, 200, 9},
		{"errors are shared", nil, status(500, "hello"), 1, 500, 0},
		{"CachingDisabled", disabled, text("hello"), 10, 200, 0},
		{"cookies forwarded", forwardCookies, text("hello"), 10, 200, 0},
		{"private under MinTTL 0", withCachePolicy(0, 60, 60), text("hello", "Cache-Control", "private"), 10, 200, 0},
		{"max-age=0 under MinTTL 0", withCachePolicy(0, 60, 60), text("hello", "Cache-Control", "max-age=0"), 10, 200, 0},
		{"s-maxage=0 under MinTTL 0", withCachePolicy(0, 60, 60), text("hello", "Cache-Control", "max-age=9, s-maxage=0"), 10, 200, 0},
		{"Vary: * under MinTTL 0", withCachePolicy(0, 60, 60), text("hello", "Vary", "*"), 10, 200, 0},
		{"max-age=0 under MinTTL 1", nil, text("hello", "Cache-Control", "max-age=0"), 1, 200, 9},
		{"DefaultTTL 0", withCachePolicy(0, 0, 60), text("hello"), 1, 200, 9},
		{"private under MinTTL 1", nil, text("hello", "Cache-Control", "private"), 1, 200, 9},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, tt.change)
				b.origin.answer(slowly(tt.answer))
				hits := 0
				for _, w := range herd(b, 10) {
					if w.Code != tt.status || w.Body.String() != "hello" {
						t.Errorf("status %d, body %q", w.Code, w.Body)
					}
					if header(w, "X-Cache") == "Hit from cloudfront" {
						hits++
					}
				}
				if n, _ := b.origin.asked(); n != tt.asked {
					t.Errorf("the origin was asked %d times, want %d", n, tt.asked)
				}
				if hits != tt.hits {
					t.Errorf("%d hits, want %d", hits, tt.hits)
				}
			})
		})
	}
}

// Nor do those collapse who revalidate what may not be served unasked.
func TestRevalidationsDoNotCollapse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, withCachePolicy(0, 60, 60))
		b.origin.answer(text("hello", "Cache-Control", "max-age=0", "ETag", `"v1"`))
		b.get("/a")
		b.origin.answer(slowly(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-None-Match") != `"v1"` {
				t.Error("asked without the ETag")
			}
			status(http.StatusNotModified, "", "Cache-Control", "max-age=0")(w, r)
		}))
		for _, w := range herd(b, 10) {
			expect(t, w, 200, "RefreshHit", "hello")
		}
		if n, _ := b.origin.asked(); n != 11 {
			t.Errorf("the origin was asked %d times, want 11", n)
		}
	})
}

func TestKeysDoNotCollapse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, withCachePolicy(0, 60, 60, "Origin"))
		b.origin.answer(slowly(func(w http.ResponseWriter, r *http.Request) { text(r.Header.Get("Origin"))(w, r) }))
		var wg sync.WaitGroup
		for i := range 20 {
			origin := fmt.Sprintf("https://%d.example", i%5)
			wg.Go(func() {
				if w := b.get("/a", "Origin", origin); w.Body.String() != origin {
					t.Errorf("%s got the answer for %q", origin, w.Body)
				}
			})
		}
		wg.Wait()
		if n, _ := b.origin.asked(); n != 5 {
			t.Errorf("the origin was asked %d times, want 5", n)
		}
	})
}

// leaves asks for /a until ctx ends; the connection is broken off then.
func leaves(ctx context.Context, b *bench) {
	defer func() { _ = recover() }() // http.ErrAbortHandler
	b.ServeHTTP(httptest.NewRecorder(), newRequest("GET", "/a", "e1.cloudfront.localhost").WithContext(ctx))
}

func TestFirstViewersLeavingFailsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, nil, func(c *Config) { c.S3 = patient{c.S3.(*fakeOrigin)} })
		b.origin.answer(slowly(text("hello")))
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { leaves(ctx, b) })
		synctest.Wait()
		wg.Go(func() { expect(t, b.get("/a"), 200, "Hit", "hello") })
		synctest.Wait()
		cancel()
		wg.Wait()
		if n, _ := b.origin.asked(); n != 1 {
			t.Errorf("the origin was asked %d times, want 1", n)
		}
	})
}

func TestNothingIsStoredWhenAllViewersLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, nil, func(c *Config) { c.S3 = patient{c.S3.(*fakeOrigin)} })
		b.origin.answer(slowly(text("hello")))
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		leaves(ctx, b)
		time.Sleep(time.Minute) // of the bubble
		if got := b.CacheStats().Entries; got != 0 {
			t.Errorf("%d entries stored", got)
		}
		if e := b.tape.last(); e.Edge == nil || len(e.Edge.Steps) == 0 {
			t.Errorf("journal: %+v", e)
		}
	})
}

func TestARangeFetchesTheWholeObject(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, nil, func(c *Config) { c.S3 = dripping{c.S3} })
		b.origin.answer(text("0123456789", "Accept-Ranges", "bytes"))
		expect(t, b.get("/a", "Range", "bytes=0-1"), 206, "Miss", "01")
		time.Sleep(time.Minute) // of the bubble: the rest arrives
		expect(t, b.get("/a"), 200, "Hit", "0123456789")
	})
}

// dripping gives a body one byte a second, and ends with the request.
type dripping struct{ http.RoundTripper }

func (d dripping) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := d.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = &drip{resp.Body, r.Context()}
	}
	return resp, err
}

type drip struct {
	io.ReadCloser
	ctx context.Context
}

func (d *drip) Read(p []byte) (int, error) {
	select {
	case <-time.After(time.Second):
		return d.ReadCloser.Read(p[:1])
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	}
}

func TestForgettingDuringARequest(t *testing.T) {
	for name, forget := range map[string]func(*bench){
		"invalidation": func(b *bench) { b.invalidate("E1", []string{"/*"}) },
		"purge":        func(b *bench) { b.Purge() },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, nil)
				b.origin.answer(slowly(text("old")))
				var wg sync.WaitGroup
				wg.Go(func() { expect(t, b.get("/a"), 200, "Miss", "old") })
				synctest.Wait()
				forget(b)
				b.origin.answer(text("new"))
				expect(t, b.get("/a"), 200, "Miss", "new") // does not join the request from before
				wg.Wait()
				expect(t, b.get("/a"), 200, "Hit", "new")
			})
		})
	}
}

func TestConditionsDoNotCollapse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, nil)
		b.origin.answer(slowly(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-None-Match") != "" {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			text("hello")(w, r)
		}))
		var wg sync.WaitGroup
		wg.Go(func() { expect(t, b.get("/a", "If-None-Match", `"v1"`), 304, "Miss", "") })
		synctest.Wait()
		wg.Go(func() { expect(t, b.get("/a"), 200, "Miss", "hello") })
		wg.Wait()
	})
}

func TestLargeBodiesStreamThrough(t *testing.T) {
	body := strings.Repeat("0123456789abcdef", 64<<10) // 1 MiB
	for name, answer := range map[string]http.HandlerFunc{
		"announced": text(body),
		"chunked":   func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil, func(c *Config) {
				c.CacheBytes = 1 << 20 // entries of at most 256 KiB
				if name == "chunked" {
					c.S3 = unannounced{c.S3}
				}
			})
			b.origin.answer(answer)
			for range 2 {
				expect(t, b.get("/a"), 200, "Miss", body)
			}
			if got := b.CacheStats().Entries; got != 0 {
				t.Errorf("%d entries stored", got)
			}
		})
	}
}

// unannounced takes the length off answers, as a chunked one has none.
type unannounced struct{ http.RoundTripper }

func (u unannounced) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := u.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.ContentLength = -1
		resp.Header.Del("Content-Length")
	}
	return resp, err
}

// TestStorm lets many viewers, invalidations, updates and a failing origin loose
// on a tiny cache: every body belongs to its path, and the budget holds.
func TestStorm(t *testing.T) {
	b := newBench(t, withCachePolicy(0, 1, 60, "Origin"), func(c *Config) { c.CacheBytes = 64 << 10; c.Journal = nil })
	var turn atomic.Int64
	b.origin.answer(func(w http.ResponseWriter, r *http.Request) {
		switch turn.Add(1) % 7 {
		case 0:
			status(503, "503 of "+r.URL.Path)(w, r)
		case 1:
			text(r.URL.Path+" "+r.Header.Get("Origin"), "Cache-Control", "private")(w, r)
		default:
			text(r.URL.Path+" "+r.Header.Get("Origin"), "Access-Control-Allow-Origin", r.Header.Get("Origin"), "ETag", `"`+r.URL.Path+`"`)(w, r)
		}
	})
	var wg sync.WaitGroup
	for viewer := range 8 {
		wg.Go(func() {
			for i := range 200 {
				path := fmt.Sprintf("/%d", (i*7+viewer*13)%90)
				origin := fmt.Sprintf("https://%d.example", i%3)
				w := b.get(path, "Origin", origin)
				body := w.Body.String()
				if w.Code == 200 && body != path+" "+origin || w.Code != 200 && body != "503 of "+path {
					t.Errorf("%s for %s: %d %q", path, origin, w.Code, body)
				}
				if allow := header(w, "Access-Control-Allow-Origin"); allow != "" && allow != origin {
					t.Errorf("%s got Access-Control-Allow-Origin %s", origin, allow)
				}
				switch {
				case i%50 == 0:
					b.invalidate("E1", []string{"/1*"})
				case i%20 == 0:
					b.clock.advance(time.Second)
				}
			}
		})
	}
	wg.Wait()
	if got := b.CacheStats(); got.Bytes > 64<<10 || got.Bytes < 0 || got.Entries == 0 {
		t.Errorf("stats %+v", got)
	}
}

// A viewer who looked before another's answer was stored, and comes to ask
// after that flight ended, is served what is there by now.
func TestStoredMeanwhile(t *testing.T) {
	b := newBench(t, nil)
	b.origin.answer(text("hello"))
	overtaken := false
	between := stage{"between", func(*visit) bool {
		if !overtaken {
			overtaken = true
			expect(t, b.get("/a"), 200, "Miss", "hello")
		}
		return false
	}}
	at := slices.IndexFunc(b.request, func(s stage) bool { return s.name == "origin" })
	b.request = slices.Insert(slices.Clone(b.request), at, between)
	expect(t, b.get("/a"), 200, "Hit", "hello")
	if n, _ := b.origin.asked(); n != 1 {
		t.Errorf("the origin was asked %d times, want 1", n)
	}
}
