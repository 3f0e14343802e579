package policy

// DistributionConfig is a distribution as its owner configures it. Lists have
// a Quantity that must equal the number of Items. Source:
// API:DistributionConfig.
type DistributionConfig struct {
	// CallerReference: makes a request to create unrepeatable.
	CallerReference string   `json:"CallerReference" xml:"CallerReference"`
	Aliases         *Aliases `json:"Aliases,omitempty" xml:"Aliases,omitempty"`
	// DefaultRootObject: the object for "/", without leading slash.
	DefaultRootObject    string                `json:"DefaultRootObject" xml:"DefaultRootObject"`
	Origins              Origins               `json:"Origins" xml:"Origins"`
	OriginGroups         *OriginGroups         `json:"OriginGroups,omitempty" xml:"OriginGroups,omitempty"`
	DefaultCacheBehavior DefaultCacheBehavior  `json:"DefaultCacheBehavior" xml:"DefaultCacheBehavior"`
	CacheBehaviors       *CacheBehaviors       `json:"CacheBehaviors,omitempty" xml:"CacheBehaviors,omitempty"`
	CustomErrorResponses *CustomErrorResponses `json:"CustomErrorResponses,omitempty" xml:"CustomErrorResponses,omitempty"`
	Comment              string                `json:"Comment" xml:"Comment"`
	Logging              *LoggingConfig        `json:"Logging,omitempty" xml:"Logging,omitempty"`
	// PriceClass: PriceClass_100, PriceClass_200, PriceClass_All (default) or None.
	PriceClass string `json:"PriceClass,omitempty" xml:"PriceClass,omitempty"`
	// Enabled: a disabled distribution serves nobody.
	Enabled           bool               `json:"Enabled" xml:"Enabled"`
	ViewerCertificate *ViewerCertificate `json:"ViewerCertificate,omitempty" xml:"ViewerCertificate,omitempty"`
	Restrictions      *Restrictions      `json:"Restrictions,omitempty" xml:"Restrictions,omitempty"`
	// WebACLId: kept and read back; there is no firewall here.
	WebACLId string `json:"WebACLId" xml:"WebACLId"`
	// HttpVersion: http1.1, http2 (default), http3 or http2and3.
	HttpVersion string `json:"HttpVersion,omitempty" xml:"HttpVersion,omitempty"`
	// IsIPV6Enabled: default false.
	IsIPV6Enabled                *bool  `json:"IsIPV6Enabled,omitempty" xml:"IsIPV6Enabled,omitempty"`
	ContinuousDeploymentPolicyId string `json:"ContinuousDeploymentPolicyId,omitempty" xml:"ContinuousDeploymentPolicyId,omitempty"`
	// Staging: default false.
	Staging         *bool  `json:"Staging,omitempty" xml:"Staging,omitempty"`
	AnycastIpListId string `json:"AnycastIpListId,omitempty" xml:"AnycastIpListId,omitempty"`
	// ConnectionMode: direct or tenant-only.
	ConnectionMode string `json:"ConnectionMode,omitempty" xml:"ConnectionMode,omitempty"`
	// TenantConfig: for distributions of many tenants, which are refused.
	TenantConfig *TenantConfig `json:"TenantConfig,omitempty" xml:"TenantConfig,omitempty"`
	// ViewerMtlsConfig: asking viewers for certificates, which is refused.
	ViewerMtlsConfig *ViewerMtlsConfig `json:"ViewerMtlsConfig,omitempty" xml:"ViewerMtlsConfig,omitempty"`
	// ConnectionFunctionAssociation: a function per connection, which is refused.
	ConnectionFunctionAssociation *ConnectionFunctionAssociation `json:"ConnectionFunctionAssociation,omitempty" xml:"ConnectionFunctionAssociation,omitempty"`
	// CacheTagConfig: kept and read back.
	CacheTagConfig *CacheTagConfig `json:"CacheTagConfig,omitempty" xml:"CacheTagConfig,omitempty"`
}

// Restrictions holds the geographic restriction. Source: API:Restrictions.
type Restrictions struct {
	GeoRestriction GeoRestriction `json:"GeoRestriction" xml:"GeoRestriction"`
}

