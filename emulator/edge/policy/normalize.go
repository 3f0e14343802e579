package policy

// Normalize fills in what CloudFront fills in when it stores a configuration,
// so that reading it back shows no difference to AWS. It changes nothing that is
// there, quantities included, but the destination of logs that are not written
// and what stands beside CloudFront's own certificate.
// Source: API:DistributionConfig, API:Origin, API:CacheBehavior (defaults).
func Normalize(cfg *DistributionConfig) {
	fill(&cfg.Aliases, Aliases{})
	fill(&cfg.OriginGroups, OriginGroups{})
	fill(&cfg.CacheBehaviors, CacheBehaviors{})
	fill(&cfg.CustomErrorResponses, CustomErrorResponses{})
	fill(&cfg.Logging, LoggingConfig{})
	normalizeLogging(cfg.Logging)
	fill(&cfg.Restrictions, Restrictions{GeoRestriction{RestrictionType: "none"}})
	fill(&cfg.IsIPV6Enabled, false)
	fill(&cfg.Staging, false)
	fillString(&cfg.PriceClass, "PriceClass_All")
	fillString(&cfg.HttpVersion, "http2")
	fill(&cfg.ViewerCertificate, ViewerCertificate{CloudFrontDefaultCertificate: new(true)})
	normalizeCertificate(cfg.ViewerCertificate)
	for i := range cfg.CustomErrorResponses.Items {
		fill(&cfg.CustomErrorResponses.Items[i].ErrorCachingMinTTL, 10)
	}
	for i := range cfg.Origins.Items {
		normalizeOrigin(&cfg.Origins.Items[i])
	}
	normalizeBehavior(&cfg.DefaultCacheBehavior)
	for i := range cfg.CacheBehaviors.Items {
		normalizeBehavior(&cfg.CacheBehaviors.Items[i].DefaultCacheBehavior)
	}
}

func normalizeOrigin(o *OriginConfig) {
	fill(&o.CustomHeaders, CustomHeaders{})
	fill(&o.ConnectionAttempts, 3)
	fill(&o.ConnectionTimeout, 10)
	fill(&o.OriginShield, OriginShield{})
	if c := o.CustomOriginConfig; c != nil {
		fill(&c.OriginReadTimeout, 30)
		fill(&c.OriginKeepaliveTimeout, 5)
	}
}

func normalizeBehavior(b *DefaultCacheBehavior) {
	fill(&b.TrustedSigners, TrustedSigners{})
	fill(&b.TrustedKeyGroups, TrustedKeyGroups{})
	fill(&b.AllowedMethods, AllowedMethods{Quantity: 2, Items: []string{"HEAD", "GET"}})
	fill(&b.AllowedMethods.CachedMethods, CachedMethods{Quantity: 2, Items: []string{"HEAD", "GET"}})
	fill(&b.SmoothStreaming, false)
	fill(&b.Compress, false)
	fill(&b.LambdaFunctionAssociations, LambdaFunctionAssociations{})
	fill(&b.FunctionAssociations, FunctionAssociations{})
	fill(&b.GrpcConfig, GrpcConfig{})
	if f := b.ForwardedValues; f != nil {
		fill(&f.Headers, Headers{})
		fill(&f.QueryStringCacheKeys, QueryStringCacheKeys{})
		fill(&b.MinTTL, 0)
		fill(&b.DefaultTTL, max(86400, *b.MinTTL))
		fill(&b.MaxTTL, max(31536000, *b.DefaultTTL))
	}
}

// NormalizeCachePolicy fills in a cache policy's defaults.
// Source: API:CachePolicyConfig.
func NormalizeCachePolicy(cfg *CachePolicyConfig) {
	fill(&cfg.DefaultTTL, max(86400, cfg.MinTTL))
	fill(&cfg.MaxTTL, max(31536000, *cfg.DefaultTTL))
	fill(&cfg.ParametersInCacheKeyAndForwardedToOrigin, ParametersInCacheKeyAndForwardedToOrigin{
		HeadersConfig:      CachePolicyHeadersConfig{HeaderBehavior: "none"},
		CookiesConfig:      CachePolicyCookiesConfig{CookieBehavior: "none"},
		QueryStringsConfig: CachePolicyQueryStringsConfig{QueryStringBehavior: "none"},
	})
	fill(&cfg.ParametersInCacheKeyAndForwardedToOrigin.EnableAcceptEncodingBrotli, false)
}

// fill sets a missing member.
func fill[T any](member **T, value T) {
	if *member == nil {
		*member = &value
	}
}

func fillString(member *string, value string) {
	if *member == "" {
		*member = value
	}
}
