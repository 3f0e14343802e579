package policy

// ResponseHeadersPolicyConfig is a response headers policy: what is removed
// from and added to answers to viewers. At least one section is required.
// Source: API:ResponseHeadersPolicyConfig.
type ResponseHeadersPolicyConfig struct {
	Comment string `json:"Comment" xml:"Comment"`
	// Name: at most 128 characters, unique in the account.
	Name                      string                                          `json:"Name" xml:"Name"`
	CorsConfig                *ResponseHeadersPolicyCorsConfig                `json:"CorsConfig,omitempty" xml:"CorsConfig,omitempty"`
	SecurityHeadersConfig     *ResponseHeadersPolicySecurityHeadersConfig     `json:"SecurityHeadersConfig,omitempty" xml:"SecurityHeadersConfig,omitempty"`
	ServerTimingHeadersConfig *ResponseHeadersPolicyServerTimingHeadersConfig `json:"ServerTimingHeadersConfig,omitempty" xml:"ServerTimingHeadersConfig,omitempty"`
	CustomHeadersConfig       *ResponseHeadersPolicyCustomHeadersConfig       `json:"CustomHeadersConfig,omitempty" xml:"CustomHeadersConfig,omitempty"`
	RemoveHeadersConfig       *ResponseHeadersPolicyRemoveHeadersConfig       `json:"RemoveHeadersConfig,omitempty" xml:"RemoveHeadersConfig,omitempty"`
}

// ResponseHeadersPolicyRemoveHeadersConfig are headers to remove, at most 10.
// Source: API:ResponseHeadersPolicyRemoveHeadersConfig.
type ResponseHeadersPolicyRemoveHeadersConfig struct {
	Quantity int                                 `json:"Quantity" xml:"Quantity"`
	Items    []ResponseHeadersPolicyRemoveHeader `json:"Items,omitempty" xml:"Items>ResponseHeadersPolicyRemoveHeader"`
}

// ResponseHeadersPolicyRemoveHeader is one header to remove. Source:
// API:ResponseHeadersPolicyRemoveHeader.
type ResponseHeadersPolicyRemoveHeader struct {
	Header string `json:"Header" xml:"Header"`
}

// ResponseHeadersPolicyCustomHeadersConfig are headers to add that no other
// section is for, at most 10. Source:
// API:ResponseHeadersPolicyCustomHeadersConfig.
type ResponseHeadersPolicyCustomHeadersConfig struct {
	Quantity int                                 `json:"Quantity" xml:"Quantity"`
	Items    []ResponseHeadersPolicyCustomHeader `json:"Items,omitempty" xml:"Items>ResponseHeadersPolicyCustomHeader"`
}

// ResponseHeadersPolicyCustomHeader is one header to add; its value may be
// empty. Source: API:ResponseHeadersPolicyCustomHeader.
type ResponseHeadersPolicyCustomHeader struct {
	Header string `json:"Header" xml:"Header"`
	Value  string `json:"Value" xml:"Value"`
	// Override: replace the origin's header of that name.
	Override bool `json:"Override" xml:"Override"`
}

// ResponseHeadersPolicyServerTimingHeadersConfig turns Server-Timing on.
// Source: API:ResponseHeadersPolicyServerTimingHeadersConfig.
type ResponseHeadersPolicyServerTimingHeadersConfig struct {
	Enabled bool `json:"Enabled" xml:"Enabled"`
	// SamplingRate: percent, 0 to 100 with at most four decimal places.
	SamplingRate *float64 `json:"SamplingRate,omitempty" xml:"SamplingRate,omitempty"`
}

// ResponseHeadersPolicySecurityHeadersConfig is the security section; a
// missing member adds nothing. Override in each says whether the policy
// replaces the origin's header. Source:
// API:ResponseHeadersPolicySecurityHeadersConfig.
type ResponseHeadersPolicySecurityHeadersConfig struct {
	XSSProtection           *ResponseHeadersPolicyXSSProtection           `json:"XSSProtection,omitempty" xml:"XSSProtection,omitempty"`
	FrameOptions            *ResponseHeadersPolicyFrameOptions            `json:"FrameOptions,omitempty" xml:"FrameOptions,omitempty"`
	ReferrerPolicy          *ResponseHeadersPolicyReferrerPolicy          `json:"ReferrerPolicy,omitempty" xml:"ReferrerPolicy,omitempty"`
	ContentSecurityPolicy   *ResponseHeadersPolicyContentSecurityPolicy   `json:"ContentSecurityPolicy,omitempty" xml:"ContentSecurityPolicy,omitempty"`
	ContentTypeOptions      *ResponseHeadersPolicyContentTypeOptions      `json:"ContentTypeOptions,omitempty" xml:"ContentTypeOptions,omitempty"`
	StrictTransportSecurity *ResponseHeadersPolicyStrictTransportSecurity `json:"StrictTransportSecurity,omitempty" xml:"StrictTransportSecurity,omitempty"`
}

// ResponseHeadersPolicyStrictTransportSecurity is Strict-Transport-Security.
// Source: API:ResponseHeadersPolicyStrictTransportSecurity.
type ResponseHeadersPolicyStrictTransportSecurity struct {
	Override          bool  `json:"Override" xml:"Override"`
	IncludeSubdomains *bool `json:"IncludeSubdomains,omitempty" xml:"IncludeSubdomains,omitempty"`
	Preload           *bool `json:"Preload,omitempty" xml:"Preload,omitempty"`
	// AccessControlMaxAgeSec: max-age, seconds.
	AccessControlMaxAgeSec int `json:"AccessControlMaxAgeSec" xml:"AccessControlMaxAgeSec"`
}

