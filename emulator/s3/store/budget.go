package store

import (
	"sync"
	"sync/atomic"
)

// A Budget is an amount of memory, in bytes, that several keepers share. It is
// asked before memory is taken, so that a full emulator answers an error and
// does not get killed. It counts contents and what their records need, not
// every byte of the process: leave room above it.
//
// A nil *Budget has no limit and counts nothing.
type Budget struct {
	limit int64
	used  atomic.Int64

	mu     sync.Mutex
	yields []func(n int64)
}

// NewBudget is a budget of limit bytes; 0 is no limit.
func NewBudget(limit int64) *Budget { return &Budget{limit: limit} }

// OnShortage has f called when n bytes more are needed than there are: it
// releases what can be done without, such as cached answers. f must not call
// Reserve.
func (b *Budget) OnShortage(f func(n int64)) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.yields = append(b.yields, f)
}

// Reserve takes n bytes, all or none, and says whether there were enough, if
// need be once others have given up what they can do without.
func (b *Budget) Reserve(n int64) bool {
	if b.TryReserve(n) {
		return true
	}
	if n > b.limit {
		return false
	}
	b.mu.Lock()
	yields := b.yields
	b.mu.Unlock()
	for _, yield := range yields {
		yield(n)
	}
	return b.TryReserve(n)
}

// TryReserve is Reserve without asking others to give anything up.
func (b *Budget) TryReserve(n int64) bool {
	if b == nil {
		return true
	}
	if used := b.used.Add(n); b.limit > 0 && used > b.limit {
		b.used.Add(-n)
		return false
	}
	return true
}

// Release gives back n bytes that were reserved.
func (b *Budget) Release(n int64) {
	if b != nil {
		b.used.Add(-n)
	}
}

// Used is how many bytes are reserved now.
func (b *Budget) Used() int64 {
	if b == nil {
		return 0
	}
	return b.used.Load()
}

// Limit is how many bytes there are, 0 when that is not limited.
func (b *Budget) Limit() int64 {
	if b == nil {
		return 0
	}
	return b.limit
}
