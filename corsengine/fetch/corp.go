package fetch

// EmbedderPolicy is a page's Cross-Origin-Embedder-Policy (HTML, "embedder policy
// value"). The empty one is unsafe-none, the default.
type EmbedderPolicy string

// The embedder policies.
const (
	UnsafeNone     EmbedderPolicy = "unsafe-none"
	RequireCORP    EmbedderPolicy = "require-corp"
	Credentialless EmbedderPolicy = "credentialless" // no-cors requests go without cookies
)

// corp is Fetch's "cross-origin resource policy check", which stands in the place
// of the CORS check for requests in no-cors mode (img-corp). A value that is none
// counts as no header.
func (e Engine) corp(r *Request, res *Response) Verdict {
	if r.Mode != "no-cors" && !e.unchecked(r) || r.Origin == "" || r.Origin == OriginOf(r.URL) {
		return Verdict{Allowed: true}
	}
	sameSite := siteOf(r.Origin) == siteOf(OriginOf(r.URL))
	switch policy := combined(res, resourcePolicy); {
	case policy == "same-origin":
		return e.corpRefused(r, "same-origin", "NotSameOrigin")
	case policy == "same-site" && !sameSite:
		return e.corpRefused(r, "same-site", "NotSameSite")
	case policy == "same-site", policy == "cross-origin", r.Embedder != RequireCORP:
		return Verdict{Allowed: true}
	}
	return e.corpRefused(r, "same-origin-after-defaulted-to-same-origin-by-coep", "NotSameOriginAfterDefaultedToSameOriginByCoep")
}

const resourcePolicy = "Cross-Origin-Resource-Policy"

func (e Engine) corpRefused(r *Request, policy, failure string) Verdict {
	switch e {
	case Chromium:
		return Verdict{Error: "corp-not-" + policy, // Network.BlockedReason
			Message: "Failed to load resource: net::ERR_BLOCKED_BY_RESPONSE." + failure}
	case Firefox:
		return Verdict{Error: "CORP", Message: "The resource at “" + r.URL + "” was blocked due to its Cross-Origin-Resource-Policy header (or lack thereof). " +
			"See https://developer.mozilla.org/docs/Web/HTTP/Cross-Origin_Resource_Policy_(CORP)#"}
	}
	return Verdict{Error: "CORP", Message: "Cancelled load to " + r.URL + " because it violates the resource's Cross-Origin-Resource-Policy response header."}
}
