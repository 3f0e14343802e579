package edge

import (
	"strings"

	"crossfront/emulator/edge/function"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/hosts"
)

// runs are the functions that ran in one visit, and what they changed.
type runs struct {
	path              string // that the behavior was found by
	request, response *run
	origin            string // what the function did to the origin, in words
}

// A run is one function at one event.
type run struct {
	event   function.EventType
	name    string
	result  *function.Result
	skipped string // why it did not run; empty when it did
}

func (x *visit) ran() *runs {
	if x.runs == nil {
		x.runs = &runs{path: x.viewer.Path}
	}
	return x.runs
}

// call runs a function.
func (x *visit) call(event function.EventType, arn string, response *function.Response) *run {
	name, _ := policy.FunctionName(arn)
	r := &run{event: event, name: name}
	live := x.world.Live(arn)
	if live == nil { // what is in use cannot be deleted
		r.result = &function.Result{Fault: function.MissingFault(name)}
		return r
	}
	r.result = live.Program.Run(&function.Event{
		Type:               event,
		DistributionDomain: x.dist.DomainName,
		DistributionID:     x.dist.ID,
		RequestID:          x.viewer.RequestID,
		ViewerIP:           x.viewer.IP,
		Request: function.Request{
			Method: x.viewer.Method, URI: x.viewer.Path, Query: x.viewer.RawQuery,
			HasQuery: strings.Contains(x.arrived.RequestURI, "?"),
			// As measured, whatever the viewer's Host looked like: no port, no
			// final dot, lower case.
			Host:   hosts.Normalize(x.viewer.Host),
			Header: x.behavior.FunctionHeaders(&x.viewer),
		},
		Response: response,
	}, &function.Environment{Now: x.now, Place: placeOf(x.place.pop), Stores: live.Stores})
	return r
}

// placeOf is an edge location as functions see it. Which regional cache stands
// behind it is not modelled.
func placeOf(pop string) function.Place {
	return function.Place{Name: pop[:min(3, len(pop))], ServerIP: "192.0.2.1", Region: "us-east-1"}
}

// refuseFault answers with the page of a function that failed.
func (x *visit) refuseFault(r *run) {
	f := r.result.Fault
	x.refuse(&cause{
		stage:    string(r.event) + stageFunctionSuffix,
		status:   f.Status(),
		sentence: f.Sentence,
		what:     "Function " + r.name + " failed: " + faultReason(f),
		because:  faultBecause(f),
	})
	x.reply.outcome = faultOutcome(f.Kind)
}

// faultReason says what went wrong: the error itself, or the sentence with
// what it speaks of.
func faultReason(f *function.Fault) string {
	switch {
	case f.Detail == "":
		return f.Sentence
	case f.Kind == function.Validation:
		return strings.TrimSuffix(f.Sentence, ".") + ": " + f.Detail
	}
	return f.Detail
}

func faultBecause(f *function.Fault) string {
	switch f.Kind {
	case function.Validation:
		return "CloudFront checks what a function returns: 502"
	case function.Throttled:
		return "a function that uses more than its time is throttled: 503"
	}
	return "the function threw an error, or could not run: 503"
}

func faultOutcome(k function.Kind) outcome {
	switch k {
	case function.Validation:
		return functionInvalid
	case function.Throttled:
		return functionThrottled
	}
	return functionFailed
}
