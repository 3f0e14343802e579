package edge

import (
	"net/http"
	"strings"
)

// allowMethod refuses methods that the behavior does not allow: 403 with a
// page, never 405, and no CORS header: this is what a preflight meets under the
// default methods, GET and HEAD.
// https://github.com/serverless-nextjs/serverless-next.js/issues/454
func allowMethod(x *visit) bool {
	if x.behavior.Allows(x.viewer.Method) {
		return false
	}
	x.refuse(&cause{
		status: http.StatusForbidden,
		// "cachable" is CloudFront's spelling.
		sentence: "This distribution is not configured to allow the HTTP request method that was used for this request. " +
			"The distribution supports only cachable requests.",
		what:    "Refused: " + x.viewer.Method + " is not allowed",
		kind:    "InvalidRequestMethod",
		because: "the behavior allows " + strings.Join(x.behavior.AllowedMethods, ", "),
	})
	return true
}
