package fault

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"crossfront/emulator/clock"
	"crossfront/emulator/journal"
)

func TestString(t *testing.T) {
	cut := int64(10)
	for want, f := range map[string]Fault{
		"status 503 on bucket media":                                        {Bucket: "media", Status: 503},
		"connection reset on origin a.example, path /v/*, GET, HEAD":        {Origin: "a.example", Reset: true, Path: "/v/*", Methods: []string{"GET", "HEAD"}},
		"latency 2s ± 1s, body cut after 10 bytes on bucket a and origin b": {Bucket: "a", Origin: "b", Latency: 2 * time.Second, Jitter: time.Second, Truncate: &cut},
		"latency 35s, status 500, 64 bytes a second on bucket a":            {Bucket: "a", Latency: 35 * time.Second, Status: 500, Bandwidth: 64},
	} {
		if got := f.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestMeets(t *testing.T) {
	at := func(f Fault) *Set { return NewSet(new(clock.Adjustable), []Fault{f}) }
	tests := []struct {
		name           string
		fault          Fault
		bucket, origin string
		method, path   string
		want           bool
	}{
		{"bucket", Fault{Bucket: "media"}, "media", "", "GET", "/a", true},
		{"another bucket", Fault{Bucket: "media"}, "other", "", "GET", "/a", false},
		{"a bucket is no origin", Fault{Bucket: "media"}, "", "media", "GET", "/a", false},
		{"origin in other letters", Fault{Origin: "API.example.com."}, "", "api.EXAMPLE.com", "GET", "/a", true},
		{"both: at the bucket", Fault{Bucket: "media", Origin: "a.example"}, "media", "", "GET", "/a", true},
		{"both: at the origin", Fault{Bucket: "media", Origin: "a.example"}, "", "a.example", "GET", "/a", true},
		{"path", Fault{Bucket: "media", Path: "/vod/*.ts"}, "media", "", "GET", "/vod/1/a.ts", true},
		{"another path", Fault{Bucket: "media", Path: "/vod/*.ts"}, "media", "", "GET", "/vod/a.m3u8", false},
		{"method", Fault{Bucket: "media", Methods: []string{"PUT", "GET"}}, "media", "", "GET", "/a", true},
		{"another method", Fault{Bucket: "media", Methods: []string{"PUT"}}, "media", "", "GET", "/a", false},
	}
	for _, tt := range tests {
		s := at(tt.fault)
		var h *Hit
		if tt.origin != "" {
			h = s.AtOrigin(t.Context(), tt.origin, tt.method, tt.path, false)
		} else {
			h = s.AtBucket(t.Context(), tt.bucket, tt.method, tt.path)
		}
		if (h != nil) != tt.want {
			t.Errorf("%s: acts %v", tt.name, h != nil)
		}
	}
	if (*Set)(nil).Any() || NewSet(new(clock.Adjustable), nil).Any() {
		t.Error("there are faults where there are none")
	}
}

// TestDraws: some of the requests fail, the same in every run; the first fault
// that acts is the only one.
func TestDraws(t *testing.T) {
	s := NewSet(new(clock.Adjustable), []Fault{{Bucket: "a", Probability: 0.3, Status: 500}, {Bucket: "a", Every: 2, Status: 503}})
	run := func() (list []int) {
		for range 1000 {
			status := 200
			if h := s.AtBucket(t.Context(), "a", "GET", "/"); h != nil {
				status = h.Status
			}
			list = append(list, status)
		}
		return list
	}
	first := run()
	states := s.List()
	if a, b := states[0], states[1]; a.Seen != 1000 || a.Hits < 250 || a.Hits > 350 || b.Seen != 1000-a.Hits || b.Hits != b.Seen/2 {
		t.Errorf("%+v", states)
	}
	s.Restart()
	if again := run(); !slices.Equal(first, again) {
		t.Error("another run draws otherwise")
	}
}

func TestJitter(t *testing.T) {
	s := NewSet(new(clock.Adjustable), []Fault{{Bucket: "a", Latency: 10 * time.Second, Jitter: 4 * time.Second}})
	least, most := time.Hour, time.Duration(0)
	for range 1000 {
		h := s.AtBucket(t.Context(), "a", "GET", "/")
		least, most = min(least, h.delay), max(most, h.delay)
	}
	if least < 6*time.Second || least > 7*time.Second || most > 14*time.Second || most < 13*time.Second {
		t.Errorf("latencies from %v to %v", least, most)
	}
}

func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := NewSet(new(clock.Adjustable), []Fault{{Bucket: "a", Latency: time.Minute}})
		h := s.AtBucket(t.Context(), "a", "GET", "/")
		began := time.Now()
		if err := h.Wait(t.Context()); err != nil || time.Since(began) != time.Minute || h.Journal().Broke {
			t.Errorf("%v after %v: %+v", err, time.Since(began), h.Journal())
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := h.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) || !h.Journal().Broke {
			t.Errorf("given up: %v: %+v", err, h.Journal())
		}
	})
	if err := (*Hit)(nil).Wait(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestBody: so much of the body, at such a pace.
func TestBody(t *testing.T) {
	limit := func(n int64) *int64 { return &n }
	tests := []struct {
		fault Fault
		body  string
		want  string
		cut   bool
		took  time.Duration
	}{
		{Fault{}, "0123456789", "0123456789", false, 0},
		{Fault{Truncate: limit(4)}, "0123456789", "0123", true, 0},
		{Fault{Truncate: limit(0)}, "0123456789", "", true, 0},
		{Fault{Truncate: limit(0)}, "", "", false, 0},
		{Fault{Truncate: limit(10)}, "0123456789", "0123456789", false, 0},
		{Fault{Truncate: limit(11)}, "0123456789", "0123456789", false, 0},
		{Fault{Bandwidth: 5}, "0123456789", "0123456789", false, 2 * time.Second},
		{Fault{Bandwidth: 1}, "0123456789", "0123456789", false, 10 * time.Second},
		{Fault{Bandwidth: 100}, strings.Repeat("x", 250), strings.Repeat("x", 250), false, 2500 * time.Millisecond},
		{Fault{Bandwidth: 2, Truncate: limit(3)}, "0123456789", "012", true, 1500 * time.Millisecond},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			tt.fault.Bucket = "a"
			h := NewSet(new(clock.Adjustable), []Fault{tt.fault}).AtBucket(t.Context(), "a", "GET", "/")
			began := time.Now()
			got, err := io.ReadAll(h.Body(t.Context(), io.NopCloser(strings.NewReader(tt.body))))
			if string(got) != tt.want || tt.cut != errors.Is(err, ErrCut) || !tt.cut && err != nil || time.Since(began) != tt.took || h.Journal().Broke != tt.cut {
				t.Errorf("%s: %q, %v, after %v", h, got, err, time.Since(began))
			}
		})
	}
}

