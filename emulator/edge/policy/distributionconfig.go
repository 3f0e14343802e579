package policy

// DistributionConfig is the CloudFront API structure of that name (2020-05-31).
type DistributionConfig struct {
	CallerReference              string                `json:"CallerReference" xml:"CallerReference"`
	Aliases                      *Aliases              `json:"Aliases,omitempty" xml:"Aliases,omitempty"`
	DefaultRootObject            string                `json:"DefaultRootObject" xml:"DefaultRootObject"`
	Origins                      Origins               `json:"Origins" xml:"Origins"`
	OriginGroups                 *OriginGroups         `json:"OriginGroups,omitempty" xml:"OriginGroups,omitempty"`
	DefaultCacheBehavior         DefaultCacheBehavior  `json:"DefaultCacheBehavior" xml:"DefaultCacheBehavior"`
	CacheBehaviors               *CacheBehaviors       `json:"CacheBehaviors,omitempty" xml:"CacheBehaviors,omitempty"`
	CustomErrorResponses         *CustomErrorResponses `json:"CustomErrorResponses,omitempty" xml:"CustomErrorResponses,omitempty"`
	Comment                      string                `json:"Comment" xml:"Comment"`
	Logging                      *LoggingConfig        `json:"Logging,omitempty" xml:"Logging,omitempty"`
	PriceClass                   string                `json:"PriceClass,omitempty" xml:"PriceClass,omitempty"`
	Enabled                      bool                  `json:"Enabled" xml:"Enabled"`
	ViewerCertificate            *ViewerCertificate    `json:"ViewerCertificate,omitempty" xml:"ViewerCertificate,omitempty"`
	Restrictions                 *Restrictions         `json:"Restrictions,omitempty" xml:"Restrictions,omitempty"`
	WebACLId                     string                `json:"WebACLId" xml:"WebACLId"`
	HttpVersion                  string                `json:"HttpVersion,omitempty" xml:"HttpVersion,omitempty"`
	IsIPV6Enabled                *bool                 `json:"IsIPV6Enabled,omitempty" xml:"IsIPV6Enabled,omitempty"`
	ContinuousDeploymentPolicyId string                `json:"ContinuousDeploymentPolicyId,omitempty" xml:"ContinuousDeploymentPolicyId,omitempty"`
	Staging                      *bool                 `json:"Staging,omitempty" xml:"Staging,omitempty"`
	AnycastIpListId              string                `json:"AnycastIpListId,omitempty" xml:"AnycastIpListId,omitempty"`
	ConnectionMode               string                `json:"ConnectionMode,omitempty" xml:"ConnectionMode,omitempty"`
}

// Restrictions is the CloudFront API structure of that name (2020-05-31).
type Restrictions struct {
	GeoRestriction GeoRestriction `json:"GeoRestriction" xml:"GeoRestriction"`
}

// GeoRestriction is the CloudFront API structure of that name (2020-05-31).
type GeoRestriction struct {
	RestrictionType string   `json:"RestrictionType" xml:"RestrictionType"`
	Quantity        int      `json:"Quantity" xml:"Quantity"`
	Items           []string `json:"Items,omitempty" xml:"Items>Location"`
}

// ViewerCertificate is the CloudFront API structure of that name (2020-05-31).
type ViewerCertificate struct {
	CloudFrontDefaultCertificate *bool  `json:"CloudFrontDefaultCertificate,omitempty" xml:"CloudFrontDefaultCertificate,omitempty"`
	IAMCertificateId             string `json:"IAMCertificateId,omitempty" xml:"IAMCertificateId,omitempty"`
	ACMCertificateArn            string `json:"ACMCertificateArn,omitempty" xml:"ACMCertificateArn,omitempty"`
	SSLSupportMethod             string `json:"SSLSupportMethod,omitempty" xml:"SSLSupportMethod,omitempty"`
	MinimumProtocolVersion       string `json:"MinimumProtocolVersion,omitempty" xml:"MinimumProtocolVersion,omitempty"`
	Certificate                  string `json:"Certificate,omitempty" xml:"Certificate,omitempty"`
	CertificateSource            string `json:"CertificateSource,omitempty" xml:"CertificateSource,omitempty"`
}

