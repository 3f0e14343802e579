package advice

import (
	"fmt"
	"slices"
	"strings"

	"crossfront/emulator/journal"
)

// corsS3Origin is the managed origin request policy that people need.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
const corsS3Origin = "Managed-CORS-S3Origin (88a5eaf4-2fd4-4709-b370-b4c650ea3fcf)"

// originStripped: a miss whose request to the origin lacked what a CORS request
// is known by.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html
func originStripped(f *facts) (journal.Advice, bool) {
	e := f.x.Edge
	if e != nil && f.fromCache() && f.dropped("Origin") && len(f.allowOrigin) == 0 {
		return f.strippedNext()
	}
	if e == nil || e.OriginRequest == nil || f.noAnswer() {
		return nothing()
	}
	removed := f.removed()
	if len(removed) == 0 || f.answered() && !(f.preflight && f.ruled()) {
		return nothing()
	}
	took := "so the origin took this for no CORS request and sent no Access-Control-Allow-Origin"
	if removed[0] != "Origin" {
		took = "so the origin does not know what the preflight asks for"
	}
	orPolicy := " Or set " + fittingPolicy + ", which needs no invalidation."
	if f.preflight {
		orPolicy = "" // it would leave the origin's refusal
	}
	return advise(edge,
		fmt.Sprintf("The edge removed %s on the way to the origin%s, %s.", strings.Join(removed, " and "), f.because(removed[0]), took),
		fmt.Sprintf("Set the origin request policy of behavior %s to %s, then invalidate /*.", e.Behavior, corsS3Origin)+orPolicy)
}

// strippedNext: the copy is old, but asked today the origin would still not learn
// of Origin.
func (f *facts) strippedNext() (journal.Advice, bool) {
	e := f.x.Edge
	return advise(edge,
		fmt.Sprintf("Once the copy is gone, the next one has no CORS headers either: behavior %s does not send Origin to the origin.", e.Behavior),
		fmt.Sprintf("Set the origin request policy of behavior %s to %s, then invalidate /*.", e.Behavior, corsS3Origin))
}

// dropped reports whether the edge would send the request header name to nobody.
func (f *facts) dropped(name string) bool {
	k := f.x.Edge.CacheKey
	return k != nil && slices.ContainsFunc(k.Dropped, func(n string) bool { return strings.EqualFold(n, name) })
}

// removed are the headers of a CORS request that did not reach the origin.
func (f *facts) removed() (names []string) {
	for _, name := range [...]string{"Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"} {
		if f.request.Get(name) != "" && (f.preflight || name == "Origin") && !f.forwarded(name) {
			names = append(names, name)
		}
	}
	return names
}

// because is why the edge did what it did to a header, in brackets, if the
// exchange says.
func (f *facts) because(header string) string {
	s, ok := f.step(func(s *journal.Step) bool { return s.Because != "" && strings.HasPrefix(s.What, header+" ") })
	if !ok {
		return ""
	}
	return " (" + s.Because + ")"
}

// forwardOrigin has the behavior send Origin on.
func forwardOrigin(f *facts) []journal.Call {
	if f.legacy() {
		return nil // no origin request policy beside legacy settings
	}
	return append(changeBehavior(f, "Sets the origin request policy of behavior %s to "+corsS3Origin, behaviorChange{OriginRequestPolicyID: corsS3OriginID}),
		invalidateAll(f)...)
}
