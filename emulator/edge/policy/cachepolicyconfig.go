package policy

// CachePolicyConfig is a cache policy: lifetimes, and what is in the cache key
// and thereby sent to the origin. TTLs are seconds. Source:
// API:CachePolicyConfig.
type CachePolicyConfig struct {
	Comment string `json:"Comment" xml:"Comment"`
	// Name: at most 128 characters, unique in the account.
	Name string `json:"Name" xml:"Name"`
	// DefaultTTL: default 86400, or MinTTL if that is larger.
	DefaultTTL *int64 `json:"DefaultTTL,omitempty" xml:"DefaultTTL,omitempty"`
	// MaxTTL: default 31536000, or DefaultTTL if that is larger.
	MaxTTL *int64 `json:"MaxTTL,omitempty" xml:"MaxTTL,omitempty"`
	// MinTTL: above 0 it overrides the origin's no-store, no-cache and private.
	MinTTL                                   int64                                     `json:"MinTTL" xml:"MinTTL"`
	ParametersInCacheKeyAndForwardedToOrigin *ParametersInCacheKeyAndForwardedToOrigin `json:"ParametersInCacheKeyAndForwardedToOrigin,omitempty" xml:"ParametersInCacheKeyAndForwardedToOrigin,omitempty"`
}

// CachePolicyQueryStringsConfig is which query strings are in the cache key.
// Source: API:CachePolicyQueryStringsConfig.
type CachePolicyQueryStringsConfig struct {
	// QueryStringBehavior: none, whitelist, allExcept or all.
	QueryStringBehavior string            `json:"QueryStringBehavior" xml:"QueryStringBehavior"`
	QueryStrings        *QueryStringNames `json:"QueryStrings,omitempty" xml:"QueryStrings,omitempty"`
}

// CachePolicyCookiesConfig is which cookies are in the cache key. Source:
// API:CachePolicyCookiesConfig.
type CachePolicyCookiesConfig struct {
	// CookieBehavior: none, whitelist, allExcept or all.
	CookieBehavior string       `json:"CookieBehavior" xml:"CookieBehavior"`
	Cookies        *CookieNames `json:"Cookies,omitempty" xml:"Cookies,omitempty"`
}

// CachePolicyHeadersConfig is which headers are in the cache key. Source:
// API:CachePolicyHeadersConfig.
type CachePolicyHeadersConfig struct {
	// HeaderBehavior: none or whitelist.
	HeaderBehavior string `json:"HeaderBehavior" xml:"HeaderBehavior"`
	// Headers: at most 10.
	Headers *Headers `json:"Headers,omitempty" xml:"Headers,omitempty"`
}

// ParametersInCacheKeyAndForwardedToOrigin is the cache key beyond host and
// path; everything in it is sent to the origin. Source:
// API:ParametersInCacheKeyAndForwardedToOrigin.
type ParametersInCacheKeyAndForwardedToOrigin struct {
	// EnableAcceptEncodingGzip: normalise Accept-Encoding: with gzip.
	EnableAcceptEncodingGzip bool `json:"EnableAcceptEncodingGzip" xml:"EnableAcceptEncodingGzip"`
	// EnableAcceptEncodingBrotli: the same with br; default false.
	EnableAcceptEncodingBrotli *bool                         `json:"EnableAcceptEncodingBrotli,omitempty" xml:"EnableAcceptEncodingBrotli,omitempty"`
	HeadersConfig              CachePolicyHeadersConfig      `json:"HeadersConfig" xml:"HeadersConfig"`
	CookiesConfig              CachePolicyCookiesConfig      `json:"CookiesConfig" xml:"CookiesConfig"`
	QueryStringsConfig         CachePolicyQueryStringsConfig `json:"QueryStringsConfig" xml:"QueryStringsConfig"`
}

// Headers is a list of header names. Source: API:Headers.
type Headers struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Name"`
}

// CookieNames is a list of cookie names. Source: API:CookieNames.
type CookieNames struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Name"`
}

// QueryStringNames is a list of query string names. Source:
// API:QueryStringNames.
type QueryStringNames struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Name"`
}
