package registry

import (
	"cmp"
	"maps"
	"slices"

	"crossfront/emulator/edge/policy"
)

// State is everything in a World that a restart must not lose, in a form that
// can be written as JSON. Managed policies are not in it: they are code.
type State struct {
	Distributions           []*Distribution            `json:"distributions"` // oldest first
	CachePolicies           []*CachePolicy             `json:"cachePolicies"`
	OriginRequestPolicies   []*OriginRequestPolicy     `json:"originRequestPolicies"`
	ResponseHeadersPolicies []*ResponseHeadersPolicy   `json:"responseHeadersPolicies"`
	OriginAccessControls    []*OriginAccessControl     `json:"originAccessControls"`
	OriginAccessIdentities  []*OriginAccessIdentity    `json:"originAccessIdentities"`
	PublicKeys              []*PublicKey               `json:"publicKeys"`
	KeyGroups               []*KeyGroup                `json:"keyGroups"`
	Functions               []*Function                `json:"functions"` // by name
	KeyValueStores          []*KeyValueStore           `json:"keyValueStores"`
	Invalidations           map[string][]*Invalidation `json:"invalidations"` // by distribution, oldest first
}

// State is the world's state. It shares its records with the world: write it
// down, do not change it.
func (w *World) State() *State {
	s := &State{
		CachePolicies:           records(w.cachePolicies),
		OriginRequestPolicies:   records(w.originRequestPolicies),
		ResponseHeadersPolicies: records(w.responseHeadersPolicies),
		OriginAccessControls:    records(w.accessControls),
		OriginAccessIdentities:  records(w.identities),
		PublicKeys:              records(w.publicKeys),
		KeyGroups:               records(w.keyGroups),
		Functions:               slices.SortedFunc(maps.Values(w.functions), func(a, b *Function) int { return cmp.Compare(a.Name, b.Name) }),
		KeyValueStores:          slices.SortedFunc(maps.Values(w.stores), func(a, b *KeyValueStore) int { return cmp.Compare(a.Name, b.Name) }),
		Invalidations:           w.invalidations,
	}
	for _, id := range w.order {
		s.Distributions = append(s.Distributions, w.distributions[id])
	}
	return s
}

// records lists a table by id, so that the same state is written the same way.
func records[C any](table map[string]*Record[C]) []*Record[C] {
	return slices.SortedFunc(maps.Values(table), func(a, b *Record[C]) int { return cmp.Compare(a.ID, b.ID) })
}

// Load replaces everything by a state that was written down. Distributions are
// validated and compiled anew: a state of an older version that can no longer
// be served is an error, and then nothing changes.
func (r *Registry) Load(s *State) error {
	next := newWorld()
	enter(next.cachePolicies, s.CachePolicies)
	enter(next.originRequestPolicies, s.OriginRequestPolicies)
	enter(next.responseHeadersPolicies, s.ResponseHeadersPolicies)
	enter(next.accessControls, s.OriginAccessControls)
	enter(next.identities, s.OriginAccessIdentities)
	enter(next.publicKeys, s.PublicKeys)
	enter(next.keyGroups, s.KeyGroups)
	for _, f := range s.Functions {
		next.functions[f.Name] = f
	}
	for _, kvs := range s.KeyValueStores {
		next.stores[kvs.Name] = kvs
	}
	maps.Copy(next.invalidations, s.Invalidations)
	for _, d := range s.Distributions {
		next.order = append(next.order, d.ID)
		next.distributions[d.ID] = d
	}
	if err := r.recompile(next, func(*policy.DistributionConfig) bool { return true }); err != nil {
		return err
	}
	next.index()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.world.Store(next)
	return nil
}

func enter[C any](table map[string]*Record[C], list []*Record[C]) {
	for _, rec := range list {
		table[rec.ID] = rec
	}
}
