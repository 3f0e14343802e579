package cache

import "slices"

// List is what is stored for a distribution, at all edge locations, the most
// recently used first: at most limit entries, and how many there are in all.
// It is no use of them.
func (c *Cache) List(distribution string, limit int) (entries []*Entry, total int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, k := range slices.Backward(c.entries.Keys()) {
		if k.Distribution != distribution {
			continue
		}
		if total++; total > limit {
			continue
		}
		e, _ := c.entries.Peek(k)
		entries = append(entries, e)
	}
	return entries, total
}

// Bytes is the length of the stored body, of all parts together.
func (e *Entry) Bytes() int64 {
	n := int64(len(e.Body))
	for _, p := range e.parts {
		n += int64(len(p.Body))
	}
	return n
}
