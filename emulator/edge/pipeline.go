package edge

import (
	"net/http"
	"time"
)

// A stage is one step of the pipeline. A stage of the first half reports
// whether it has made the reply, which ends that half; a stage of the second
// half always lets the next one run.
//
// A new stage is one file with a function of this shape, and one line in one of
// the two lists.
type stage struct {
	name string
	run  func(*visit) (replied bool)
}

// requestStages are the way from an arrived request to a reply, in
// CloudFront's order. AWS publishes no complete one; the order of the gates
// before the cache key follows from which of them win in captures, and is
// otherwise inferred.
func requestStages() []stage {
	return []stage{
		{"viewer", placeViewer},              // who asks, and from where
		{"distribution", findDistribution},   // whom the Host names
		{"size", limitSize},                  // request line and headers
		{"chain", limitChain},                // distributions behind distributions
		{"geo", restrictCountry},             // geographic restriction
		{"behavior", matchBehavior},          // on the normalised path
		{"protocol", applyProtocolPolicy},    // http, https, redirect
		{"method", allowMethod},              // allowed methods
		{"body", refuseGetWithBody},          //
		{"signature", checkSignature},        // signed URLs and cookies
		{"root object", replaceRoot},         // "/" is the default root object
		{"viewer request", runViewerRequest}, // CloudFront Function
		{"cache key", makeKey},               //
		{"lookup", lookUp},                   // a fresh entry is the reply
		{"origin", askOrigin},                // alone, or together with others
	}
}

// replyStages are the way from a reply to the wire and the journal. They run
// for every reply, also for the pages that the edge itself makes.
func replyStages() []stage {
	return []stage{
		{"error page", replaceError},           // custom error responses
		{"conditional", applyConditions},       // 304 for a viewer who has it
		{"range", cutRange},                    // 206 out of a whole object
		{"headers", copyHeaders},               // what cache or origin gave, into the reply on the wire
		{"response headers", applyHeaders},     // response headers policy: never stored
		{"viewer response", runViewerResponse}, // CloudFront Function
		{"edge headers", addEdgeHeaders},       // X-Cache, Via, X-Amz-Cf-…, Age, Date, Server
		{"send", send},                         //
		{"access log", logAccess},              // a line of the distribution's own log
		{"journal", record},                    //
	}
}

// serve runs the pipeline for one request.
func (e *Edge) serve(w http.ResponseWriter, r *http.Request, distributionID string) {
	t := new(trail)
	x := &t.visit
	x.trail = t
	x.edge, x.arrived, x.wire, x.fixed = e, r, w, distributionID
	x.now, x.started = e.config.Clock.Now(), time.Now()
	defer x.close()
	for i := range e.request {
		if e.request[i].run(x) {
			break
		}
	}
	for i := range e.reply {
		e.reply[i].run(x)
	}
	if x.broken {
		// The reply could not be completed and its length was not announced:
		// breaking the connection is the only way left to tell the viewer, and
		// this panic is net/http's way to say so.
		panic(http.ErrAbortHandler)
	}
}
