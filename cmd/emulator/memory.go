package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// limitMemory has the garbage collector work harder when the process nears
// what objects and cached answers may take, with room above for everything
// else. GOMEMLIMIT, when set, stays.
func limitMemory(budget int64, getenv func(string) string) {
	if budget > 0 && getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(budget + budget/4 + 128<<20)
	}
}

// restHeap is the size in bytes that the heap may reach before it is collected
// at all. By Go's own rule the emulator, which keeps a few megabytes for
// itself, would collect hundreds of times a second under load.
const restHeap = 32 << 20

// restCollector has small heaps collected seldom, and large ones as always,
// when they double. GOGC, when set, stays.
func restCollector(getenv func(string) string) {
	if getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(collectAt(4 << 20)) // the least heap that Go collects at 100 percent
	afterCollections(new(sentinel), func() { debug.SetGCPercent(collectAt(liveHeap())) })
}

// collectAt is the percentage by which a heap of live bytes may grow.
func collectAt(live uint64) int {
	if live == 0 || live > restHeap/2 {
		return 100
	}
	return int(100*restHeap/live) - 100
}

// A sentinel is large enough not to share its memory with others.
type sentinel [4]uint64

// afterCollections calls f after each collection: the sentinel is garbage at
// once, and another takes its place.
func afterCollections(s *sentinel, f func()) {
	runtime.SetFinalizer(s, func(*sentinel) {
		f()
		afterCollections(new(sentinel), f)
	})
}

// liveHeap is what the last collection found in use.
func liveHeap() uint64 {
	sample := [...]metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample[:])
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
