package policy

import (
	"net/http"
	"slices"
	"strings"
)

// behavior checks one cache behavior.
// Source: API:DefaultCacheBehavior.
func (c *distributionChecker) behavior(field string, b *DefaultCacheBehavior) {
	c.target(field, b.TargetOriginId)
	c.oneOf(field+".ViewerProtocolPolicy", b.ViewerProtocolPolicy, "allow-all", "https-only", "redirect-to-https")
	c.methods(field+".AllowedMethods", b.AllowedMethods)
	c.groupMethods(field, b)
	if b.CachePolicyId != "" {
		c.policyMode(field, b)
	} else {
		c.legacyMode(field, b)
	}
	if id := b.ResponseHeadersPolicyId; id != "" {
		if _, ok := c.src.ResponseHeadersPolicy(id); !ok {
			c.add("NoSuchResponseHeadersPolicy", field+".ResponseHeadersPolicyId", "The response headers policy does not exist: %s.", id)
		}
	}
	c.signers(field, b)
	c.functions(field, b)
	c.lambdas(field, b)
	c.unsupported(field, b)
}

// target is an origin or an origin group.
func (c *distributionChecker) target(field, id string) {
	if !c.hasOrigin(id) && c.group(id) == nil {
		c.add("NoSuchOrigin", field+".TargetOriginId", "One or more of your origins or origin groups do not exist: %q.", id)
	}
}

// methods knows the three sets that may be allowed and the two that may be
// cached.
// Source: DG:DownloadDistValuesCacheBehavior#DownloadDistValuesAllowedHTTPMethods.
func (c *distributionChecker) methods(field string, m *AllowedMethods) {
	c.quantity(field, m.Quantity, len(m.Items))
	c.quantity(field+".CachedMethods", m.CachedMethods.Quantity, len(m.CachedMethods.Items))
	if !sameSet(m.Items, "GET", "HEAD") && !sameSet(m.Items, "GET", "HEAD", "OPTIONS") && !sameSet(m.Items, allMethods()...) {
		c.invalid(field, "The parameter AllowedMethods must be GET, HEAD; or GET, HEAD, OPTIONS; or GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE.")
	}
	cached := m.CachedMethods.Items
	switch {
	case sameSet(cached, "GET", "HEAD"):
	case !sameSet(cached, "GET", "HEAD", "OPTIONS"):
		c.invalid(field+".CachedMethods", "The parameter CachedMethods must be GET, HEAD; or GET, HEAD, OPTIONS.")
	case !slices.Contains(m.Items, http.MethodOptions):
		c.invalid(field+".CachedMethods", "The parameter CachedMethods contains OPTIONS, which AllowedMethods does not.")
	}
}

func sameSet(items []string, set ...string) bool {
	sorted, want := slices.Clone(items), slices.Clone(set)
	slices.Sort(sorted)
	slices.Sort(want)
	return slices.Equal(sorted, want)
}

// policyMode: nothing of the legacy settings may stand beside a cache policy.
// Source: https://github.com/aws/aws-sdk-net/issues/1698 and
// https://github.com/terraform-aws-modules/terraform-aws-cloudfront/issues/71
// (messages).
func (c *distributionChecker) policyMode(field string, b *DefaultCacheBehavior) {
	alone := func(name string, there bool) {
		if there {
			c.invalid(field+"."+name, "The parameter %s cannot be used when a cache policy is associated to the cache behavior.", name)
		}
	}
	alone("ForwardedValues", b.ForwardedValues != nil)
	alone("MinTTL", b.ForwardedValues == nil && b.MinTTL != nil)
	alone("DefaultTTL", b.ForwardedValues == nil && b.DefaultTTL != nil)
	alone("MaxTTL", b.ForwardedValues == nil && b.MaxTTL != nil)
	if _, ok := c.src.CachePolicy(b.CachePolicyId); !ok {
		if name := unpublishedName(b.CachePolicyId); name != "" {
			c.add("UnsupportedOperation", field+".CachePolicyId", "AWS has not published what the managed cache policy %s contains.", name)
		} else {
			c.add("NoSuchCachePolicy", field+".CachePolicyId", "The cache policy does not exist: %s.", b.CachePolicyId)
		}
	}
	if id := b.OriginRequestPolicyId; id != "" {
		if _, ok := c.src.OriginRequestPolicy(id); !ok {
			c.add("NoSuchOriginRequestPolicy", field+".OriginRequestPolicyId", "The origin request policy does not exist: %s.", id)
		}
	}
}

func unpublishedName(id string) string {
	for _, p := range ManagedCachePolicies() {
		if p.ID == id && p.Unpublished {
			return p.Config.Name
		}
	}
	return ""
}

