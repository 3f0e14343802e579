package fetch

import "fmt"

// firefox checks as netwerk/protocol/http/nsCORSListenerProxy.cpp does: the number
// of Allow-Origin lines first, then their value, Allow-Credentials, the status,
// the methods, the headers. S3's 403 shows as a missing header, with its status
// (pf-403-noacao).
type firefox struct {
	r   *Request
	res *Response
}

func (f firefox) actual() Verdict {
	if v := f.access(); !v.Allowed {
		return v
	}
	if to := Redirect(f.r, f.res); to != nil && carriesCredentials(f.r, to) {
		return f.refuse("CORSDidNotSucceed", "CORS request did not succeed", "(null)") // rd-userinfo
	}
	return Verdict{Allowed: true}
}

func (f firefox) preflight(unsafe []string) Verdict {
	if v := f.access(); !v.Allowed {
		return v
	}
	if Redirect(f.r, f.res) != nil {
		return f.refuse("CORSExternalRedirectNotAllowed", "CORS request external redirect not allowed", "")
	}
	if !okStatus(f.res.Status) {
		return f.refuse("CORSPreflightDidNotSucceed", "CORS preflight response did not succeed", f.status())
	}
	methods, bad := tokens(f.res, allowMethods)
	if bad != "" {
		return f.refuse("CORSInvalidAllowMethod", "invalid token ‘"+bad+"’ in CORS header ‘"+allowMethods+"’", "")
	}
	if !methodAllowed(f.r, methods) {
		return f.refuse("CORSMethodNotFound", "Did not find method in CORS header ‘"+allowMethods+"’", "")
	}
	headers, bad := tokens(f.res, allowHeaders)
	if bad != "" {
		return f.refuse("CORSInvalidAllowHeader", "invalid token ‘"+bad+"’ in CORS header ‘"+allowHeaders+"’", "")
	}
	if name := refusedHeader(f.r, headers, unsafe); name != "" {
		return f.refuse("CORSMissingAllowHeaderFromPreflight",
			"header ‘"+name+"’ is not allowed according to header ‘"+allowHeaders+"’ from CORS preflight response", "")
	}
	return Verdict{Allowed: true}
}

// access is Fetch's "CORS check" in Gecko's order. Two lines are an error of their
// own, two values in one line are not (acao-two-lines-star, acao-star-comma);
// lines whose name is spelled otherwise are not counted
// (acao-two-lines-mixed-case).
func (f firefox) access() Verdict {
	value := combined(f.res, allowOrigin)
	switch {
	case len(f.res.Header[allowOrigin])-f.res.Respelled > 1:
		return f.refuse("CORSMultipleAllowOriginNotAllowed", "Multiple CORS header ‘"+allowOrigin+"’ not allowed", "")
	case !has(f.res, allowOrigin):
		return f.refuse("CORSMissingAllowOrigin", "CORS header ‘"+allowOrigin+"’ missing", f.status())
	case value == "*" && !f.r.include():
		return Verdict{Allowed: true}
	case value == "*":
		v := f.refuse("CORSNotSupportingCredentials", "Credential is not supported if the CORS header ‘"+allowOrigin+"’ is ‘*’", "")
		// Alone among its messages this one quotes the URL (cred-xhr-star).
		v.Message = blocked + "‘" + f.r.URL + "’. (Reason: Credential is not supported if the CORS header ‘" + allowOrigin + "’ is ‘*’)."
		return v
	case value != f.r.Origin:
		return f.refuse("CORSAllowOriginNotMatchingOrigin", "CORS header ‘"+allowOrigin+"’ does not match ‘"+value+"’", "")
	case f.r.include() && combined(f.res, allowCredentials) != "true":
		return f.refuse("CORSMissingAllowCredentials", "expected ‘true’ in CORS header ‘"+allowCredentials+"’", "")
	}
	return Verdict{Allowed: true}
}

const blocked = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "

func (f firefox) status() string { return fmt.Sprint(f.res.Status) }

// refuse is a verdict; the status is named by some messages only.
func (f firefox) refuse(name, reason, status string) Verdict {
	message := blocked + f.r.URL + ". (Reason: " + reason + ")."
	if status != "" {
		message += " Status code: " + status + "."
	}
	return Verdict{Error: name, Message: message}
}
