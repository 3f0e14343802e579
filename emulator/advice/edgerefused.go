package advice

import (
	"fmt"
	"strings"

	"crossfront/emulator/journal"
)

// edgeRefused: the edge refused by itself, for a reason that has no cause of its
// own, such as a country, a size or a body.
func edgeRefused(f *facts) (journal.Advice, bool) {
	refusal, ok := f.gateStep()
	if !ok || strings.HasSuffix(refusal.What, " is not allowed") || f.x.Edge.DistributionID == "" {
		return nothing()
	}
	why := strings.TrimPrefix(refusal.What, "Refused: ")
	if refusal.Because != "" {
		why += " (" + refusal.Because + ")"
	}
	return advise(edge, fmt.Sprintf("The edge answered %d by itself, and such answers have no CORS header: %s.", f.x.Response.Status, why),
		"Cure that first: CORS settings have no part in it.")
}

// gateStep is the step in which the edge refused the request at the gate.
func (f *facts) gateStep() (journal.Step, bool) {
	if f.x.Edge == nil || len(f.allowOrigin) > 0 && !f.refusedStatus() {
		return journal.Step{}, false
	}
	return f.step(func(s *journal.Step) bool { return s.Stage != "signature" && strings.HasPrefix(s.What, "Refused: ") })
}
