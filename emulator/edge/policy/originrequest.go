package policy

import (
	"net/http"
	"slices"
	"sort"
	"strings"
)

// An OriginRequest is what the edge sends to the origin on behalf of a viewer.
type OriginRequest struct {
	Method   string
	Host     string // the Host header
	Path     string // raw and escaped, with the origin's path in front
	RawQuery string
	Header   http.Header // canonical names, without Host
	// Fates say what became of each viewer header and which were added, sorted
	// by name; a header that the edge replaces has the one fate "replaced".
	Fates []Fate
}

// A Fate is what became of one header on its way to the origin.
type Fate struct {
	Header  string // as CloudFront spells it
	Kept    bool   // the origin gets the viewer's value
	InKey   bool   // its value is part of the cache key
	What    string // one of the Fate… constants
	Because string // the setting that made it so, in words
}

// What becomes of a header, in [Fate.What].
const (
	FateForwarded = "forwarded" // as the viewer sent it
	FateRemoved   = "removed"   // the viewer sent it, the origin does not get it
	FateReplaced  = "replaced"  // the origin gets another value
	FateAdded     = "added"     // the viewer did not send it, the edge adds it
)

// OriginRequest is the request that the edge sends to o for v: every viewer
// header kept, dropped or replaced, and because of which setting. o is
// b.Origin, or another when a request fails over.
// Source: DG:RequestAndResponseBehaviorCustomOrigin and
// DG:RequestAndResponseBehaviorS3Origin (tables of request headers);
// DG:controlling-origin-requests.
func (b *Behavior) OriginRequest(v *Viewer, o *Origin) OriginRequest {
	out := &outgoing{b: b, v: v, o: o, header: make(http.Header, len(v.Header)+8)}
	for name, values := range v.Header {
		out.take(name, values)
	}
	out.host()
	out.userAgent()
	out.acceptEncoding()
	out.cookie()
	out.trail()
	out.cloudFront()
	out.custom()
	out.signature()
	fates := out.fates
	sort.Slice(fates, func(i, j int) bool { return fates[i].Header < fates[j].Header })
	return OriginRequest{Method: v.Method, Host: out.hostValue, Path: o.Path + b.dist.RootObject(v.Path),
		RawQuery: b.query.forwardQuery(v.RawQuery), Header: out.header, Fates: fates}
}

// outgoing is an origin request in the making.
type outgoing struct {
	b         *Behavior
	v         *Viewer
	o         *Origin
	header    http.Header
	hostValue string
	fates     []Fate
}

// take decides about one viewer header, those with steps of their own aside.
func (out *outgoing) take(name string, values []string) {
	switch name {
	case "Host", "User-Agent", "Accept-Encoding", "Cookie", "X-Forwarded-For", "Via", "Connection":
		return
	}
	because, keep := out.fate(name)
	f := Fate{Header: spell(name), Kept: keep, What: FateRemoved, Because: because}
	if keep {
		f.What = FateForwarded
		f.InKey = out.b.headers.keys(name)
		out.header[name] = slices.Clone(values)
	}
	out.fates = append(out.fates, f)
}

// fate asks the rules in order: what never passes, what settings list, what
// passes by default.
func (out *outgoing) fate(name string) (because string, keep bool) {
	if because, never := neverForwarded(name, out.v.Header["Connection"]); never {
		return because, false
	}
	r := &out.b.headers
	if because, ok := out.unsupportedConditional(name); ok {
		return because, false
	}
	if isCloudFrontHeader(name) {
		return "only CloudFront sets CloudFront-… headers", false
	}
	switch {
	case r.everything:
		return "the forwarded values list * (all headers)", true
	case r.keys(name) && out.b.Legacy:
		return "the forwarded values list it", true
	case r.keys(name):
		return "the cache policy lists it", true
	case r.policySends(name):
		return r.policyReason(), true
	case out.b.Legacy:
		return out.legacyDefault(name)
	}
	return out.policyDefault(name)
}

