package advice

import (
	"fmt"
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
