package main

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

func TestCollectAt(t *testing.T) {
	for live, want := range map[uint64]int{
		0:            100, // unknown
		4 << 20:      700, // at 32 MiB
		8 << 20:      300,
		16 << 20:     100,
		16<<20 + 1:   100,
		1 << 30:      100,
		restHeap / 3: 200,
	} {
		if got := collectAt(live); got != want {
			t.Errorf("%d bytes: %d percent, want %d", live, got, want)
		}
	}
}

func TestAfterCollections(t *testing.T) {
	var n atomic.Int32
	called := make(chan struct{}, 100)
	afterCollections(new(sentinel), func() { n.Add(1); called <- struct{}{} })
	deadline := time.Now().Add(10 * time.Second)
	for n.Load() < 3 { // one after the other: each makes its successor, at times after the next collection
		if time.Now().After(deadline) {
			t.Fatalf("called %d times", n.Load())
		}
		runtime.GC()
		select {
		case <-called:
		case <-time.After(10 * time.Millisecond):
		}
	}
	if liveHeap() == 0 {
		t.Error("the live heap is not known")
	}
}
