package policy

// OriginGroups is the CloudFront API structure of that name (2020-05-31).
type OriginGroups struct {
	Quantity int           `json:"Quantity" xml:"Quantity"`
	Items    []OriginGroup `json:"Items,omitempty" xml:"Items>OriginGroup"`
}

// OriginGroup is the CloudFront API structure of that name (2020-05-31).
type OriginGroup struct {
	Id                string                      `json:"Id" xml:"Id"`
	FailoverCriteria  OriginGroupFailoverCriteria `json:"FailoverCriteria" xml:"FailoverCriteria"`
	Members           OriginGroupMembers          `json:"Members" xml:"Members"`
	SelectionCriteria string                      `json:"SelectionCriteria,omitempty" xml:"SelectionCriteria,omitempty"`
}

// OriginGroupMembers is the CloudFront API structure of that name (2020-05-31).
type OriginGroupMembers struct {
	Quantity int                 `json:"Quantity" xml:"Quantity"`
	Items    []OriginGroupMember `json:"Items,omitempty" xml:"Items>OriginGroupMember"`
}

// OriginGroupMember is the CloudFront API structure of that name (2020-05-31).
type OriginGroupMember struct {
	OriginId string `json:"OriginId" xml:"OriginId"`
}

// OriginGroupFailoverCriteria is the CloudFront API structure of that name (2020-05-31).
type OriginGroupFailoverCriteria struct {
	StatusCodes StatusCodes `json:"StatusCodes" xml:"StatusCodes"`
}

// Origins is the CloudFront API structure of that name (2020-05-31).
type Origins struct {
	Quantity int            `json:"Quantity" xml:"Quantity"`
	Items    []OriginConfig `json:"Items,omitempty" xml:"Items>Origin"`
}

// OriginConfig is the CloudFront API structure Origin (2020-05-31).
type OriginConfig struct {
	Id                        string              `json:"Id" xml:"Id"`
	DomainName                string              `json:"DomainName" xml:"DomainName"`
	OriginPath                string              `json:"OriginPath" xml:"OriginPath"`
	CustomHeaders             *CustomHeaders      `json:"CustomHeaders,omitempty" xml:"CustomHeaders,omitempty"`
	S3OriginConfig            *S3OriginConfig     `json:"S3OriginConfig,omitempty" xml:"S3OriginConfig,omitempty"`
	CustomOriginConfig        *CustomOriginConfig `json:"CustomOriginConfig,omitempty" xml:"CustomOriginConfig,omitempty"`
	VpcOriginConfig           *VpcOriginConfig    `json:"VpcOriginConfig,omitempty" xml:"VpcOriginConfig,omitempty"`
	ConnectionAttempts        *int                `json:"ConnectionAttempts,omitempty" xml:"ConnectionAttempts,omitempty"`
	ConnectionTimeout         *int                `json:"ConnectionTimeout,omitempty" xml:"ConnectionTimeout,omitempty"`
	ResponseCompletionTimeout *int                `json:"ResponseCompletionTimeout,omitempty" xml:"ResponseCompletionTimeout,omitempty"`
	OriginShield              *OriginShield       `json:"OriginShield,omitempty" xml:"OriginShield,omitempty"`
	OriginAccessControlId     string              `json:"OriginAccessControlId" xml:"OriginAccessControlId"`
}

// OriginShield is the CloudFront API structure of that name (2020-05-31).
type OriginShield struct {
	Enabled            bool   `json:"Enabled" xml:"Enabled"`
	OriginShieldRegion string `json:"OriginShieldRegion,omitempty" xml:"OriginShieldRegion,omitempty"`
}

// OriginSslProtocols is the CloudFront API structure of that name (2020-05-31).
type OriginSslProtocols struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>SslProtocol"`
}

// OriginCustomHeader is the CloudFront API structure of that name (2020-05-31).
type OriginCustomHeader struct {
	HeaderName  string `json:"HeaderName" xml:"HeaderName"`
	HeaderValue string `json:"HeaderValue" xml:"HeaderValue"`
}

// VpcOriginConfig is the CloudFront API structure of that name (2020-05-31).
type VpcOriginConfig struct {
	VpcOriginId            string `json:"VpcOriginId" xml:"VpcOriginId"`
	OwnerAccountId         string `json:"OwnerAccountId,omitempty" xml:"OwnerAccountId,omitempty"`
	OriginReadTimeout      *int   `json:"OriginReadTimeout,omitempty" xml:"OriginReadTimeout,omitempty"`
	OriginKeepaliveTimeout *int   `json:"OriginKeepaliveTimeout,omitempty" xml:"OriginKeepaliveTimeout,omitempty"`
}

// CustomOriginConfig is the CloudFront API structure of that name (2020-05-31).
type CustomOriginConfig struct {
	HTTPPort               int                 `json:"HTTPPort" xml:"HTTPPort"`
	HTTPSPort              int                 `json:"HTTPSPort" xml:"HTTPSPort"`
	OriginProtocolPolicy   string              `json:"OriginProtocolPolicy" xml:"OriginProtocolPolicy"`
	OriginSslProtocols     *OriginSslProtocols `json:"OriginSslProtocols,omitempty" xml:"OriginSslProtocols,omitempty"`
	OriginReadTimeout      *int                `json:"OriginReadTimeout,omitempty" xml:"OriginReadTimeout,omitempty"`
	OriginKeepaliveTimeout *int                `json:"OriginKeepaliveTimeout,omitempty" xml:"OriginKeepaliveTimeout,omitempty"`
	IpAddressType          string              `json:"IpAddressType,omitempty" xml:"IpAddressType,omitempty"`
}

// S3OriginConfig is the CloudFront API structure of that name (2020-05-31).
type S3OriginConfig struct {
	OriginAccessIdentity string `json:"OriginAccessIdentity" xml:"OriginAccessIdentity"`
	OriginReadTimeout    *int   `json:"OriginReadTimeout,omitempty" xml:"OriginReadTimeout,omitempty"`
}

// CustomHeaders is the CloudFront API structure of that name (2020-05-31).
type CustomHeaders struct {
	Quantity int                  `json:"Quantity" xml:"Quantity"`
	Items    []OriginCustomHeader `json:"Items,omitempty" xml:"Items>OriginCustomHeader"`
}
