package policy

import (
	"slices"
	"strings"
)

// Quotas of policies and of legacy forwarded values.
// Source: DG:cloudfront-limits (10 headers, cookies, query strings; 1,024
// characters of names together).
const (
	maxPolicyNames      = 10
	maxPolicyNamesBytes = 1024
)

// ValidateCachePolicy reports every mistake of a cache policy as [Errors].
// DefaultTTL below MinTTL is accepted: MinTTL then counts.
// Source: API:CreateCachePolicy, API:CachePolicyConfig.
func ValidateCachePolicy(cfg *CachePolicyConfig) error {
	own := *cfg
	NormalizeCachePolicy(&own)
	c := &checker{}
	c.policyName(own.Name)
	c.comment(own.Comment)
	c.notNegative("MinTTL", own.MinTTL)
	c.notNegative("DefaultTTL", *own.DefaultTTL)
	c.notNegative("MaxTTL", *own.MaxTTL)
	if own.MinTTL > *own.MaxTTL || *own.DefaultTTL > *own.MaxTTL {
		c.invalid("MaxTTL", "The parameter MaxTTL must not be less than MinTTL or DefaultTTL.")
	}
	in := own.ParametersInCacheKeyAndForwardedToOrigin
	const field = "ParametersInCacheKeyAndForwardedToOrigin"
	h := field + ".HeadersConfig"
	c.oneOf(h+".HeaderBehavior", in.HeadersConfig.HeaderBehavior, "none", "whitelist")
	c.names(h+".Headers", "TooManyHeadersInCachePolicy", in.HeadersConfig.HeaderBehavior, in.HeadersConfig.Headers.list())
	c.keyedHeaders(h+".Headers", in)
	c.cookiesAndQueries(field, "CachePolicy", in.CookiesConfig.CookieBehavior, in.CookiesConfig.Cookies.list(),
		in.QueryStringsConfig.QueryStringBehavior, in.QueryStringsConfig.QueryStrings.list())
	c.namesTogether(field, in.HeadersConfig.Headers.list(), in.CookiesConfig.Cookies.list(), in.QueryStringsConfig.QueryStrings.list())
	if own.MinTTL == 0 && *own.DefaultTTL == 0 && *own.MaxTTL == 0 {
		c.cachingDisabled(field, in)
	}
	return c.errs.orNil()
}

// cachingDisabled: a policy that caches nothing has no key settings.
// Source: https://github.com/aws/aws-cdk/issues/13441,
// https://github.com/pulumi/docs/pull/18475 and
// https://github.com/ballPointPenguin/artificial-u/pull/116 (message).
func (c *checker) cachingDisabled(field string, in *ParametersInCacheKeyAndForwardedToOrigin) {
	off := func(name string, set bool) {
		if set {
			c.invalid(field+"."+name, "The parameter %s is invalid for policy with caching disabled.", lastName(name))
		}
	}
	off("HeadersConfig.HeaderBehavior", in.HeadersConfig.HeaderBehavior != "none")
	off("CookiesConfig.CookieBehavior", in.CookiesConfig.CookieBehavior != "none")
	off("QueryStringsConfig.QueryStringBehavior", in.QueryStringsConfig.QueryStringBehavior != "none")
	off("EnableAcceptEncodingGzip", in.EnableAcceptEncodingGzip)
	off("EnableAcceptEncodingBrotli", *in.EnableAcceptEncodingBrotli)
}

// keyedHeaders: Accept-Encoding is either normalised or listed.
// Source: https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/571.
func (c *checker) keyedHeaders(field string, in *ParametersInCacheKeyAndForwardedToOrigin) {
	for i, name := range in.HeadersConfig.Headers.list().items {
		at := index(field+".Items", i)
		switch n := canonical(name); {
		case !isToken(name):
			c.invalid(at, "The parameter Headers contains %q, which is not a header name.", name)
		case n == "Accept-Encoding" && (in.EnableAcceptEncodingGzip || *in.EnableAcceptEncodingBrotli):
			c.invalid(at, "The parameter Headers contains Accept-Encoding, which cannot be listed when EnableAcceptEncodingGzip or EnableAcceptEncodingBrotli is true.")
		case unkeyable(n), onlyForOrigins(n):
			c.invalid(at, "The parameter Headers contains %s that is not allowed.", name)
		}
	}
}

// onlyForOrigins are the CloudFront-… headers that an origin request policy may
// ask for and a cache policy may not, by canonical name.
// Source: DG:adding-cloudfront-headers (notes on CloudFront-Viewer-Address and
// -ASN, and on the TLS-related headers).
func onlyForOrigins(name string) bool {
	return slices.Contains([]string{"Cloudfront-Viewer-Address", "Cloudfront-Viewer-Asn", "Cloudfront-Viewer-Ja3-Fingerprint",
		"Cloudfront-Viewer-Ja4-Fingerprint", "Cloudfront-Viewer-Tls"}, name)
}

// unkeyable are headers that no cache key may have, by canonical name.
// Source: DG:header-caching; DG:RequestAndResponseBehaviorCustomOrigin (column
// "Caching based on header values is supported": no).
func unkeyable(name string) bool {
	return slices.Contains([]string{"Cache-Control", "Connection", "Content-Length", "Cookie", "Max-Forwards", "Pragma",
		"Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "Request-Range", "Te", "Trailer",
		"Transfer-Encoding", "Upgrade", "X-Amz-Cf-Id", "X-Forwarded-Proto", "X-Real-Ip"}, name) ||
		strings.HasPrefix(name, "X-Edge-")
}

