package fetch

import "strings"

// chromium checks as services/network/public/cpp/cors/cors.cc and
// services/network/cors/preflight_controller.cc do: Allow-Origin and
// Allow-Credentials first, so S3's 403 shows as a missing header (pf-403-noacao),
// then the status, the lists' syntax, the method, the headers.
type chromium struct {
	r   *Request
	res *Response
}

func (c chromium) actual() Verdict {
	if name, reason := c.access(); name != "" {
		return c.refuse(name, reason)
	}
	if to := Redirect(c.r, c.res); to != nil && carriesCredentials(c.r, to) {
		// The quotes stay empty (rd-userinfo).
		return c.refuse("RedirectContainsCredentials",
			"Redirect location '' contains a username and password, which is disallowed for cross-origin requests.")
	}
	return Verdict{Allowed: true}
}

func (c chromium) preflight(unsafe []string) Verdict {
	const prefix = "Response to preflight request doesn't pass access control check: "
	if Redirect(c.r, c.res) != nil {
		return c.refuse("PreflightDisallowedRedirect", prefix+"Redirect is not allowed for a preflight request.")
	}
	if name, reason := c.access(); name != "" {
		return c.refuse("Preflight"+name, prefix+reason)
	}
	if !okStatus(c.res.Status) {
		return c.refuse("PreflightInvalidStatus", prefix+"It does not have HTTP ok status.")
	}
	methods, bad := tokens(c.res, allowMethods)
	if bad != "" {
		return c.refuse("InvalidAllowMethodsPreflightResponse", "Cannot parse "+allowMethods+" response header field in preflight response.")
	}
	headers, bad := tokens(c.res, allowHeaders)
	if bad != "" {
		return c.refuse("InvalidAllowHeadersPreflightResponse", "Cannot parse "+allowHeaders+" response header field in preflight response.")
	}
	if !methodAllowed(c.r, methods) {
		return c.refuse("MethodDisallowedByPreflightResponse",
			"Method "+c.r.method()+" is not allowed by "+allowMethods+" in preflight response.")
	}
	if name := refusedHeader(c.r, headers, unsafe); name != "" {
		return c.refuse("HeaderDisallowedByPreflightResponse",
			"Request header field "+name+" is not allowed by "+allowHeaders+" in preflight response.")
	}
	return Verdict{Allowed: true}
}

// access is Fetch's "CORS check", with Chromium's names; empty when it passes.
func (c chromium) access() (name, reason string) {
	value := combined(c.res, allowOrigin)
	switch {
	case value == "*" && !c.r.include():
		return "", ""
	case value == "*":
		return "WildcardOriginNotAllowed", "The value of the '" + allowOrigin + "' header in the response must not be the " +
			"wildcard '*' when the request's credentials mode is 'include'." + c.withCredentials()
	case !has(c.res, allowOrigin):
		return "MissingAllowOriginHeader", "No '" + allowOrigin + "' header is present on the requested resource."
	case value != c.r.Origin:
		return c.mismatch(value)
	case c.r.include() && combined(c.res, allowCredentials) != "true":
		return "InvalidAllowCredentials", "The value of the '" + allowCredentials + "' header in the response is '" +
			combined(c.res, allowCredentials) + "' which must be 'true' when the request's credentials mode is 'include'." + c.withCredentials()
	}
	return "", ""
}

func (c chromium) mismatch(value string) (name, reason string) {
	advice := ""
	if c.kind() == "fetch" {
		// Only to fetch (acao-mismatch); an element is told nothing (img-co-mismatch).
		advice = " Have the server send the header with a valid value."
	}
	switch {
	case strings.ContainsAny(value, " ,"):
		return "MultipleAllowOriginValues", "The '" + allowOrigin + "' header contains multiple values '" + value + "', but only one is allowed." + advice
	case value != "null" && !parsesAsURL(value):
		return "InvalidAllowOriginValue", "The '" + allowOrigin + "' header contains the invalid value '" + value + "'." + advice
	}
	return "AllowOriginMismatch", "The '" + allowOrigin + "' header has a value '" + value + "' that is not equal to the supplied origin." + advice
}

func (c chromium) withCredentials() string {
	if c.r.Initiator != InitiatorXHR {
		return ""
	}
	return " The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute."
}

func (c chromium) refuse(name, reason string) Verdict {
	at, origin := c.r.URL+"'", c.r.Origin
	if c.r.RedirectedFrom != "" { // rd-cross-noacao
		at += " (redirected from '" + c.r.RedirectedFrom + "')"
	}
	if c.r.PageOrigin != "" {
		origin = c.r.PageOrigin
	}
	return Verdict{Error: name, Message: "Access to " + c.kind() + " at '" + at + " from origin '" + origin +
		"' has been blocked by CORS policy: " + reason}
}

// kind is what Chromium calls the initiator.
func (c chromium) kind() string {
	switch c.r.Initiator {
	case InitiatorXHR:
		return "XMLHttpRequest"
	case InitiatorStyle:
		return "CSS stylesheet"
	case InitiatorTrack:
		return "text track"
	case InitiatorPreload:
		return "link element resource"
	case InitiatorCSSImage:
		return "image"
	case InitiatorBeacon, InitiatorEventSource:
		return "resource"
	case InitiatorAudio, InitiatorFont, InitiatorImage, InitiatorScript, InitiatorVideo:
		return c.r.Initiator
	}
	return "fetch"
}
