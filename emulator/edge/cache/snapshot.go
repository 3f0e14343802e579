package cache

// A Snapshot is what a cache held at a moment.
type Snapshot struct {
	entries []*Entry // the least recently used first
	mark    Mark
}

// Snapshot is what the cache holds now. It keeps that from being collected as
// garbage, in addition to the cache's budget.
func (c *Cache) Snapshot() *Snapshot {
	c.mu.Lock()
	defer c.mu.Unlock()
	return &Snapshot{entries: c.entries.Values(), mark: c.log.now}
}

// Restore has the cache hold what it held then: what was stored since is
// forgotten, what was evicted is back. What was invalidated since is not.
func (c *Cache) Restore(s *Snapshot) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries.Purge()
	for _, e := range s.entries {
		if !c.log.since(s.mark, e) {
			c.add(e)
		}
	}
}
