package policy

// A ManagedResponseHeadersPolicy is one of AWS's own response headers policies.
type ManagedResponseHeadersPolicy struct {
	ID     string
	Config ResponseHeadersPolicyConfig
}

// ManagedResponseHeadersPolicies are AWS's response headers policies, in the
// guide's order. Their CORS sections have empty lists that customers' own
// policies may not have. The caller may change what it gets.
// Source: DG:using-managed-response-headers-policies.
func ManagedResponseHeadersPolicies() []ManagedResponseHeadersPolicy {
	one := func(id, name, comment string, cors *ResponseHeadersPolicyCorsConfig, security *ResponseHeadersPolicySecurityHeadersConfig) ManagedResponseHeadersPolicy {
		return ManagedResponseHeadersPolicy{ID: id, Config: ResponseHeadersPolicyConfig{
			Name: managedPrefix + name, Comment: comment, CorsConfig: cors, SecurityHeadersConfig: security}}
	}
	return []ManagedResponseHeadersPolicy{
		one("e61eb60c-9c35-4d20-a928-2b84e02af89c", "CORS-and-SecurityHeadersPolicy",
			"Allows all origins for simple CORS requests and adds security headers", managedCORS(false), managedSecurity()),
		one("5cc3b908-e619-4b99-88e5-2cf7f45965bd", "CORS-With-Preflight",
			"Allows all origins for CORS requests, including preflight requests", managedCORS(true), nil),
		one("eaab4381-ed33-4a86-88ca-d9558dc6cd63", "CORS-with-preflight-and-SecurityHeadersPolicy",
			"Allows all origins for CORS requests, including preflight requests, and adds security headers", managedCORS(true), managedSecurity()),
		one("67f7725c-6f97-4210-82d7-5512b31e9d03", "SecurityHeadersPolicy",
			"Adds a set of security headers to every response", nil, managedSecurity()),
		one("60669652-455b-4ae9-85a4-c4c02393f86c", "SimpleCORS",
			"Allows all origins for simple CORS requests", managedCORS(false), nil),
	}
}

func managedCORS(preflight bool) *ResponseHeadersPolicyCorsConfig {
	c := &ResponseHeadersPolicyCorsConfig{
		AccessControlAllowOrigins: ResponseHeadersPolicyAccessControlAllowOrigins{Quantity: 1, Items: []string{"*"}},
	}
	if preflight {
		c.AccessControlAllowMethods = ResponseHeadersPolicyAccessControlAllowMethods{Quantity: 7, Items: allMethods()}
		c.AccessControlExposeHeaders = &ResponseHeadersPolicyAccessControlExposeHeaders{Quantity: 1, Items: []string{"*"}}
	}
	return c
}

func managedSecurity() *ResponseHeadersPolicySecurityHeadersConfig {
	return &ResponseHeadersPolicySecurityHeadersConfig{
		ReferrerPolicy:          &ResponseHeadersPolicyReferrerPolicy{ReferrerPolicy: "strict-origin-when-cross-origin"},
		StrictTransportSecurity: &ResponseHeadersPolicyStrictTransportSecurity{AccessControlMaxAgeSec: 31536000},
		ContentTypeOptions:      &ResponseHeadersPolicyContentTypeOptions{Override: true},
		FrameOptions:            &ResponseHeadersPolicyFrameOptions{FrameOption: "SAMEORIGIN"},
		XSSProtection:           &ResponseHeadersPolicyXSSProtection{Protection: true, ModeBlock: new(true)},
	}
}

// allMethods is what ALL stands for in a CORS section, in the order of the
// managed policies.
func allMethods() []string {
	return []string{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
}
