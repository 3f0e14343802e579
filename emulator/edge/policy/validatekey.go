package policy

import (
	"strings"
	"unicode/utf8"

	"crossfront/emulator/edge/signed"
)

// Quotas of key groups.
// Source: DG:cloudfront-limits#limits-key-groups; trusted signers: API:TrustedSigners.
const (
	maxKeysInGroup     = 5
	maxGroupsOfOne     = 4 // behavior
	maxTrustedAccounts = 5
)

// NormalizePublicKey ends the key with a newline, as CloudFront gives it back.
// Source: https://github.com/hashicorp/terraform-provider-aws/issues/40295.
func NormalizePublicKey(cfg *PublicKeyConfig) {
	if cfg.EncodedKey != "" && !strings.HasSuffix(cfg.EncodedKey, "\n") {
		cfg.EncodedKey += "\n"
	}
}

// ValidatePublicKey reports every mistake of a public key as [Errors].
// Source: API:CreatePublicKey;
// https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/cloudfront/public_key.go (names).
func ValidatePublicKey(cfg *PublicKeyConfig) error {
	c := &checker{}
	if cfg.CallerReference == "" {
		c.invalid("CallerReference", "The parameter CallerReference is required.")
	}
	c.policyName(cfg.Name)
	if at := strings.IndexFunc(cfg.Name, func(r rune) bool { return r != '_' && r != '-' && !isLetterOrDigit(r) }); at >= 0 {
		c.invalid("Name", "The parameter Name has a character other than letters, digits, hyphens and underscores: %q.", cfg.Name[at:])
	}
	if _, err := signed.ParseKey(cfg.EncodedKey); err != nil {
		c.invalid("EncodedKey", "The parameter EncodedKey is not a public key that CloudFront takes: %v.", err)
	}
	c.comment(cfg.Comment)
	return c.errs.orNil()
}

// ValidateKeyGroup reports every mistake of a key group as [Errors]. Whether its
// keys exist is src's to say.
// Source: API:CreateKeyGroup.
func ValidateKeyGroup(cfg *KeyGroupConfig, src Source) error {
	c := &checker{}
	c.policyName(cfg.Name)
	if len(cfg.Items) == 0 {
		c.invalid("Items", "The parameter Items is required: a key group has at least one public key.")
	}
	c.atMost("TooManyPublicKeysInKeyGroup", "Items", len(cfg.Items), maxKeysInGroup)
	c.unique("Items", cfg.Items, false)
	for i, id := range cfg.Items {
		if _, ok := src.PublicKey(id); !ok {
			c.invalid(index("Items", i), "The parameter Items names a public key that does not exist: %s.", id)
		}
	}
	c.comment(cfg.Comment)
	return c.errs.orNil()
}

// comment. Source: API:DistributionConfig, API:CachePolicyConfig and the like
// ("The comment cannot be longer than 128 characters").
func (c *checker) comment(text string) {
	if utf8.RuneCountInString(text) > 128 {
		c.invalid("Comment", "The parameter Comment can have at most 128 characters.")
	}
}

func isLetterOrDigit(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// signers checks who may sign for a behavior. Enabled and a list go together,
// as AWS's pages say; the error is inferred.
// Source: API:TrustedKeyGroups, API:TrustedSigners.
func (c *distributionChecker) signers(field string, b *DefaultCacheBehavior) {
	groups, at := b.TrustedKeyGroups, field+".TrustedKeyGroups"
	c.quantity(at, groups.Quantity, len(groups.Items))
	c.together(at, groups.Enabled, len(groups.Items))
	c.atMost("TooManyKeyGroupsAssociatedToDistribution", at, len(groups.Items), maxGroupsOfOne)
	c.unique(at+".Items", groups.Items, false)
	for i, id := range groups.Items {
		if _, ok := c.src.KeyGroup(id); !ok {
			c.add("TrustedKeyGroupDoesNotExist", index(at+".Items", i), "The specified key group does not exist: %s.", id)
		}
	}
	accounts, at := b.TrustedSigners, field+".TrustedSigners"
	c.quantity(at, accounts.Quantity, len(accounts.Items))
	c.together(at, accounts.Enabled, len(accounts.Items))
	c.atMost("TooManyTrustedSigners", at, len(accounts.Items), maxTrustedAccounts)
	for i, account := range accounts.Items {
		if account != "self" && !isAccount(account) {
			c.add("TrustedSignerDoesNotExist", index(at+".Items", i), "One or more of your trusted signers don't exist: %q.", account)
		}
	}
}

func (c *distributionChecker) together(field string, enabled bool, items int) {
	if enabled != (items > 0) {
		c.invalid(field, "The parameter %s is enabled if, and only if, it has items.", lastName(field))
	}
}

// isAccount takes an AWS account's number.
func isAccount(s string) bool {
	return len(s) == 12 && strings.Trim(s, "0123456789") == ""
}
