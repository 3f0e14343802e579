package cache

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func entry(path string, bytes int) *Entry {
	return &Entry{Key: Key{POP: "P", Distribution: "E1", Key: path}, Path: path, Status: 200,
		Header: http.Header{"Etag": {`"v"`}}, Body: make([]byte, bytes)}
}

func TestLeastRecentlyUsedGoesFirst(t *testing.T) {
	size := entry("/1", 1000).size()
	c := New(3*size, nil)
	for _, path := range []string{"/1", "/2", "/3"} {
		if !c.Put(entry(path, 1000), c.Mark()) {
			t.Fatalf("%s not stored", path)
		}
	}
	c.Get(entry("/1", 0).Key)
	c.Put(entry("/4", 1000), c.Mark())
	for path, want := range map[string]bool{"/1": true, "/2": false, "/3": true, "/4": true} {
		if got := c.Get(entry(path, 0).Key) != nil; got != want {
			t.Errorf("%s kept: %v, want %v", path, got, want)
		}
	}
	if got := c.Stats(); got.Entries != 3 || got.Bytes != 3*size || got.Evictions != 1 {
		t.Errorf("stats %+v", got)
	}
}

func TestReplacingCountsOnce(t *testing.T) {
	c := New(1<<20, nil)
	for n := range 10 {
		c.Put(entry("/a", 100*n), c.Mark())
	}
	if got, want := c.Stats().Bytes, entry("/a", 900).size(); got != want {
		t.Errorf("%d bytes, want %d", got, want)
	}
	old := c.Get(entry("/a", 0).Key)
	fresh := *old
	if !c.Swap(old, &fresh) || c.Swap(old, &fresh) {
		t.Error("Swap: want once, for the entry that is there")
	}
}

func TestTooLarge(t *testing.T) {
	c := New(1000, nil)
	if c.Put(entry("/a", 1000), c.Mark()) || c.Stats().Bytes != 0 {
		t.Errorf("stored beyond the budget: %+v", c.Stats())
	}
}

func TestCovers(t *testing.T) {
	tests := []struct {
		pattern, path, query string
		want                 bool
	}{
		{"/a.jpg", "/a.jpg", "", true},
		{"/a.jpg", "/A.jpg", "", false},
		{"a.jpg", "/a.jpg", "", true},
		{"/a.jpg", "/a.jpg", "x=1", false},
		{"/a.jpg?x=1", "/a.jpg", "x=1", true},
		{"/a.jpg?x=1", "/a.jpg", "x=12", false},
		{"/a.jpg?x=1", "/a.jpg", "", false},
		{"/a.jpg?x=1*", "/a.jpg", "x=12", true},
		{"/a.jpg*", "/a.jpg", "x=1", true},
		{"/a.jpg?*", "/a.jpg", "x=1", true},
		{"/a.jpg?*", "/a.jpg", "", false},
		{"/a*", "/a", "", true},
		{"/a*", "/a/b/c.jpg", "x", true},
		{"/a/*", "/a", "", false},
		{"/*", "/", "", true},
		{"*", "/a", "x", true},
		{"/a", "/ab", "", false},
		{"/ab", "/a", "b", false},
	}
	for _, tt := range tests {
		if got := Covers(tt.pattern, tt.path, tt.query); got != tt.want {
			t.Errorf("Covers(%q, %q, %q) = %v", tt.pattern, tt.path, tt.query, got)
		}
	}
}

