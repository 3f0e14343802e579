// Package registry is the state of CloudFront's control plane: distributions,
// the three kinds of policies, access controls and identities, public keys and
// key groups, invalidations and tags.
//
// All of it is one immutable World behind an atomic pointer. A change takes
// the only lock, copies the world's tables, validates, compiles what is
// affected and swaps the pointer; a request that has loaded a World sees one
// whole version of everything and parses nothing.
//
// Values that go in are copied at the door and values that come out are
// copies: a caller may change what it holds without changing the registry.
package registry

import (
	"cmp"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"crossfront/emulator/clock"
	"crossfront/emulator/edge/policy"
)

// DefaultAccountID is the account that owns everything when Config names none.
const DefaultAccountID = "000000000000"

// Config is what a Registry needs from outside. The zero value works.
type Config struct {
	Clock     clock.Clock    // time of creations and updates; nil is system time
	AccountID string         // owner, in ARNs; empty is DefaultAccountID
	Options   policy.Options // switches for what is disputed about CloudFront
	// DeployDelay is for how long, by Clock, a distribution says InProgress after
	// a change and an invalidation after its creation. What viewers get has
	// changed at once all the same.
	DeployDelay time.Duration

	// NewID makes the id of a new distribution, access control, identity or
	// invalidation, or an ETag: upper-case letters and digits. It must be safe
	// for concurrent use and not repeat itself. Nil is NewID of this package.
	NewID func() string
	// Save writes a world down before it becomes the present one; an error
	// undoes the change. Nil keeps nothing.
	Save func(*World) error
	// OpenLogs gets the bucket, as a configuration names it, that access logs
	// are to go to, whenever a distribution that logs is created or updated. It
	// makes the bucket ready or refuses with a [*policy.Error]. adopt: the
	// distribution comes from a seed, which may name a bucket that nobody made.
	// Nil takes any.
	OpenLogs func(bucket string, adopt bool) error
	// NewPolicyID makes the id of a new policy, in CloudFront a UUID. Nil is a
	// random one.
	NewPolicyID func() string
}

// Registry holds the control plane's state. It is safe for concurrent use.
type Registry struct {
	clock       clock.Clock
	options     policy.Options
	delay       time.Duration
	save        func(*World) error
	openLogs    func(bucket string, adopt bool) error
	newID       func() string
	newPolicyID func() string
	kinds       kinds

	mu    sync.Mutex // held by whoever makes the next world
	world atomic.Pointer[World]

	listening sync.RWMutex // guards listeners; never held together with mu
	listeners []func(distributionID string, paths []string)
}

// New is an empty registry: AWS's managed policies and nothing else.
func New(cfg Config) *Registry {
	r := &Registry{
		clock: cfg.Clock,

		options:     cfg.Options,
		delay:       cfg.DeployDelay,
		save:        cfg.Save,
		openLogs:    cfg.OpenLogs,
		newID:       cfg.NewID,
		newPolicyID: cfg.NewPolicyID,
		kinds:       newKinds(),
	}
	if r.clock == nil {
		r.clock = new(clock.Adjustable)
	}
	r.options.AccountID = cmp.Or(cfg.AccountID, cfg.Options.AccountID, DefaultAccountID)
	if r.newID == nil {
		r.newID = NewID
	}
	if r.newPolicyID == nil {
		r.newPolicyID = newUUID
	}
	r.world.Store(newWorld())
	return r
}

// AccountID is the account that owns everything.
func (r *Registry) AccountID() string { return r.options.AccountID }

// World is the present version of everything. It never changes; load it once
// a request.
func (r *Registry) World() *World { return r.world.Load() }

// Restore puts an earlier World back, all of it, as if nothing had happened
// since. Caches that hold answers of a later one are the caller's to empty.
func (r *Registry) Restore(w *World) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.world.Store(w)
}

// change makes the next world: edit gets a copy that it may alter, and the
// copy becomes the World unless edit fails.
func (r *Registry) change(edit func(next *World) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	next := r.world.Load().clone()
	if err := edit(next); err != nil {
		return err
	}
	next.index()
	if r.save != nil {
		if err := r.save(next); err != nil {
			return fmt.Errorf("keeping the control plane's state: %w", err)
		}
	}
	r.world.Store(next)
	return nil
}
