package store

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"crossfront/emulator/clock"
)

// Memory is a Store in memory. Two kinds of lock: Memory.mu for the list of
// buckets and, taken behind it when both are needed, a bucket's own. Bodies
// are read from clients and to clients outside of any lock.
type Memory struct {
	clock clock.Clock

	mu      sync.RWMutex
	buckets map[string]*bucket
}

var _ Store = (*Memory)(nil)

// bucket is a bucket of a Memory. Settings are read without the lock.
type bucket struct {
	name, region, owner string
	created             time.Time
	settings            atomic.Pointer[Settings]

	mu      sync.RWMutex
	gone    bool // deleted while somebody still held it
	objects index
	uploads map[string]*upload // by id
}

// NewMemory makes an empty store. clk tells when things are made.
func NewMemory(clk clock.Clock) *Memory {
	return &Memory{clock: clk, buckets: make(map[string]*bucket)}
}

// now is the time as S3 stamps it: whole seconds.
func (m *Memory) now() time.Time { return m.clock.Now().UTC().Truncate(time.Second) }

func (m *Memory) find(name string) (*bucket, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if b, ok := m.buckets[name]; ok {
		return b, nil
	}
	return nil, &Error{Kind: NoSuchBucket, Bucket: name}
}

// CreateBucket implements Store.
func (m *Memory) CreateBucket(_ context.Context, in BucketInput) (Bucket, error) {
	b := &bucket{name: in.Name, region: in.Region, owner: in.Owner, created: m.now(), uploads: make(map[string]*upload)}
	b.settings.Store(newSettings())
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.buckets[in.Name]; ok {
		return Bucket{}, &Error{Kind: BucketExists, Bucket: in.Name}
	}
	m.buckets[in.Name] = b
	return b.snapshot(), nil
}

func (b *bucket) snapshot() Bucket {
	return Bucket{Name: b.name, Region: b.region, Owner: b.owner, Created: b.created, Settings: *b.settings.Load()}
}

// Bucket implements Store.
func (m *Memory) Bucket(_ context.Context, name string) (Bucket, error) {
	b, err := m.find(name)
	if err != nil {
		return Bucket{}, err
	}
	return b.snapshot(), nil
}

// Buckets implements Store.
func (m *Memory) Buckets(context.Context) ([]Bucket, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	all := make([]Bucket, 0, len(m.buckets))
	for _, b := range m.buckets {
		all = append(all, b.snapshot())
	}
	slices.SortFunc(all, func(a, b Bucket) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

// DeleteBucket implements Store.
func (m *Memory) DeleteBucket(_ context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.buckets[name]
	if !ok {
		return &Error{Kind: NoSuchBucket, Bucket: name}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.objects.count > 0 {
		return &Error{Kind: BucketNotEmpty, Bucket: name}
	}
	b.gone = true
	delete(m.buckets, name)
	return nil
}

// UpdateSettings implements Store.
func (m *Memory) UpdateSettings(_ context.Context, name string, change func(*Settings) error) error {
	b, err := m.find(name)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.gone {
		return &Error{Kind: NoSuchBucket, Bucket: name}
	}
	next := *b.settings.Load()
	if err := change(&next); err != nil {
		return err
	}
	b.settings.Store(&next)
	return nil
}

// change runs f with b locked, unless b was deleted meanwhile.
func (b *bucket) change(f func() error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.gone {
		return &Error{Kind: NoSuchBucket, Bucket: b.name}
	}
	return f()
}
