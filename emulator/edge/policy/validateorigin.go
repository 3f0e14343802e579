package policy

import (
	"net"
	"slices"
	"strings"
	"time"

	"crossfront/emulator/hosts"
)

// oaiPrefix stands before an origin access identity's id.
// Source: API:S3OriginConfig.
const oaiPrefix = "origin-access-identity/cloudfront/"

// origins checks the list of origins.
func (c *distributionChecker) origins() {
	list := &c.cfg.Origins
	c.quantity("Origins", list.Quantity, len(list.Items))
	c.atMost("TooManyOrigins", "Origins", len(list.Items), maxOrigins)
	if len(list.Items) == 0 {
		c.invalid("Origins", "The parameter Origins is required: a distribution has at least one origin.")
	}
	var ids []string
	for i := range list.Items {
		ids = append(ids, list.Items[i].Id)
		c.origin(index("Origins.Items", i), &list.Items[i])
	}
	c.unique("Origins.Items.Id", ids, false)
}

func (c *distributionChecker) origin(field string, o *OriginConfig) {
	if o.Id == "" || len(o.Id) > 128 {
		c.invalid(field+".Id", "The parameter Origin Id is required and has at most 128 characters.")
	}
	if net.ParseIP(o.DomainName) != nil {
		// Source: DG:DownloadDistValuesOrigin ("Origin domain": a DNS name).
		c.invalid(field+".DomainName", "The parameter origin name cannot be an IP address.")
	} else if !isDomain(o.DomainName) {
		c.add("InvalidOrigin", field+".DomainName", "The Amazon S3 origin server or custom origin server specified does not exist or is not valid: %q.", o.DomainName)
	}
	if p := o.OriginPath; p != "" && (!strings.HasPrefix(p, "/") || strings.HasSuffix(p, "/") || len(p) > 255) {
		c.invalid(field+".OriginPath", "The parameter OriginPath must begin with a slash (/), must not end with one, and has at most 255 characters.")
	}
	c.between(field+".ConnectionAttempts", int64(*o.ConnectionAttempts), 1, 3)
	c.between(field+".ConnectionTimeout", int64(*o.ConnectionTimeout), 1, 10)
	c.originHeaders(field+".CustomHeaders", o.CustomHeaders)
	c.completion(field+".ResponseCompletionTimeout", o)
	switch {
	case o.VpcOriginConfig != nil:
		c.add("UnsupportedOperation", field+".VpcOriginConfig", "VPC origins are not supported by this emulator.")
	case o.S3OriginConfig != nil && o.CustomOriginConfig != nil:
		c.invalid(field, "An origin has S3OriginConfig or CustomOriginConfig, not both.")
	case o.S3OriginConfig != nil:
		c.s3Origin(field, o)
	case o.CustomOriginConfig != nil:
		c.customOrigin(field+".CustomOriginConfig", o.CustomOriginConfig)
	default:
		c.invalid(field, "An origin needs S3OriginConfig or CustomOriginConfig.")
	}
	if o.OriginAccessControlId != "" {
		c.accessControl(field, o)
	}
}

// completion checks the response completion timeout.
// Source: API:Origin (at least OriginReadTimeout).
func (c *distributionChecker) completion(field string, o *OriginConfig) {
	if limit := o.ResponseCompletionTimeout; limit != nil && time.Duration(*limit)*time.Second < o.readTimeout() {
		c.invalid(field, "The parameter ResponseCompletionTimeout must be at least OriginReadTimeout.")
	}
}

// s3Origin: the name of a bucket, and at most one way of access.
// Source: DG:DownloadDistValuesOrigin; API:Origin.
func (c *distributionChecker) s3Origin(field string, o *OriginConfig) {
	name, ok := hosts.ParseS3(o.DomainName)
	if !ok || name.Bucket == "" || name.Website {
		c.invalid(field+".DomainName", "The parameter Origin DomainName does not refer to a valid S3 bucket: %q.", o.DomainName)
	}
	oai := o.S3OriginConfig.OriginAccessIdentity
	if id, ok := strings.CutPrefix(oai, oaiPrefix); oai != "" && (!ok || id == "") {
		c.add("InvalidOriginAccessIdentity", field+".S3OriginConfig.OriginAccessIdentity", "The origin access identity is not valid or doesn't exist: %q; the form is %sID.", oai, oaiPrefix)
	}
	if oai != "" && o.OriginAccessControlId != "" {
		c.add("IllegalOriginAccessConfiguration", field, "An origin cannot contain both an origin access control (OAC) and an origin access identity (OAI).")
	}
	if t := o.S3OriginConfig.OriginReadTimeout; t != nil {
		c.timeout("InvalidOriginReadTimeout", field+".S3OriginConfig.OriginReadTimeout", *t)
	}
}

