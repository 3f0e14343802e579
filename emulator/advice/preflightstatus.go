package advice

import (
	"fmt"

	"crossfront/emulator/journal"
)

// originRefusesPreflight: an origin that is not S3 has no answer to OPTIONS. A
// response headers policy adds headers, but leaves the status.
// Fetch standard, "CORS-preflight fetch", step 7: an ok status.
func originRefusesPreflight(f *facts) (journal.Advice, bool) {
	e := f.x.Edge
	if e == nil || !f.refusedStatus() || e.OriginResponse == nil || f.ruled() || f.x.Response.Status < 400 {
		return nothing()
	}
	return advise(edge, fmt.Sprintf("The origin answered the preflight with %d, and browsers want a 2xx. A response headers policy adds headers, but leaves the status.", f.x.Response.Status),
		fmt.Sprintf("Let the origin answer OPTIONS with 204, or let a viewer-request function of behavior %s answer it.", e.Behavior))
}
