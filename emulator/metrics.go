package emulator

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/http"
	"runtime"
	"runtime/metrics"
	"slices"
	"sync"

	"crossfront/emulator/journal"
)

// meters are what GET /metrics shows, in Prometheus's text format. It is
// written by hand: the client library would be an eighth of the binary.
// https://prometheus.io/docs/instrumenting/exposition_formats/
type meters struct {
	world func() *world

	mu        sync.Mutex
	exchanges map[series]uint64
}

// series is one combination of the labels of crossfront_exchanges_total. None
// of their values needs escaping.
type series struct {
	entry, cache string
	status       int
}

func newMeters(e *Emulator) *meters {
	return &meters{world: e.world.Load, exchanges: map[series]uint64{}}
}

func (m *meters) count(s series) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.exchanges[s]++
}

// ServeHTTP answers GET /metrics.
func (m *meters) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	m.write(w)
}

func (m *meters) write(w io.Writer) {
	m.writeExchanges(w)
	var entries, bytes, distributions float64
	if now := m.world(); now != nil {
		stats := now.edge.CacheStats()
		entries, bytes = float64(stats.Entries), float64(stats.Bytes)
		distributions = float64(len(now.registry.World().Distributions()))
	}
	gauge := func(name, help string, value float64) {
		fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s gauge\n%s %v\n", name, help, name, name, value)
	}
	gauge("crossfront_cache_entries", "Answers in the edge's caches.", entries)
	gauge("crossfront_cache_bytes", "Bytes that answers in the edge's caches take.", bytes)
	gauge("crossfront_distributions", "Distributions.", distributions)
	gauge("go_goroutines", "Number of goroutines that currently exist.", float64(runtime.NumGoroutine()))
	gauge("go_memstats_heap_alloc_bytes", "Number of heap bytes allocated and currently in use.", runtimeBytes("/memory/classes/heap/objects:bytes"))
	gauge("go_memstats_sys_bytes", "Number of bytes obtained from system.", runtimeBytes("/memory/classes/total:bytes"))
}

func (m *meters) writeExchanges(w io.Writer) {
	const name = "crossfront_exchanges_total"
	m.mu.Lock()
	counts := maps.Clone(m.exchanges)
	m.mu.Unlock()
	fmt.Fprintf(w, "# HELP %s Requests answered, by where they entered, what the cache did (empty: no cache) and status.\n# TYPE %s counter\n", name, name)
	for _, s := range slices.SortedFunc(maps.Keys(counts), func(a, b series) int {
		return cmp.Or(cmp.Compare(a.entry, b.entry), cmp.Compare(a.cache, b.cache), cmp.Compare(a.status, b.status))
	}) {
		fmt.Fprintf(w, "%s{entry=\"%s\",cache=\"%s\",status=\"%d\"} %d\n", name, s.entry, s.cache, s.status, counts[s])
	}
}

// runtimeBytes is one of the runtime's own metrics.
func runtimeBytes(name string) float64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	return float64(sample[0].Value.Uint64())
}

// countingRecorder counts exchanges on their way to the journal.
type countingRecorder struct {
	next   journal.Recorder
	meters *meters
}

var _ journal.Recorder = (*countingRecorder)(nil)

func (r *countingRecorder) Record(x *journal.Exchange) {
	cache := ""
	if x.Edge != nil {
		cache = x.Edge.Cache
	}
	r.meters.count(series{x.Entry, cache, x.Response.Status})
	r.next.Record(x)
}
