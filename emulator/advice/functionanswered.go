package advice

import (
	"fmt"
	"strings"

	"crossfront/emulator/journal"
)

// functionAnswered: a viewer-request function made the response, such as 401
// or a redirect. The bucket's rules have no part in it.
func functionAnswered(f *facts) (journal.Advice, bool) {
	name, ok := f.answeringFunction()
	if !ok {
		return nothing()
	}
	what := fmt.Sprintf("The function %s of behavior %s answered %d in the origin's place", name, f.x.Edge.Behavior, f.x.Response.Status)
	switch {
	case f.refusedStatus():
		return advise(edge, what+": browsers send neither cookies nor Authorization with a preflight, and take only a 2xx for a yes.",
			fmt.Sprintf("Let %s pass OPTIONS on (return the request when its method is OPTIONS), or answer it with 204 and access-control-allow-… headers of its own.", name))
	case len(f.allowOrigin) == 0:
		return advise(edge, what+", without access-control-allow-origin. The bucket and its rules were not asked.",
			fmt.Sprintf("Let %s put the header into the response that it returns, or attach %s.", name, fittingPolicy))
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

// addSimpleCORS gives the behavior a response headers policy, if it has none,
// for an answer that is not a preflight's.
func addSimpleCORS(f *facts) []journal.Call {
	if f.preflight || len(f.allowOrigin) > 0 || f.hasPolicy() || f.silencing() != "" {
		return nil
	}
	return changeBehavior(f, "Sets the response headers policy of behavior %s to Managed-SimpleCORS", behaviorChange{ResponseHeadersPolicyID: simpleCORSID})
}

// hasPolicy reports whether a response headers policy had its say.
func (f *facts) hasPolicy() bool {
	_, asked := f.step(func(s *journal.Step) bool { return s.Stage == policiesStep })
	return asked
}
