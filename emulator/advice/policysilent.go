package advice

import (
	"fmt"
	"strings"

	"crossfront/emulator/journal"
)

// policySilent: the behavior's response headers policy has a CORS section that
// found a reason to add nothing, so that only the origin's headers would help.
// It is asked on every answer, stored ones too: mended, it needs no
// invalidation.
func policySilent(f *facts) (journal.Advice, bool) {
	why := f.silence()
	if why == "" || len(f.allowOrigin) > 0 {
		return policyNarrow(f)
	}
	what := "The response headers policy added no CORS header: " + why + "."
	fix := fmt.Sprintf("Give behavior %s a response headers policy of your own that covers this request; managed ones cannot be changed.", f.x.Edge.Behavior)
	switch {
	case strings.Contains(why, "AllowHeaders"):
		fix = fmt.Sprintf("Give behavior %s a response headers policy of your own with AccessControlAllowHeaders *; managed ones cannot be changed. "+
			"It needs no invalidation.", f.x.Edge.Behavior)
	case strings.Contains(why, "AllowOrigins"):
		fix = fmt.Sprintf("Add %s to the AccessControlAllowOrigins of the policy. It needs no invalidation.", f.origin)
	case strings.Contains(why, "does not override"):
		fix = "Set OriginOverride of the policy's CORS section to true. It needs no invalidation."
	}
	if strings.Contains(why, "header Priority") && strings.HasPrefix(f.x.Request.URL, "https:") {
		what += " Chromium sends Priority over HTTP/2 only: over http this page works."
	}
	return advise(edge, what, fix)
}

// policyNarrow: the policy's CORS section answers a preflight with less than the
// page asks for.
func policyNarrow(f *facts) (journal.Advice, bool) {
	if !f.preflight || !f.addedByPolicy() || f.refusedStatus() {
		return nothing()
	}
	missing := ""
	switch {
	case f.blockedFor("MethodDisallowedByPreflightResponse"):
		missing = "AccessControlAllowMethods lacks " + f.method()
	case f.blockedFor("HeaderDisallowedByPreflightResponse"):
		missing = "AccessControlAllowHeaders lacks one of " + f.request.Get("Access-Control-Request-Headers")
	default:
		return nothing()
	}
	return advise(edge, "The response headers policy answers the preflight with less than the page asks for: "+missing+".",
		fmt.Sprintf("Give behavior %s a response headers policy of your own that lists it; managed ones cannot be changed. It needs no invalidation.", f.x.Edge.Behavior))
}

// silence is why a response headers policy added no CORS header, empty when
// none was asked or it did add some.
func (f *facts) silence() string {
	s, _ := f.step(func(s *journal.Step) bool {
		return s.Stage == policiesStep && s.What == "Access-Control-Allow-Origin not added"
	})
	return s.Because
}
