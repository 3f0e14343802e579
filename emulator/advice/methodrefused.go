package advice

import (
	"fmt"
	"strings"

	"crossfront/emulator/journal"
)

// methodRefused: a request that needs no preflight, such as a form's POST, met a
// behavior that does not allow its method.
func methodRefused(f *facts) (journal.Advice, bool) {
	refusal, ok := f.gateStep()
	if !ok || f.preflight || !strings.HasSuffix(refusal.What, " is not allowed") {
		return nothing()
	}
	return advise(edge,
		fmt.Sprintf("The edge refused the %s: %s (%s). The origin never saw it, and the refusal has no CORS header.", f.method(), refusal.Because, f.x.Edge.Behavior),
		"Set the behavior's AllowedMethods to GET, HEAD, OPTIONS"+uploadHint(f.method())+".")
}
