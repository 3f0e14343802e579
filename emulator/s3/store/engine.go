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

// An engine is what all stores have in common: which buckets, versions and
// uploads there are. Where bytes are kept is its keeper's business.
//
// Two kinds of lock: engine.mu for the list of buckets and, taken behind it
// when both are needed, a bucket's own. Contents are read from clients and to
// clients outside of any lock.
type engine struct {
	clock  clock.Clock
	keeper keeper
	budget *Budget
	log    changes
	common commons

	mu      sync.RWMutex
	buckets map[string]*bucket
}

var _ Store = (*engine)(nil)

// bucket is a bucket of an engine. Settings are read without the lock.
type bucket struct {
	name, region, owner string
	created             time.Time
	settings            atomic.Pointer[Settings]

	mu      sync.RWMutex
	gone    bool // deleted while somebody still held it
	objects index
	uploads map[string]map[string]*upload // by key, then id
}

func newBucket(b Bucket) *bucket {
	made := &bucket{name: b.Name, region: b.Region, owner: b.Owner, created: b.Created, uploads: make(map[string]map[string]*upload)}
	made.settings.Store(&b.Settings)
	return made
}

// now is the time as S3 stamps it: whole seconds.
func (e *engine) now() time.Time { return e.clock.Now().UTC().Truncate(time.Second) }

func (e *engine) find(name string) (*bucket, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if b, ok := e.buckets[name]; ok {
		return b, nil
	}
	return nil, &Error{Kind: NoSuchBucket, Bucket: name}
}

// CreateBucket implements Store.
func (e *engine) CreateBucket(_ context.Context, in BucketInput) (Bucket, error) {
	settings := newSettings()
	if in.Configure != nil {
		if err := in.Configure(settings); err != nil {
			return Bucket{}, err
		}
	}
	b := newBucket(Bucket{Name: in.Name, Region: in.Region, Owner: in.Owner, Created: e.now(), Settings: *settings})
	done, err := e.addBucket(b)
	if err != nil {
		return Bucket{}, err
	}
	return b.snapshot(), done.wait()
}

func (e *engine) addBucket(b *bucket) (pending, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, ok := e.buckets[b.name]; ok {
		return pending{}, &Error{Kind: BucketExists, Bucket: b.name}
	}
	done, err := e.log.add(&entry{op: opBucket, bucket: b.name, about: b.snapshot()})
	if err == nil {
		e.buckets[b.name] = b
	}
	return done, err
}

func (b *bucket) snapshot() Bucket {
	return Bucket{Name: b.name, Region: b.region, Owner: b.owner, Created: b.created, Settings: *b.settings.Load()}
}

// Bucket implements Store.
func (e *engine) Bucket(_ context.Context, name string) (Bucket, error) {
	b, err := e.find(name)
	if err != nil {
		return Bucket{}, err
	}
	return b.snapshot(), nil
}

// Buckets implements Store.
func (e *engine) Buckets(context.Context) ([]Bucket, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	all := make([]Bucket, 0, len(e.buckets))
	for _, b := range e.buckets {
		all = append(all, b.snapshot())
	}
	slices.SortFunc(all, func(a, b Bucket) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

// DeleteBucket implements Store.
func (e *engine) DeleteBucket(_ context.Context, name string) error {
	done, err := e.dropBucket(name)
	if err != nil {
		return err
	}
	return done.wait()
}

func (e *engine) dropBucket(name string) (pending, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	b, ok := e.buckets[name]
	if !ok {
		return pending{}, &Error{Kind: NoSuchBucket, Bucket: name}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.objects.count > 0 {
		return pending{}, &Error{Kind: BucketNotEmpty, Bucket: name}
	}
	done, err := e.log.add(&entry{op: opDropBucket, bucket: name})
	if err != nil {
		return pending{}, err
	}
	b.gone = true
	b.clear()
	delete(e.buckets, name)
	return done, nil
}

// UpdateSettings implements Store.
func (e *engine) UpdateSettings(_ context.Context, name string, change func(*Settings) error) error {
	b, err := e.find(name)
	if err != nil {
		return err
	}
	return b.change(func() (pending, error) {
		next := *b.settings.Load()
		if err := change(&next); err != nil {
			return pending{}, err
		}
		about := b.snapshot()
		about.Settings = next
		done, err := e.log.add(&entry{op: opSettings, bucket: name, about: about})
		if err == nil {
			b.settings.Store(&next)
		}
		return done, err
	})
}

// change runs f with b locked, unless b was deleted meanwhile, and then waits
// until the change that f made is kept.
func (b *bucket) change(f func() (pending, error)) error {
	done, err := b.locked(f)
	if err != nil {
		return err
	}
	return done.wait()
}

func (b *bucket) locked(f func() (pending, error)) (pending, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.gone {
		return pending{}, &Error{Kind: NoSuchBucket, Bucket: b.name}
	}
	return f()
}

// versioned says whether b has, or had, versioning.
func (b *bucket) versioned() bool { return b.settings.Load().Versioning != "" }

// present is o as it is shown: without a version id where the bucket never had
// versioning.
func (b *bucket) present(o Object) Object {
	if !b.versioned() {
		o.VersionID = ""
	}
	return o
}