// GeoRestriction is which countries are served. Source: API:GeoRestriction.
type GeoRestriction struct {
	// RestrictionType: none, whitelist or blacklist.
	RestrictionType string `json:"RestrictionType" xml:"RestrictionType"`
	Quantity        int    `json:"Quantity" xml:"Quantity"`
	// Items: ISO 3166-1 alpha-2, upper case.
	Items []string `json:"Items,omitempty" xml:"Items>Location"`
}

// ViewerCertificate is the certificate that viewers see; it is kept and read
// back, the edge has its own. Source: API:ViewerCertificate.
type ViewerCertificate struct {
	CloudFrontDefaultCertificate *bool  `json:"CloudFrontDefaultCertificate,omitempty" xml:"CloudFrontDefaultCertificate,omitempty"`
	IAMCertificateId             string `json:"IAMCertificateId,omitempty" xml:"IAMCertificateId,omitempty"`
	ACMCertificateArn            string `json:"ACMCertificateArn,omitempty" xml:"ACMCertificateArn,omitempty"`
	// SSLSupportMethod: sni-only, vip or static-ip.
	SSLSupportMethod string `json:"SSLSupportMethod,omitempty" xml:"SSLSupportMethod,omitempty"`
	// MinimumProtocolVersion: TLSv1, TLSv1.2_2021, TLSv1.3_2025, ….
	MinimumProtocolVersion string `json:"MinimumProtocolVersion,omitempty" xml:"MinimumProtocolVersion,omitempty"`
	Certificate            string `json:"Certificate,omitempty" xml:"Certificate,omitempty"`
	CertificateSource      string `json:"CertificateSource,omitempty" xml:"CertificateSource,omitempty"`
}

// LoggingConfig is where access logs go. Source: API:LoggingConfig.
type LoggingConfig struct {
	Enabled        *bool `json:"Enabled,omitempty" xml:"Enabled,omitempty"`
	IncludeCookies *bool `json:"IncludeCookies,omitempty" xml:"IncludeCookies,omitempty"`
	// Bucket: a bucket's host name, NAME.s3.amazonaws.com; empty when nothing is logged.
	Bucket string `json:"Bucket" xml:"Bucket"`
	// Prefix: put in front of the files' names, with a slash between.
	Prefix string `json:"Prefix" xml:"Prefix"`
}

// CustomErrorResponses is the list of custom error responses. Source:
// API:CustomErrorResponses.
type CustomErrorResponses struct {
	Quantity int                   `json:"Quantity" xml:"Quantity"`
	Items    []CustomErrorResponse `json:"Items,omitempty" xml:"Items>CustomErrorResponse"`
}

// CustomErrorResponse is what happens to one error status of the origin.
// Source: API:CustomErrorResponse.
type CustomErrorResponse struct {
	// ErrorCode: the origin's status: 400, 403, 404, 405, 412, 414, 415, 416, 500 to 504.
	ErrorCode int `json:"ErrorCode" xml:"ErrorCode"`
	// ResponsePagePath: begins with "/"; empty: the entry only sets the TTL.
	ResponsePagePath string `json:"ResponsePagePath,omitempty" xml:"ResponsePagePath,omitempty"`
	// ResponseCode: status for the viewer: 200 or an error; together with the page.
	ResponseCode string `json:"ResponseCode,omitempty" xml:"ResponseCode,omitempty"`
	// ErrorCachingMinTTL: seconds; default 10.
	ErrorCachingMinTTL *int64 `json:"ErrorCachingMinTTL,omitempty" xml:"ErrorCachingMinTTL,omitempty"`
}

// CacheBehaviors are the behaviors beside the default one, in matching order.
// Source: API:CacheBehaviors.
type CacheBehaviors struct {
	Quantity int             `json:"Quantity" xml:"Quantity"`
	Items    []CacheBehavior `json:"Items,omitempty" xml:"Items>CacheBehavior"`
}

