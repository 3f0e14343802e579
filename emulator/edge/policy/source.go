package policy

// A Source finds what a distribution refers to by id. The second result is
// false when there is no such thing. What a Source returns is never changed.
type Source interface {
	CachePolicy(id string) (*CachePolicyConfig, bool)
	OriginRequestPolicy(id string) (*OriginRequestPolicyConfig, bool)
	ResponseHeadersPolicy(id string) (*ResponseHeadersPolicyConfig, bool)
	OriginAccessControl(id string) (*OriginAccessControlConfig, bool)
	KeyGroup(id string) (*KeyGroupConfig, bool)
	PublicKey(id string) (*PublicKeyConfig, bool)
	// Function says of a CloudFront Function's ARN whether it has a LIVE stage.
	Function(arn string) (live, ok bool)
}
