package policy

import "strings"

// managedPrefix stands before the API's names of managed policies, except the
// two UseOriginCacheControlHeaders….
// Source: DG:using-managed-cache-policies.
const managedPrefix = "Managed-"

// Managed finds AWS's managed policies by id. It knows no origin access
// control, no keys, and none of the cache policies whose contents AWS has not
// published.
func Managed() Source {
	m := managed{
		cache:    map[string]*CachePolicyConfig{},
		origin:   map[string]*OriginRequestPolicyConfig{},
		response: map[string]*ResponseHeadersPolicyConfig{},
	}
	for _, p := range ManagedCachePolicies() {
		if !p.Unpublished {
			m.cache[p.ID] = &p.Config
		}
	}
	for _, p := range ManagedOriginRequestPolicies() {
		m.origin[p.ID] = &p.Config
	}
	for _, p := range ManagedResponseHeadersPolicies() {
		m.response[p.ID] = &p.Config
	}
	return m
}

type managed struct {
	cache    map[string]*CachePolicyConfig
	origin   map[string]*OriginRequestPolicyConfig
	response map[string]*ResponseHeadersPolicyConfig
}

var _ Source = managed{}

func (m managed) CachePolicy(id string) (*CachePolicyConfig, bool) {
	p, ok := m.cache[id]
	return p, ok
}

func (m managed) OriginRequestPolicy(id string) (*OriginRequestPolicyConfig, bool) {
	p, ok := m.origin[id]
	return p, ok
}

func (m managed) ResponseHeadersPolicy(id string) (*ResponseHeadersPolicyConfig, bool) {
	p, ok := m.response[id]
	return p, ok
}

func (m managed) OriginAccessControl(string) (*OriginAccessControlConfig, bool) { return nil, false }
func (m managed) KeyGroup(string) (*KeyGroupConfig, bool)                       { return nil, false }
func (m managed) PublicKey(string) (*PublicKeyConfig, bool)                     { return nil, false }
func (m managed) Function(string) (live, ok bool)                               { return false, false }

// ManagedCachePolicyID is the id of the managed cache policy called name, with
// or without "Managed-" in front.
func ManagedCachePolicyID(name string) (string, bool) {
	for _, p := range ManagedCachePolicies() {
		if sameManagedName(p.Config.Name, name) {
			return p.ID, true
		}
	}
	return "", false
}

// ManagedOriginRequestPolicyID is the id of the managed origin request policy
// called name, with or without "Managed-" in front.
func ManagedOriginRequestPolicyID(name string) (string, bool) {
	for _, p := range ManagedOriginRequestPolicies() {
		if sameManagedName(p.Config.Name, name) {
			return p.ID, true
		}
	}
	return "", false
}

// ManagedResponseHeadersPolicyID is the id of the managed response headers
// policy called name, with or without "Managed-" in front.
func ManagedResponseHeadersPolicyID(name string) (string, bool) {
	for _, p := range ManagedResponseHeadersPolicies() {
		if sameManagedName(p.Config.Name, name) {
			return p.ID, true
		}
	}
	return "", false
}

func sameManagedName(a, b string) bool {
	return strings.TrimPrefix(a, managedPrefix) == strings.TrimPrefix(b, managedPrefix)
}
