package policy

// A ManagedOriginRequestPolicy is one of AWS's own origin request policies.
type ManagedOriginRequestPolicy struct {
	ID     string
	Config OriginRequestPolicyConfig
}

// ManagedOriginRequestPolicies are AWS's origin request policies, in the
// guide's order. The caller may change what it gets.
// Source: DG:using-managed-origin-request-policies.
func ManagedOriginRequestPolicies() []ManagedOriginRequestPolicy {
	return []ManagedOriginRequestPolicy{
		managedOriginRequest("216adef6-5c7f-47e4-b989-5492eafa07d3", "AllViewer",
			"Policy to forward all parameters in viewer requests", "allViewer", "all", "all"),
		managedOriginRequest("33f36d7e-f396-46d9-90e0-52428a34d9dc", "AllViewerAndCloudFrontHeaders-2022-06",
			"Policy to forward all parameters in viewer requests and all CloudFront headers released through June 2022",
			"allViewerAndWhitelistCloudFront", "all", "all", cloudFrontHeaders()...),
		managedOriginRequest("b689b0a8-53d0-40ab-baf2-68738e2966ac", "AllViewerExceptHostHeader",
			"Policy to forward all parameters in viewer requests except for the Host header", "allExcept", "all", "all", "Host"),
		managedOriginRequest("59781a5b-3903-41f3-afcb-af62929ccde1", "CORS-CustomOrigin",
			"Policy for CORS with a custom origin", "whitelist", "none", "none", "Origin"),
		managedOriginRequest("88a5eaf4-2fd4-4709-b370-b4c650ea3fcf", "CORS-S3Origin",
			"Policy for S3 origin with CORS", "whitelist", "none", "none",
			"Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method"),
		managedOriginRequest("775133bc-15f2-49f9-abea-afb2e0bf67d2", "Elemental-MediaTailor-PersonalizedManifests",
			"Policy for Elemental MediaTailor Personalized Manifests", "whitelist", "none", "all",
			"Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method", "User-Agent", "X-Forwarded-For"),
		managedOriginRequest("bf0718e1-ba1e-49d1-88b1-f726733018ae", "HostHeaderOnly",
			"Policy to forward only the Host header", "whitelist", "none", "none", "Host"),
		managedOriginRequest("acba4595-bd28-49b8-b9fe-13317c0390fa", "UserAgentRefererHeaders",
			"Policy to forward user-agent and referer headers to origin", "whitelist", "none", "none", "User-Agent", "Referer"),
	}
}

func managedOriginRequest(id, name, comment, headers, cookies, query string, list ...string) ManagedOriginRequestPolicy {
	p := ManagedOriginRequestPolicy{ID: id, Config: OriginRequestPolicyConfig{
		Name: managedPrefix + name, Comment: comment,
		HeadersConfig:      OriginRequestPolicyHeadersConfig{HeaderBehavior: headers},
		CookiesConfig:      OriginRequestPolicyCookiesConfig{CookieBehavior: cookies},
		QueryStringsConfig: OriginRequestPolicyQueryStringsConfig{QueryStringBehavior: query},
	}}
	if len(list) > 0 {
		p.Config.HeadersConfig.Headers = &Headers{Quantity: len(list), Items: list}
	}
	return p
}
