package edge

import (
	"io"
	"net/http"

	"crossfront/emulator/edge/cache"
	"crossfront/emulator/edge/policy"
)

// An errorPage is the custom error response that stands in for an error.
type errorPage struct {
	rule   policy.ErrorResponse
	status int // of the error that it hides
}

// closes reports whether CloudFront closes the connection after the page.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/creating-custom-error-pages.html
func (p *errorPage) closes() bool {
	switch p.status {
	case 400, 405, 414, 416, 500, 501:
		return true
	}
	return false
}

// replaceError puts the distribution's custom error page in the place of an
// error: of the origin's, and of those of the edge's own that may be replaced.
// The page is fetched through the first behavior that matches its path, under
// that behavior's rules; when that fails too, the viewer gets the failure.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html
func replaceError(x *visit) bool {
	if x.reply.status < 400 || x.reply.outcome == functionMade || x.dist == nil || x.abandoned || x.cause != nil && !x.cause.replaceable {
		return false
	}
	rule, ok := x.dist.ErrorPage(x.reply.status)
	if !ok {
		return false
	}
	page := x.fetchPage(rule.PagePath)
	before := x.reply
	if before.stream != nil {
		// Its body was nobody's: let the origin's connection serve again.
		_, _ = io.CopyN(io.Discard, before.stream, 64<<10)
		before.stream.Close()
	}
	if x.flight != nil {
		x.flight.Finish()
	}
	x.flight = page.flight
	x.page = &errorPage{rule: rule, status: before.status}
	x.reply = page.reply
	x.reply.outcome, x.reply.entry = before.outcome, before.entry
	x.reply.age, x.reply.aged = before.age, before.aged
	if page.reply.status < 400 {
		x.reply.status = rule.ResponseCode
	}
	return false
}

// fetchPage gets the page as a GET of its own through the second half of the
// pipeline's first part: behavior, key, cache, origin. It is not an exchange.
func (x *visit) fetchPage(path string) *visit {
	p := &visit{edge: x.edge, arrived: x.arrived, wire: x.wire, now: x.now, started: x.started,
		place: x.place, world: x.world, dist: x.dist, viewer: x.viewer}
	p.viewer.Method, p.viewer.Path, p.viewer.RawQuery, p.viewer.ContentLength = http.MethodGet, path, "", 0
	p.viewer.Header = without(x.viewer.Header, "Range", "If-Range", "If-None-Match", "If-Modified-Since",
		"If-Match", "If-Unmodified-Since", "Content-Type")
	for _, s := range [...]func(*visit) bool{matchBehavior, makeKey, lookUp, askOrigin} {
		if s(p) {
			break
		}
	}
	p.reply.part = cache.Span{}
	return p
}
