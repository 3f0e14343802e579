package advice

import (
	"fmt"
	"net/http"
	"strings"

	"crossfront/emulator/journal"
)

// functionRemoved: a viewer-response function took the header away, or put
// another in its place.
func functionRemoved(f *facts) (journal.Advice, bool) {
	for _, s := range f.functionSteps() {
		if s.Stage != "viewer-response function" || !strings.HasPrefix(s.What, "header Access-Control-") {
			continue
		}
		header, did, _ := strings.Cut(strings.TrimPrefix(s.What, "header "), " ")
		did, _, _ = strings.Cut(did, ":")
		return advise(edge, fmt.Sprintf("The viewer-response %s (behavior %s) %s %s.", s.Because, f.x.Edge.Behavior, did, http.CanonicalHeaderKey(header)),
			"Let the function leave CORS headers to the bucket or to a response headers policy, or set all that the request needs.")
	}
	return nothing()
}
