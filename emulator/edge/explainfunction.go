package edge

import (
	"strconv"

	"crossfront/emulator/edge/function"
)

// stageFunctionSuffix follows an event's name in the stage of a step.
const stageFunctionSuffix = " function"

// function says what a function did, wrote and used.
func (s *steps) function(r *run) {
	stage := string(r.event) + stageFunctionSuffix
	if r.skipped != "" {
		s.add(stage, "Function "+r.name+" did not run", r.skipped)
		return
	}
	res := r.result
	because := "the behavior runs it at " + string(r.event) + "; compute utilization " + strconv.Itoa(res.Utilization)
	switch {
	case res.Fault != nil: // told as the cause
	case res.Response != nil && r.event == function.ViewerRequest:
		s.add(stage, "Function "+r.name+" answered "+strconv.Itoa(res.Response.Status), because)
	case len(res.Changes) == 0:
		s.add(stage, "Function "+r.name+" changed nothing", because)
	default:
		s.add(stage, "Function "+r.name+" ran", because)
	}
	for _, c := range res.Changes {
		s.add(stage, c, "function "+r.name)
	}
	for _, line := range res.Logs {
		s.add(stage, "console.log: "+line, "function "+r.name)
	}
}