// legacyMode checks forwarded values and TTLs.
// Source: API:ForwardedValues; DG:header-caching;
// https://github.com/hashicorp/terraform-provider-aws/issues/17878 (order of
// TTLs) and https://github.com/hashicorp/terraform-provider-aws/issues/17879
// (query strings).
func (c *distributionChecker) legacyMode(field string, b *DefaultCacheBehavior) {
	if b.OriginRequestPolicyId != "" {
		c.invalid(field+".OriginRequestPolicyId", "The parameter OriginRequestPolicyId cannot be used without a cache policy.")
	}
	f := b.ForwardedValues
	if f == nil {
		c.invalid(field+".ForwardedValues", "The parameter ForwardedValues is required when no cache policy is associated to the cache behavior.")
		return
	}
	c.notNegative(field+".MinTTL", *b.MinTTL)
	if *b.MinTTL > *b.DefaultTTL || *b.DefaultTTL > *b.MaxTTL {
		c.add("InvalidTTLOrder", field+".MinTTL", "MinTTL, MaxTTL and DefaultTTL should follow order MinTTL less than or equal to DefaultTTL less than or equal to MaxTTL")
	}
	field += ".ForwardedValues"
	c.forwardedHeaders(field+".Headers", f.Headers, b)
	c.forwardedCookies(field+".Cookies", &f.Cookies)
	keys := f.QueryStringCacheKeys
	c.quantity(field+".QueryStringCacheKeys", keys.Quantity, len(keys.Items))
	c.atMost("TooManyQueryStringParameters", field+".QueryStringCacheKeys", len(keys.Items), maxPolicyNames)
	c.unique(field+".QueryStringCacheKeys.Items", keys.Items, false)
	c.queryNames(field+".QueryStringCacheKeys", keys.Items)
	if len(keys.Items) > 0 && !f.QueryString {
		c.invalid(field+".QueryString", "The parameter QueryString cannot be false if query strings are set in QueryStringCacheKeys.")
	}
}

// queryNames. Source: DG:cloudfront-limits#limits-allowlisted-query-strings
// (128 characters each, 512 together).
func (c *distributionChecker) queryNames(field string, names []string) {
	long := func(name string) bool { return name == "" || len(name) > 128 }
	if slices.ContainsFunc(names, long) || len(strings.Join(names, "")) > 512 {
		c.add("InvalidQueryStringParameters", field, "The query string parameters specified are not valid: each has 1 to 128 characters, and all together at most 512.")
	}
}

func (c *distributionChecker) forwardedHeaders(field string, h *Headers, b *DefaultCacheBehavior) {
	c.quantity(field, h.Quantity, len(h.Items))
	c.atMost("TooManyHeadersInForwardedValues", field, len(h.Items), maxPolicyNames)
	c.unique(field+".Items", h.Items, true)
	if slices.Contains(h.Items, "*") {
		if len(h.Items) > 1 {
			c.invalid(field, "The parameter Headers contains *, which stands alone.")
		}
		if *b.MinTTL != 0 {
			c.invalid(field, "The parameter MinTTL must be 0 when all headers (*) are forwarded.")
		}
		return
	}
	for i, name := range h.Items {
		at := index(field+".Items", i)
		switch {
		case !isToken(name):
			c.invalid(at, "The parameter Headers contains %q, which is not a header name.", name)
		case strings.EqualFold(name, "Host") && c.targetsS3(b.TargetOriginId):
			c.add("InvalidHeadersForS3Origin", at, "The headers specified are not valid for an Amazon S3 origin: %s.", name)
		case unkeyable(canonical(name)):
			c.invalid(at, "The parameter Headers contains %s that is not allowed.", name)
		}
	}
}

// targetsS3 reports whether the origin, or one of the group's, is a bucket.
func (c *distributionChecker) targetsS3(id string) bool {
	if g := c.group(id); g != nil {
		return slices.ContainsFunc(g.Members.Items, func(m OriginGroupMember) bool { return c.isS3(m.OriginId) })
	}
	return c.isS3(id)
}

func (c *distributionChecker) isS3(id string) bool {
	return slices.ContainsFunc(c.cfg.Origins.Items, func(o OriginConfig) bool { return o.Id == id && o.S3OriginConfig != nil })
}

// forwardedCookies. Source: API:CreateDistribution (InvalidForwardCookies).
func (c *distributionChecker) forwardedCookies(field string, p *CookiePreference) {
	names := p.WhitelistedNames.items()
	if p.WhitelistedNames != nil {
		c.quantity(field+".WhitelistedNames", p.WhitelistedNames.Quantity, len(names))
		c.atMost("TooManyCookieNamesInWhiteList", field+".WhitelistedNames", len(names), maxPolicyNames)
		// Source: DG:Cookies ("Maximum length of cookie names").
		if total := len(strings.Join(names, "")); total > 512-len(names) {
			c.invalid(field+".WhitelistedNames", "The names together have %d characters; at most 512 less the number of names are allowed.", total)
		}
	}
	c.oneOf(field+".Forward", p.Forward, "none", "whitelist", "all")
	if (p.Forward == "whitelist") != (len(names) > 0) {
		c.add("InvalidForwardCookies", field, "Your request contains forward cookies option which doesn't match with the expectation for the whitelisted list of cookie names. Either list of cookie names has been specified when not allowed or list of cookie names is missing when expected.")
	}
}

// unsupported refuses what would silently give other answers than CloudFront.
func (c *distributionChecker) unsupported(field string, b *DefaultCacheBehavior) {
	if b.FieldLevelEncryptionId != "" {
		c.add("NoSuchFieldLevelEncryptionConfig", field+".FieldLevelEncryptionId", "The specified configuration for field-level encryption doesn't exist: %s. This emulator has no field-level encryption.", b.FieldLevelEncryptionId)
	}
	if *b.SmoothStreaming {
		c.add("UnsupportedOperation", field+".SmoothStreaming", "Smooth Streaming is not supported by this emulator.")
	}
}