func TestInvalidate(t *testing.T) {
	c := New(1<<20, nil)
	before := c.Mark()
	for _, path := range []string{"/a", "/b"} {
		for _, pop := range []string{"P", "Q"} {
			for _, variant := range []string{"", "\norigin: x"} {
				e := entry(path, 1)
				e.Key.POP, e.Key.Key = pop, path+variant
				c.Put(e, before)
			}
		}
	}
	other := entry("/a", 1)
	other.Key.Distribution = "E2"
	c.Put(other, before)
	if got := c.Invalidate("E1", []string{"/a"}); got != 4 {
		t.Errorf("%d entries forgotten, want 4", got)
	}
	if c.Put(entry("/a", 1), before) {
		t.Error("an answer from before the invalidation was stored")
	}
	if !c.Put(entry("/b", 1), before) || !c.Put(entry("/a", 1), c.Mark()) {
		t.Error("answers that no invalidation covers were refused")
	}
	c.Purge()
	if c.Stats().Entries != 0 || c.Stats().Bytes != 0 || c.Put(entry("/b", 1), before) {
		t.Errorf("after Purge: %+v", c.Stats())
	}
	late := c.Mark()
	for range logLength {
		c.Invalidate("E9", []string{"/z"})
	}
	if c.Put(entry("/b", 1), late) {
		t.Error("an answer older than the log was stored")
	}
}

func TestState(t *testing.T) {
	start := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	e := entry("/a", 0)
	e.Stored, e.Age = start, 3*time.Second
	e.Life = Lifetime{Fresh: 10 * time.Second, StaleWhileRevalidate: 5 * time.Second, StaleIfError: 30 * time.Second}
	for after, want := range map[time.Duration]State{
		0: Fresh, 9999 * time.Millisecond: Fresh, 10 * time.Second: Refreshing, 14 * time.Second: Refreshing, 15 * time.Second: Expired,
		-time.Hour: Fresh, // the clock was moved back
	} {
		if got := e.At(start.Add(after)); got != want {
			t.Errorf("after %v: state %v, want %v", after, got, want)
		}
	}
	e.RetryAt = start.Add(39 * time.Second)
	for after, want := range map[time.Duration]State{20 * time.Second: Held, 39 * time.Second: Expired, 41 * time.Second: Expired} {
		if got := e.At(start.Add(after)); got != want {
			t.Errorf("held, after %v: state %v, want %v", after, got, want)
		}
	}
	if e.UsableOnError(start.Add(40 * time.Second)) {
		t.Error("usable on error after its time")
	}
	if got := e.AgeAt(start.Add(4900 * time.Millisecond)); got != 7 {
		t.Errorf("Age %d, want 7", got)
	}
}

func TestParts(t *testing.T) {
	c := New(1<<20, nil)
	part := func(start, end int64, etag string) *Entry {
		e := entry("/a", int(end-start))
		e.Key.Slot, e.Range = Part, Span{start, end, 1000}
		e.Header = http.Header{"Etag": {etag}}
		return e
	}
	k := part(0, 1, "").Key
	for _, e := range []*Entry{part(0, 100, "v1"), part(100, 200, "v1"), part(50, 120, "v1")} {
		c.Put(e, c.Mark())
	}
	all := c.Get(k)
	for span, want := range map[Span]Span{
		{0, 100, 1000}: {0, 100, 1000}, {10, 20, 1000}: {0, 100, 1000}, {90, 110, 1000}: {50, 120, 1000}, {90, 130, 1000}: {}, {500, 501, 1000}: {},
	} {
		got := Span{}
		if p := all.Part(span); p != nil {
			got = p.Range
		}
		if got != want {
			t.Errorf("%v is in %v, want %v", span, got, want)
		}
	}
	if got, want := c.Stats(), all.size(); got.Entries != 1 || got.Bytes != want {
		t.Errorf("stats %+v, size %d", got, want)
	}
	old := all.Part(Span{0, 100, 1000})
	fresh := *old
	if !c.Swap(old, &fresh) || c.Get(k).Part(Span{0, 100, 1000}) != &fresh {
		t.Error("a part was not swapped")
	}
	c.Put(part(0, 300, "v1"), c.Mark())
	if got := len(c.Get(k).parts); got != 1 {
		t.Errorf("%d parts after one that covers them", got)
	}
	c.Put(part(0, 10, "v2"), c.Mark())
	if c.Get(k).Part(Span{0, 100, 1000}) != nil {
		t.Error("a part of another version is still there")
	}
}