// LoggingConfig is the CloudFront API structure of that name (2020-05-31).
type LoggingConfig struct {
	Enabled        *bool  `json:"Enabled,omitempty" xml:"Enabled,omitempty"`
	IncludeCookies *bool  `json:"IncludeCookies,omitempty" xml:"IncludeCookies,omitempty"`
	Bucket         string `json:"Bucket,omitempty" xml:"Bucket,omitempty"`
	Prefix         string `json:"Prefix,omitempty" xml:"Prefix,omitempty"`
}

// CustomErrorResponses is the CloudFront API structure of that name (2020-05-31).
type CustomErrorResponses struct {
	Quantity int                   `json:"Quantity" xml:"Quantity"`
	Items    []CustomErrorResponse `json:"Items,omitempty" xml:"Items>CustomErrorResponse"`
}

// CustomErrorResponse is the CloudFront API structure of that name (2020-05-31).
type CustomErrorResponse struct {
	ErrorCode          int    `json:"ErrorCode" xml:"ErrorCode"`
	ResponsePagePath   string `json:"ResponsePagePath,omitempty" xml:"ResponsePagePath,omitempty"`
	ResponseCode       string `json:"ResponseCode,omitempty" xml:"ResponseCode,omitempty"`
	ErrorCachingMinTTL *int64 `json:"ErrorCachingMinTTL,omitempty" xml:"ErrorCachingMinTTL,omitempty"`
}

// CacheBehaviors is the CloudFront API structure of that name (2020-05-31).
type CacheBehaviors struct {
	Quantity int             `json:"Quantity" xml:"Quantity"`
	Items    []CacheBehavior `json:"Items,omitempty" xml:"Items>CacheBehavior"`
}

// CacheBehavior is the CloudFront API structure of that name (2020-05-31).
type CacheBehavior struct {
	PathPattern string `json:"PathPattern" xml:"PathPattern"`
	DefaultCacheBehavior
}

// DefaultCacheBehavior is the CloudFront API structure of that name (2020-05-31).
type DefaultCacheBehavior struct {
	TargetOriginId             string                      `json:"TargetOriginId" xml:"TargetOriginId"`
	TrustedSigners             *TrustedSigners             `json:"TrustedSigners,omitempty" xml:"TrustedSigners,omitempty"`
	TrustedKeyGroups           *TrustedKeyGroups           `json:"TrustedKeyGroups,omitempty" xml:"TrustedKeyGroups,omitempty"`
	ViewerProtocolPolicy       string                      `json:"ViewerProtocolPolicy" xml:"ViewerProtocolPolicy"`
	AllowedMethods             *AllowedMethods             `json:"AllowedMethods,omitempty" xml:"AllowedMethods,omitempty"`
	SmoothStreaming            *bool                       `json:"SmoothStreaming,omitempty" xml:"SmoothStreaming,omitempty"`
	Compress                   *bool                       `json:"Compress,omitempty" xml:"Compress,omitempty"`
	LambdaFunctionAssociations *LambdaFunctionAssociations `json:"LambdaFunctionAssociations,omitempty" xml:"LambdaFunctionAssociations,omitempty"`
	FunctionAssociations       *FunctionAssociations       `json:"FunctionAssociations,omitempty" xml:"FunctionAssociations,omitempty"`
	FieldLevelEncryptionId     string                      `json:"FieldLevelEncryptionId" xml:"FieldLevelEncryptionId"`
	RealtimeLogConfigArn       string                      `json:"RealtimeLogConfigArn,omitempty" xml:"RealtimeLogConfigArn,omitempty"`
	CachePolicyId              string                      `json:"CachePolicyId,omitempty" xml:"CachePolicyId,omitempty"`
	OriginRequestPolicyId      string                      `json:"OriginRequestPolicyId,omitempty" xml:"OriginRequestPolicyId,omitempty"`
	ResponseHeadersPolicyId    string                      `json:"ResponseHeadersPolicyId,omitempty" xml:"ResponseHeadersPolicyId,omitempty"`
	GrpcConfig                 *GrpcConfig                 `json:"GrpcConfig,omitempty" xml:"GrpcConfig,omitempty"`
	ForwardedValues            *ForwardedValues            `json:"ForwardedValues,omitempty" xml:"ForwardedValues,omitempty"`
	MinTTL                     *int64                      `json:"MinTTL,omitempty" xml:"MinTTL,omitempty"`
	DefaultTTL                 *int64                      `json:"DefaultTTL,omitempty" xml:"DefaultTTL,omitempty"`
	MaxTTL                     *int64                      `json:"MaxTTL,omitempty" xml:"MaxTTL,omitempty"`
}

