package cache

import (
	"slices"
	"testing"
)

func TestSnapshot(t *testing.T) {
	c := New(1<<20, nil)
	put := func(paths ...string) {
		for _, path := range paths {
			c.Put(entry(path, 10), c.Mark())
		}
	}
	held := func() (list []string) {
		entries, _ := c.List("E1", 10)
		for _, e := range entries {
			list = append(list, e.Path)
		}
		return list
	}
	put("/1", "/2", "/gone")
	before := c.Stats().Bytes
	s := c.Snapshot()
	put("/3", "/1")
	c.Restore(s)
	if got := held(); !slices.Equal(got, []string{"/gone", "/2", "/1"}) || c.Stats().Bytes != before {
		t.Errorf("restored: %v, %d bytes of %d", got, c.Stats().Bytes, before)
	}
	c.Invalidate("E1", []string{"/gone"})
	c.Restore(s)
	if got := held(); !slices.Equal(got, []string{"/2", "/1"}) {
		t.Errorf("an invalidation was undone: %v", got)
	}
	c.Purge()
	c.Restore(s)
	if got := held(); got != nil {
		t.Errorf("a purge was undone: %v", got)
	}
}
