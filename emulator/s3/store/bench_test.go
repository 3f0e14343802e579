package store_test

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"crossfront/emulator/clock"
	"crossfront/emulator/s3/store"
)

// stores are the implementations, by name.
func stores(b *testing.B, run func(b *testing.B, s store.Store)) {
	b.Run("memory", func(b *testing.B) { run(b, store.NewMemory(new(clock.Adjustable))) })
	b.Run("disk", func(b *testing.B) {
		d, err := store.OpenDisk(b.TempDir(), new(clock.Adjustable), store.DiskOptions{})
		if err != nil {
			b.Fatal(err)
		}
		defer d.Close()
		run(b, d)
	})
}

var benchSizes = []struct {
	name  string
	bytes int64
}{{"1KB", 1 << 10}, {"64KB", 64 << 10}, {"8MB", 8 << 20}}

// BenchmarkPut stores objects, one after the other and 64 at a time: on disk
// the latter share their syncs.
func BenchmarkPut(b *testing.B) {
	stores(b, func(b *testing.B, s store.Store) {
		if _, err := s.CreateBucket(b.Context(), store.BucketInput{Name: "b"}); err != nil {
			b.Fatal(err)
		}
		put := func(b *testing.B, key string, size int64) {
			if _, err := s.PutObject(b.Context(), "b", key, store.PutInput{Body: &repeated{size}, Size: size}); err != nil {
				b.Error(err)
			}
		}
		for _, size := range benchSizes {
			b.Run(size.name, func(b *testing.B) {
				b.SetBytes(size.bytes)
				for b.Loop() {
					put(b, "k", size.bytes)
				}
			})
		}
		b.Run("1KB/64 at a time", func(b *testing.B) {
			b.SetParallelism(64 / runtime.GOMAXPROCS(0))
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					put(b, "k", 1<<10)
				}
			})
		})
	})
}

func BenchmarkGet(b *testing.B) {
	stores(b, func(b *testing.B, s store.Store) {
		if _, err := s.CreateBucket(b.Context(), store.BucketInput{Name: "b"}); err != nil {
			b.Fatal(err)
		}
		for _, size := range benchSizes {
			if _, err := s.PutObject(b.Context(), "b", size.name, store.PutInput{Body: &repeated{size.bytes}}); err != nil {
				b.Fatal(err)
			}
			b.Run(size.name, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(size.bytes)
				for b.Loop() {
					o, content, err := s.GetObject(b.Context(), "b", store.Latest(size.name))
					if err != nil {
						b.Fatal(err)
					}
					r := content.Range(0, o.Size)
					if n, err := io.Copy(io.Discard, r); n != size.bytes || err != nil {
						b.Fatal(n, err)
					}
					r.Close()
					content.Close()
				}
			})
		}
	})
}

// heap is how much memory is in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkMillion fills a store with a million small objects, says what they
// take, and lists pages of 1,000: in the middle, as directories of 1,000 keys
// each, and of versions.
func BenchmarkMillion(b *testing.B) {
	before := heap()
	budget := store.NewBudget(0)
	m := store.NewMemoryWithin(budget, new(clock.Adjustable))
	ctx := b.Context()
	if _, err := m.CreateBucket(ctx, store.BucketInput{Name: "b"}); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	content := strings.Repeat("x", 100)
	for i := range 1_000_000 {
		key := fmt.Sprintf("%04d/%03d", i*7919%1_000_000/1000, i*7919%1000)
		in := store.PutInput{Body: strings.NewReader(content), Size: 100, Attributes: store.Attributes{ContentType: "text/plain"}}
		if _, err := m.PutObject(ctx, "b", key, in); err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("filled in %v; %d bytes an object of 100, counted as %d",
		time.Since(start).Round(time.Millisecond), (heap()-before)/1_000_000, budget.Used()/1_000_000)
	for _, q := range []store.ListQuery{{Max: 1000, After: "0500/"}, {Max: 1000, Delimiter: "/"}} {
		b.Run("keys/delimiter="+q.Delimiter, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p, err := m.ListObjects(ctx, "b", q)
				if err != nil || len(p.Objects)+len(p.Prefixes) != 1000 {
					b.Fatalf("%d objects, %d prefixes, %v", len(p.Objects), len(p.Prefixes), err)
				}
			}
		})
	}
	b.Run("versions", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p, err := m.ListVersions(ctx, "b", store.VersionsQuery{Max: 1000, KeyMarker: "0500/000"})
			if err != nil || len(p.Versions) != 1000 {
				b.Fatal(len(p.Versions), err)
			}
		}
	})
}
