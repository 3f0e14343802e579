package store

import "maps"

// A Snapshot is everything a Memory held at one moment, but for unfinished
// uploads.
type Snapshot struct {
	buckets map[string]*bucket
}

// Snapshot keeps what is there now, for Restore. It copies keys, not contents.
func (m *Memory) Snapshot() *Snapshot {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return &Snapshot{buckets: copyBuckets(m.buckets)}
}

// Restore goes back to s, which may be used again. Uploads that are running
// end; requests that are being answered end with the bucket they began with.
func (m *Memory) Restore(s *Snapshot) {
	fresh := copyBuckets(s.buckets)
	m.mu.Lock()
	old := maps.Clone(m.buckets)
	m.buckets = fresh
	m.mu.Unlock()
	for _, b := range old {
		b.mu.Lock()
		b.gone = true
		b.mu.Unlock()
	}
}

func copyBuckets(from map[string]*bucket) map[string]*bucket {
	to := make(map[string]*bucket, len(from))
	for name, b := range from {
		b.mu.RLock()
		c := &bucket{
			name: b.name, region: b.region, owner: b.owner, created: b.created,
			objects: b.objects.clone(), uploads: make(map[string]*upload),
		}
		c.settings.Store(b.settings.Load())
		b.mu.RUnlock()
		to[name] = c
	}
	return to
}