// timeout checks one of an origin's timeouts that have codes of their own.
// Source: DG:DownloadDistValuesOrigin (1 to 120 seconds).
func (c *distributionChecker) timeout(code, field string, seconds int) {
	if seconds < 1 || seconds > 120 {
		c.add(code, field, "The parameter %s is %d; it must be from 1 to 120.", lastName(field), seconds)
	}
}

// customOrigin. Source: DG:DownloadDistValuesOrigin (ports 80, 443, 1024–65535).
func (c *distributionChecker) customOrigin(field string, o *CustomOriginConfig) {
	port := func(name string, p int) {
		if p != 80 && p != 443 && (p < 1024 || p > 65535) {
			c.invalid(field+"."+name, "The parameter %s is %d; it must be 80, 443, or from 1024 to 65535.", name, p)
		}
	}
	port("HTTPPort", o.HTTPPort)
	port("HTTPSPort", o.HTTPSPort)
	c.oneOf(field+".OriginProtocolPolicy", o.OriginProtocolPolicy, "http-only", "match-viewer", "https-only")
	c.timeout("InvalidOriginReadTimeout", field+".OriginReadTimeout", *o.OriginReadTimeout)
	c.timeout("InvalidOriginKeepaliveTimeout", field+".OriginKeepaliveTimeout", *o.OriginKeepaliveTimeout)
	if p := o.OriginSslProtocols; p != nil {
		c.quantity(field+".OriginSslProtocols", p.Quantity, len(p.Items))
		for i, item := range p.Items {
			c.oneOf(index(field+".OriginSslProtocols.Items", i), item, "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2")
		}
	}
}

// originHeaders checks custom headers; Origin is allowed.
// Source: DG:add-origin-custom-headers ("Custom headers that CloudFront can't
// add to origin requests"), DG:cloudfront-limits.
func (c *distributionChecker) originHeaders(field string, list *CustomHeaders) {
	c.quantity(field, list.Quantity, len(list.Items))
	c.atMost("TooManyOriginCustomHeaders", field, len(list.Items), maxOriginHeaders)
	var names []string
	for i, h := range list.Items {
		names = append(names, h.HeaderName)
		if !isToken(h.HeaderName) || len(h.HeaderName) > 256 || len(h.HeaderValue) > 1783 || strings.ContainsAny(h.HeaderValue, "\r\n") {
			c.invalid(index(field+".Items", i), "The parameter Origin Custom Header is not a header: %q.", h.HeaderName)
		} else if deniedOriginHeader(canonical(h.HeaderName)) {
			c.invalid(index(field+".Items", i)+".HeaderName", "The parameter HeaderName %s cannot be added to origin requests.", h.HeaderName)
		}
	}
	c.unique(field+".Items.HeaderName", names, true)
}

// ValidOriginHeader reports whether an origin may have a custom header of that
// name.
func ValidOriginHeader(name string) bool {
	return isToken(name) && len(name) <= 256 && !deniedOriginHeader(canonical(name))
}

func deniedOriginHeader(name string) bool {
	return slices.Contains([]string{"Cache-Control", "Connection", "Content-Length", "Cookie", "Host", "Max-Forwards",
		"Pragma", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "Range", "Request-Range", "Te",
		"Trailer", "Transfer-Encoding", "Upgrade", "Via", "X-Real-Ip"}, name) ||
		strings.HasPrefix(name, "If-") || strings.HasPrefix(name, "X-Amz-") || strings.HasPrefix(name, "X-Edge-")
}

// accessControl checks that the origin access control exists and is of the
// origin's kind.
// Source: DG:private-content-restricting-access-to-s3 (not for website
// endpoints); API:CreateDistribution (InvalidOriginAccessControl,
// InvalidDomainNameForOriginAccessControl).
func (c *distributionChecker) accessControl(field string, o *OriginConfig) {
	oac, ok := c.src.OriginAccessControl(o.OriginAccessControlId)
	field += ".OriginAccessControlId"
	if !ok {
		c.add("InvalidOriginAccessControl", field, "The origin access control is not valid or doesn't exist: %s.", o.OriginAccessControlId)
		return
	}
	if (oac.OriginAccessControlOriginType == "s3") != (o.S3OriginConfig != nil) {
		c.add("InvalidDomainNameForOriginAccessControl", field, "An origin access control is associated with an origin whose domain name is not supported: its type is %s.", oac.OriginAccessControlOriginType)
		return
	}
	if o.S3OriginConfig == nil && oac.SigningBehavior != "never" {
		c.add("UnsupportedOperation", field, "This emulator signs requests to S3 only, not to %s origins.", oac.OriginAccessControlOriginType)
	}
}

func (c *distributionChecker) hasOrigin(id string) bool {
	return slices.ContainsFunc(c.cfg.Origins.Items, func(o OriginConfig) bool { return o.Id == id })
}