// neverForwarded are the headers that no setting lets pass.
// Source: DG:RequestAndResponseBehaviorCustomOrigin (rows Connection, TE,
// Trailer, Proxy-…, Upgrade, X-Forwarded-Proto, X-Real-IP, X-Edge-…,
// X-Amz-Cf-Id); RFC 9110, section 7.6.1, for what Connection names.
func neverForwarded(name string, connection []string) (because string, never bool) {
	switch name {
	case "Te", "Trailer", "Keep-Alive", "Transfer-Encoding", "Upgrade",
		"Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection":
		return "it belongs to the viewer's connection", true
	case "Content-Length":
		return "the edge frames the body itself", true
	case "X-Forwarded-Proto", "X-Real-Ip", "X-Amz-Cf-Id":
		return "CloudFront removes it", true
	}
	if strings.HasPrefix(name, "X-Edge-") {
		return "CloudFront removes it", true
	}
	for _, line := range connection {
		for item := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(strings.TrimSpace(item), name) {
				return "the viewer's Connection header names it", true
			}
		}
	}
	return "", false
}

// unsupportedConditional takes the viewer's conditions off where cookies are
// forwarded. Source: DG:Cookies ("does not support conditional requests").
func (out *outgoing) unsupportedConditional(name string) (because string, ok bool) {
	if (name == "If-Modified-Since" || name == "If-None-Match") && out.b.ForwardsCookies() {
		return "cookies are forwarded, and with them this condition is not supported", true
	}
	return "", false
}

func (r *headerRules) policyReason() string {
	switch r.mode {
	case headersAll:
		return "the origin request policy forwards all viewer headers"
	case headersAllExcept:
		return "the origin request policy forwards all viewer headers except those it lists"
	}
	return "the origin request policy lists it"
}

// legacyDefault is the header table for behaviors with forwarded values that
// do not list the header.
func (out *outgoing) legacyDefault(name string) (because string, keep bool) {
	switch name {
	case "Authorization":
		return out.legacyAuthorization()
	case "Accept", "Accept-Charset", "Accept-Language", "Expect", "Referer", "X-Http-Method-Override":
		return "the forwarded values do not list it, and by default CloudFront removes it", false
	}
	return "legacy settings forward it by default, outside the cache key", true
}

// legacyAuthorization follows the row Authorization of the header table.
func (out *outgoing) legacyAuthorization() (because string, keep bool) {
	switch out.v.Method {
	case http.MethodGet, http.MethodHead:
		return "the forwarded values do not list it, and CloudFront removes it from " + out.v.Method, false
	case http.MethodOptions:
		if slices.Contains(out.b.CachedMethods, http.MethodOptions) {
			return "the behavior caches OPTIONS, and the forwarded values do not list it", false
		}
		return "the behavior does not cache OPTIONS", true
	}
	return out.v.Method + " requests keep it", true
}

// policyDefault is what a behavior with a cache policy forwards without any
// policy listing it: almost nothing.
// Source: DG:controlling-origin-requests ("the request to the origin includes
// … no HTTP headers other than …"); DG:RangeGETs for Range.
func (out *outgoing) policyDefault(name string) (because string, keep bool) {
	switch name {
	case "Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since":
		return "CloudFront passes range and conditional requests on", true
	case "Content-Type":
		if !out.b.opts.OnlyNamedAutomaticHeaders {
			return "it describes the body and is sent automatically", true
		}
	case "Origin":
		if out.b.opts.HeaderTableInPolicyMode {
			return "the header table forwards it by default", true
		}
	case "Authorization":
		if out.b.opts.HeaderTableInPolicyMode {
			return out.legacyAuthorization()
		}
	}
	if out.b.headers.policy {
		if out.b.headers.mode == headersAllExcept {
			return "the origin request policy leaves it out", false
		}
		return "neither the cache policy nor the origin request policy lists it", false
	}
	return "the behavior has no origin request policy, and the cache policy does not list it", false
}
