package policy

import (
	"math"
	"slices"
	"strings"
)

// Quotas of response headers policies.
// Source: DG:cloudfront-limits.
const (
	maxHeaderName    = 256
	maxHeaderValue   = 1783
	maxCustomHeaders = 10
	maxRemoveHeaders = 10
	maxCustomTotal   = 10240
)

// ValidateResponseHeadersPolicy reports every mistake of a customer's response
// headers policy as [Errors]; the managed ones would not pass.
// Source: API:CreateResponseHeadersPolicy.
func ValidateResponseHeadersPolicy(cfg *ResponseHeadersPolicyConfig) error {
	c := &checker{}
	c.policyName(cfg.Name)
	c.comment(cfg.Comment)
	// Source: https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1156.
	if !hasSection(cfg) {
		c.invalid("", "A response headers policy needs at least one of CorsConfig, SecurityHeadersConfig, CustomHeadersConfig, RemoveHeadersConfig and ServerTimingHeadersConfig.")
	}
	if cfg.CorsConfig != nil {
		c.corsConfig("CorsConfig", cfg.CorsConfig)
	}
	if cfg.SecurityHeadersConfig != nil {
		c.securityConfig("SecurityHeadersConfig", cfg.SecurityHeadersConfig)
	}
	if t := cfg.ServerTimingHeadersConfig; t != nil && t.SamplingRate != nil {
		rate := *t.SamplingRate
		if rate < 0 || rate > 100 || math.Abs(rate*1e4-math.Round(rate*1e4)) > 1e-6 {
			c.invalid("ServerTimingHeadersConfig.SamplingRate", "The parameter SamplingRate must be from 0 to 100 with at most four decimal places.")
		}
	}
	if cfg.CustomHeadersConfig != nil {
		c.customHeaders("CustomHeadersConfig", cfg.CustomHeadersConfig)
	}
	if cfg.RemoveHeadersConfig != nil {
		c.removeHeaders("RemoveHeadersConfig", cfg.RemoveHeadersConfig)
	}
	return c.errs.orNil()
}

func hasSection(cfg *ResponseHeadersPolicyConfig) bool {
	security := cfg.SecurityHeadersConfig
	return cfg.CorsConfig != nil || cfg.ServerTimingHeadersConfig != nil ||
		security != nil && *security != (ResponseHeadersPolicySecurityHeadersConfig{}) ||
		cfg.CustomHeadersConfig != nil && len(cfg.CustomHeadersConfig.Items) > 0 ||
		cfg.RemoveHeadersConfig != nil && len(cfg.RemoveHeadersConfig.Items) > 0
}

// corsConfig. Source: DG:understanding-response-headers-policies ("CORS headers").
func (c *checker) corsConfig(field string, cfg *ResponseHeadersPolicyCorsConfig) {
	c.corsOrigins(field+".AccessControlAllowOrigins", &cfg.AccessControlAllowOrigins)
	c.corsHeaders(field+".AccessControlAllowHeaders", &cfg.AccessControlAllowHeaders, cfg.AccessControlAllowCredentials)
	c.corsMethods(field+".AccessControlAllowMethods", &cfg.AccessControlAllowMethods)
	if e := cfg.AccessControlExposeHeaders; e != nil {
		at := field + ".AccessControlExposeHeaders"
		c.quantity(at, e.Quantity, len(e.Items))
		c.unique(at+".Items", e.Items, true)
		c.tooLong(at, e.Items)
		for i, name := range e.Items {
			if !isToken(name) {
				c.invalid(index(at+".Items", i), "The parameter Access-Control-Expose-Headers contains %q, which is not a header name.", name)
			}
		}
	}
	if age := cfg.AccessControlMaxAgeSec; age != nil {
		c.notNegative(field+".AccessControlMaxAgeSec", int64(*age))
	}
}

func (c *checker) corsOrigins(field string, list *ResponseHeadersPolicyAccessControlAllowOrigins) {
	c.quantity(field, list.Quantity, len(list.Items))
	c.unique(field+".Items", list.Items, true)
	c.tooLong(field, list.Items)
	if len(list.Items) == 0 {
		c.invalid(field, "The parameter Access-Control-Allow-Origin must have at least one item.")
	}
	for i, item := range list.Items {
		if _, mistake := parseOriginPattern(item); mistake != "" {
			c.invalid(index(field+".Items", i), "The parameter Access-Control-Allow-Origin contains %q that is not valid: %s.", item, mistake)
		} else if item == "ALL" {
			// Source: https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1156.
			c.invalid(index(field+".Items", i), "The parameter Access-Control-Allow-Origin cannot be ALL; use * for all origins.")
		}
	}
}

