package registry

import "crossfront/emulator/edge/policy"

// CachePolicies are AWS's managed cache policies and the account's own.
func (r *Registry) CachePolicies() Collection[policy.CachePolicyConfig] {
	return Collection[policy.CachePolicyConfig]{r, r.kinds.cachePolicy}
}

// OriginRequestPolicies are AWS's managed origin request policies and the
// account's own.
func (r *Registry) OriginRequestPolicies() Collection[policy.OriginRequestPolicyConfig] {
	return Collection[policy.OriginRequestPolicyConfig]{r, r.kinds.originRequestPolicy}
}

// ResponseHeadersPolicies are AWS's managed response headers policies and the
// account's own.
func (r *Registry) ResponseHeadersPolicies() Collection[policy.ResponseHeadersPolicyConfig] {
	return Collection[policy.ResponseHeadersPolicyConfig]{r, r.kinds.responseHeadersPolicy}
}

// OriginAccessControls are the account's origin access controls.
func (r *Registry) OriginAccessControls() Collection[policy.OriginAccessControlConfig] {
	return Collection[policy.OriginAccessControlConfig]{r, r.kinds.accessControl}
}

// OriginAccessIdentities are the account's origin access identities. Create
// with a caller reference that was used fails even for the same comment; the
// API's repetition rule is CreateOriginAccessIdentity's.
func (r *Registry) OriginAccessIdentities() Collection[OriginAccessIdentityConfig] {
	return Collection[OriginAccessIdentityConfig]{r, r.kinds.identity}
}

// PublicKeys are the account's public keys.
func (r *Registry) PublicKeys() Collection[policy.PublicKeyConfig] {
	return Collection[policy.PublicKeyConfig]{r, r.kinds.publicKey}
}

// KeyGroups are the account's key groups.
func (r *Registry) KeyGroups() Collection[policy.KeyGroupConfig] {
	return Collection[policy.KeyGroupConfig]{r, r.kinds.keyGroup}
}

// CreateCachePolicy is CachePolicies().Create.
func (r *Registry) CreateCachePolicy(cfg policy.CachePolicyConfig, id string) (*CachePolicy, error) {
	return r.CachePolicies().Create(cfg, id)
}

// CreateOriginRequestPolicy is OriginRequestPolicies().Create.
func (r *Registry) CreateOriginRequestPolicy(cfg policy.OriginRequestPolicyConfig, id string) (*OriginRequestPolicy, error) {
	return r.OriginRequestPolicies().Create(cfg, id)
}

// CreateResponseHeadersPolicy is ResponseHeadersPolicies().Create.
func (r *Registry) CreateResponseHeadersPolicy(cfg policy.ResponseHeadersPolicyConfig, id string) (*ResponseHeadersPolicy, error) {
	return r.ResponseHeadersPolicies().Create(cfg, id)
}

// CreateOriginAccessControl is OriginAccessControls().Create.
func (r *Registry) CreateOriginAccessControl(cfg policy.OriginAccessControlConfig, id string) (*OriginAccessControl, error) {
	return r.OriginAccessControls().Create(cfg, id)
}

// kinds is one of each, made when the registry is.
type kinds struct {
	cachePolicy           *kind[policy.CachePolicyConfig]
	originRequestPolicy   *kind[policy.OriginRequestPolicyConfig]
	responseHeadersPolicy *kind[policy.ResponseHeadersPolicyConfig]
	accessControl         *kind[policy.OriginAccessControlConfig]
	identity              *kind[OriginAccessIdentityConfig]
	publicKey             *kind[policy.PublicKeyConfig]
	keyGroup              *kind[policy.KeyGroupConfig]
}

func newKinds() kinds {
	return kinds{
		cachePolicy:           cachePolicyKind(),
		originRequestPolicy:   originRequestPolicyKind(),
		responseHeadersPolicy: responseHeadersPolicyKind(),
		accessControl:         accessControlKind(),
		identity:              identityKind(),
		publicKey:             publicKeyKind(),
		keyGroup:              keyGroupKind(),
	}
}
