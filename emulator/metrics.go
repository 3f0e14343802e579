package emulator

import (
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"crossfront/emulator/journal"
)

// metrics are what GET /metrics shows, in a registry of this emulator's own.
type metrics struct {
	registry  *prometheus.Registry
	exchanges *prometheus.CounterVec
}

func newMetrics(e *Emulator) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		exchanges: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "crossfront_exchanges_total",
			Help: "Requests answered, by where they entered, what the cache did (empty: no cache) and status.",
		}, []string{"entry", "cache", "status"}),
	}
	m.registry.MustRegister(m.exchanges, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	gauge := func(name, help string, value func(*world) float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 {
			if w := e.world.Load(); w != nil {
				return value(w)
			}
			return 0
		}))
	}
	gauge("crossfront_cache_entries", "Answers in the edge's caches.",
		func(w *world) float64 { return float64(w.edge.CacheStats().Entries) })
	gauge("crossfront_cache_bytes", "Bytes that answers in the edge's caches take.",
		func(w *world) float64 { return float64(w.edge.CacheStats().Bytes) })
	gauge("crossfront_distributions", "Distributions.",
		func(w *world) float64 { return float64(len(w.registry.World().Distributions())) })
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// countingRecorder counts exchanges on their way to the journal.
type countingRecorder struct {
	next    journal.Recorder
	metrics *metrics
}

var _ journal.Recorder = (*countingRecorder)(nil)

func (r *countingRecorder) Record(x *journal.Exchange) {
	cache := ""
	if x.Edge != nil {
		cache = x.Edge.Cache
	}
	r.metrics.exchanges.WithLabelValues(x.Entry, cache, strconv.Itoa(x.Response.Status)).Inc()
	r.next.Record(x)
}
