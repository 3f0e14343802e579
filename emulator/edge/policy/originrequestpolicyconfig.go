package policy

// OriginRequestPolicyConfig is the CloudFront API structure of that name (2020-05-31).
type OriginRequestPolicyConfig struct {
	Comment            string                                `json:"Comment" xml:"Comment"`
	Name               string                                `json:"Name" xml:"Name"`
	HeadersConfig      OriginRequestPolicyHeadersConfig      `json:"HeadersConfig" xml:"HeadersConfig"`
	CookiesConfig      OriginRequestPolicyCookiesConfig      `json:"CookiesConfig" xml:"CookiesConfig"`
	QueryStringsConfig OriginRequestPolicyQueryStringsConfig `json:"QueryStringsConfig" xml:"QueryStringsConfig"`
}

// OriginRequestPolicyQueryStringsConfig is the CloudFront API structure of that name (2020-05-31).
type OriginRequestPolicyQueryStringsConfig struct {
	QueryStringBehavior string            `json:"QueryStringBehavior" xml:"QueryStringBehavior"`
	QueryStrings        *QueryStringNames `json:"QueryStrings,omitempty" xml:"QueryStrings,omitempty"`
}

// OriginRequestPolicyCookiesConfig is the CloudFront API structure of that name (2020-05-31).
type OriginRequestPolicyCookiesConfig struct {
	CookieBehavior string       `json:"CookieBehavior" xml:"CookieBehavior"`
	Cookies        *CookieNames `json:"Cookies,omitempty" xml:"Cookies,omitempty"`
}

// OriginRequestPolicyHeadersConfig is the CloudFront API structure of that name (2020-05-31).
type OriginRequestPolicyHeadersConfig struct {
	HeaderBehavior string   `json:"HeaderBehavior" xml:"HeaderBehavior"`
	Headers        *Headers `json:"Headers,omitempty" xml:"Headers,omitempty"`
}
