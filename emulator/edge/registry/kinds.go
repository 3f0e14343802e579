package registry

import (
	"slices"

	"crossfront/emulator/edge/policy"
)

// A kind is what tells one sort of record from another.
type kind[C any] struct {
	noun    string // of the API's error codes: NoSuch+noun, noun+AlreadyExists, noun+InUse
	plain   bool   // but NoSuchResource and ResourceInUse, as newer kinds have it
	absent  string // message of NoSuch…
	taken   string // message of …AlreadyExists
	inUse   string // message of …InUse
	limit   int    // most that an account may have; 0 is no limit
	tooMany string // code when there would be more

	table     func(*World) map[string]*Record[C]
	managed   []*Record[C]
	prepare   func(*C, policy.Source) error // defaults, then rules
	name      func(*C) string               // unique among all of the kind
	again     func(*C) string               // what makes a creation unrepeatable, unique too; nil is nothing
	fixed     func(*C) string               // what an update may not change; nil is nothing
	immutable *policy.Error                 // answer to an update that does; nil is IllegalUpdate
	usedBy    func(cfg *policy.DistributionConfig, id string) bool
	holds     func(w *World, id string) bool // is it used by something else than distributions; nil: never
	attached  bool                           // compiled into distributions, which follow a change at once
	uuid      bool                           // ids are UUIDs
	initial   string                         // first letter of other ids; empty is E
}

// noSuch is the answer where there is none of that id.
func (k *kind[C]) noSuch() error {
	if k.plain {
		return noSuch("NoSuchResource", k.absent)
	}
	return noSuch("NoSuch"+k.noun, k.absent)
}

func (k *kind[C]) usedError() error {
	if k.plain {
		return conflict("ResourceInUse", k.inUse)
	}
	return conflict(k.noun+"InUse", k.inUse)
}

// used reports whether something in w needs the record.
func (k *kind[C]) used(w *World, id string) bool {
	if k.holds != nil && k.holds(w, id) {
		return true
	}
	for _, d := range w.distributions {
		if k.usedBy(&d.Config, id) {
			return true
		}
	}
	return false
}

// The kinds' rules: names are unique in an account, managed records are fixed,
// what a distribution uses cannot be deleted. At most 20 custom policies of
// each kind, 100 access controls and identities, 10 public keys and key groups:
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
			return AnyBehavior(cfg, func(b *policy.DefaultCacheBehavior) bool { return b.CachePolicyId == id })
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
			return AnyBehavior(cfg, func(b *policy.DefaultCacheBehavior) bool { return b.OriginRequestPolicyId == id })
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
			return AnyBehavior(cfg, func(b *policy.DefaultCacheBehavior) bool { return b.ResponseHeadersPolicyId == id })
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

// publicKeyKind: only the comment of a public key can be changed; what is in a
// key group cannot be deleted.
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdatePublicKey.html;
// https://github.com/ministryofjustice/cloud-platform-environments/pull/22517 (message).
func publicKeyKind() *kind[policy.PublicKeyConfig] {
	return &kind[policy.PublicKeyConfig]{
		noun:    "PublicKey",
		absent:  "The specified public key doesn't exist.",
		taken:   "The specified public key already exists.",
		inUse:   "The Cloudfront public key is currently associated with either Key Group or a field level encryption profile.",
		limit:   10,
		tooMany: "TooManyPublicKeys",
		initial: "K",
		table:   func(w *World) map[string]*PublicKey { return w.publicKeys },
		prepare: preparePublicKey,
		name:    func(c *policy.PublicKeyConfig) string { return c.Name },
		again:   func(c *policy.PublicKeyConfig) string { return c.CallerReference },
		fixed: func(c *policy.PublicKeyConfig) string {
			return c.CallerReference + "\n" + c.Name + "\n" + c.EncodedKey
		},
		immutable: bad("CannotChangeImmutablePublicKeyFields", "You can't change the value of a public key.", ""),
		usedBy:    func(*policy.DistributionConfig, string) bool { return false },
		holds: func(w *World, id string) bool {
			for _, g := range w.keyGroups {
				if slices.Contains(g.Config.Items, id) {
					return true
				}
			}
			return false
		},
	}
}

func keyGroupKind() *kind[policy.KeyGroupConfig] {
	return &kind[policy.KeyGroupConfig]{
		noun:     "KeyGroup",
		plain:    true,
		absent:   "A resource that was specified is not valid.",
		taken:    "A key group with this name already exists. You must provide a unique name. To modify an existing key group, use UpdateKeyGroup.",
		inUse:    "Cannot delete this resource because it is in use.",
		limit:    10,
		tooMany:  "TooManyKeyGroups",
		table:    func(w *World) map[string]*KeyGroup { return w.keyGroups },
		prepare:  policy.ValidateKeyGroup,
		name:     func(c *policy.KeyGroupConfig) string { return c.Name },
		attached: true,
		uuid:     true,
		usedBy: func(cfg *policy.DistributionConfig, id string) bool {
			return AnyBehavior(cfg, func(b *policy.DefaultCacheBehavior) bool {
				return b.TrustedKeyGroups != nil && slices.Contains(b.TrustedKeyGroups.Items, id)
			})
		},
	}
}
