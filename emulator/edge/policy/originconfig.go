package policy

// OriginGroups is the list of origin groups. Source: API:OriginGroups.
type OriginGroups struct {
	Quantity int           `json:"Quantity" xml:"Quantity"`
	Items    []OriginGroup `json:"Items,omitempty" xml:"Items>OriginGroup"`
}

// OriginGroup is a primary and a secondary origin. Source: API:OriginGroup.
type OriginGroup struct {
	Id               string                      `json:"Id" xml:"Id"`
	FailoverCriteria OriginGroupFailoverCriteria `json:"FailoverCriteria" xml:"FailoverCriteria"`
	Members          OriginGroupMembers          `json:"Members" xml:"Members"`
	// SelectionCriteria: default or media-quality-based.
	SelectionCriteria string `json:"SelectionCriteria,omitempty" xml:"SelectionCriteria,omitempty"`
}

// OriginGroupMembers are the two origins, the primary first. Source:
// API:OriginGroupMembers.
type OriginGroupMembers struct {
	Quantity int                 `json:"Quantity" xml:"Quantity"`
	Items    []OriginGroupMember `json:"Items,omitempty" xml:"Items>OriginGroupMember"`
}

// OriginGroupMember is one origin of a group. Source: API:OriginGroupMember.
type OriginGroupMember struct {
	OriginId string `json:"OriginId" xml:"OriginId"`
}

// OriginGroupFailoverCriteria is when the second origin is asked: 400, 403,
// 404, 416, 500, 502, 503 or 504. Source: API:OriginGroupFailoverCriteria.
type OriginGroupFailoverCriteria struct {
	StatusCodes StatusCodes `json:"StatusCodes" xml:"StatusCodes"`
}

// Origins is the list of origins. Source: API:Origins.
type Origins struct {
	Quantity int            `json:"Quantity" xml:"Quantity"`
	Items    []OriginConfig `json:"Items,omitempty" xml:"Items>Origin"`
}

// OriginConfig is the API structure Origin: where the edge gets objects. It
// has S3OriginConfig or CustomOriginConfig, never both; its compiled form is
// [Origin]. Source: API:Origin.
type OriginConfig struct {
	// Id: at most 128 characters, unique in the distribution.
	Id string `json:"Id" xml:"Id"`
	// DomainName: a host name; for S3 one of the bucket's REST endpoint.
	DomainName string `json:"DomainName" xml:"DomainName"`
	// OriginPath: put in front of the path; begins with "/", does not end with one.
	OriginPath         string              `json:"OriginPath" xml:"OriginPath"`
	CustomHeaders      *CustomHeaders      `json:"CustomHeaders,omitempty" xml:"CustomHeaders,omitempty"`
	S3OriginConfig     *S3OriginConfig     `json:"S3OriginConfig,omitempty" xml:"S3OriginConfig,omitempty"`
	CustomOriginConfig *CustomOriginConfig `json:"CustomOriginConfig,omitempty" xml:"CustomOriginConfig,omitempty"`
	VpcOriginConfig    *VpcOriginConfig    `json:"VpcOriginConfig,omitempty" xml:"VpcOriginConfig,omitempty"`
	// ConnectionAttempts: 1 to 3; default 3.
	ConnectionAttempts *int `json:"ConnectionAttempts,omitempty" xml:"ConnectionAttempts,omitempty"`
	// ConnectionTimeout: seconds, 1 to 10; default 10.
	ConnectionTimeout *int `json:"ConnectionTimeout,omitempty" xml:"ConnectionTimeout,omitempty"`
	// ResponseCompletionTimeout: seconds; absent: no limit.
	ResponseCompletionTimeout *int          `json:"ResponseCompletionTimeout,omitempty" xml:"ResponseCompletionTimeout,omitempty"`
	OriginShield              *OriginShield `json:"OriginShield,omitempty" xml:"OriginShield,omitempty"`
	// OriginAccessControlId: empty for none.
	OriginAccessControlId string `json:"OriginAccessControlId" xml:"OriginAccessControlId"`
}

// OriginShield is a further cache in front of the origin; it is kept and read
// back. Source: API:OriginShield.
type OriginShield struct {
	Enabled            bool   `json:"Enabled" xml:"Enabled"`
	OriginShieldRegion string `json:"OriginShieldRegion,omitempty" xml:"OriginShieldRegion,omitempty"`
}

