package policy

// CachePolicyConfig is the CloudFront API structure of that name (2020-05-31).
type CachePolicyConfig struct {
	Comment                                  string                                    `json:"Comment" xml:"Comment"`
	Name                                     string                                    `json:"Name" xml:"Name"`
	DefaultTTL                               *int64                                    `json:"DefaultTTL,omitempty" xml:"DefaultTTL,omitempty"`
	MaxTTL                                   *int64                                    `json:"MaxTTL,omitempty" xml:"MaxTTL,omitempty"`
	MinTTL                                   int64                                     `json:"MinTTL" xml:"MinTTL"`
	ParametersInCacheKeyAndForwardedToOrigin *ParametersInCacheKeyAndForwardedToOrigin `json:"ParametersInCacheKeyAndForwardedToOrigin,omitempty" xml:"ParametersInCacheKeyAndForwardedToOrigin,omitempty"`
}

// CachePolicyQueryStringsConfig is the CloudFront API structure of that name (2020-05-31).
type CachePolicyQueryStringsConfig struct {
	QueryStringBehavior string            `json:"QueryStringBehavior" xml:"QueryStringBehavior"`
	QueryStrings        *QueryStringNames `json:"QueryStrings,omitempty" xml:"QueryStrings,omitempty"`
}

// CachePolicyCookiesConfig is the CloudFront API structure of that name (2020-05-31).
type CachePolicyCookiesConfig struct {
	CookieBehavior string       `json:"CookieBehavior" xml:"CookieBehavior"`
	Cookies        *CookieNames `json:"Cookies,omitempty" xml:"Cookies,omitempty"`
}

// CachePolicyHeadersConfig is the CloudFront API structure of that name (2020-05-31).
type CachePolicyHeadersConfig struct {
	HeaderBehavior string   `json:"HeaderBehavior" xml:"HeaderBehavior"`
	Headers        *Headers `json:"Headers,omitempty" xml:"Headers,omitempty"`
}

// ParametersInCacheKeyAndForwardedToOrigin is the CloudFront API structure of that name (2020-05-31).
type ParametersInCacheKeyAndForwardedToOrigin struct {
	EnableAcceptEncodingGzip   bool                          `json:"EnableAcceptEncodingGzip" xml:"EnableAcceptEncodingGzip"`
	EnableAcceptEncodingBrotli *bool                         `json:"EnableAcceptEncodingBrotli,omitempty" xml:"EnableAcceptEncodingBrotli,omitempty"`
	HeadersConfig              CachePolicyHeadersConfig      `json:"HeadersConfig" xml:"HeadersConfig"`
	CookiesConfig              CachePolicyCookiesConfig      `json:"CookiesConfig" xml:"CookiesConfig"`
	QueryStringsConfig         CachePolicyQueryStringsConfig `json:"QueryStringsConfig" xml:"QueryStringsConfig"`
}

// Headers is the CloudFront API structure of that name (2020-05-31).
type Headers struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Name"`
}

// CookieNames is the CloudFront API structure of that name (2020-05-31).
type CookieNames struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Name"`
}

// QueryStringNames is the CloudFront API structure of that name (2020-05-31).
type QueryStringNames struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Name"`
}