// CacheBehavior is a behavior for the paths that match a pattern. Source:
// API:CacheBehavior.
type CacheBehavior struct {
	// PathPattern: * any characters, ? one; case counts; at most 255 characters.
	PathPattern string `json:"PathPattern" xml:"PathPattern"`
	DefaultCacheBehavior
}

// DefaultCacheBehavior is a behavior without its path pattern. It has either
// CachePolicyId or ForwardedValues with the three TTLs, never both. Source:
// API:DefaultCacheBehavior.
type DefaultCacheBehavior struct {
	// TargetOriginId: the id of an origin or an origin group.
	TargetOriginId   string            `json:"TargetOriginId" xml:"TargetOriginId"`
	TrustedSigners   *TrustedSigners   `json:"TrustedSigners,omitempty" xml:"TrustedSigners,omitempty"`
	TrustedKeyGroups *TrustedKeyGroups `json:"TrustedKeyGroups,omitempty" xml:"TrustedKeyGroups,omitempty"`
	// ViewerProtocolPolicy: allow-all, https-only or redirect-to-https.
	ViewerProtocolPolicy string `json:"ViewerProtocolPolicy" xml:"ViewerProtocolPolicy"`
	// AllowedMethods: default GET, HEAD.
	AllowedMethods *AllowedMethods `json:"AllowedMethods,omitempty" xml:"AllowedMethods,omitempty"`
	// SmoothStreaming: default false; true is refused.
	SmoothStreaming *bool `json:"SmoothStreaming,omitempty" xml:"SmoothStreaming,omitempty"`
	// Compress: default false.
	Compress                   *bool                       `json:"Compress,omitempty" xml:"Compress,omitempty"`
	LambdaFunctionAssociations *LambdaFunctionAssociations `json:"LambdaFunctionAssociations,omitempty" xml:"LambdaFunctionAssociations,omitempty"`
	FunctionAssociations       *FunctionAssociations       `json:"FunctionAssociations,omitempty" xml:"FunctionAssociations,omitempty"`
	// FieldLevelEncryptionId: empty for none; anything else is refused.
	FieldLevelEncryptionId string `json:"FieldLevelEncryptionId" xml:"FieldLevelEncryptionId"`
	RealtimeLogConfigArn   string `json:"RealtimeLogConfigArn,omitempty" xml:"RealtimeLogConfigArn,omitempty"`
	CachePolicyId          string `json:"CachePolicyId,omitempty" xml:"CachePolicyId,omitempty"`
	// OriginRequestPolicyId: only beside a cache policy.
	OriginRequestPolicyId   string           `json:"OriginRequestPolicyId,omitempty" xml:"OriginRequestPolicyId,omitempty"`
	ResponseHeadersPolicyId string           `json:"ResponseHeadersPolicyId,omitempty" xml:"ResponseHeadersPolicyId,omitempty"`
	GrpcConfig              *GrpcConfig      `json:"GrpcConfig,omitempty" xml:"GrpcConfig,omitempty"`
	ForwardedValues         *ForwardedValues `json:"ForwardedValues,omitempty" xml:"ForwardedValues,omitempty"`
	// MinTTL: seconds; legacy only; default 0.
	MinTTL *int64 `json:"MinTTL,omitempty" xml:"MinTTL,omitempty"`
	// DefaultTTL: seconds; legacy only; default 86400, or MinTTL if larger.
	DefaultTTL *int64 `json:"DefaultTTL,omitempty" xml:"DefaultTTL,omitempty"`
	// MaxTTL: seconds; legacy only; default 31536000, or DefaultTTL if larger.
	MaxTTL *int64 `json:"MaxTTL,omitempty" xml:"MaxTTL,omitempty"`
}

// ForwardedValues are the legacy settings: what is forwarded and, with few
// exceptions, is part of the cache key. Source: API:ForwardedValues.
type ForwardedValues struct {
	// QueryString: forward query strings, and key on them.
	QueryString bool             `json:"QueryString" xml:"QueryString"`
	Cookies     CookiePreference `json:"Cookies" xml:"Cookies"`
	// Headers: "*" alone forwards all headers and turns caching off.
	Headers              *Headers              `json:"Headers,omitempty" xml:"Headers,omitempty"`
	QueryStringCacheKeys *QueryStringCacheKeys `json:"QueryStringCacheKeys,omitempty" xml:"QueryStringCacheKeys,omitempty"`
}