// corsHeaders. Source: https://github.com/aws/aws-cdk/pull/35308 (credentials);
// https://github.com/aws/aws-cdk/pull/32206 (at least one, one wildcard each).
func (c *checker) corsHeaders(field string, list *ResponseHeadersPolicyAccessControlAllowHeaders, credentials bool) {
	c.quantity(field, list.Quantity, len(list.Items))
	c.unique(field+".Items", list.Items, true)
	c.tooLong(field, list.Items)
	if len(list.Items) == 0 {
		c.invalid(field, "The parameter Access-Control-Allow-Headers must have at least one item.")
	}
	for i, item := range list.Items {
		at := index(field+".Items", i)
		switch {
		case !isToken(item) || strings.Count(item, "*") > 1:
			c.invalid(at, "The parameter Access-Control-Allow-Headers contains %q that is not valid: a header name with at most one *.", item)
		case credentials && strings.Contains(item, "*"):
			c.invalid(at, "The parameter Access-Control-Allow-Headers cannot contain * when allowCredentials is true.")
		}
	}
}

func (c *checker) corsMethods(field string, list *ResponseHeadersPolicyAccessControlAllowMethods) {
	c.quantity(field, list.Quantity, len(list.Items))
	c.unique(field+".Items", list.Items, false)
	if len(list.Items) == 0 {
		c.invalid(field, "The parameter Access-Control-Allow-Methods must have at least one item.")
	}
	if len(list.Items) > 1 && slices.Contains(list.Items, "ALL") {
		c.invalid(field, "The parameter Access-Control-Allow-Methods contains ALL, which stands alone.")
	}
	for i, item := range list.Items {
		c.oneOf(index(field+".Items", i), item, append(allMethods(), "ALL")...)
	}
}

// tooLong checks the length of a list as one header value.
func (c *checker) tooLong(field string, items []string) {
	if len(joinList(items)) > maxHeaderValue {
		c.invalid(field, "The value has more than %d characters.", maxHeaderValue)
	}
}

// securityConfig. Source: DG:understanding-response-headers-policies ("Security headers").
func (c *checker) securityConfig(field string, cfg *ResponseHeadersPolicySecurityHeadersConfig) {
	if x := cfg.XSSProtection; x != nil {
		block := x.ModeBlock != nil && *x.ModeBlock
		switch {
		case block && x.ReportUri != "":
			c.invalid(field+".XSSProtection", "The parameter XSSProtection has both ModeBlock and ReportUri; only one is allowed.")
		case !x.Protection && (block || x.ReportUri != ""):
			c.invalid(field+".XSSProtection", "The parameter XSSProtection has ModeBlock or ReportUri although Protection is false.")
		}
	}
	if f := cfg.FrameOptions; f != nil {
		c.oneOf(field+".FrameOptions.FrameOption", f.FrameOption, "DENY", "SAMEORIGIN")
	}
	if r := cfg.ReferrerPolicy; r != nil {
		c.oneOf(field+".ReferrerPolicy.ReferrerPolicy", r.ReferrerPolicy, "no-referrer", "no-referrer-when-downgrade", "origin",
			"origin-when-cross-origin", "same-origin", "strict-origin", "strict-origin-when-cross-origin", "unsafe-url")
	}
	if p := cfg.ContentSecurityPolicy; p != nil {
		at := field + ".ContentSecurityPolicy.ContentSecurityPolicy"
		if p.ContentSecurityPolicy == "" || strings.ContainsAny(p.ContentSecurityPolicy, "\r\n") {
			c.invalid(at, "The parameter ContentSecurityPolicy is required and has one line.")
		}
		if len(p.ContentSecurityPolicy) > maxHeaderValue {
			c.add("TooLongCSPInResponseHeadersPolicy", at, "The length of the Content-Security-Policy header value in the response headers policy exceeds the maximum of %d characters.", maxHeaderValue)
		}
	}
	if s := cfg.StrictTransportSecurity; s != nil {
		c.notNegative(field+".StrictTransportSecurity.AccessControlMaxAgeSec", int64(s.AccessControlMaxAgeSec))
	}
}

