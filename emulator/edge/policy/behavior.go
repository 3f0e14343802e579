package policy

import (
	"slices"
	"time"
)

// A Behavior is a compiled cache behavior: the settings that one path pattern
// stands for, with its policies taken in.
type Behavior struct {
	Pattern string  // "*" for the default behavior
	Origin  *Origin // where its requests go; of an origin group the primary
	// Failover is who is asked when Origin fails; nil without an origin group.
	Failover *Failover
	// ViewerProtocolPolicy is allow-all, redirect-to-https or https-only.
	ViewerProtocolPolicy string
	AllowedMethods       []string // upper case, in the configuration's order
	CachedMethods        []string
	// Compress, with Gzip or Brotli on, lets the edge compress; see
	// [Behavior.Compressible].
	Compress, Gzip, Brotli     bool
	MinTTL, DefaultTTL, MaxTTL time.Duration
	ResponseHeaders            *ResponseHeaders // nil: no response headers policy
	// Signers are who must have signed; nil: anyone may ask.
	Signers *Signers
	// Legacy is true for a behavior with ForwardedValues instead of a cache
	// policy.
	Legacy bool
	// CachePolicyID, OriginRequestPolicyID and ResponseHeadersPolicyID are the
	// ids in the configuration; empty for none.
	CachePolicyID, OriginRequestPolicyID, ResponseHeadersPolicyID string
	// ViewerRequest and ViewerResponse are the ARNs of the functions that run at
	// these events; empty for none.
	ViewerRequest, ViewerResponse string

	path    pathPattern // Pattern, compiled
	dist    *Distribution
	opts    Options
	headers headerRules
	query   nameRules
	cookies nameRules
}

func compileBehavior(d *Distribution, pattern string, c *DefaultCacheBehavior, src Source, opts Options) *Behavior {
	b := &Behavior{
		Pattern:                 pattern,
		ViewerProtocolPolicy:    c.ViewerProtocolPolicy,
		AllowedMethods:          slices.Clone(c.AllowedMethods.Items),
		CachedMethods:           slices.Clone(c.AllowedMethods.CachedMethods.Items),
		Compress:                *c.Compress,
		CachePolicyID:           c.CachePolicyId,
		OriginRequestPolicyID:   c.OriginRequestPolicyId,
		ResponseHeadersPolicyID: c.ResponseHeadersPolicyId,
		path:                    compilePattern(pattern),
		Signers:                 compileSigners(c, src),
		dist:                    d,
		opts:                    opts,
	}
	b.Origin, b.Failover = d.compileTarget(c.TargetOriginId)
	b.compileFunctions(c.FunctionAssociations)
	if c.CachePolicyId == "" {
		b.takeForwardedValues(c)
	} else if p, ok := src.CachePolicy(c.CachePolicyId); ok {
		b.takeCachePolicy(p)
	}
	if p, ok := src.OriginRequestPolicy(c.OriginRequestPolicyId); ok && c.OriginRequestPolicyId != "" {
		b.takeOriginRequestPolicy(p)
	}
	if p, ok := src.ResponseHeadersPolicy(c.ResponseHeadersPolicyId); ok && c.ResponseHeadersPolicyId != "" {
		b.ResponseHeaders = CompileResponseHeaders(c.ResponseHeadersPolicyId, p, opts)
	}
	return b
}

