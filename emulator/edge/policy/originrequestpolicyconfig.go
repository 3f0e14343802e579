package policy

// OriginRequestPolicyConfig is an origin request policy: what is sent to the
// origin besides what is in the cache key. Source:
// API:OriginRequestPolicyConfig.
type OriginRequestPolicyConfig struct {
	Comment string `json:"Comment" xml:"Comment"`
	// Name: at most 128 characters, unique in the account.
	Name               string                                `json:"Name" xml:"Name"`
	HeadersConfig      OriginRequestPolicyHeadersConfig      `json:"HeadersConfig" xml:"HeadersConfig"`
	CookiesConfig      OriginRequestPolicyCookiesConfig      `json:"CookiesConfig" xml:"CookiesConfig"`
	QueryStringsConfig OriginRequestPolicyQueryStringsConfig `json:"QueryStringsConfig" xml:"QueryStringsConfig"`
}

// OriginRequestPolicyQueryStringsConfig is which query strings are sent.
// Source: API:OriginRequestPolicyQueryStringsConfig.
type OriginRequestPolicyQueryStringsConfig struct {
	// QueryStringBehavior: none, whitelist, allExcept or all.
	QueryStringBehavior string            `json:"QueryStringBehavior" xml:"QueryStringBehavior"`
	QueryStrings        *QueryStringNames `json:"QueryStrings,omitempty" xml:"QueryStrings,omitempty"`
}

// OriginRequestPolicyCookiesConfig is which cookies are sent. Source:
// API:OriginRequestPolicyCookiesConfig.
type OriginRequestPolicyCookiesConfig struct {
	// CookieBehavior: none, whitelist, allExcept or all.
	CookieBehavior string       `json:"CookieBehavior" xml:"CookieBehavior"`
	Cookies        *CookieNames `json:"Cookies,omitempty" xml:"Cookies,omitempty"`
}

// OriginRequestPolicyHeadersConfig is which viewer headers are sent. Source:
// API:OriginRequestPolicyHeadersConfig.
type OriginRequestPolicyHeadersConfig struct {
	// HeaderBehavior: none, whitelist, allViewer, allViewerAndWhitelistCloudFront or allExcept.
	HeaderBehavior string `json:"HeaderBehavior" xml:"HeaderBehavior"`
	// Headers: at most 10; never Authorization or Accept-Encoding.
	Headers *Headers `json:"Headers,omitempty" xml:"Headers,omitempty"`
}
