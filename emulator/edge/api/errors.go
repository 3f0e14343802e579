package api

import (
	"errors"
	"net/http"

	"crossfront/emulator/edge/policy"
)

// Codes and statuses common to all operations:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/CommonErrors.html

func invalid(field, message string) *policy.Error {
	return &policy.Error{Code: "InvalidArgument", Message: message, Status: http.StatusBadRequest, Field: field}
}

// notImplemented answers every path and method that is not routed.
func notImplemented(c *call) (answer, error) {
	return answer{}, &policy.Error{
		Code:    "NotImplemented",
		Message: "This emulator does not implement " + c.method + " " + c.path + " of the CloudFront API.",
		Status:  http.StatusNotImplemented,
	}
}

func bodyError(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return &policy.Error{Code: "EntitySizeLimitExceeded", Message: "The entity size limit has been exceeded.", Status: http.StatusRequestEntityTooLarge}
	}
	return &policy.Error{Code: "IncompleteBody", Message: "The request's body could not be read to its end.", Status: http.StatusBadRequest}
}

func authError(err error) error {
	var e *policy.Error
	if errors.As(err, &e) {
		return e
	}
	return &policy.Error{Code: "AccessDenied", Message: err.Error(), Status: http.StatusForbidden}
}

// theError is the one error to answer: the first, when there are several.
func theError(err error) *policy.Error {
	var all policy.Errors
	if errors.As(err, &all) && len(all) > 0 {
		return all[0]
	}
	var e *policy.Error
	if errors.As(err, &e) {
		return e
	}
	return &policy.Error{Code: "InternalError", Message: err.Error(), Status: http.StatusInternalServerError}
}