// TestTrace: what an origin's fault leaves to the bucket acts there, once, and is
// told once with all attempts.
func TestTrace(t *testing.T) {
	s := NewSet(new(clock.Adjustable), []Fault{
		{Bucket: "a", Origin: "a.s3.amazonaws.com", Status: 503, Times: 2, From: "here"}, {Bucket: "a", Reset: true, From: "there"},
	})
	trace := new(Trace)
	ctx := WithTrace(t.Context(), trace)
	for range 3 {
		if h := s.AtOrigin(ctx, "a.s3.amazonaws.com", "GET", "/", true); h != nil {
			t.Fatalf("%s acts at the origin", h)
		}
		h := s.AtBucket(ctx, "a", "GET", "/")
		h.Broke()
	}
	want := []journal.Fault{
		{ID: "f1", What: "status 503 on bucket a and origin a.s3.amazonaws.com", From: "here", Requests: 2, Broke: true},
		{ID: "f2", What: "connection reset on bucket a", From: "there", Requests: 1, Broke: true},
	}
	if diff := cmp.Diff(want, trace.Journal()); diff != "" {
		t.Error(diff)
	}
	if b := trace.Breaker(); b == nil || b.ID != "f2" {
		t.Errorf("the last to break it: %+v", b)
	}
	if none := TraceFrom(t.Context()); none.Breaker() != nil || none.Journal() != nil {
		t.Error("no trace has met something")
	}
}