// ValidateOriginRequestPolicy reports every mistake of an origin request policy
// as [Errors].
// Source: API:CreateOriginRequestPolicy; https://github.com/aws/aws-cdk/pull/13410
// (Authorization, Accept-Encoding).
func ValidateOriginRequestPolicy(cfg *OriginRequestPolicyConfig) error {
	c := &checker{}
	c.policyName(cfg.Name)
	c.comment(cfg.Comment)
	behavior := cfg.HeadersConfig.HeaderBehavior
	list := cfg.HeadersConfig.Headers.list()
	c.oneOf("HeadersConfig.HeaderBehavior", behavior, "none", "whitelist", "allViewer", "allViewerAndWhitelistCloudFront", "allExcept")
	c.names("HeadersConfig.Headers", "TooManyHeadersInOriginRequestPolicy", behavior, list)
	for i, name := range list.items {
		at := index("HeadersConfig.Headers.Items", i)
		switch n := canonical(name); {
		case !isToken(name):
			c.invalid(at, "The parameter Headers contains %q, which is not a header name.", name)
		case behavior == "whitelist" && (n == "Authorization" || n == "Accept-Encoding"):
			c.invalid(at, "The parameter Headers contains %s that is not allowed.", name)
		case behavior == "allViewerAndWhitelistCloudFront" && !isCloudFrontHeader(n):
			c.invalid(at, "The parameter Headers contains %s; allViewerAndWhitelistCloudFront lists CloudFront headers only.", name)
		}
	}
	c.cookiesAndQueries("", "OriginRequestPolicy", cfg.CookiesConfig.CookieBehavior, cfg.CookiesConfig.Cookies.list(),
		cfg.QueryStringsConfig.QueryStringBehavior, cfg.QueryStringsConfig.QueryStrings.list())
	c.namesTogether("", cfg.HeadersConfig.Headers.list(), cfg.CookiesConfig.Cookies.list(), cfg.QueryStringsConfig.QueryStrings.list())
	return c.errs.orNil()
}

// ValidateOriginAccessControl reports every mistake of an origin access control
// as [Errors]. Source: API:OriginAccessControlConfig.
func ValidateOriginAccessControl(cfg *OriginAccessControlConfig) error {
	c := &checker{}
	if cfg.Name == "" || len(cfg.Name) > 64 {
		c.invalid("Name", "The parameter Name is required and has at most 64 characters.")
	}
	if len(cfg.Description) > 256 {
		c.invalid("Description", "The parameter Description has at most 256 characters.")
	}
	c.oneOf("SigningProtocol", cfg.SigningProtocol, "sigv4")
	c.oneOf("SigningBehavior", cfg.SigningBehavior, "always", "never", "no-override")
	c.oneOf("OriginAccessControlOriginType", cfg.OriginAccessControlOriginType, "s3", "mediastore", "mediapackagev2", "lambda")
	return c.errs.orNil()
}

// policyName. Source: API:CachePolicyConfig (at most 128 characters).
func (c *checker) policyName(name string) {
	if name == "" || len(name) > 128 {
		c.invalid("Name", "The parameter Name is required and has at most 128 characters.")
	}
}

// nameList is a Quantity and Items of any kind of names.
type nameList struct {
	there    bool
	quantity int
	items    []string
}

func (h *Headers) list() nameList {
	if h == nil {
		return nameList{}
	}
	return nameList{true, h.Quantity, h.Items}
}

func (n *CookieNames) list() nameList {
	if n == nil {
		return nameList{}
	}
	return nameList{true, n.Quantity, n.Items}
}

func (n *QueryStringNames) list() nameList {
	if n == nil {
		return nameList{}
	}
	return nameList{true, n.Quantity, n.Items}
}

// names checks a list against the behavior that it goes with.
func (c *checker) names(field, tooMany, behavior string, list nameList) {
	c.quantity(field, list.quantity, len(list.items))
	c.unique(field+".Items", list.items, true)
	c.atMost(tooMany, field, len(list.items), maxPolicyNames)
	lists := slices.Contains([]string{"whitelist", "allExcept", "allViewerAndWhitelistCloudFront"}, behavior)
	switch {
	case lists && len(list.items) == 0:
		c.invalid(field, "The parameter %s is required when the behavior is %s.", lastName(field), behavior)
	case !lists && len(list.items) > 0:
		c.invalid(field, "The parameter %s cannot be used when the behavior is %s.", lastName(field), behavior)
	}
}

// namesTogether checks the length of all that a policy lists.
// Source: DG:cloudfront-limits ("Total combined length of all query string,
// header, and cookie names").
func (c *checker) namesTogether(field string, lists ...nameList) {
	total := 0
	for _, list := range lists {
		total += len(strings.Join(list.items, ""))
	}
	if total > maxPolicyNamesBytes {
		c.invalid(field, "The names of headers, cookies and query strings together have %d characters; at most %d are allowed.", total, maxPolicyNamesBytes)
	}
}

// cookiesAndQueries checks what cache and origin request policies share.
func (c *checker) cookiesAndQueries(field, kind, cookies string, cookieNames nameList, queries string, queryNames nameList) {
	if field != "" {
		field += "."
	}
	all := []string{"none", "whitelist", "allExcept", "all"}
	c.oneOf(field+"CookiesConfig.CookieBehavior", cookies, all...)
	c.names(field+"CookiesConfig.Cookies", "TooManyCookiesIn"+kind, cookies, cookieNames)
	c.oneOf(field+"QueryStringsConfig.QueryStringBehavior", queries, all...)
	c.names(field+"QueryStringsConfig.QueryStrings", "TooManyQueryStringsIn"+kind, queries, queryNames)
	for i, name := range cookieNames.items {
		if !isToken(name) {
			c.invalid(index(field+"CookiesConfig.Cookies.Items", i), "The parameter Cookies contains %q, which is not a cookie name.", name)
		}
	}
}
