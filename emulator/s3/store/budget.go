package store

import "sync/atomic"

// A Budget is an amount of memory, in bytes, that several keepers share. It is
// asked before memory is taken, so that a full emulator answers an error and
// does not get killed. It counts contents and what their records need, not
// every byte of the process: leave room above it.
//
// A nil *Budget has no limit and counts nothing.
type Budget struct {
	limit int64
	used  atomic.Int64
}

// NewBudget is a budget of limit bytes; 0 is no limit.
func NewBudget(limit int64) *Budget { return &Budget{limit: limit} }

// Reserve takes n bytes, all or none, and says whether there were enough.
func (b *Budget) Reserve(n int64) bool {
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
