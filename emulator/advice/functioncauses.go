package advice

import (
	"fmt"
	"net/http"
	"strings"

	"crossfront/emulator/journal"
)

// functionFailed: a CloudFront Function threw an error, ran for too long, or
// returned what CloudFront refuses. The edge's page has no CORS headers.
func functionFailed(f *facts) (journal.Advice, bool) {
	for _, s := range f.functionSteps() {
		if failed, ok := strings.CutPrefix(s.What, "Function "); ok && strings.Contains(failed, " failed: ") {
			name, why, _ := strings.Cut(failed, " failed: ")
			return advise(edge,
				fmt.Sprintf("The function %s of behavior %s failed, and the edge answered %d by itself, without CORS headers: %s", name, f.x.Edge.Behavior, f.x.Response.Status, why),
				fmt.Sprintf("Correct the function and publish it; aws cloudfront test-function --name %s shows what it logs and returns.", name))
		}
	}
	return nothing()
}

// functionAnswered: a viewer-request function made the response, such as 401
// or a redirect. The bucket's rules have no part in it.
func functionAnswered(f *facts) (journal.Advice, bool) {
	name, ok := f.answeringFunction()
	if !ok {
		return nothing()
	}
	what := fmt.Sprintf("The function %s of behavior %s answered %d in the origin's place", name, f.x.Edge.Behavior, f.x.Response.Status)
	status := f.x.Response.Status
	switch {
	case f.preflight && (status < 200 || status > 299):
		return advise(edge, what+": browsers send neither cookies nor Authorization with a preflight, and take only a 2xx for a yes.",
			fmt.Sprintf("Let %s pass OPTIONS on (return the request when its method is OPTIONS), or answer it with 204 and access-control-allow-… headers of its own.", name))
	case len(f.allowOrigin) == 0:
		return advise(edge, what+", without access-control-allow-origin. The bucket and its rules were not asked.",
			fmt.Sprintf("Let %s put the header into the response that it returns, or attach a response headers policy such as Managed-SimpleCORS.", name))
	}
	return advise(edge, what+fmt.Sprintf(", with access-control-allow-origin: %s.", f.allowOrigin[0]),
		fmt.Sprintf("Let %s answer with the headers that the page's request needs.", name))
}

// answeringFunction is the function that made the response.
func (f *facts) answeringFunction() (name string, ok bool) {
	for _, s := range f.functionSteps() {
		rest, isFunction := strings.CutPrefix(s.What, "Function ")
		if name, _, ok = strings.Cut(rest, " answered "); ok && isFunction && s.Stage == "viewer-request function" {
			return name, true
		}
	}
	return "", false
}

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

// functionSteps are the steps of CloudFront Functions.
func (f *facts) functionSteps() (all []journal.Step) {
	if f.x.Edge == nil {
		return nil
	}
	for _, s := range f.x.Edge.Steps {
		if s.Stage == "viewer-request function" || s.Stage == "viewer-response function" {
			all = append(all, s)
		}
	}
	return all
}
