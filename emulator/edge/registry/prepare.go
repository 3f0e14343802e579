package registry

import (
	"unicode/utf8"

	"crossfront/emulator/edge/policy"
)

// How a configuration is made ready to be kept: defaults filled in, rules
// checked.

func prepareOriginAccessControl(c *policy.OriginAccessControlConfig, _ policy.Source) error {
	return policy.ValidateOriginAccessControl(c)
}

// prepareOriginAccessIdentity checks the caller reference and the length of
// the comment:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CloudFrontOriginAccessIdentityConfig.html
func prepareOriginAccessIdentity(c *OriginAccessIdentityConfig, _ policy.Source) error {
	switch {
	case c.CallerReference == "":
		return bad("InvalidArgument", "The parameter CallerReference is required.", "CallerReference")
	case utf8.RuneCountInString(c.Comment) > 128:
		return bad("InvalidArgument", "The parameter Comment can have at most 128 characters.", "Comment")
	}
	return nil
}

func prepareCachePolicy(c *policy.CachePolicyConfig, _ policy.Source) error {
	policy.NormalizeCachePolicy(c)
	return policy.ValidateCachePolicy(c)
}

func prepareOriginRequestPolicy(c *policy.OriginRequestPolicyConfig, _ policy.Source) error {
	return policy.ValidateOriginRequestPolicy(c)
}

func prepareResponseHeadersPolicy(c *policy.ResponseHeadersPolicyConfig, _ policy.Source) error {
	return policy.ValidateResponseHeadersPolicy(c)
}

func preparePublicKey(c *policy.PublicKeyConfig, _ policy.Source) error {
	policy.NormalizePublicKey(c)
	return policy.ValidatePublicKey(c)
}
