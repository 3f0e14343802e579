package s3_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"crossfront/emulator/clock"
	"crossfront/emulator/s3"
	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
)

// BenchmarkMillion fills a bucket with a million objects of 100 bytes and
// lists 1,000 keys of it through the server, XML and all: in the middle, and as
// 1,000 folders of 1,000 keys each. It reports the median as median-ms, because
// time varies on a shared machine, and what an object takes of memory beside its
// content as memory-B.
func BenchmarkMillion(b *testing.B) {
	clk := &clock.Adjustable{}
	memory := store.NewMemory(clk)
	ctx := access.WithCaller(b.Context(), access.Caller{AccountID: account})
	if _, err := memory.CreateBucket(ctx, store.BucketInput{Name: "media", Region: "us-east-1", Owner: account}); err != nil {
		b.Fatal(err)
	}
	const million, size = 1_000_000, 100
	before := heapInUse()
	content := strings.Repeat("x", size)
	for i := range million {
		at := i * 7919 % million // in no order
		in := store.PutInput{Body: strings.NewReader(content), Size: size, Attributes: store.Attributes{ContentType: "text/plain"}}
		if _, err := memory.PutObject(ctx, "media", fmt.Sprintf("folder-%04d/%03d", at/1000, at%1000), in); err != nil {
			b.Fatal(err)
		}
	}
	taken := float64(heapInUse()-before)/million - size
	server := s3.New(s3.Config{Store: memory, Clock: clk, Verifier: sigv4.NewVerifier(sigv4.NewKeyring(nil), clk)})
	for _, list := range [...]struct{ what, query string }{{"keys", "start-after=folder-0500/500"}, {"folders", "delimiter=/"}} {
		b.Run(list.what, func(b *testing.B) {
			r := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/media?list-type=2&"+list.query, nil)
			b.ReportAllocs()
			var times []time.Duration
			for b.Loop() {
				w, start := httptest.NewRecorder(), time.Now()
				server.ServeHTTP(w, r)
				times = append(times, time.Since(start))
				if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<KeyCount>1000</KeyCount>") {
					b.Fatal(w.Code, w.Body)
				}
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "median-ms")
			b.ReportMetric(taken, "memory-B")
		})
	}
}

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
