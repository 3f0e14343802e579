// Package cache holds what edge locations have stored: entries under keys,
// strictly least-recently-used within a budget of bytes, forgotten by
// invalidation. It decides by the clock whether an entry is fresh, may be
// served stale, or must be asked for again; how long each of these lasts is
// decided before, by policy.
//
// An entry also remembers how it came to be: when, and by a request with which
// Origin. That is what tells a user whose answer a hit gives them.
package cache

import (
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Slot tells apart what is stored under one cache key.
type Slot uint8

// The slots of a key.
const (
	Object Slot = iota // a whole answer; a HEAD may be answered from a GET's
	Head               // the answer to a HEAD, which has no body to give a GET
	Part               // a part of an object, from an answer to a range request
)

// A Key names an entry: what policy computed, at one edge location, in one
// distribution.
type Key struct {
	POP          string // edge location; each has a cache of its own
	Distribution string // id
	Key          string
	Slot         Slot
}

// Stats are counters for metrics.
type Stats struct {
	Entries       int
	Bytes         int64
	Hits          int64 // requests answered without the origin
	Misses        int64
	Evictions     int64 // for want of room
	Invalidations int64 // entries forgotten by invalidation
}

// A Cache stores entries for all edge locations. It is safe for concurrent use.
// One short lock keeps the order of use strict, so that a test, or a person,
// can predict what is evicted next.
type Cache struct {
	budget int64
	memory Memory

	mu      sync.Mutex
	entries *simplelru.LRU[Key, *Entry]
	bytes   int64
	evicted int64
	log     log

	hits, misses, invalidated atomic.Int64
}

// Memory is what the cache shares memory with: others that keep things too. It
// must not call the cache.
type Memory interface {
	// TryReserve takes n bytes, all or none, and says whether there were enough.
	TryReserve(n int64) bool
	// Release gives n bytes back.
	Release(n int64)
}

// boundless is a Memory that nobody else uses.
type boundless struct{}

func (boundless) TryReserve(int64) bool { return true }
func (boundless) Release(int64)         {}

// New makes a cache that holds at most budget bytes, which it takes from
// memory; nil is memory of its own.
func New(budget int64, memory Memory) *Cache {
	if memory == nil {
		memory = boundless{}
	}
	c := &Cache{budget: budget, memory: memory}
	// The size that simplelru counts by is entries; bytes are counted here. A
	// positive size is the only thing NewLRU can refuse.
	c.entries, _ = simplelru.NewLRU(math.MaxInt, func(_ Key, e *Entry) {
		c.bytes -= e.size()
		c.memory.Release(e.size())
	})
	return c
}

// MaxEntry is the size in bytes of the largest body that is stored: a quarter
// of the budget.
func (c *Cache) MaxEntry() int64 { return c.budget / 4 }

// Get is the entry under k, nil when there is none. The entry becomes the most
// recently used one.
func (c *Cache) Get(k Key) *Entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, _ := c.entries.Get(k)
	return e
}

// Count adds a request to the hits or the misses.
func (c *Cache) Count(hit bool) {
	if hit {
		c.hits.Add(1)
	} else {
		c.misses.Add(1)
	}
}

// Mark is a point in the sequence of invalidations, taken before the origin is
// asked and given to Put with the answer.
func (c *Cache) Mark() Mark {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.log.now
}

// Put stores e and makes room by forgetting the least recently used. It stores
// nothing, and says so, when e is too large or when its path was invalidated
// after mark: an answer on its way does not outlive an invalidation.
func (c *Cache) Put(e *Entry, mark Mark) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.log.since(mark, e) {
		return false
	}
	if e.Key.Slot == Part {
		e = c.gathered(e)
	}
	return c.add(e)
}

// Swap puts e, made from old, in old's place; it does nothing when old is no
// longer there.
func (c *Cache) Swap(old, e *Entry) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e.Key.Slot == Part {
		have, ok := c.entries.Peek(e.Key)
		if !ok || !slices.Contains(have.parts, old) {
			return false
		}
		return c.add(c.gathered(e))
	}
	if have, ok := c.entries.Peek(old.Key); !ok || have != old {
		return false
	}
	return c.add(e)
}

// add puts e in the place of what has its key, and makes room first. When that
// is impossible, nothing is under the key.
func (c *Cache) add(e *Entry) bool {
	size := e.size()
	c.entries.Remove(e.Key) // counts the bytes off
	if size > c.budget || !c.reserve(size) {
		return false
	}
	c.entries.Add(e.Key, e)
	c.bytes += size
	return true
}

// reserve takes size bytes, of the cache's own budget and of the memory that it
// shares, forgetting as much as that takes.
func (c *Cache) reserve(size int64) bool {
	for c.bytes+size > c.budget || !c.memory.TryReserve(size) {
		if _, _, ok := c.entries.RemoveOldest(); !ok {
			return false
		}
		c.evicted++
	}
	return true
}

// Yield forgets the least recently used until n bytes are released, or nothing
// is left: others need the memory more.
func (c *Cache) Yield(n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for wanted := c.bytes - n; c.bytes > wanted; c.evicted++ {
		if _, _, ok := c.entries.RemoveOldest(); !ok {
			return
		}
	}
}

// Purge forgets everything. Answers that are on their way are not stored.
func (c *Cache) Purge() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.log.add("", nil)
	c.entries.Purge()
}

// Stats reads the counters.
func (c *Cache) Stats() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Stats{
		Entries: c.entries.Len(), Bytes: c.bytes, Evictions: c.evicted,
		Hits: c.hits.Load(), Misses: c.misses.Load(), Invalidations: c.invalidated.Load(),
	}
}
