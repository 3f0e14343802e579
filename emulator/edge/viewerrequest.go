package edge

import (
	"crossfront/emulator/edge/function"
	"crossfront/emulator/edge/policy"
)

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

// goOn puts the request that a function returned in the viewer's place.
func (x *visit) goOn(r *function.Request) {
	x.viewer.Path, x.viewer.RawQuery = r.URI, r.Query
	x.viewer.Header = policy.WithoutCloudFront(r.Header)
}

// generate makes the response that a viewer-request function returned the
// reply. It is not cached.
func (x *visit) generate(g *function.Generated) {
	x.reply = reply{status: g.Status, header: g.Header, body: g.Body, length: int64(len(g.Body)), outcome: functionMade, generated: true}
}
