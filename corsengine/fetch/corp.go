package fetch

// corp is Fetch's "cross-origin resource policy check", which stands in the place
// of the CORS check for requests in no-cors mode (img-corp). The embedder's
// policy is unsafe-none, the default.
func (e Engine) corp(r *Request, res *Response) Verdict {
	if r.Mode != "no-cors" && !e.unchecked(r) || r.Origin == "" || r.Origin == OriginOf(r.URL) {
		return Verdict{Allowed: true}
	}
	switch combined(res, "Cross-Origin-Resource-Policy") {
	case "same-origin":
		return e.corpRefused(r, "same-origin", "NotSameOrigin")
	case "same-site":
		if siteOf(r.Origin) != siteOf(OriginOf(r.URL)) {
			return e.corpRefused(r, "same-site", "NotSameSite")
		}
	}
	return Verdict{Allowed: true}
}

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
