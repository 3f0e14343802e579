package policy

import "strconv"

const hsts = "Strict-Transport-Security"

// compileSecurity turns the security section into headers, in the order of the
// API's members.
// Source: DG:understanding-response-headers-policies ("Security headers").
func compileSecurity(c *ResponseHeadersPolicySecurityHeadersConfig) []fixedHeader {
	var all []fixedHeader
	add := func(name, value string, override bool) {
		all = append(all, fixedHeader{canonical(name), value, override, "the security section of the response headers policy"})
	}
	if x := c.XSSProtection; x != nil {
		add("X-XSS-Protection", xssValue(x), x.Override)
	}
	if f := c.FrameOptions; f != nil {
		add("X-Frame-Options", f.FrameOption, f.Override)
	}
	if r := c.ReferrerPolicy; r != nil {
		add("Referrer-Policy", r.ReferrerPolicy, r.Override)
	}
	if p := c.ContentSecurityPolicy; p != nil {
		add("Content-Security-Policy", p.ContentSecurityPolicy, p.Override)
	}
	if t := c.ContentTypeOptions; t != nil {
		add("X-Content-Type-Options", "nosniff", t.Override)
	}
	if s := c.StrictTransportSecurity; s != nil {
		value := "max-age=" + strconv.Itoa(s.AccessControlMaxAgeSec)
		if s.IncludeSubdomains != nil && *s.IncludeSubdomains {
			value += "; includeSubDomains"
		}
		if s.Preload != nil && *s.Preload {
			value += "; preload"
		}
		add(hsts, value, s.Override)
	}
	return all
}

func xssValue(x *ResponseHeadersPolicyXSSProtection) string {
	switch {
	case !x.Protection:
		return "0"
	case x.ModeBlock != nil && *x.ModeBlock:
		return "1; mode=block"
	case x.ReportUri != "":
		return "1; report=" + x.ReportUri
	}
	return "1"
}
