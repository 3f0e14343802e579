package cache

import (
	"slices"
	"testing"
)

func TestList(t *testing.T) {
	c := New(1<<20, nil)
	for _, path := range []string{"/1", "/2", "/3"} {
		c.Put(entry(path, 10), c.Mark())
	}
	foreign := entry("/4", 10)
	foreign.Key.Distribution = "E2"
	c.Put(foreign, c.Mark())
	c.Get(entry("/1", 0).Key)
	paths := func(limit int) (list []string, total int) {
		entries, total := c.List("E1", limit)
		for _, e := range entries {
			list = append(list, e.Path)
		}
		return list, total
	}
	for range 2 { // looking is no use
		if got, total := paths(10); total != 3 || !slices.Equal(got, []string{"/1", "/3", "/2"}) {
			t.Errorf("got %v of %d", got, total)
		}
	}
	if got, total := paths(2); total != 3 || !slices.Equal(got, []string{"/1", "/3"}) {
		t.Errorf("bounded: got %v of %d", got, total)
	}
	if got, total := c.List("E3", 10); got != nil || total != 0 {
		t.Errorf("of no distribution: %v of %d", got, total)
	}
}

func TestBytesOfParts(t *testing.T) {
	c := New(1<<20, nil)
	for at := range int64(2) {
		e := entry("/a", 10)
		e.Key.Slot, e.Range = Part, Span{Start: at * 10, End: at*10 + 10, Total: 20}
		c.Put(e, c.Mark())
	}
	entries, _ := c.List("E1", 10)
	if len(entries) != 1 || entries[0].Bytes() != 20 {
		t.Errorf("%d entries, %+v", len(entries), entries)
	}
}