// OriginSslProtocols are the protocols the edge may speak to an origin: SSLv3,
// TLSv1, TLSv1.1, TLSv1.2. Source: API:OriginSslProtocols.
type OriginSslProtocols struct {
	Quantity int      `json:"Quantity" xml:"Quantity"`
	Items    []string `json:"Items,omitempty" xml:"Items>SslProtocol"`
}

// OriginCustomHeader is a header that the edge sets on every request to an
// origin, over whatever the viewer sent. Source: API:OriginCustomHeader.
type OriginCustomHeader struct {
	HeaderName  string `json:"HeaderName" xml:"HeaderName"`
	HeaderValue string `json:"HeaderValue" xml:"HeaderValue"`
}

// VpcOriginConfig is an origin inside a VPC, which this emulator refuses.
// Source: API:VpcOriginConfig.
type VpcOriginConfig struct {
	VpcOriginId            string `json:"VpcOriginId" xml:"VpcOriginId"`
	OwnerAccountId         string `json:"OwnerAccountId,omitempty" xml:"OwnerAccountId,omitempty"`
	OriginReadTimeout      *int   `json:"OriginReadTimeout,omitempty" xml:"OriginReadTimeout,omitempty"`
	OriginKeepaliveTimeout *int   `json:"OriginKeepaliveTimeout,omitempty" xml:"OriginKeepaliveTimeout,omitempty"`
}

// CustomOriginConfig is an origin that is no bucket; S3 website endpoints are
// such. Source: API:CustomOriginConfig.
type CustomOriginConfig struct {
	// HTTPPort: 80, 443 or 1024 to 65535.
	HTTPPort int `json:"HTTPPort" xml:"HTTPPort"`
	// HTTPSPort: 80, 443 or 1024 to 65535.
	HTTPSPort int `json:"HTTPSPort" xml:"HTTPSPort"`
	// OriginProtocolPolicy: http-only, match-viewer or https-only.
	OriginProtocolPolicy string              `json:"OriginProtocolPolicy" xml:"OriginProtocolPolicy"`
	OriginSslProtocols   *OriginSslProtocols `json:"OriginSslProtocols,omitempty" xml:"OriginSslProtocols,omitempty"`
	// OriginReadTimeout: seconds, 1 to 120; default 30.
	OriginReadTimeout *int `json:"OriginReadTimeout,omitempty" xml:"OriginReadTimeout,omitempty"`
	// OriginKeepaliveTimeout: seconds, 1 to 120; default 5.
	OriginKeepaliveTimeout *int `json:"OriginKeepaliveTimeout,omitempty" xml:"OriginKeepaliveTimeout,omitempty"`
	// IpAddressType: ipv4, ipv6 or dualstack.
	IpAddressType string `json:"IpAddressType,omitempty" xml:"IpAddressType,omitempty"`
	// OriginMtlsConfig: the edge's own certificate; kept and read back.
	OriginMtlsConfig *OriginMtlsConfig `json:"OriginMtlsConfig,omitempty" xml:"OriginMtlsConfig,omitempty"`
}

// S3OriginConfig marks an origin as a bucket, reached by its REST endpoint.
// Source: API:S3OriginConfig.
type S3OriginConfig struct {
	// OriginAccessIdentity: origin-access-identity/cloudfront/ID; empty for none and with an OAC.
	OriginAccessIdentity string `json:"OriginAccessIdentity" xml:"OriginAccessIdentity"`
	// OriginReadTimeout: seconds, 1 to 120; default 30.
	OriginReadTimeout *int `json:"OriginReadTimeout,omitempty" xml:"OriginReadTimeout,omitempty"`
}

// CustomHeaders are the headers that the edge sets on requests to an origin,
// at most 30. Source: API:CustomHeaders.
type CustomHeaders struct {
	Quantity int                  `json:"Quantity" xml:"Quantity"`
	Items    []OriginCustomHeader `json:"Items,omitempty" xml:"Items>OriginCustomHeader"`
}

// OriginMtlsConfig is the certificate that the edge shows to an origin.
// Source: API:OriginMtlsConfig.
type OriginMtlsConfig struct {
	ClientCertificateArn string `json:"ClientCertificateArn" xml:"ClientCertificateArn"`
}
