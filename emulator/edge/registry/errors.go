package registry

import (
	"net/http"

	"crossfront/emulator/edge/policy"
)

// Codes, statuses and sentences are those of the API's model, 2020-05-31:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/CommonErrors.html
// and the Errors section of each operation's page.

func noSuch(code, message string) *policy.Error {
	return &policy.Error{Code: code, Message: message, Status: http.StatusNotFound}
}

func conflict(code, message string) *policy.Error {
	return &policy.Error{Code: code, Message: message, Status: http.StatusConflict}
}

func bad(code, message, field string) *policy.Error {
	return &policy.Error{Code: code, Message: message, Status: http.StatusBadRequest, Field: field}
}

func noSuchDistribution() *policy.Error {
	return noSuch("NoSuchDistribution", "The specified distribution does not exist.")
}

// checkVersion compares the If-Match of a change with the ETag that the thing
// to be changed has now.
func checkVersion(ifMatch, etag string) error {
	if !validID(ifMatch) {
		return bad("InvalidIfMatchVersion",
			"The If-Match version is missing or not valid for the resource.", "IfMatch")
	}
	if ifMatch != etag {
		return &policy.Error{
			Code:    "PreconditionFailed",
			Message: "The request failed because it didn't meet the preconditions in one or more request-header fields.",
			Status:  http.StatusPreconditionFailed,
			Field:   "IfMatch",
		}
	}
	return nil
}
