package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"crossfront/emulator/clock"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/store/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(_ *testing.T, clk clock.Clock) store.Store { return store.NewMemory(clk) })
}

func TestSnapshot(t *testing.T) {
	m := store.NewMemory(&clock.Adjustable{})
	ctx := t.Context()
	put := func(bucket, key, content string) {
		t.Helper()
		if _, err := m.PutObject(ctx, bucket, key, store.PutInput{Body: strings.NewReader(content)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"seed", "second"} {
		if _, err := m.CreateBucket(ctx, store.BucketInput{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	put("seed", "k", "seeded")
	snapshot := m.Snapshot()
	for range 2 { // a snapshot serves more than once
		put("seed", "k", "changed")
		put("seed", "new", "new")
		if err := m.UpdateSettings(ctx, "seed", func(s *store.Settings) error { s.PublicAccessBlock = nil; return nil }); err != nil {
			t.Fatal(err)
		}
		if err := m.DeleteBucket(ctx, "second"); err != nil {
			t.Fatal(err)
		}
		m.Restore(snapshot)
		o, err := m.HeadObject(ctx, "seed", "k")
		if err != nil || o.Size != int64(len("seeded")) {
			t.Errorf("object %+v, %v", o, err)
		}
		if _, err := m.HeadObject(ctx, "seed", "new"); store.KindOf(err) != store.NoSuchKey {
			t.Errorf("what came later is still there: %v", err)
		}
		if b, err := m.Bucket(ctx, "seed"); err != nil || b.PublicAccessBlock == nil {
			t.Errorf("settings were not restored: %+v, %v", b.Settings, err)
		}
		if _, err := m.Bucket(ctx, "second"); err != nil {
			t.Error(err)
		}
	}
}

// BenchmarkListMillion lists a page of 1,000 in the middle of a million keys,
// flat and as directories of 1,000 keys each.
func BenchmarkListMillion(b *testing.B) {
	m := store.NewMemory(&clock.Adjustable{})
	ctx := b.Context()
	if _, err := m.CreateBucket(ctx, store.BucketInput{Name: "b"}); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	for i := range 1_000_000 {
		key := fmt.Sprintf("%04d/%03d", i*7919%1_000_000/1000, i*7919%1000)
		if _, err := m.PutObject(ctx, "b", key, store.PutInput{Body: strings.NewReader("")}); err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("filled in %v", time.Since(start))
	for _, q := range []store.ListQuery{{Max: 1000, After: "0500/"}, {Max: 1000, Delimiter: "/"}} {
		b.Run("delimiter "+q.Delimiter, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p, err := m.ListObjects(ctx, "b", q)
				if err != nil || len(p.Objects)+len(p.Prefixes) != 1000 {
					b.Fatalf("%d objects, %d prefixes, %v", len(p.Objects), len(p.Prefixes), err)
				}
			}
		})
	}
}
