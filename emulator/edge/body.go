package edge

import "net/http"

// refuseGetWithBody refuses a GET that carries a body.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#RequestCustom-get-body
func refuseGetWithBody(x *visit) bool {
	if !x.viewer.GetWithBody() {
		return false
	}
	x.refuse(&cause{
		status:   http.StatusForbidden,
		sentence: "Bad request: a GET request must not have a body.",
		what:     "Refused: GET with a body",
		because:  "CloudFront takes no body with GET",
		kind:     "InvalidRequest",
	})
	return true
}
