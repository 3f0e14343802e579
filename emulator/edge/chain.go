package edge

import (
	"net/http"
	"strings"
)

// maxChain is how many distributions a request may pass, the last included.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
// (chaining distributions: more than two get 403).
const maxChain = 2

// limitChain refuses requests that come through as many distributions already
// as there may be: one that is, at last, its own origin included.
func limitChain(x *visit) bool {
	before := 0
	for _, line := range x.viewer.Header["Via"] {
		before += strings.Count(line, ".cloudfront.net (CloudFront)")
	}
	if before < maxChain {
		return false
	}
	x.refuse(&cause{
		status:   http.StatusForbidden,
		sentence: "Bad request: the request passed too many CloudFront distributions.",
		what:     "Refused: too long a chain of distributions",
		because:  "CloudFront lets a request pass two distributions, and its Via header names as many before this one",
	})
	return true
}
