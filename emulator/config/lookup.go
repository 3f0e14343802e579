package config

import (
	"slices"
	"strings"

	"crossfront/emulator/edge/policy"
)

// catalog is every policy that a distribution may name: AWS's managed ones and
// the seed's own. It is the source that distribution configs are validated
// against.
type catalog struct {
	seed    *Seed
	managed policy.Source
}

var _ policy.Source = catalog{}

// CachePolicy finds a managed or custom policy by id.
func (c catalog) CachePolicy(id string) (*policy.CachePolicyConfig, bool) {
	for i := range c.seed.CachePolicies {
		if p := &c.seed.CachePolicies[i]; p.ID == id {
			return &p.Config, true
		}
	}
	return c.managed.CachePolicy(id)
}

// OriginRequestPolicy finds a managed or custom policy by id.
func (c catalog) OriginRequestPolicy(id string) (*policy.OriginRequestPolicyConfig, bool) {
	for i := range c.seed.OriginRequestPolicies {
		if p := &c.seed.OriginRequestPolicies[i]; p.ID == id {
			return &p.Config, true
		}
	}
	return c.managed.OriginRequestPolicy(id)
}

// ResponseHeadersPolicy finds a managed or custom policy by id.
func (c catalog) ResponseHeadersPolicy(id string) (*policy.ResponseHeadersPolicyConfig, bool) {
	for i := range c.seed.ResponseHeadersPolicies {
		if p := &c.seed.ResponseHeadersPolicies[i]; p.ID == id {
			return &p.Config, true
		}
	}
	return c.managed.ResponseHeadersPolicy(id)
}

// OriginAccessControl finds an origin access control by id.
func (c catalog) OriginAccessControl(id string) (*policy.OriginAccessControlConfig, bool) {
	for i := range c.seed.OriginAccessControls {
		if p := &c.seed.OriginAccessControls[i]; p.ID == id {
			return &p.Config, true
		}
	}
	return nil, false
}

// KeyGroup finds a key group by id.
func (c catalog) KeyGroup(id string) (*policy.KeyGroupConfig, bool) {
	for i := range c.seed.KeyGroups {
		if g := &c.seed.KeyGroups[i]; g.ID == id {
			return &g.Config, true
		}
	}
	return nil, false
}

// PublicKey finds a public key by id.
func (c catalog) PublicKey(id string) (*policy.PublicKeyConfig, bool) {
	for i := range c.seed.PublicKeys {
		if k := &c.seed.PublicKeys[i]; k.ID == id {
			return &k.Config, true
		}
	}
	return nil, false
}

// Function finds a function by the name in its ARN: an exported configuration
// has another account's. All of a seed's functions are published.
func (c catalog) Function(arn string) (live, ok bool) {
	name, ok := policy.FunctionName(arn)
	if !ok {
		return false, false
	}
	ok = slices.ContainsFunc(c.seed.Functions, func(f Function) bool { return f.Name == name })
	return ok, ok
}

// named is a policy or key group as a short form may call it.
type named struct {
	id, name string
}

func (c catalog) cachePolicies() []named {
	var out []named
	for _, p := range c.seed.CachePolicies {
		out = append(out, named{p.ID, p.Config.Name})
	}
	for _, p := range policy.ManagedCachePolicies() {
		out = append(out, named{p.ID, p.Config.Name})
	}
	return out
}

func (c catalog) originRequestPolicies() []named {
	var out []named
	for _, p := range c.seed.OriginRequestPolicies {
		out = append(out, named{p.ID, p.Config.Name})
	}
	for _, p := range policy.ManagedOriginRequestPolicies() {
		out = append(out, named{p.ID, p.Config.Name})
	}
	return out
}

func (c catalog) responseHeadersPolicies() []named {
	var out []named
	for _, p := range c.seed.ResponseHeadersPolicies {
		out = append(out, named{p.ID, p.Config.Name})
	}
	for _, p := range policy.ManagedResponseHeadersPolicies() {
		out = append(out, named{p.ID, p.Config.Name})
	}
	return out
}

func (c catalog) keyGroups() []named {
	var out []named
	for _, g := range c.seed.KeyGroups {
		out = append(out, named{g.ID, g.Config.Name})
	}
	return out
}

// managedPrefix stands before the names of managed policies in the API, but
// not in the console.
const managedPrefix = "Managed-"

// find is the id of the policy called by name or id; hint helps when there is
// none.
func find(all []named, called string) (id, hint string) {
	var names []string
	for _, p := range all {
		short := strings.TrimPrefix(p.name, managedPrefix)
		if called == p.id || called == p.name || called == short {
			return p.id, ""
		}
		names = append(names, short)
	}
	if hint = didYouMean(strings.TrimPrefix(called, managedPrefix), names); hint != "" {
		return "", hint
	}
	if len(names) == 0 {
		return "", "; there is none under policies"
	}
	return "", "; there are " + strings.Join(names, ", ")
}
