package store_test

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"crossfront/emulator/clock"
	"crossfront/emulator/s3/store"
)

func TestBudget(t *testing.T) {
	b := store.NewBudget(10)
	if !b.Reserve(4) || !b.Reserve(6) || b.Reserve(1) || b.Used() != 10 || b.Limit() != 10 {
		t.Errorf("used %d of %d", b.Used(), b.Limit())
	}
	b.Release(6)
	if !b.Reserve(5) || b.Used() != 9 {
		t.Errorf("used %d", b.Used())
	}
	for _, free := range []*store.Budget{nil, store.NewBudget(0)} {
		if !free.Reserve(1 << 60) {
			t.Error("no limit is a limit")
		}
		free.Release(1 << 60)
		if free.Used() != 0 || free.Limit() != 0 {
			t.Errorf("used %d of %d", free.Used(), free.Limit())
		}
	}
}

// TestMemoryWithin fills a store to its budget from many sides at once: it
// refuses what is too much before it takes it, keeps what was there, and has
// all of it back when all is deleted.
func TestMemoryWithin(t *testing.T) {
	const limit = 8 << 20
	b := store.NewBudget(limit)
	m := store.NewMemoryWithin(b, new(clock.Adjustable))
	ctx := t.Context()
	must[store.Bucket](t)(m.CreateBucket(ctx, store.BucketInput{Name: "b"}))
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 8 {
				key := fmt.Sprint(w, "-", i)
				_, err := m.PutObject(ctx, "b", key, store.PutInput{Body: &repeated{600 << 10}, Size: []int64{-1, 600 << 10, 10}[i%3]})
				if err != nil && store.KindOf(err) != store.OutOfSpace {
					t.Error(err)
				}
				if used := b.Used(); used > limit {
					t.Errorf("%d bytes used of %d", used, limit)
				}
			}
		})
	}
	wg.Wait()
	page := must[store.ListPage](t)(m.ListObjects(ctx, "b", store.ListQuery{Max: 1000}))
	if n := len(page.Objects); n < 10 || n > 13 {
		t.Errorf("%d objects of 600 KB in 8 MB", n)
	}
	u := must[store.Upload](t)(m.CreateUpload(ctx, "b", "parts", store.UploadInput{}))
	for i := range 3 { // the same part thrice, in the space of one and what is being written
		_, err := m.PutPart(ctx, "b", "parts", u.ID, store.PartInput{Number: 1, Body: &repeated{limit / 2}})
		if store.KindOf(err) != store.OutOfSpace {
			t.Errorf("part %d: %v", i, err)
		}
	}
	_, content, err := m.GetObject(ctx, "b", store.Latest(page.Objects[0].Key))
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range page.Objects {
		must[store.Deleted](t)(m.DeleteObject(ctx, "b", store.Latest(o.Key), store.DeleteInput{}))
	}
	if used := b.Used(); used < 600<<10 || used > 700<<10 {
		t.Errorf("%d bytes used while one object is being read", used)
	}
	r := content.Range(5, 10)
	content.Close()
	content.Close()
	if got := must[[]byte](t)(io.ReadAll(r)); len(got) != 10 {
		t.Errorf("read %d bytes", len(got))
	}
	r.Close()
	if used := b.Used(); used != 0 {
		t.Errorf("%d bytes are left in use", used)
	}
}

// TestRecordsWithin shows that keys count too: a million empty objects are not
// for free.
func TestRecordsWithin(t *testing.T) {
	m := store.NewMemoryWithin(store.NewBudget(100_000), new(clock.Adjustable))
	ctx := t.Context()
	must[store.Bucket](t)(m.CreateBucket(ctx, store.BucketInput{Name: "b"}))
	for i := range 1000 {
		_, err := m.PutObject(ctx, "b", fmt.Sprint(i), store.PutInput{Body: strings.NewReader("")})
		if err == nil {
			continue
		}
		if store.KindOf(err) != store.OutOfSpace || i < 20 {
			t.Errorf("object %d: %v", i, err)
		}
		return
	}
	t.Error("a thousand objects in 100 KB")
}
