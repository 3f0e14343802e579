package advice

import (
	"fmt"
	"net/http"
	"strings"

	"crossfront/emulator/journal"
)

// corsS3Origin is the managed origin request policy that people need.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
const corsS3Origin = "Managed-CORS-S3Origin (88a5eaf4-2fd4-4709-b370-b4c650ea3fcf)"

// unknownHost: no distribution answers to the Host.
func unknownHost(f *facts) (journal.Advice, bool) {
	if f.x.Edge == nil || f.x.Edge.DistributionID != "" {
		return nothing()
	}
	host := f.request.Get("Host")
	return advise(edge, fmt.Sprintf("No distribution answers to the host %s.", host),
		fmt.Sprintf("Use the distribution's own domain, or add %s to its Aliases.", host))
}

// optionsNotAllowed: the edge refused the preflight by itself.
// https://github.com/serverless-nextjs/serverless-next.js/issues/454
func optionsNotAllowed(f *facts) (journal.Advice, bool) {
	e := f.x.Edge
	if e == nil || !f.preflight || e.OriginRequest != nil || f.x.Response.Status != http.StatusForbidden ||
		f.response.Get("Server") != "CloudFront" || e.DistributionID == "" {
		return nothing()
	}
	if _, refused := f.signatureStep(); refused || len(f.functionSteps()) > 0 {
		return nothing()
	}
	return advise(edge,
		fmt.Sprintf("The edge refused the preflight: behavior %s does not allow OPTIONS. The origin never saw it.", e.Behavior),
		"Set the behavior's AllowedMethods to GET, HEAD, OPTIONS"+uploadHint(f.method())+".")
}

// uploadHint: of CloudFront's three sets of methods only the largest has the
// methods that write.
func uploadHint(method string) string {
	switch method {
	case http.MethodPut, http.MethodPost, http.MethodDelete, http.MethodPatch:
		return ", PUT, POST, PATCH, DELETE (the page wants to " + method + ")"
	}
	return ""
}

// preflightRedirect: browsers refuse any redirect on a preflight.
// Fetch standard, CORS-preflight fetch: the response must have an ok status.
func preflightRedirect(f *facts) (journal.Advice, bool) {
	if _, function := f.answeringFunction(); function || !f.preflight || f.x.Response.Status < 300 || f.x.Response.Status > 399 {
		return nothing()
	}
	what := fmt.Sprintf("The preflight was answered with a redirect (%d) to %s. Browsers do not follow redirects on a preflight.",
		f.x.Response.Status, f.response.Get("Location"))
	if f.x.Edge != nil && f.x.Edge.Cache == journal.CacheGenerated {
		return advise(edge, what, "Let the page ask https directly, or set the behavior's ViewerProtocolPolicy to allow-all.")
	}
	return advise(client, what, "Let the page ask the address that the redirect names, directly.")
}

// originStripped: a miss whose request to the origin had no Origin.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html
func originStripped(f *facts) (journal.Advice, bool) {
	e := f.x.Edge
	if e == nil || e.OriginRequest == nil || f.forwarded("Origin") || len(f.allowOrigin) > 0 {
		return nothing()
	}
	return advise(edge,
		fmt.Sprintf("The edge removed Origin on the way to the origin%s, so the origin took this for no CORS request and sent no Access-Control-Allow-Origin.",
			because(e, "Origin")),
		fmt.Sprintf("Set the origin request policy of behavior %s to %s, then invalidate /*. "+
			"Or set a response headers policy such as Managed-SimpleCORS, which needs no invalidation.", e.Behavior, corsS3Origin))
}

// because is why the edge did what it did to a header, in brackets, if the
// exchange says.
func because(e *journal.Edge, header string) string {
	for _, s := range e.Steps {
		if s.Because != "" && strings.HasPrefix(s.What, header+" ") {
			return " (" + s.Because + ")"
		}
	}
	return ""
}
