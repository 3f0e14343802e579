package fetch

import (
	"fmt"
	"net/http"
	"strings"
)

// webkit checks as Source/WebCore/loader/CrossOriginAccessControl.cpp does: on a
// preflight the status first, so S3's 403 shows and the missing header does not
// (pf-403-noacao), then Allow-Origin, Allow-Credentials, the lists. It does not
// tell a missing Allow-Origin from another one.
type webkit struct {
	r   *Request
	res *Response
}

func (w webkit) actual() Verdict {
	v := w.access()
	to := Redirect(w.r, w.res)
	switch {
	case to == nil:
		return v
	case !v.Allowed:
		return Verdict{Error: "RedirectDenied", Message: redirection(to.Redacted()) + v.Message} // rd-first-noacao
	case carriesCredentials(w.r, to):
		bare := *to
		bare.User = nil
		return Verdict{Error: "RedirectHasCredentials", // rd-userinfo
			Message: redirection(bare.String()) + "redirection URL " + to.String() + " has credentials"}
	}
	return v
}

func redirection(to string) string {
	return "Cross-origin redirection to " + to + " denied by Cross-Origin Resource Sharing policy: "
}

func (w webkit) preflight(unsafe []string) Verdict {
	if !okStatus(w.res.Status) {
		return Verdict{Error: "PreflightNotSuccessful", Message: fmt.Sprintf("Preflight response is not successful. Status code: %d", w.res.Status)}
	}
	if v := w.access(); !v.Allowed {
		return v
	}
	methods, bad := tokens(w.res, allowMethods)
	if bad != "" {
		return Verdict{Error: "InvalidAllowMethods", Message: "Header " + allowMethods + " has an invalid value: " + combined(w.res, allowMethods)}
	}
	headers, bad := tokens(w.res, allowHeaders)
	if bad != "" {
		return Verdict{Error: "InvalidAllowHeaders", Message: "Header " + allowHeaders + " has an invalid value: " + combined(w.res, allowHeaders)}
	}
	if !methodAllowed(w.r, methods) {
		return Verdict{Error: "MethodNotAllowed", Message: "Method " + w.r.method() + " is not allowed by " + allowMethods + "."}
	}
	if name := refusedHeader(w.r, headers, unsafe); name != "" {
		return Verdict{Error: "HeaderNotAllowed", Message: "Request header field " + spelled(name) + " is not allowed by " + allowHeaders + "."}
	}
	return Verdict{Allowed: true}
}

// spelled is a header's name as WebKit prints it: those that it knows in their
// usual spelling, others as the page spelled them, which is not known here
// (measured: range, authorization, if-modified-since, x-bar; the rest by
// Source/WebCore/platform/network/HTTPHeaderNames.in).
func spelled(name string) string {
	switch name {
	case "accept", "accept-language", "authorization", "cache-control", "content-disposition", "content-encoding", "content-language",
		"content-range", "content-type", "expires", "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since",
		"last-modified", "pragma", "purpose", "range", "upgrade-insecure-requests", "user-agent":
		return http.CanonicalHeaderKey(name)
	}
	return name
}

// access is Fetch's "CORS check" in WebKit's words.
func (w webkit) access() Verdict {
	value := combined(w.res, allowOrigin)
	switch {
	case value == "*" && !w.r.include():
		return Verdict{Allowed: true}
	case value == "*":
		return Verdict{Error: "WildcardWithCredentials", Message: "Cannot use wildcard in " + allowOrigin + " when credentials flag is true."}
	case value == w.r.Origin && w.r.include() && combined(w.res, allowCredentials) != "true":
		return Verdict{Error: "CredentialsNotTrue", Message: "Credentials flag is true, but " + allowCredentials + ` is not "true".`}
	case value == w.r.Origin:
		return Verdict{Allowed: true}
	case strings.Contains(value, ","):
		return Verdict{Error: "MultipleOrigins", Message: allowOrigin + " cannot contain more than one origin."}
	}
	return Verdict{Error: "OriginNotAllowed",
		Message: fmt.Sprintf("Origin %s is not allowed by %s. Status code: %d", w.r.Origin, allowOrigin, w.res.Status)}
}
