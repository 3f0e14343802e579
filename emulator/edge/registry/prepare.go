package registry

import (
	"slices"
	"strings"

	"crossfront/emulator/edge/policy"
)

// prepareOriginAccessControl checks the four required members:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html
func prepareOriginAccessControl(c *policy.OriginAccessControlConfig) error {
	var found policy.Errors
	if n := len(c.Name); n == 0 || n > 64 {
		found = append(found, bad("InvalidArgument", "The name of an origin access control must have 1 to 64 characters.", "Name"))
	}
	if len(c.Description) > 256 {
		found = append(found, bad("InvalidArgument", "The description of an origin access control can have at most 256 characters.", "Description"))
	}
	for _, m := range []struct {
		field, value string
		allowed      []string
	}{
		{"SigningProtocol", c.SigningProtocol, []string{"sigv4"}},
		{"SigningBehavior", c.SigningBehavior, []string{"never", "always", "no-override"}},
		{"OriginAccessControlOriginType", c.OriginAccessControlOriginType, []string{"s3", "mediastore", "mediapackagev2", "lambda"}},
	} {
		if !slices.Contains(m.allowed, m.value) {
			found = append(found, bad("InvalidArgument",
				"The parameter "+m.field+" must be one of "+strings.Join(m.allowed, ", ")+".", m.field))
		}
	}
	if len(found) > 0 {
		return found
	}
	return nil
}

// prepareOriginAccessIdentity checks the caller reference and the length of
// the comment:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CloudFrontOriginAccessIdentityConfig.html
func prepareOriginAccessIdentity(c *OriginAccessIdentityConfig) error {
	switch {
	case c.CallerReference == "":
		return bad("InvalidArgument", "The parameter CallerReference is required.", "CallerReference")
	case len([]rune(c.Comment)) > 128:
		return bad("InvalidArgument", "The parameter Comment can have at most 128 characters.", "Comment")
	}
	return nil
}

func prepareCachePolicy(c *policy.CachePolicyConfig) error { return policy.ValidateCachePolicy(c) }

func prepareOriginRequestPolicy(c *policy.OriginRequestPolicyConfig) error {
	return policy.ValidateOriginRequestPolicy(c)
}

func prepareResponseHeadersPolicy(c *policy.ResponseHeadersPolicyConfig) error {
	return policy.ValidateResponseHeadersPolicy(c)
}
