package sigv4

import (
	"errors"
	"net/http"
)

// restate words a refusal as services other than S3 do.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
func (v *Verifier) restate(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	out := &Error{Code: "SignatureDoesNotMatch", Status: http.StatusForbidden}
	switch e.Code {
	case "InvalidAccessKeyId":
		out.Code = "InvalidClientTokenId"
		out.Message = "The security token included in the request is invalid."
	case "SignatureDoesNotMatch":
		out.Message = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
	case "RequestTimeTooSkewed":
		out.Message = skewMessage(e)
	case "AuthorizationHeaderMalformed", "AuthorizationQueryParametersError", "InvalidArgument", "InvalidRequest":
		out.Code = "IncompleteSignature"
		out.Message = e.Message
	default:
		return e
	}
	return out
}

func skewMessage(e *Error) string {
	var signed, now string
	for _, f := range e.Fields {
		switch f[0] {
		case "RequestTime":
			signed = f[1]
		case "ServerTime":
			now = f[1]
		}
	}
	return "Signature expired or not yet current: " + signed + " is more than 15 min. away from " + now + "."
}

func missingToken() *Error {
	return &Error{Code: "MissingAuthenticationToken", Status: http.StatusForbidden,
		Message: "Request is missing Authentication Token"}
}
