package fault

import (
	"context"
	"slices"
	"sync"

	"crossfront/emulator/journal"
)

// A Trace is the faults that one request met on its way: the edge's to an
// origin, with all its attempts.
type Trace struct {
	mu     sync.Mutex
	hits   []*Hit
	passed *Hit // on to the bucket
}

type traceKey struct{}

// WithTrace returns a context whose requests leave in t which faults they meet.
func WithTrace(ctx context.Context, t *Trace) context.Context {
	return context.WithValue(ctx, traceKey{}, t)
}

// TraceFrom is the trace that WithTrace put there, or nil.
func TraceFrom(ctx context.Context) *Trace {
	t, _ := ctx.Value(traceKey{}).(*Trace)
	return t
}

func (t *Trace) add(h *Hit) {
	if t == nil || h == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.hits = append(t.hits, h)
}

// pass leaves a fault to the bucket, arrive is the bucket's taking it.
func (t *Trace) pass(h *Hit) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.passed = h
}

func (t *Trace) arrive() *Hit {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	h := t.passed
	t.passed = nil
	return h
}

// Breaker is the fault for which the last request failed; nil: there is none.
func (t *Trace) Breaker() *Hit {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if n := len(t.hits); n > 0 && t.hits[n-1].broke.Load() {
		return t.hits[n-1]
	}
	return nil
}

// Journal is what the journal keeps of the trace: each fault once.
func (t *Trace) Journal() []journal.Fault {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []journal.Fault
	for _, h := range t.hits {
		at := slices.IndexFunc(list, func(f journal.Fault) bool { return f.ID == h.ID })
		if at < 0 {
			list, at = append(list, h.Journal()), len(list)
		} else {
			list[at].Broke = list[at].Broke || h.broke.Load()
		}
		list[at].Requests++
	}
	return list
}

// Journal is what the journal keeps of a fault; the requests are not counted.
func (h *Hit) Journal() journal.Fault {
	return journal.Fault{ID: h.ID, What: h.Fault.String(), From: h.From, Broke: h.broke.Load()}
}
