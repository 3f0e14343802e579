package policy

// ResponseHeadersPolicyConfig is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyConfig struct {
	Comment                   string                                          `json:"Comment" xml:"Comment"`
	Name                      string                                          `json:"Name" xml:"Name"`
	CorsConfig                *ResponseHeadersPolicyCorsConfig                `json:"CorsConfig,omitempty" xml:"CorsConfig,omitempty"`
	SecurityHeadersConfig     *ResponseHeadersPolicySecurityHeadersConfig     `json:"SecurityHeadersConfig,omitempty" xml:"SecurityHeadersConfig,omitempty"`
	ServerTimingHeadersConfig *ResponseHeadersPolicyServerTimingHeadersConfig `json:"ServerTimingHeadersConfig,omitempty" xml:"ServerTimingHeadersConfig,omitempty"`
	CustomHeadersConfig       *ResponseHeadersPolicyCustomHeadersConfig       `json:"CustomHeadersConfig,omitempty" xml:"CustomHeadersConfig,omitempty"`
	RemoveHeadersConfig       *ResponseHeadersPolicyRemoveHeadersConfig       `json:"RemoveHeadersConfig,omitempty" xml:"RemoveHeadersConfig,omitempty"`
}

// ResponseHeadersPolicyRemoveHeadersConfig is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyRemoveHeadersConfig struct {
	Quantity int                                 `json:"Quantity" xml:"Quantity"`
	Items    []ResponseHeadersPolicyRemoveHeader `json:"Items,omitempty" xml:"Items>ResponseHeadersPolicyRemoveHeader"`
}

// ResponseHeadersPolicyRemoveHeader is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyRemoveHeader struct {
	Header string `json:"Header" xml:"Header"`
}

// ResponseHeadersPolicyCustomHeadersConfig is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyCustomHeadersConfig struct {
	Quantity int                                 `json:"Quantity" xml:"Quantity"`
	Items    []ResponseHeadersPolicyCustomHeader `json:"Items,omitempty" xml:"Items>ResponseHeadersPolicyCustomHeader"`
}

// ResponseHeadersPolicyCustomHeader is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyCustomHeader struct {
	Header   string `json:"Header" xml:"Header"`
	Value    string `json:"Value" xml:"Value"`
	Override bool   `json:"Override" xml:"Override"`
}

// ResponseHeadersPolicyServerTimingHeadersConfig is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyServerTimingHeadersConfig struct {
	Enabled      bool     `json:"Enabled" xml:"Enabled"`
	SamplingRate *float64 `json:"SamplingRate,omitempty" xml:"SamplingRate,omitempty"`
}

// ResponseHeadersPolicySecurityHeadersConfig is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicySecurityHeadersConfig struct {
	XSSProtection           *ResponseHeadersPolicyXSSProtection           `json:"XSSProtection,omitempty" xml:"XSSProtection,omitempty"`
	FrameOptions            *ResponseHeadersPolicyFrameOptions            `json:"FrameOptions,omitempty" xml:"FrameOptions,omitempty"`
	ReferrerPolicy          *ResponseHeadersPolicyReferrerPolicy          `json:"ReferrerPolicy,omitempty" xml:"ReferrerPolicy,omitempty"`
	ContentSecurityPolicy   *ResponseHeadersPolicyContentSecurityPolicy   `json:"ContentSecurityPolicy,omitempty" xml:"ContentSecurityPolicy,omitempty"`
	ContentTypeOptions      *ResponseHeadersPolicyContentTypeOptions      `json:"ContentTypeOptions,omitempty" xml:"ContentTypeOptions,omitempty"`
	StrictTransportSecurity *ResponseHeadersPolicyStrictTransportSecurity `json:"StrictTransportSecurity,omitempty" xml:"StrictTransportSecurity,omitempty"`
}

// ResponseHeadersPolicyStrictTransportSecurity is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyStrictTransportSecurity struct {
	Override               bool  `json:"Override" xml:"Override"`
	IncludeSubdomains      *bool `json:"IncludeSubdomains,omitempty" xml:"IncludeSubdomains,omitempty"`
	Preload                *bool `json:"Preload,omitempty" xml:"Preload,omitempty"`
	AccessControlMaxAgeSec int   `json:"AccessControlMaxAgeSec" xml:"AccessControlMaxAgeSec"`
}

// ResponseHeadersPolicyContentTypeOptions is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyContentTypeOptions struct {
	Override bool `json:"Override" xml:"Override"`
}

// ResponseHeadersPolicyContentSecurityPolicy is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyContentSecurityPolicy struct {
	Override              bool   `json:"Override" xml:"Override"`
	ContentSecurityPolicy string `json:"ContentSecurityPolicy" xml:"ContentSecurityPolicy"`
}

// ResponseHeadersPolicyReferrerPolicy is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyReferrerPolicy struct {
	Override       bool   `json:"Override" xml:"Override"`
	ReferrerPolicy string `json:"ReferrerPolicy" xml:"ReferrerPolicy"`
}

// ResponseHeadersPolicyFrameOptions is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyFrameOptions struct {
	Override    bool   `json:"Override" xml:"Override"`
	FrameOption string `json:"FrameOption" xml:"FrameOption"`
}

// ResponseHeadersPolicyXSSProtection is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyXSSProtection struct {
	Override   bool   `json:"Override" xml:"Override"`
	Protection bool   `json:"Protection" xml:"Protection"`
	ModeBlock  *bool  `json:"ModeBlock,omitempty" xml:"ModeBlock,omitempty"`
	ReportUri  string `json:"ReportUri,omitempty" xml:"ReportUri,omitempty"`
}

// ResponseHeadersPolicyCorsConfig is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyCorsConfig struct {
	AccessControlAllowOrigins     ResponseHeadersPolicyAccessControlAllowOrigins   `json:"AccessControlAllowOrigins" xml:"AccessControlAllowOrigins"`
	AccessControlAllowHeaders     ResponseHeadersPolicyAccessControlAllowHeaders   `json:"AccessControlAllowHeaders" xml:"AccessControlAllowHeaders"`
	AccessControlAllowMethods     ResponseHeadersPolicyAccessControlAllowMethods   `json:"AccessControlAllowMethods" xml:"AccessControlAllowMethods"`
	AccessControlAllowCredentials bool                                             `json:"AccessControlAllowCredentials" xml:"AccessControlAllowCredentials"`
	AccessControlExposeHeaders    *ResponseHeadersPolicyAccessControlExposeHeaders `json:"AccessControlExposeHeaders,omitempty" xml:"AccessControlExposeHeaders,omitempty"`
	AccessControlMaxAgeSec        *int                                             `json:"AccessControlMaxAgeSec,omitempty" xml:"AccessControlMaxAgeSec,omitempty"`
	OriginOverride                bool                                             `json:"OriginOverride" xml:"OriginOverride"`
}

// ResponseHeadersPolicyAccessControlExposeHeaders is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyAccessControlExposeHeaders struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Header"`
}

// ResponseHeadersPolicyAccessControlAllowMethods is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyAccessControlAllowMethods struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Method"`
}

// ResponseHeadersPolicyAccessControlAllowHeaders is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyAccessControlAllowHeaders struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Header"`
}

// ResponseHeadersPolicyAccessControlAllowOrigins is the CloudFront API structure of that name (2020-05-31).
type ResponseHeadersPolicyAccessControlAllowOrigins struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Origin"`
}
