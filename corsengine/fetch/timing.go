package fetch

import (
	"slices"
	"strings"
)

// TimingVisible reports whether the page reads the answer's times and sizes in
// Resource Timing; else they are zero, and nothing says why (Fetch, "TAO
// check"). It is asked apart from CORS, of each answer on the way.
func TimingVisible(r *Request, res *Response) bool {
	if r.Origin == OriginOf(r.URL) {
		return true
	}
	return slices.ContainsFunc(strings.Split(combined(res, "Timing-Allow-Origin"), ","), func(value string) bool {
		value = trim(value)
		return value == "*" || value == r.Origin && value != ""
	})
}
