package registry

import "crossfront/emulator/edge/policy"

// A kind is what tells one sort of record from another.
type kind[C any] struct {
	noun    string // of the API's error codes: NoSuch+noun, noun+AlreadyExists, noun+InUse
	absent  string // message of NoSuch…
	taken   string // message of …AlreadyExists
	inUse   string // message of …InUse
	limit   int    // most that an account may have; 0 is no limit
	tooMany string // code when there would be more

	table    func(*World) map[string]*Record[C]
	managed  []*Record[C]
	prepare  func(*C) error  // defaults, then rules
	name     func(*C) string // unique among all of the kind
	fixed    func(*C) string // what an update may not change; nil is nothing
	usedBy   func(cfg *policy.DistributionConfig, id string) bool
	attached bool // compiled into distributions, which follow a change at once
	uuid     bool // ids are UUIDs
}

// The kinds' rules: names are unique in an account, managed records are fixed,
// what a distribution uses cannot be deleted. At most 20 custom policies of
// each kind and 100 access controls and identities:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html

func cachePolicyKind() *kind[policy.CachePolicyConfig] {
	k := &kind[policy.CachePolicyConfig]{
		noun:     "CachePolicy",
		absent:   "The cache policy does not exist.",
		taken:    "A cache policy with this name already exists. You must provide a unique name. To modify an existing cache policy, use UpdateCachePolicy.",
		inUse:    "Cannot delete the cache policy because it is attached to one or more cache behaviors.",
		limit:    20,
		tooMany:  "TooManyCachePolicies",
		table:    func(w *World) map[string]*CachePolicy { return w.cachePolicies },
		prepare:  prepareCachePolicy,
		name:     func(c *policy.CachePolicyConfig) string { return c.Name },
		attached: true,
		uuid:     true,
		usedBy: func(cfg *policy.DistributionConfig, id string) bool {
			return anyBehavior(cfg, func(b *policy.DefaultCacheBehavior) bool { return b.CachePolicyId == id })
		},
	}
	for _, m := range policy.ManagedCachePolicies() {
		k.managed = append(k.managed, &CachePolicy{ID: m.ID, ETag: managedETag, LastModified: managedSince(), Managed: true, Config: m.Config})
	}
	return k
}

func originRequestPolicyKind() *kind[policy.OriginRequestPolicyConfig] {
	k := &kind[policy.OriginRequestPolicyConfig]{
		noun:     "OriginRequestPolicy",
		absent:   "The origin request policy does not exist.",
		taken:    "An origin request policy with this name already exists. You must provide a unique name. To modify an existing origin request policy, use UpdateOriginRequestPolicy.",
		inUse:    "Cannot delete the origin request policy because it is attached to one or more cache behaviors.",
		limit:    20,
		tooMany:  "TooManyOriginRequestPolicies",
		table:    func(w *World) map[string]*OriginRequestPolicy { return w.originRequestPolicies },
		prepare:  prepareOriginRequestPolicy,
		name:     func(c *policy.OriginRequestPolicyConfig) string { return c.Name },
		attached: true,
		uuid:     true,
		usedBy: func(cfg *policy.DistributionConfig, id string) bool {
			return anyBehavior(cfg, func(b *policy.DefaultCacheBehavior) bool { return b.OriginRequestPolicyId == id })
		},
	}
	for _, m := range policy.ManagedOriginRequestPolicies() {
		k.managed = append(k.managed, &OriginRequestPolicy{ID: m.ID, ETag: managedETag, LastModified: managedSince(), Managed: true, Config: m.Config})
	}
	return k
}

func responseHeadersPolicyKind() *kind[policy.ResponseHeadersPolicyConfig] {
	k := &kind[policy.ResponseHeadersPolicyConfig]{
		noun:     "ResponseHeadersPolicy",
		absent:   "The response headers policy does not exist.",
		taken:    "A response headers policy with this name already exists. You must provide a unique name. To modify an existing response headers policy, use UpdateResponseHeadersPolicy.",
		inUse:    "Cannot delete the response headers policy because it is attached to one or more cache behaviors in a CloudFront distribution.",
		limit:    20,
		tooMany:  "TooManyResponseHeadersPolicies",
		table:    func(w *World) map[string]*ResponseHeadersPolicy { return w.responseHeadersPolicies },
		prepare:  prepareResponseHeadersPolicy,
		name:     func(c *policy.ResponseHeadersPolicyConfig) string { return c.Name },
		attached: true,
		uuid:     true,
		usedBy: func(cfg *policy.DistributionConfig, id string) bool {
			return anyBehavior(cfg, func(b *policy.DefaultCacheBehavior) bool { return b.ResponseHeadersPolicyId == id })
		},
	}
	for _, m := range policy.ManagedResponseHeadersPolicies() {
		k.managed = append(k.managed, &ResponseHeadersPolicy{ID: m.ID, ETag: managedETag, LastModified: managedSince(), Managed: true, Config: m.Config})
	}
	return k
}

func accessControlKind() *kind[policy.OriginAccessControlConfig] {
	return &kind[policy.OriginAccessControlConfig]{
		noun:     "OriginAccessControl",
		absent:   "The origin access control does not exist.",
		taken:    "An origin access control with the specified parameters already exists.",
		inUse:    "Cannot delete the origin access control because it's in use by one or more distributions.",
		limit:    100,
		tooMany:  "TooManyOriginAccessControls",
		table:    func(w *World) map[string]*OriginAccessControl { return w.accessControls },
		prepare:  prepareOriginAccessControl,
		name:     func(c *policy.OriginAccessControlConfig) string { return c.Name },
		attached: true,
		usedBy: func(cfg *policy.DistributionConfig, id string) bool {
			return anyOrigin(cfg, func(o *policy.OriginConfig) bool { return o.OriginAccessControlId == id })
		},
	}
}

func identityKind() *kind[OriginAccessIdentityConfig] {
	return &kind[OriginAccessIdentityConfig]{
		noun:    "CloudFrontOriginAccessIdentity",
		absent:  "The specified origin access identity does not exist.",
		taken:   "The caller reference that you are using to create a CloudFront origin access identity is already associated with another identity.",
		inUse:   "The CloudFront origin access identity is still being used.",
		limit:   100,
		tooMany: "TooManyCloudFrontOriginAccessIdentities",
		table:   func(w *World) map[string]*OriginAccessIdentity { return w.identities },
		prepare: prepareOriginAccessIdentity,
		name:    func(c *OriginAccessIdentityConfig) string { return c.CallerReference },
		fixed:   func(c *OriginAccessIdentityConfig) string { return c.CallerReference },
		usedBy: func(cfg *policy.DistributionConfig, id string) bool {
			return anyOrigin(cfg, func(o *policy.OriginConfig) bool {
				named, ok := identityOf(o)
				return ok && named == id
			})
		},
	}
}