// takeForwardedValues is the legacy world.
// Source: API:ForwardedValues; DG:header-caching, DG:Cookies, DG:QueryStringParameters.
func (b *Behavior) takeForwardedValues(c *DefaultCacheBehavior) {
	fv := c.ForwardedValues
	b.Legacy = true
	b.MinTTL, b.DefaultTTL, b.MaxTTL = seconds(*c.MinTTL), seconds(*c.DefaultTTL), seconds(*c.MaxTTL)
	// Brotli needs a cache policy. Source: DG:ServingCompressedFiles.
	b.Gzip = true
	b.headers.encoding = encodingLegacy
	if slices.Contains(fv.Headers.Items, "*") {
		b.headers.everything = true
		b.headers.encoding = encodingPlain
	} else {
		b.headers.setKeyed(fv.Headers.Items)
		if b.headers.keys("Accept-Encoding") {
			b.headers.encoding = encodingPlain
		}
	}
	const by = "the forwarded values (legacy settings)"
	b.cookies.keyBy, b.query.keyBy, b.query.forwardBy = by, by, by
	switch fv.Cookies.Forward {
	case "all":
		b.cookies.key = nameRule{mode: nameAll}
	case "whitelist":
		if n := fv.Cookies.WhitelistedNames; n != nil {
			b.cookies.key = nameRule{mode: nameListed, names: n.Items, globs: true}
		}
	}
	if fv.QueryString {
		b.query.key = nameRule{mode: nameAll}
		if k := fv.QueryStringCacheKeys; len(k.Items) > 0 {
			b.query.key = nameRule{mode: nameListed, names: k.Items}
			b.query.forward = nameRule{mode: nameAll}
		}
	}
}

// takeCachePolicy is the policy world: what is in the key is forwarded too.
// Source: DG:controlling-the-cache-key.
func (b *Behavior) takeCachePolicy(p *CachePolicyConfig) {
	b.MinTTL, b.DefaultTTL, b.MaxTTL = cachePolicyTTLs(p)
	const by = "the cache policy"
	b.cookies.keyBy, b.query.keyBy = by, by
	in := p.ParametersInCacheKeyAndForwardedToOrigin
	if in == nil {
		return
	}
	b.Gzip = in.EnableAcceptEncodingGzip
	b.Brotli = in.EnableAcceptEncodingBrotli != nil && *in.EnableAcceptEncodingBrotli
	switch {
	case b.Gzip && b.Brotli:
		b.headers.encoding = encodingBoth
	case b.Gzip:
		b.headers.encoding = encodingGzip
	case b.Brotli:
		b.headers.encoding = encodingBrotli
	}
	if h := in.HeadersConfig; h.HeaderBehavior == "whitelist" && h.Headers != nil {
		b.headers.setKeyed(h.Headers.Items)
	}
	b.cookies.key = behaviorRule(in.CookiesConfig.CookieBehavior, in.CookiesConfig.Cookies.items())
	b.query.key = behaviorRule(in.QueryStringsConfig.QueryStringBehavior, in.QueryStringsConfig.QueryStrings.items())
}

// takeOriginRequestPolicy adds what is forwarded without being in the key.
// Source: DG:controlling-origin-requests.
func (b *Behavior) takeOriginRequestPolicy(p *OriginRequestPolicyConfig) {
	const by = "the origin request policy"
	b.cookies.forwardBy, b.query.forwardBy = by, by
	b.headers.setPolicy(&p.HeadersConfig)
	b.cookies.forward = behaviorRule(p.CookiesConfig.CookieBehavior, p.CookiesConfig.Cookies.items())
	b.query.forward = behaviorRule(p.QueryStringsConfig.QueryStringBehavior, p.QueryStringsConfig.QueryStrings.items())
}

// cachePolicyTTLs fills in the defaults of a cache policy.
// Source: API:CachePolicyConfig (DefaultTTL 86,400 s or MinTTL if larger;
// MaxTTL 31,536,000 s or DefaultTTL if larger).
func cachePolicyTTLs(p *CachePolicyConfig) (minTTL, defaultTTL, maxTTL time.Duration) {
	normal := *p
	NormalizeCachePolicy(&normal)
	return seconds(normal.MinTTL), seconds(*normal.DefaultTTL), seconds(*normal.MaxTTL)
}

func (n *CookieNames) items() []string {
	if n == nil {
		return nil
	}
	return n.Items
}

func (n *QueryStringNames) items() []string {
	if n == nil {
		return nil
	}
	return n.Items
}