// ResponseHeadersPolicyContentTypeOptions is X-Content-Type-Options: nosniff.
// Source: API:ResponseHeadersPolicyContentTypeOptions.
type ResponseHeadersPolicyContentTypeOptions struct {
	Override bool `json:"Override" xml:"Override"`
}

// ResponseHeadersPolicyContentSecurityPolicy is Content-Security-Policy, at
// most 1,783 characters. Source:
// API:ResponseHeadersPolicyContentSecurityPolicy.
type ResponseHeadersPolicyContentSecurityPolicy struct {
	Override              bool   `json:"Override" xml:"Override"`
	ContentSecurityPolicy string `json:"ContentSecurityPolicy" xml:"ContentSecurityPolicy"`
}

// ResponseHeadersPolicyReferrerPolicy is Referrer-Policy. Source:
// API:ResponseHeadersPolicyReferrerPolicy.
type ResponseHeadersPolicyReferrerPolicy struct {
	Override bool `json:"Override" xml:"Override"`
	// ReferrerPolicy: no-referrer, same-origin, strict-origin-when-cross-origin, ….
	ReferrerPolicy string `json:"ReferrerPolicy" xml:"ReferrerPolicy"`
}

// ResponseHeadersPolicyFrameOptions is X-Frame-Options. Source:
// API:ResponseHeadersPolicyFrameOptions.
type ResponseHeadersPolicyFrameOptions struct {
	Override bool `json:"Override" xml:"Override"`
	// FrameOption: DENY or SAMEORIGIN.
	FrameOption string `json:"FrameOption" xml:"FrameOption"`
}

// ResponseHeadersPolicyXSSProtection is X-XSS-Protection. Source:
// API:ResponseHeadersPolicyXSSProtection.
type ResponseHeadersPolicyXSSProtection struct {
	Override bool `json:"Override" xml:"Override"`
	// Protection: true is 1, false is 0.
	Protection bool `json:"Protection" xml:"Protection"`
	// ModeBlock: mode=block; not beside ReportUri.
	ModeBlock *bool `json:"ModeBlock,omitempty" xml:"ModeBlock,omitempty"`
	// ReportUri: report=…; not beside ModeBlock.
	ReportUri string `json:"ReportUri,omitempty" xml:"ReportUri,omitempty"`
}

// ResponseHeadersPolicyCorsConfig is the CORS section. It decorates answers;
// it never answers a preflight. Source: API:ResponseHeadersPolicyCorsConfig.
type ResponseHeadersPolicyCorsConfig struct {
	AccessControlAllowOrigins ResponseHeadersPolicyAccessControlAllowOrigins `json:"AccessControlAllowOrigins" xml:"AccessControlAllowOrigins"`
	AccessControlAllowHeaders ResponseHeadersPolicyAccessControlAllowHeaders `json:"AccessControlAllowHeaders" xml:"AccessControlAllowHeaders"`
	AccessControlAllowMethods ResponseHeadersPolicyAccessControlAllowMethods `json:"AccessControlAllowMethods" xml:"AccessControlAllowMethods"`
	// AccessControlAllowCredentials: true adds Access-Control-Allow-Credentials: true.
	AccessControlAllowCredentials bool                                             `json:"AccessControlAllowCredentials" xml:"AccessControlAllowCredentials"`
	AccessControlExposeHeaders    *ResponseHeadersPolicyAccessControlExposeHeaders `json:"AccessControlExposeHeaders,omitempty" xml:"AccessControlExposeHeaders,omitempty"`
	// AccessControlMaxAgeSec: seconds; absent: no Access-Control-Max-Age.
	AccessControlMaxAgeSec *int `json:"AccessControlMaxAgeSec,omitempty" xml:"AccessControlMaxAgeSec,omitempty"`
	// OriginOverride: replace the origin's CORS headers; false: keep them and add none.
	OriginOverride bool `json:"OriginOverride" xml:"OriginOverride"`
}

// ResponseHeadersPolicyAccessControlExposeHeaders are header names, or *, for
// Access-Control-Expose-Headers. Source:
// API:ResponseHeadersPolicyAccessControlExposeHeaders.
type ResponseHeadersPolicyAccessControlExposeHeaders struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Header"`
}

// ResponseHeadersPolicyAccessControlAllowMethods are methods, or ALL, for
// Access-Control-Allow-Methods; preflights only. Source:
// API:ResponseHeadersPolicyAccessControlAllowMethods.
type ResponseHeadersPolicyAccessControlAllowMethods struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Method"`
}

// ResponseHeadersPolicyAccessControlAllowHeaders are header names with at most
// one * each, for Access-Control-Allow-Headers. Source:
// API:ResponseHeadersPolicyAccessControlAllowHeaders.
type ResponseHeadersPolicyAccessControlAllowHeaders struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Header"`
}

// ResponseHeadersPolicyAccessControlAllowOrigins are origins; * stands for
// all, for the leftmost subdomain, or in a port. Source:
// API:ResponseHeadersPolicyAccessControlAllowOrigins.
type ResponseHeadersPolicyAccessControlAllowOrigins struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Origin"`
}
