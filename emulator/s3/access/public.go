package access

import (
	"slices"
	"strings"
)

// IsPublic reports whether the policy gives anything to the public, by S3's
// own meaning of public: it lets everyone do something, and no condition holds
// them to fixed values of who or where they are.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
func (p *Policy) IsPublic() bool {
	return slices.ContainsFunc(p.statements, func(s statement) bool { return s.public() })
}

func (s *statement) public() bool {
	return !s.deny && s.principals.everyone && !slices.ContainsFunc(s.conditions, func(c condition) bool { return c.fixes() })
}

// fixes reports whether the condition holds requests to fixed values: without
// wildcards, variables, and without a way round by leaving the key out.
func (c *condition) fixes() bool {
	if c.negated || c.ifExists || c.forAll {
		return false
	}
	if c.lower == "aws:sourceip" {
		return c.base == "IpAddress" && !slices.ContainsFunc(c.values, tooBroad)
	}
	switch c.base {
	case "StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike":
	default:
		return false
	}
	switch c.lower {
	case "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount", "aws:principalorgid",
		"aws:principalarn", "aws:principalaccount", "aws:userid", "s3:dataaccesspointaccount", "s3:dataaccesspointarn":
	default:
		return false
	}
	// "anonymous" is the user id of whoever does not sign.
	return !slices.ContainsFunc(c.values, func(v string) bool {
		return strings.ContainsAny(v, "*?") || strings.Contains(v, "${") || strings.EqualFold(v, "anonymous")
	})
}

// tooBroad reports whether an address range counts as the public: wider than /8
// for IPv4, than /32 for IPv6.
func tooBroad(value string) bool {
	prefix, ok := parsePrefix(value)
	return !ok || prefix.Bits() < 8 || prefix.Addr().Is6() && prefix.Bits() < 32
}
