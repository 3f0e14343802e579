package journal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func urls(list []*Exchange) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.Request.URL)
	}
	return out
}

func fill(j *Journal, n int) {
	for i := range n {
		j.Record(&Exchange{Request: Request{URL: fmt.Sprint(i)}})
	}
}

func TestExchangesNewestOldestFirst(t *testing.T) {
	j := New(3, nil)
	fill(j, 5)
	all := j.Exchanges("", 0)
	if got, want := urls(all), []string{"2", "3", "4"}; !slices.Equal(got, want) {
		t.Fatalf("all: got %v, want %v", got, want)
	}
	if !slices.IsSortedFunc(all, func(a, b *Exchange) int { return cmpString(a.ID, b.ID) }) {
		t.Errorf("ids do not sort by time: %v", all)
	}
	tests := []struct {
		name, after string
		limit       int
		want        []string
	}{
		{"limit keeps the newest", "", 2, []string{"3", "4"}},
		{"after", all[0].ID, 0, []string{"3", "4"}},
		{"after and limit", all[0].ID, 1, []string{"4"}},
		{"after the newest", all[2].ID, 0, nil},
		{"after one long gone", "00000000-0000-7000-8000-000000000000", 0, []string{"2", "3", "4"}},
	}
	for _, tt := range tests {
		if got := urls(j.Exchanges(tt.after, tt.limit)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
	if _, ok := j.Exchange(all[1].ID); !ok {
		t.Error("an exchange that is kept was not found by its id")
	}
	if e, ok := j.Exchange("nope"); ok {
		t.Errorf("found %v under an id nobody has", e)
	}
	j.Clear()
	if n := j.Len(); n != 0 {
		t.Errorf("after Clear: %d exchanges", n)
	}
}

func cmpString(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func TestCompletedOnceBeforeReading(t *testing.T) {
	var calls []string
	j := New(0, func(e *Exchange) { calls = append(calls, "complete "+e.Edge.Behavior) })
	e := &Exchange{}
	e.Lazy = func(e *Exchange) { calls = append(calls, "lazy"); e.Edge = &Edge{Behavior: "*"} }
	j.Record(e)
	if len(calls) != 0 {
		t.Fatalf("Record worked it out at once: %v", calls)
	}
	j.Exchanges("", 0)
	j.Exchange(e.ID)
	if want := []string{"lazy", "complete *"}; !slices.Equal(calls, want) {
		t.Errorf("got %v, want %v", calls, want)
	}
}

func TestSubscription(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := New(0, nil)
		s := j.Subscribe()
		defer s.Close()
		go func() {
			time.Sleep(time.Second)
			j.Record(&Exchange{Request: Request{URL: "live"}})
		}()
		e, err := s.Next(t.Context())
		if err != nil || e.Request.URL != "live" {
			t.Fatalf("got %v, %v", e, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := s.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("nothing new: got %v, want the context's error", err)
		}
	})
}

func TestSlowSubscriberMissesAndKnows(t *testing.T) {
	j := New(0, nil)
	s := j.Subscribe()
	defer s.Close()
	fill(j, subscriptionBuffer)
	if s.Missed() {
		t.Error("missed before the buffer was full")
	}
	fill(j, 1)
	if !s.Missed() || s.Missed() {
		t.Error("want missed once, then not again")
	}
}

func TestConcurrentUse(t *testing.T) {
	j := New(10, func(e *Exchange) { e.Advice = []Advice{{Layer: "edge"}} })
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			s := j.Subscribe()
			defer s.Close()
			fill(j, 50)
			for _, e := range j.Exchanges("", 5) {
				if len(e.Advice) != 1 {
					t.Errorf("read before it was complete: %v", e)
				}
			}
		})
	}
	wg.Wait()
	if n := j.Len(); n != 10 {
		t.Errorf("kept %d, want 10", n)
	}
}

func TestHeaderLists(t *testing.T) {
	h := http.Header{"Vary": {"Origin", "Accept"}, "ETag": {`"x"`}, "Age": {"1"}}
	want := []Header{{"Host", "a"}, {"Age", "1"}, {"ETag", `"x"`}, {"Vary", "Origin"}, {"Vary", "Accept"}}
	got := RequestHeaders("a", h)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("RequestHeaders (-want +got):\n%s", diff)
	}
	if v, ok := Value(got, "etag"); v != `"x"` || !ok {
		t.Errorf("Value(etag) = %q, %v", v, ok)
	}
	if v, ok := Value(got, "Origin"); ok {
		t.Errorf("Value(Origin) = %q", v)
	}
}

func TestHAR(t *testing.T) {
	e := &Exchange{
		ID: "1", Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Entry: EntryEdge,
		Request:  Request{Method: "GET", URL: "http://h/a?b=c%20d&e", Headers: []Header{{"Cookie", "k=v; l=w"}}},
		Response: Response{Status: 200, Bytes: 7, Headers: []Header{{"Content-Type", "text/plain"}}},
	}
	doc, err := json.Marshal(NewHAR("v1", []*Exchange{e}))
	if err != nil {
		t.Fatal(err)
	}
	var got HAR
	if err := json.Unmarshal(doc, &got); err != nil {
		t.Fatal(err)
	}
	entry := got.Log.Entries[0]
	if diff := cmp.Diff([]HARPair{{"b", "c d"}, {"e", ""}}, entry.Request.QueryString); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]HARPair{{"k", "v"}, {"l", "w"}}, entry.Request.Cookies); diff != "" {
		t.Errorf("cookies (-want +got):\n%s", diff)
	}
	if got.Log.Version != "1.2" || entry.Response.Content.MimeType != "text/plain" || entry.Exchange.ID != "1" {
		t.Errorf("got %s", doc)
	}
}