// customHeaders: what other sections are for is refused here.
// Source: https://github.com/ttoss/ttoss/issues/1205 and DG:cloudfront-limits;
// the message is CloudFront's own ("… that is a security header and cannot be
// set as custom header").
func (c *checker) customHeaders(field string, cfg *ResponseHeadersPolicyCustomHeadersConfig) {
	c.quantity(field, cfg.Quantity, len(cfg.Items))
	c.atMost("TooManyCustomHeadersInResponseHeadersPolicy", field, len(cfg.Items), maxCustomHeaders)
	var names []string
	total := 0
	for i, h := range cfg.Items {
		at := index(field+".Items", i)
		names = append(names, h.Header)
		total += len(h.Header) + len(h.Value)
		switch n := canonical(h.Header); {
		case !isToken(h.Header) || len(h.Header) > maxHeaderName:
			c.invalid(at+".Header", "The parameter CustomHeaders contains %q, which is not a header name.", h.Header)
		case strings.HasPrefix(n, "Access-Control-"):
			c.invalid(at+".Header", "The parameter CustomHeaders contains %s that is a CORS header and cannot be set as custom header.", h.Header)
		case isSecurityHeader(n):
			c.invalid(at+".Header", "The parameter CustomHeaders contains %s that is a security header and cannot be set as custom header.", h.Header)
		case ownHeader(n):
			c.invalid(at+".Header", "The parameter CustomHeaders contains %s that cannot be set as custom header.", h.Header)
		}
		if len(h.Value) > maxHeaderValue || strings.ContainsAny(h.Value, "\r\n\x00") {
			c.invalid(at+".Value", "The parameter CustomHeaders has a value that is not one line of at most %d characters.", maxHeaderValue)
		}
	}
	c.unique(field+".Items.Header", names, true)
	if total > maxCustomTotal {
		c.invalid(field, "The names and values together have more than %d characters.", maxCustomTotal)
	}
}

func isSecurityHeader(name string) bool {
	return slices.Contains([]string{"Content-Security-Policy", "Referrer-Policy", "Strict-Transport-Security",
		"X-Content-Type-Options", "X-Frame-Options", "X-Xss-Protection"}, name)
}

// removeHeaders. Source: DG:understanding-response-headers-policies ("Headers
// that you can't remove").
func (c *checker) removeHeaders(field string, cfg *ResponseHeadersPolicyRemoveHeadersConfig) {
	c.quantity(field, cfg.Quantity, len(cfg.Items))
	c.atMost("TooManyRemoveHeadersInResponseHeadersPolicy", field, len(cfg.Items), maxRemoveHeaders)
	var names []string
	for i, h := range cfg.Items {
		names = append(names, h.Header)
		at := index(field+".Items", i) + ".Header"
		switch n := canonical(h.Header); {
		case !isToken(h.Header) || len(h.Header) > maxHeaderName:
			c.invalid(at, "The parameter RemoveHeaders contains %q, which is not a header name.", h.Header)
		case ownHeader(n):
			c.invalid(at, "The parameter RemoveHeaders contains %s that cannot be removed.", h.Header)
		}
	}
	c.unique(field+".Items.Header", names, true)
}

// ownHeader are the response headers that belong to the connection or to
// CloudFront, by canonical name: no policy touches them.
// Source: DG:understanding-response-headers-policies ("Headers that you can't
// remove"); that they cannot be custom headers either is an assumption.
func ownHeader(name string) bool {
	return slices.Contains([]string{"Connection", "Content-Encoding", "Content-Length", "Expect", "Host", "Keep-Alive",
		"Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "Trailer", "Transfer-Encoding", "Upgrade",
		"Via", "Warning", "X-Accel-Buffering", "X-Accel-Charset", "X-Accel-Limit-Rate", "X-Accel-Redirect",
		"X-Amzn-Auth", "X-Amzn-Cf-Billing", "X-Amzn-Cf-Id", "X-Amzn-Cf-Xff", "X-Amzn-Errortype",
		"X-Amzn-Fle-Profile", "X-Amzn-Header-Count", "X-Amzn-Header-Order", "X-Amzn-Lambda-Integration-Tag",
		"X-Amzn-Requestid", "X-Cache", "X-Forwarded-Proto", "X-Real-Ip"}, name) ||
		strings.HasPrefix(name, "X-Amz-Cf-") || strings.HasPrefix(name, "X-Edge-")
}
