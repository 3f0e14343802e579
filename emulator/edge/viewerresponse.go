package edge

import (
	"net/http"

	"crossfront/emulator/edge/function"
	"crossfront/emulator/edge/policy"
)

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
	x.reply.status = g.Status
	if !g.HasBody {
		return
	}
	x.dropBody()
	x.reply.body, x.reply.length = g.Body, int64(len(g.Body))
}
