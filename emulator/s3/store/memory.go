package store

import "crossfront/emulator/clock"

// Memory is a Store in memory.
type Memory struct{ engine }

var _ Store = (*Memory)(nil)

// NewMemory makes an empty store. clk tells when things are made.
func NewMemory(clk clock.Clock) *Memory { return NewMemoryWithin(nil, clk) }

// NewMemoryWithin makes an empty store that takes what it needs from budget.
func NewMemoryWithin(budget *Budget, clk clock.Clock) *Memory {
	return &Memory{engine{
		clock: clk, budget: budget, keeper: &ram{budget: budget}, log: forgetful{}, buckets: make(map[string]*bucket),
	}}
}