// ForwardedValues is the CloudFront API structure of that name (2020-05-31).
type ForwardedValues struct {
	QueryString          bool                  `json:"QueryString" xml:"QueryString"`
	Cookies              CookiePreference      `json:"Cookies" xml:"Cookies"`
	Headers              *Headers              `json:"Headers,omitempty" xml:"Headers,omitempty"`
	QueryStringCacheKeys *QueryStringCacheKeys `json:"QueryStringCacheKeys,omitempty" xml:"QueryStringCacheKeys,omitempty"`
}

// QueryStringCacheKeys is the CloudFront API structure of that name (2020-05-31).
type QueryStringCacheKeys struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Name"`
}

// CookiePreference is the CloudFront API structure of that name (2020-05-31).
type CookiePreference struct {
	Forward          string       `json:"Forward" xml:"Forward"`
	WhitelistedNames *CookieNames `json:"WhitelistedNames,omitempty" xml:"WhitelistedNames,omitempty"`
}

// GrpcConfig is the CloudFront API structure of that name (2020-05-31).
type GrpcConfig struct {
	Enabled bool `json:"Enabled" xml:"Enabled"`
}

// FunctionAssociations is the CloudFront API structure of that name (2020-05-31).
type FunctionAssociations struct {
	Quantity int                   `json:"Quantity" xml:"Quantity"`
	Items    []FunctionAssociation `json:"Items,omitempty" xml:"Items>FunctionAssociation"`
}

// FunctionAssociation is the CloudFront API structure of that name (2020-05-31).
type FunctionAssociation struct {
	FunctionARN string `json:"FunctionARN" xml:"FunctionARN"`
	EventType   string `json:"EventType" xml:"EventType"`
}

// LambdaFunctionAssociations is the CloudFront API structure of that name (2020-05-31).
type LambdaFunctionAssociations struct {
	Quantity int                         `json:"Quantity" xml:"Quantity"`
	Items    []LambdaFunctionAssociation `json:"Items,omitempty" xml:"Items>LambdaFunctionAssociation"`
}

// LambdaFunctionAssociation is the CloudFront API structure of that name (2020-05-31).
type LambdaFunctionAssociation struct {
	LambdaFunctionARN string `json:"LambdaFunctionARN" xml:"LambdaFunctionARN"`
	EventType         string `json:"EventType" xml:"EventType"`
	IncludeBody       *bool  `json:"IncludeBody,omitempty" xml:"IncludeBody,omitempty"`
}

// AllowedMethods is the CloudFront API structure of that name (2020-05-31).
type AllowedMethods struct {
	Quantity      int            `json:"Quantity" xml:"Quantity"`
	Items         []string       `json:"Items,omitempty" xml:"Items>Method"`
	CachedMethods *CachedMethods `json:"CachedMethods,omitempty" xml:"CachedMethods,omitempty"`
}

// CachedMethods is the CloudFront API structure of that name (2020-05-31).
type CachedMethods struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>Method"`
}

// TrustedKeyGroups is the CloudFront API structure of that name (2020-05-31).
type TrustedKeyGroups struct {
	Enabled  bool     `json:"Enabled" xml:"Enabled"`
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>KeyGroup"`
}

// TrustedSigners is the CloudFront API structure of that name (2020-05-31).
type TrustedSigners struct {
	Enabled  bool     `json:"Enabled" xml:"Enabled"`
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>AwsAccountNumber"`
}

// StatusCodes is the CloudFront API structure of that name (2020-05-31).
type StatusCodes struct {
	Quantity int   `json:"Quantity" xml:"Quantity"`
	Items    []int `json:"Items,omitempty" xml:"Items>StatusCode"`
}

// Aliases is the CloudFront API structure of that name (2020-05-31).
type Aliases struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>CNAME"`
}
