package policy

// OriginAccessControlConfig is the CloudFront API structure of that name (2020-05-31).
type OriginAccessControlConfig struct {
	Name                          string `json:"Name" xml:"Name"`
	Description                   string `json:"Description,omitempty" xml:"Description,omitempty"`
	SigningProtocol               string `json:"SigningProtocol" xml:"SigningProtocol"`
	SigningBehavior               string `json:"SigningBehavior" xml:"SigningBehavior"`
	OriginAccessControlOriginType string `json:"OriginAccessControlOriginType" xml:"OriginAccessControlOriginType"`
}
