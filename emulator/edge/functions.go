package edge

import (
	"net/http"
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

// runViewerRequest runs the behavior's viewer-request function: before the
// cache key, so that what it changes is in the key. A changed URI is looked for
// in the same behavior. It may answer in the origin's place.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
func runViewerRequest(x *visit) bool {
	if x.behavior.ViewerRequest == "" {
		return false
	}
	r := x.call(function.ViewerRequest, x.behavior.ViewerRequest, nil)
	x.ran().request = r
	switch res := r.result; {
	case res.Fault != nil:
		x.refuseFault(r)
		return true
	case res.Response != nil:
		x.generate(res.Response)
		return true
	default:
		x.goOn(res.Request)
	}
	if change := r.result.Origin; change != nil {
		if err := x.changeOrigin(change); err != nil {
			r.result.Fault = function.OriginFault(err)
			x.refuseFault(r)
			return true
		}
	}
	return false
}

// runViewerResponse runs the behavior's viewer-response function: after the
// response headers policy, on hits too, and never on an origin's error, a
// custom error page, or what the edge or another function made.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html#function-restrictions-status-codes
func runViewerResponse(x *visit) bool {
	if x.behavior == nil || x.behavior.ViewerResponse == "" || x.abandoned {
		return false
	}
	if skipped := x.skipsViewerResponse(); skipped != "" {
		name, _ := policy.FunctionName(x.behavior.ViewerResponse)
		x.ran().response = &run{event: function.ViewerResponse, name: name, skipped: skipped}
		return false
	}
	r := x.call(function.ViewerResponse, x.behavior.ViewerResponse, &function.Response{Status: x.reply.status, Header: x.responseHeader()})
	x.ran().response = r
	if r.result.Fault != nil {
		x.dropBody()
		clear(x.wire.Header())
		x.refuseFault(r)
		copyHeaders(x)
		applyHeaders(x)
		return false
	}
	x.respond(r.result.Response)
	return false
}

func (x *visit) skipsViewerResponse() string {
	switch {
	case x.page != nil:
		return "functions do not run on custom error pages"
	case x.reply.outcome == functionMade:
		return "the viewer-request function made the response"
	case x.reply.generated:
		return "CloudFront itself made the response"
	case x.reply.status >= http.StatusBadRequest:
		return "functions do not run when the status is 400 or higher"
	}
	return ""
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

// goOn puts the request that a function returned in the viewer's place.
func (x *visit) goOn(r *function.Request) {
	x.viewer.Path, x.viewer.RawQuery = r.URI, r.Query
	x.viewer.Header = policy.WithoutCloudFront(r.Header)
}

// generate makes the response that a viewer-request function returned the
// reply. It is not cached.
func (x *visit) generate(g *function.Generated) {
	x.reply = reply{status: g.Status, header: g.Header, body: g.Body, length: int64(len(g.Body)), outcome: functionMade, generated: true}
	if g.Header["Content-Type"] == nil {
		g.Header["Content-Type"] = nil // keeps the server from guessing one
	}
}

// responseHeader is what a viewer-response function sees of the headers.
func (x *visit) responseHeader() http.Header {
	h := without(x.wire.Header())
	if r := &x.reply; r.length >= 0 && r.status != http.StatusNotModified {
		h["Content-Length"] = []string{formatLength(r.length)}
	}
	return h
}

// respond puts the response that a viewer-response function returned in the
// reply's place. A body that it gave none for stays.
func (x *visit) respond(g *function.Generated) {
	h := x.wire.Header()
	clear(h)
	for name, lines := range g.Header {
		h[name] = lines
	}
	if h["Content-Type"] == nil {
		h["Content-Type"] = nil
	}
	x.reply.status = g.Status
	if !g.HasBody {
		return
	}
	x.dropBody()
	x.reply.body, x.reply.length = g.Body, int64(len(g.Body))
}

// refuseFault answers with the page of a function that failed.
func (x *visit) refuseFault(r *run) {
	f := r.result.Fault
	x.refuse(&cause{
		stage:    string(r.event) + stageFunctionSuffix,
		status:   f.Status(),
		sentence: f.Sentence,
		what:     "Function " + r.name + " failed: " + strings.TrimSpace(f.Detail+" "+f.Sentence),
		because:  faultBecause(f),
	})
	x.reply.outcome = faultOutcome(f.Kind)
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
