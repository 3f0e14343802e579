package registry

import (
	"maps"
	"slices"
	"strings"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/hosts"
)

// World is one immutable version of the control plane. What its methods
// return is shared by all requests and must not be changed.
type World struct {
	distributions           map[string]*Distribution
	compiled                map[string]*policy.Distribution
	order                   []string // ids of distributions, oldest first
	cachePolicies           map[string]*CachePolicy
	originRequestPolicies   map[string]*OriginRequestPolicy
	responseHeadersPolicies map[string]*ResponseHeadersPolicy
	accessControls          map[string]*OriginAccessControl
	identities              map[string]*OriginAccessIdentity
	publicKeys              map[string]*PublicKey
	keyGroups               map[string]*KeyGroup
	invalidations           map[string][]*Invalidation // by distribution, oldest first
	functions               map[string]*Function       // by name
	stores                  map[string]*KeyValueStore  // by name

	// Built by index from the above.
	list  []*policy.Distribution
	names map[string]*policy.Distribution // id in lower case
	// Aliases in lower case; one with a wildcard has the key ".example.com".
	aliases map[string]*policy.Distribution
	live    map[string]*Live // published functions, by ARN
}

func newWorld() *World {
	w := new(World).clone()
	w.index()
	return w
}

// clone copies the tables but not the records, which are never altered.
func (w *World) clone() *World {
	return &World{
		distributions:           cloneMap(w.distributions),
		compiled:                cloneMap(w.compiled),
		order:                   slices.Clone(w.order),
		cachePolicies:           cloneMap(w.cachePolicies),
		originRequestPolicies:   cloneMap(w.originRequestPolicies),
		responseHeadersPolicies: cloneMap(w.responseHeadersPolicies),
		accessControls:          cloneMap(w.accessControls),
		identities:              cloneMap(w.identities),
		publicKeys:              cloneMap(w.publicKeys),
		keyGroups:               cloneMap(w.keyGroups),
		invalidations:           cloneMap(w.invalidations),
		functions:               cloneMap(w.functions),
		stores:                  cloneMap(w.stores),
	}
}

// cloneMap is maps.Clone with an empty map for nil, so that a clone can be
// written to.
func cloneMap[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return make(map[K]V)
	}
	return maps.Clone(m)
}

// index builds what lookups read from the compiled distributions.
func (w *World) index() {
	w.list = make([]*policy.Distribution, 0, len(w.order))
	w.names = make(map[string]*policy.Distribution, len(w.order))
	w.aliases = make(map[string]*policy.Distribution)
	w.indexFunctions()
	for _, id := range w.order {
		d := w.compiled[id]
		w.list = append(w.list, d)
		w.names[strings.ToLower(id)] = d
		for _, alias := range aliasesOf(&w.distributions[id].Config) {
			w.aliases[aliasKey(alias)] = d
		}
	}
}

// aliasKey is the form in which an alias is looked up.
func aliasKey(alias string) string {
	return strings.TrimPrefix(hosts.Normalize(alias), "*")
}

func aliasesOf(cfg *policy.DistributionConfig) []string {
	if cfg.Aliases == nil {
		return nil
	}
	return cfg.Aliases.Items
}

// ByHost finds the distribution that a viewer's Host names: its own domain,
// with or without an edge location, or an alias. pop is the edge location in
// upper case, or empty. Disabled distributions are found too.
//
// The most specific alias wins: the one that names the host exactly, then the
// longest with a wildcard. "*.example.com" covers any depth in front of
// ".example.com" and not example.com itself:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html
func (w *World) ByHost(host string) (d *policy.Distribution, pop string, ok bool) {
	name := hosts.Normalize(host)
	if own, isOwn := hosts.ParseDistribution(name); isOwn {
		if d, ok = w.names[own.Name]; ok {
			return d, own.POP, true
		}
	}
	if name == "" || name[0] == '.' {
		return nil, "", false // ".example.com" is how a wildcard is kept
	}
	if d, ok = w.aliases[name]; ok {
		return d, "", true
	}
	for rest := name; ; {
		dot := strings.IndexByte(rest, '.')
		if dot < 0 {
			return nil, "", false
		}
		rest = rest[dot:]
		if d, ok = w.aliases[rest]; ok {
			return d, "", true
		}
		rest = rest[1:]
	}
}

// ByID is the compiled distribution of that id, nil when there is none.
func (w *World) ByID(id string) *policy.Distribution { return w.compiled[id] }

// Distributions are all compiled distributions, oldest first.
func (w *World) Distributions() []*policy.Distribution { return w.list }

// hasName reports whether a distribution has that id, in whatever case.
func (w *World) hasName(id string) bool {
	return slices.ContainsFunc(w.order, func(have string) bool { return strings.EqualFold(have, id) })
}

// remove takes a distribution out of a world that is being made.
func (w *World) remove(id string) {
	delete(w.distributions, id)
	delete(w.compiled, id)
	delete(w.invalidations, id)
	w.order = slices.DeleteFunc(w.order, func(have string) bool { return have == id })
}
