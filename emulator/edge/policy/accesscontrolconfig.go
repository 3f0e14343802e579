package policy

// OriginAccessControlConfig says how the edge signs requests to an origin.
// Source: API:OriginAccessControlConfig.
type OriginAccessControlConfig struct {
	// Name: at most 64 characters, unique in the account.
	Name        string `json:"Name" xml:"Name"`
	Description string `json:"Description,omitempty" xml:"Description,omitempty"`
	// SigningProtocol: sigv4.
	SigningProtocol string `json:"SigningProtocol" xml:"SigningProtocol"`
	// SigningBehavior: always: over the viewer's Authorization; no-override: unless one is forwarded; never.
	SigningBehavior string `json:"SigningBehavior" xml:"SigningBehavior"`
	// OriginAccessControlOriginType: s3, mediastore, mediapackagev2 or lambda.
	OriginAccessControlOriginType string `json:"OriginAccessControlOriginType" xml:"OriginAccessControlOriginType"`
}
