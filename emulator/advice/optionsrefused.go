package advice

import (
	"fmt"
	"net/http"
	"strings"

	"crossfront/emulator/journal"
)

// optionsNotAllowed: the edge refused the preflight by itself.
// https://github.com/serverless-nextjs/serverless-next.js/issues/454
func optionsNotAllowed(f *facts) (journal.Advice, bool) {
	e := f.x.Edge
	if e == nil || !f.preflight || e.OriginRequest != nil || f.x.Response.Status != http.StatusForbidden ||
		f.response.Get("Server") != "CloudFront" || e.DistributionID == "" {
		return nothing()
	}
	if _, refused := f.signatureStep(); refused || len(f.functionSteps()) > 0 {
		return nothing()
	}
	return advise(edge,
		fmt.Sprintf("The edge refused the preflight: behavior %s does not allow OPTIONS. The origin never saw it.", e.Behavior),
		"Set the behavior's AllowedMethods to GET, HEAD, OPTIONS"+uploadHint(f.method())+".")
}

// uploadHint: of CloudFront's three sets of methods only the largest has the
// methods that write.
func uploadHint(method string) string {
	switch method {
	case http.MethodPut, http.MethodPost, http.MethodDelete, http.MethodPatch:
		return ", PUT, POST, PATCH, DELETE (the page wants to " + method + ")"
	}
	return ""
}

// allowOptions has the behavior take preflights, and the method that they
// announce.
func allowOptions(f *facts) []journal.Call {
	methods := []string{http.MethodGet, http.MethodHead, http.MethodOptions}
	if uploadHint(f.method()) != "" {
		methods = append(methods, http.MethodPut, http.MethodPost, http.MethodPatch, http.MethodDelete)
	}
	return changeBehavior(f, "Sets the allowed methods of behavior %s to "+strings.Join(methods, ", "), behaviorChange{AllowedMethods: methods})
}
