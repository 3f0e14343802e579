package advice

import (
	"fmt"
	"net/http"
	"strings"

	"crossfront/emulator/journal"
)

// functionSkipped: the viewer-response function, which may be what adds CORS
// headers, does not run on the origin's errors.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html#function-restrictions-status-codes
func functionSkipped(f *facts) (journal.Advice, bool) {
	if f.x.Response.Status < http.StatusBadRequest || len(f.allowOrigin) > 0 || f.preflight {
		return nothing()
	}
	for _, s := range f.functionSteps() {
		name, skipped := strings.CutSuffix(s.What, " did not run")
		if s.Stage != "viewer-response function" || !skipped {
			continue
		}
		return advise(edge, fmt.Sprintf("The viewer-response f%s of behavior %s did not run: %s. CORS headers that it adds are missing on every error.",
			strings.TrimPrefix(name, "F"), f.x.Edge.Behavior, s.Because),
			"Have a response headers policy add the CORS headers in its place: it covers the origin's errors, too, and needs no invalidation.")
	}
	return nothing()
}