func TestConcurrentUse(t *testing.T) {
	c := New(20<<10, nil)
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := range 500 {
				path := fmt.Sprintf("/%d", (worker*31+i)%60)
				if c.Get(entry(path, 0).Key) == nil {
					c.Put(entry(path, 100+i%300), c.Mark())
				}
				if i%100 == 0 {
					c.Invalidate("E1", []string{"/1*"})
				}
			}
		})
	}
	wg.Wait()
	var sum int64
	for _, k := range c.entries.Keys() {
		e, _ := c.entries.Peek(k)
		sum += e.size()
	}
	if got := c.Stats(); got.Bytes != sum || sum > 20<<10 {
		t.Errorf("%d bytes counted, %d there", got.Bytes, sum)
	}
}

func TestParseRange(t *testing.T) {
	tests := []struct {
		line string
		want []Range
		ok   bool
	}{
		{"bytes=0-9", []Range{{0, 9}}, true},
		{"Bytes = 0-9", []Range{{0, 9}}, true},
		{"bytes=5-", []Range{{5, -1}}, true},
		{"bytes=-5", []Range{{-1, 5}}, true},
		{"bytes=0-1, 5-6", []Range{{0, 1}, {5, 6}}, true},
		{"bytes=0-1,,5-6,", []Range{{0, 1}, {5, 6}}, true},
		{"bytes=5-6,0-1", nil, false},
		{"bytes=0-5,5-6", nil, false},
		{"bytes=0-,5-6", nil, false},
		{"bytes=0-1,-5", nil, false},
		{"bytes=6-5", nil, false},
		{"bytes=+1-2", nil, false},
		{"bytes=1", nil, false},
		{"bytes=", nil, false},
		{"bytes", nil, false},
		{"items=0-1", nil, false},
		{"bytes=99999999999999999999-", nil, false},
		{"bytes=0-0" + strings.Repeat(",", 10), []Range{{0, 0}}, true},
	}
	for _, tt := range tests {
		got, ok := ParseRange(tt.line)
		if ok != tt.ok || ok && fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("ParseRange(%q) = %v, %v; want %v, %v", tt.line, got, ok, tt.want, tt.ok)
		}
	}
}

func TestParseContentRange(t *testing.T) {
	for line, want := range map[string]Span{
		"bytes 0-9/10": {0, 10, 10}, "bytes 2-3/10": {2, 4, 10},
		"bytes 0-10/10": {}, "bytes */10": {}, "bytes 0-1/*": {}, "bytes 3-2/10": {}, "items 0-1/2": {}, "bytes -1/10": {}, "": {},
	} {
		got, ok := ParseContentRange(line)
		if !ok {
			got = Span{}
		}
		if got != want {
			t.Errorf("ParseContentRange(%q) = %v, want %v", line, got, want)
		}
		if ok && got.ContentRange() != line {
			t.Errorf("%v is written %q, not %q", got, got.ContentRange(), line)
		}
	}
}

func FuzzParseRange(f *testing.F) {
	for _, line := range []string{"bytes=0-9", "bytes=-5", "bytes=0-1,5-6", "bytes=5-6,0-1", "bytes=,", "x=1-2", "bytes=0-18446744073709551615"} {
		f.Add(line, int64(10))
	}
	f.Fuzz(func(t *testing.T, line string, size int64) {
		ranges, ok := ParseRange(line)
		if !ok || size < 0 {
			return
		}
		end := int64(0)
		for _, r := range ranges {
			s, ok := r.Of(size)
			if !ok {
				continue
			}
			if s.Start < 0 || s.Start >= s.End || s.End > size || s.Total != size || len(ranges) > 1 && s.Start < end {
				t.Fatalf("%q of %d bytes: %+v", line, size, s)
			}
			end = s.End
			if back, ok := ParseContentRange(s.ContentRange()); !ok || back != s {
				t.Fatalf("%+v written as %q reads as %+v", s, s.ContentRange(), back)
			}
		}
	})
}

func BenchmarkGet(b *testing.B) {
	for _, n := range []int{10, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := New(1<<30, nil)
			for i := range n {
				c.Put(entry(fmt.Sprintf("/%d", i), 10), c.Mark())
			}
			k := entry("/7", 0).Key
			b.ReportAllocs()
			for b.Loop() {
				c.Get(k)
			}
		})
	}
}
