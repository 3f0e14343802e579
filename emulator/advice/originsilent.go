package advice

import (
	"fmt"

	"crossfront/emulator/journal"
)

// originSilent: an origin that is not S3 sent no header, or one for others.
func originSilent(f *facts) (journal.Advice, bool) {
	e := f.x.Edge
	if e == nil || e.OriginResponse == nil || f.ruled() || f.preflight || !f.forwarded("Origin") || f.addedByPolicy() || f.silence() != "" {
		return nothing()
	}
	sent, ok := journal.Value(e.OriginResponse.Headers, "Access-Control-Allow-Origin")
	what := fmt.Sprintf("The origin answered %d without Access-Control-Allow-Origin, though it was asked with Origin %s.", f.x.Response.Status, f.origin)
	if ok {
		what = fmt.Sprintf("The origin allows %s, and the page is %s.", sent, f.origin)
	}
	return advise(edge, what, fmt.Sprintf("Let the origin's server allow %s, or give behavior %s %s.", f.origin, e.Behavior, fittingPolicy))
}
