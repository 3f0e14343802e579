package policy

import (
	"slices"
	"strings"
)

// normalizeCertificate fills in what CloudFront says of a certificate. With
// CloudFront's own, what was wanted besides does not count.
// Source: API:ViewerCertificate; https://github.com/aws/aws-cdk/pull/35416
// (TLSv1 whatever is asked for).
func normalizeCertificate(v *ViewerCertificate) {
	switch {
	case v.ACMCertificateArn != "":
		v.Certificate, v.CertificateSource = v.ACMCertificateArn, "acm"
	case v.IAMCertificateId != "":
		v.Certificate, v.CertificateSource = v.IAMCertificateId, "iam"
	case v.CloudFrontDefaultCertificate != nil && *v.CloudFrontDefaultCertificate:
		v.SSLSupportMethod, v.MinimumProtocolVersion, v.CertificateSource = "vip", "TLSv1", "cloudfront"
		return
	default:
		return
	}
	fill(&v.CloudFrontDefaultCertificate, false)
}

// viewerCertificate checks what viewers shall see; the edge has a certificate
// of its own, and whether this one exists and covers the aliases is not known.
// Source: API:ViewerCertificate; https://github.com/winglang/wing/issues/2440
// (an alias without a certificate); https://github.com/code-dot-org/code-dot-org/pull/60886
// (vip).
func (c *distributionChecker) viewerCertificate() {
	const field = "ViewerCertificate"
	v := c.cfg.ViewerCertificate
	own := v.CloudFrontDefaultCertificate != nil && *v.CloudFrontDefaultCertificate
	given := 0
	for _, id := range []string{v.ACMCertificateArn, v.IAMCertificateId} {
		if id != "" {
			given++
		}
	}
	if own {
		given++
	}
	if given != 1 {
		c.add("InvalidViewerCertificate", field, "A viewer certificate is one of CloudFrontDefaultCertificate, ACMCertificateArn and IAMCertificateId; %d are given.", given)
		return
	}
	if own {
		if len(c.cfg.Aliases.Items) > 0 {
			c.add("InvalidViewerCertificate", field, "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.")
		}
		return
	}
	if arn := v.ACMCertificateArn; arn != "" && !strings.HasPrefix(arn, "arn:aws:acm:us-east-1:") {
		c.add("InvalidViewerCertificate", field+".ACMCertificateArn", "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.")
	}
	c.oneOf(field+".SSLSupportMethod", v.SSLSupportMethod, "sni-only", "vip", "static-ip")
	old := []string{"SSLv3", "TLSv1"}
	switch minimum := v.MinimumProtocolVersion; {
	case !slices.Contains(append(old, "TLSv1_2016", "TLSv1.1_2016", "TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"), minimum):
		c.add("InvalidMinimumProtocolVersion", field+".MinimumProtocolVersion", "The minimum protocol version specified is not valid: %q.", minimum)
	case minimum == "SSLv3" && v.SSLSupportMethod == "sni-only":
		c.add("InvalidProtocolSettings", field+".MinimumProtocolVersion", "You cannot specify SSLv3 as the minimum protocol version if you only want to support only clients that support Server Name Indication (SNI).")
	case v.SSLSupportMethod == "vip" && !slices.Contains(old, minimum):
		c.invalid(field+".MinimumProtocolVersion", "The specified MinimumProtocolVersion cannot be used with the specified SSLSupportMethod.")
	}
}

// webACL checks the form of a web ACL's name: an ARN of the newer kind, an id of
// the older. There is no firewall here.
// Source: API:CreateDistribution (InvalidWebACLId).
func (c *distributionChecker) webACL() {
	id := c.cfg.WebACLId
	if id == "" || isUUID(id) {
		return
	}
	parts := strings.Split(id, ":")
	if len(parts) != 6 || parts[0] != "arn" || parts[2] != "wafv2" || parts[3] != "us-east-1" || !strings.HasPrefix(parts[5], "global/webacl/") {
		c.add("InvalidWebACLId", "WebACLId", "A web ACL ID specified is not valid. To specify a web ACL created using the latest version of WAF, use the ACL ARN, for example arn:aws:wafv2:us-east-1:123456789012:global/webacl/ExampleWebACL/473e64fd-f30b-4765-81a0-62ad96dd167a. To specify a web ACL created using WAF Classic, use the ACL ID, for example 473e64fd-f30b-4765-81a0-62ad96dd167a.")
	}
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range s {
		if (i == 8 || i == 13 || i == 18 || i == 23) != (c == '-') || c != '-' && !strings.ContainsRune("0123456789abcdefABCDEF", c) {
			return false
		}
	}
	return true
}
