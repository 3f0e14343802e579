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