// QueryStringCacheKeys are the query strings in the cache key when not all of
// them are; all are forwarded. Source: API:QueryStringCacheKeys.
type QueryStringCacheKeys struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Name"`
}

// CookiePreference is which cookies are forwarded and in the cache key.
// Source: API:CookiePreference.
type CookiePreference struct {
	// Forward: none, whitelist or all.
	Forward string `json:"Forward" xml:"Forward"`
	// WhitelistedNames: may hold * and ?.
	WhitelistedNames *CookieNames `json:"WhitelistedNames,omitempty" xml:"WhitelistedNames,omitempty"`
}

// GrpcConfig says whether gRPC is allowed; it is kept and read back. Source:
// API:GrpcConfig.
type GrpcConfig struct {
	Enabled bool `json:"Enabled" xml:"Enabled"`
}

// FunctionAssociations are the CloudFront Functions of a behavior. Source:
// API:FunctionAssociations.
type FunctionAssociations struct {
	Quantity int                   `json:"Quantity" xml:"Quantity"`
	Items    []FunctionAssociation `json:"Items,omitempty" xml:"Items>FunctionAssociation"`
}

// FunctionAssociation is one CloudFront Function. Source:
// API:FunctionAssociation.
type FunctionAssociation struct {
	FunctionARN string `json:"FunctionARN" xml:"FunctionARN"`
	// EventType: viewer-request or viewer-response.
	EventType string `json:"EventType" xml:"EventType"`
}

// LambdaFunctionAssociations are the Lambda@Edge functions of a behavior.
// Source: API:LambdaFunctionAssociations.
type LambdaFunctionAssociations struct {
	Quantity int                         `json:"Quantity" xml:"Quantity"`
	Items    []LambdaFunctionAssociation `json:"Items,omitempty" xml:"Items>LambdaFunctionAssociation"`
}

// LambdaFunctionAssociation is one Lambda@Edge function. Source:
// API:LambdaFunctionAssociation.
type LambdaFunctionAssociation struct {
	LambdaFunctionARN string `json:"LambdaFunctionARN" xml:"LambdaFunctionARN"`
	// EventType: viewer-request, origin-request, origin-response or viewer-response.
	EventType   string `json:"EventType" xml:"EventType"`
	IncludeBody *bool  `json:"IncludeBody,omitempty" xml:"IncludeBody,omitempty"`
}

// AllowedMethods are the methods that a behavior lets through: GET, HEAD; or
// these and OPTIONS; or all seven. Source: API:AllowedMethods.
type AllowedMethods struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Method"`
	// CachedMethods: default GET, HEAD.
	CachedMethods *CachedMethods `json:"CachedMethods,omitempty" xml:"CachedMethods,omitempty"`
}

// CachedMethods are the methods whose answers are cached: GET, HEAD; or these
// and OPTIONS. Source: API:CachedMethods.
type CachedMethods struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Method"`
}

// TrustedKeyGroups are the key groups that may sign URLs and cookies. Source:
// API:TrustedKeyGroups.
type TrustedKeyGroups struct {
	Enabled  bool     `json:"Enabled" xml:"Enabled"`
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>KeyGroup"`
}

// TrustedSigners are the accounts that may sign URLs and cookies, the older
// way. Source: API:TrustedSigners.
type TrustedSigners struct {
	Enabled  bool     `json:"Enabled" xml:"Enabled"`
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>AwsAccountNumber"`
}

// StatusCodes is a list of HTTP statuses. Source: API:StatusCodes.
type StatusCodes struct {
	Quantity int   `json:"Quantity" xml:"Quantity"`
	Items    []int `json:"Items,omitempty" xml:"Items>StatusCode"`
}

// Aliases are a distribution's own domain names; the leftmost label may be *.
// Source: API:Aliases.
type Aliases struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>CNAME"`
}
