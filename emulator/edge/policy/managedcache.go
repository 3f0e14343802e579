package policy

// A ManagedCachePolicy is one of AWS's own cache policies.
type ManagedCachePolicy struct {
	ID     string
	Config CachePolicyConfig
	// Unpublished is true for policies that AWS made for Amplify's own
	// distributions and whose contents it has not published: Config then holds
	// a name and nothing else, and [Managed] does not find the policy.
	Unpublished bool
}

// ManagedCachePolicies are AWS's cache policies, in the guide's order. The
// caller may change what it gets.
// Source: DG:using-managed-cache-policies.
func ManagedCachePolicies() []ManagedCachePolicy {
	const day, year = 86400, 31536000
	off := keySettings{cookies: "none", query: "none"}
	both := off
	both.gzip, both.brotli = true, true
	origin := keySettings{gzip: true, brotli: true, cookies: "all", query: "none",
		headers: []string{"Host", "Origin", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"}}
	originQuery := origin
	originQuery.query = "all"
	amplify := keySettings{gzip: true, brotli: true, cookies: "all", query: "all",
		headers: []string{"Authorization", "CloudFront-Viewer-Country", "Host"}}
	mediaPackage := keySettings{gzip: true, cookies: "none", query: "whitelist",
		headers: []string{"Origin"}, names: []string{"aws.manifestfilter", "start", "end", "m"}}
	list := []ManagedCachePolicy{
		managedCache("2e54312d-136d-493c-8eb9-b001f22f67d2", managedPrefix+"Amplify",
			"Policy for Amplify Origin", 2, 2, 600, amplify),
		managedCache("4135ea2d-6df8-44a3-9df3-4b5a84be39ad", managedPrefix+"CachingDisabled",
			"Policy with caching disabled", 0, 0, 0, off),
		managedCache("658327ea-f89d-4fab-a63d-7e88639e58f6", managedPrefix+"CachingOptimized",
			"Policy with caching enabled. Supports Gzip and Brotli compression.", 1, day, year, both),
		managedCache("b2884449-e4de-46a7-ac36-70bc7f1ddd6d", managedPrefix+"CachingOptimizedForUncompressedObjects",
			"Default policy when compression is disabled", 1, day, year, off),
		managedCache("08627262-05a9-4f76-9ded-b50ca2e3a84f", managedPrefix+"Elemental-MediaPackage",
			"Policy for Elemental MediaPackage Origin", 0, day, year, mediaPackage),
		managedCache("83da9c7e-98b4-4e11-a168-04f0df8e2c65", "UseOriginCacheControlHeaders",
			"Policy for origins that return Cache-Control headers. Query strings are not included in the cache key.", 0, 0, year, origin),
		managedCache("4cc15a8a-d715-48a4-82b8-cc0b614638fe", "UseOriginCacheControlHeaders-QueryStrings",
			"Policy for origins that return Cache-Control headers and serve different content based on values present in the query string.", 0, 0, year, originQuery),
	}
	for _, p := range [][2]string{
		{"4d1d2f1d-3a71-49ad-9e08-7ea5d843a556", "Amplify-Default"},
		{"a6bad946-36c3-4c33-aa98-362c74a7fb13", "Amplify-DefaultNoCookies"},
		{"1c6db51a-a33f-469a-8245-dae26771f530", "Amplify-ImageOptimization"},
		{"7e5fad67-ee98-4ad0-b05a-394999eefc1a", "Amplify-StaticContent"},
	} {
		list = append(list, ManagedCachePolicy{ID: p[0], Unpublished: true, Config: CachePolicyConfig{
			Name: managedPrefix + p[1], Comment: "For AWS Amplify's own distributions; its contents are not published"}})
	}
	return list
}

// keySettings is a cache policy's key, shortly.
type keySettings struct {
	gzip, brotli   bool
	headers        []string // none when empty
	cookies, query string   // behaviors
	names          []string // query strings of a whitelist
}

func managedCache(id, name, comment string, minTTL, defaultTTL, maxTTL int64, k keySettings) ManagedCachePolicy {
	in := &ParametersInCacheKeyAndForwardedToOrigin{
		EnableAcceptEncodingGzip:   k.gzip,
		EnableAcceptEncodingBrotli: &k.brotli,
		HeadersConfig:              CachePolicyHeadersConfig{HeaderBehavior: "none"},
		CookiesConfig:              CachePolicyCookiesConfig{CookieBehavior: k.cookies},
		QueryStringsConfig:         CachePolicyQueryStringsConfig{QueryStringBehavior: k.query},
	}
	if len(k.headers) > 0 {
		in.HeadersConfig = CachePolicyHeadersConfig{HeaderBehavior: "whitelist",
			Headers: &Headers{Quantity: len(k.headers), Items: append([]string(nil), k.headers...)}}
	}
	if len(k.names) > 0 {
		in.QueryStringsConfig.QueryStrings = &QueryStringNames{Quantity: len(k.names), Items: k.names}
	}
	return ManagedCachePolicy{ID: id, Config: CachePolicyConfig{Name: name, Comment: comment,
		MinTTL: minTTL, DefaultTTL: &defaultTTL, MaxTTL: &maxTTL,
		ParametersInCacheKeyAndForwardedToOrigin: in}}
}
