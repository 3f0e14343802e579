package advice

import (
	"fmt"

	"crossfront/emulator/journal"
)

// preflightRedirect: browsers refuse any redirect on a preflight.
// Fetch standard, CORS-preflight fetch: the response must have an ok status.
func preflightRedirect(f *facts) (journal.Advice, bool) {
	if _, function := f.answeringFunction(); function || !f.preflight || f.x.Response.Status < 300 || f.x.Response.Status > 399 {
		return nothing()
	}
	what := fmt.Sprintf("The preflight was answered with a redirect (%d) to %s. Browsers do not follow redirects on a preflight.",
		f.x.Response.Status, f.response.Get("Location"))
	if f.x.Edge != nil && f.x.Edge.Cache == journal.CacheGenerated {
		return advise(edge, what, "Let the page ask https directly, or set the behavior's ViewerProtocolPolicy to allow-all.")
	}
	return advise(client, what, "Let the page ask the address that the redirect names, directly.")
}

// allowHTTP ends the edge's own redirects to https.
func allowHTTP(f *facts) []journal.Call {
	if f.x.Edge == nil || f.x.Edge.Cache != journal.CacheGenerated {
		return nil
	}
	return changeBehavior(f, "Sets the viewer protocol policy of behavior %s to allow-all", behaviorChange{ViewerProtocolPolicy: "allow-all"})
}
