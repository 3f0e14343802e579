package sigv4

import (
	"errors"
	"net/http"
	"time"
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
		out.Message = v.skewMessage(e)
	case "AuthorizationHeaderMalformed", "AuthorizationQueryParametersError", "InvalidArgument", "InvalidRequest":
		out.Code = "IncompleteSignature"
		out.Message = e.Message
	default:
		return e
	}
	return out
}

// skewMessage says on which side of the clock a request's time lies:
//
//	Signature expired: 20261123T110000Z is now earlier than 20261123T114500Z (20261123T120000Z - 15 min.)
func (v *Verifier) skewMessage(e *Error) string {
	now := v.clock.Now().UTC()
	signed, err := time.Parse(timeLayout, e.Fields[0][1])
	if err != nil || signed.After(now) {
		return "Signature not yet current: " + e.Fields[0][1] + " is still later than " + now.Add(maxSkew).Format(timeLayout) +
			" (" + now.Format(timeLayout) + " + 15 min.)"
	}
	return "Signature expired: " + e.Fields[0][1] + " is now earlier than " + now.Add(-maxSkew).Format(timeLayout) +
		" (" + now.Format(timeLayout) + " - 15 min.)"
}

func missingToken() *Error {
	return &Error{Code: "MissingAuthenticationToken", Status: http.StatusForbidden,
		Message: "Request is missing Authentication Token"}
}
