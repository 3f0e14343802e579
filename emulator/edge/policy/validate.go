package policy

import (
	"slices"
	"strings"
)

// Quotas of a distribution.
// Source: DG:cloudfront-limits.
const (
	maxOrigins       = 100
	maxOriginGroups  = 10
	maxBehaviors     = 75
	maxAliases       = 100
	maxOriginHeaders = 30
)

// Validate reports every mistake of a distribution's configuration, missing
// defaults filled in, as [Errors]; the first is what CloudFront would answer
// with. What this emulator cannot do yet and would silently do wrong is
// reported as well. Whether required text is missing, as CallerReference, is
// for the reader of the request to say: here it cannot be told from empty.
// Source: API:CreateDistribution (errors).
func Validate(cfg *DistributionConfig, src Source) error {
	own, err := cloneConfig(cfg)
	if err != nil {
		return err
	}
	Normalize(own)
	c := &distributionChecker{cfg: own, src: src}
	c.origins()
	c.originGroups()
	c.behavior("DefaultCacheBehavior", &own.DefaultCacheBehavior)
	c.behaviors()
	c.errorResponses()
	c.settings()
	return c.errs.orNil()
}

type distributionChecker struct {
	checker
	cfg *DistributionConfig
	src Source
}

// behaviors checks the list of further cache behaviors.
func (c *distributionChecker) behaviors() {
	list := c.cfg.CacheBehaviors
	c.quantity("CacheBehaviors", list.Quantity, len(list.Items))
	c.atMost("TooManyCacheBehaviors", "CacheBehaviors", len(list.Items), maxBehaviors)
	var patterns []string
	for i := range list.Items {
		field := index("CacheBehaviors.Items", i)
		b := &list.Items[i]
		if mistake := patternMistake(b.PathPattern); mistake != "" {
			c.invalid(field+".PathPattern", "The parameter PathPattern is not valid: %s.", mistake)
		}
		patterns = append(patterns, strings.TrimPrefix(b.PathPattern, "/"))
		c.behavior(field, &b.DefaultCacheBehavior)
	}
	c.unique("CacheBehaviors.Items.PathPattern", patterns, false)
}

// settings checks what belongs to no behavior and no origin.
func (c *distributionChecker) settings() {
	cfg := c.cfg
	c.comment(cfg.Comment)
	c.quantity("Aliases", cfg.Aliases.Quantity, len(cfg.Aliases.Items))
	c.atMost("TooManyDistributionCNAMEs", "Aliases", len(cfg.Aliases.Items), maxAliases)
	c.unique("Aliases.Items", cfg.Aliases.Items, true)
	for i, alias := range cfg.Aliases.Items {
		if !isAlias(alias) {
			c.invalid(index("Aliases.Items", i), "The parameter CNAME contains one or more parameters that are not valid: %q.", alias)
		}
	}
	if root := cfg.DefaultRootObject; strings.HasPrefix(root, "/") || len(root) > 255 || strings.ContainsFunc(root, notInRootObject) {
		c.add("InvalidDefaultRootObject", "DefaultRootObject", "The default root object file name is too big or contains an invalid character; it has no leading slash.")
	}
	c.oneOf("PriceClass", cfg.PriceClass, "PriceClass_100", "PriceClass_200", "PriceClass_All", "None")
	c.oneOf("HttpVersion", strings.ToLower(cfg.HttpVersion), "http1.1", "http2", "http3", "http2and3")
	c.logging()
	c.viewerCertificate()
	c.webACL()
	c.unsupportedSettings()
	geo := cfg.Restrictions.GeoRestriction
	c.quantity("Restrictions.GeoRestriction", geo.Quantity, len(geo.Items))
	if !slices.Contains([]string{"none", "whitelist", "blacklist"}, geo.RestrictionType) {
		c.add("InvalidGeoRestrictionParameter", "Restrictions.GeoRestriction.RestrictionType", "The specified geo restriction parameter is not valid: %q.", geo.RestrictionType)
	} else if (geo.RestrictionType == "none") != (len(geo.Items) == 0) {
		c.add("InvalidGeoRestrictionParameter", "Restrictions.GeoRestriction", "A list of countries goes with whitelist and blacklist, and is required there.")
	}
	for i, country := range geo.Items {
		if len(country) != 2 || strings.ToUpper(country) != country {
			c.add("InvalidLocationCode", index("Restrictions.GeoRestriction.Items", i), "The location code specified is not valid: %q; two upper-case letters are expected.", country)
		}
	}
}

// unsupportedSettings refuses what would silently serve other viewers than
// CloudFront would.
func (c *distributionChecker) unsupportedSettings() {
	refuse := func(field string, there bool) {
		if there {
			c.add("UnsupportedOperation", field, "%s is not supported by this emulator.", field)
		}
	}
	if id := c.cfg.ContinuousDeploymentPolicyId; id != "" {
		c.add("NoSuchContinuousDeploymentPolicy", "ContinuousDeploymentPolicyId", "The continuous deployment policy doesn't exist: %s. This emulator has no continuous deployment.", id)
	}
	refuse("TenantConfig", c.cfg.TenantConfig != nil)
	refuse("ConnectionMode", c.cfg.ConnectionMode != "" && c.cfg.ConnectionMode != "direct")
	refuse("ViewerMtlsConfig", c.cfg.ViewerMtlsConfig != nil && c.cfg.ViewerMtlsConfig.Mode != "optional")
	refuse("ConnectionFunctionAssociation", c.cfg.ConnectionFunctionAssociation != nil)
}

// notInRootObject: DG:DownloadDistValuesGeneral ("Default root object": the
// characters that the name can contain).
func notInRootObject(r rune) bool {
	return !isLetterOrDigit(r) && !strings.ContainsRune("_-.*$/~\"'&", r)
}

// isAlias takes a domain name in lower case that may begin with "*.".
// Source: DG:CNAMEs ("Requirements for using alternate domain names").
func isAlias(name string) bool {
	return strings.ToLower(name) == name && isDomain(strings.TrimPrefix(name, "*."))
}

// isDomain takes host names of letters, digits, hyphens and underscores.
func isDomain(name string) bool {
	if name == "" || len(name) > 253 {
		return false
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for i := 0; i < len(label); i++ {
			if c := label[i]; !isUnreserved(c) || c == '~' || c == '.' {
				return false
			}
		}
	}
	return true
}
