package policy

import (
	"slices"
	"strconv"
	"strings"
)

// userAgent is what CloudFront says of itself.
// Source: DG:RequestAndResponseBehaviorCustomOrigin ("User-Agent header").
const userAgent = "Amazon CloudFront"

// host sends the origin's domain name unless a setting forwards the viewer's
// Host. Legacy settings never forward it to S3, not even "*"; an origin request
// policy does, and S3 then refuses the signature.
// Source: DG:RequestAndResponseBehaviorCustomOrigin (row Host);
// https://github.com/webiny/webiny-js/issues/2639.
func (out *outgoing) host() {
	r := &out.b.headers
	f := Fate{Header: "Host", Kept: true, What: FateForwarded}
	out.hostValue = out.v.Host
	switch {
	case out.o.HostHeader != "":
		f.Kept, f.What, f.Because = false, FateReplaced, "the function set the Host header for this origin"
		out.hostValue = out.o.HostHeader
	case r.keys("Host"):
		f.InKey = true
		f.Because = "the cache policy lists it"
		if out.b.Legacy {
			f.Because = "the forwarded values list it"
		}
	case r.everything && !out.o.S3:
		f.Because = "the forwarded values list * (all headers)"
	case r.policySends("Host"):
		f.Because = r.policyReason()
	default:
		f.Kept, f.What = false, FateReplaced
		f.Because = "no setting forwards it: CloudFront sends the origin's domain name"
		out.hostValue = out.o.DomainName
	}
	out.fates = append(out.fates, f)
}

// userAgent replaces the viewer's User-Agent unless a setting forwards it; the
// origin always gets one.
func (out *outgoing) userAgent() {
	sent := out.v.Header["User-Agent"]
	because, keep := out.listed("User-Agent")
	f := Fate{Header: "User-Agent", Kept: keep, InKey: keep && out.b.headers.keys("User-Agent"), What: FateForwarded, Because: because}
	switch {
	case keep && len(sent) > 0:
		out.header["User-Agent"] = slices.Clone(sent)
	default:
		f.Kept, f.InKey = false, false
		f.What, f.Because = FateReplaced, "no setting forwards it: CloudFront sends its own"
		if len(sent) == 0 {
			f.What, f.Because = FateAdded, "CloudFront always sends one"
		}
		out.header["User-Agent"] = []string{userAgent}
	}
	out.fates = append(out.fates, f)
}

// listed reports whether a setting, not a default, forwards a header.
func (out *outgoing) listed(name string) (because string, keep bool) {
	r := &out.b.headers
	switch {
	case r.everything:
		return "the forwarded values list * (all headers)", true
	case r.keys(name) && out.b.Legacy:
		return "the forwarded values list it", true
	case r.keys(name):
		return "the cache policy lists it", true
	case r.policySends(name):
		return r.policyReason(), true
	}
	return "", false
}

// acceptEncoding sends the normalised value; with both flags of the cache
// policy off the header is one like any other.
// Source: DG:cache-key-understand-cache-policy ("Compressed objects").
func (out *outgoing) acceptEncoding() {
	const name = "Accept-Encoding"
	sent := acceptEncoding(out.v)
	if len(sent) == 0 {
		if len(out.v.Header[name]) > 0 {
			out.fates = append(out.fates, Fate{Header: name, What: FateRemoved, Because: "CloudFront removes it from HTTP/1.0 requests"})
		}
		return
	}
	mode := out.b.headers.encoding
	f := Fate{Header: name, What: FateReplaced}
	if mode == encodingPlain {
		f.Because, f.Kept = out.listed(name)
		if f.Kept {
			f.What, f.InKey = FateForwarded, out.b.headers.keys(name)
			out.header[name] = slices.Clone(sent)
		} else {
			f.What = FateRemoved
			f.Because = "the cache policy does not enable compression, and no setting lists it"
		}
		out.fates = append(out.fates, f)
		return
	}
	key, origin := mode.normalEncoding(sent)
	f.InKey = key != ""
	f.Because = "the cache policy enables compression: the value is normalised"
	if mode == encodingLegacy {
		f.Because = "legacy settings normalise it"
	}
	switch {
	case origin == "":
		f.What = FateRemoved
	default:
		if len(sent) == 1 && sent[0] == origin {
			f.Kept, f.What = true, FateForwarded
		}
		out.header[name] = []string{origin}
	}
	out.fates = append(out.fates, f)
}

// cookie sends the cookies that the settings name, sorted; never the header as
// a header. Source: DG:Cookies.
func (out *outgoing) cookie() {
	sent := out.v.Header["Cookie"]
	if len(sent) == 0 {
		return
	}
	f := Fate{Header: "Cookie", What: FateRemoved, Because: "neither the cache policy nor an origin request policy forwards cookies"}
	if out.b.Legacy {
		f.Because = "the forwarded values forward no cookies"
	}
	if out.b.ForwardsCookies() {
		f.Because = "none of these cookies is listed"
	}
	if value := out.b.cookies.forwardCookies(sent); value != "" {
		out.header["Cookie"] = []string{value}
		f.InKey = len(appendCookies(nil, sent, out.b.cookies.key.takes)) > 0
		f.What = FateReplaced
		if len(sent) == 1 && sent[0] == value {
			f.Kept, f.What = true, FateForwarded
		}
		f.Because = out.b.cookies.forwardBy + " forwards cookies"
		if out.b.cookies.key.mode != nameNone {
			f.Because = out.b.cookies.keyBy + " forwards cookies"
		}
	}
	out.fates = append(out.fates, f)
}

// trail adds what tells the origin where the request has been: X-Forwarded-For,
// Via, X-Amz-Cf-Id and Connection.
// Source: DG:RequestAndResponseBehaviorCustomOrigin (rows X-Forwarded-For,
// Via, X-Amz-Cf-Id, Connection); no space after the comma, as in its example.
func (out *outgoing) trail() {
	_, listed := out.listed("X-Forwarded-For")
	automatic := out.b.Legacy || !out.b.opts.OnlyNamedAutomaticHeaders
	switch before := strings.Join(out.v.Header["X-Forwarded-For"], ","); {
	case !automatic && !listed:
		if before != "" {
			out.fates = append(out.fates, Fate{Header: "X-Forwarded-For", What: FateRemoved, Because: "neither the cache policy nor an origin request policy lists it"})
		}
	case out.v.IP == "":
	case before == "":
		out.set("X-Forwarded-For", out.v.IP, FateAdded, "CloudFront adds the viewer's address")
	default:
		out.set("X-Forwarded-For", before+","+out.v.IP, FateReplaced, "CloudFront appends the viewer's address")
		out.fates[len(out.fates)-1].InKey = out.b.headers.keys("X-Forwarded-For")
	}
	before := strings.Join(out.v.Header["Via"], ", ")
	if out.v.Via != "" {
		via := strconv.Itoa(max(out.v.ProtoMajor, 1)) + "." + strconv.Itoa(out.v.ProtoMinor) + " " + out.v.Via
		if before == "" {
			out.set("Via", via, FateAdded, "CloudFront names itself")
		} else {
			out.set("Via", before+", "+via, FateReplaced, "CloudFront names itself")
		}
	} else if before != "" {
		out.header["Via"] = []string{before}
	}
	if out.v.RequestID != "" {
		out.set("X-Amz-Cf-Id", out.v.RequestID, FateAdded, "CloudFront gives every request an id")
	}
	what := FateAdded
	if len(out.v.Header["Connection"]) > 0 {
		what = FateReplaced
	}
	out.set("Connection", "Keep-Alive", what, "CloudFront keeps its own connections to origins")
}

// cloudFront adds the CloudFront-… headers that the settings list and that
// there is a value for. Source: DG:adding-cloudfront-headers.
func (out *outgoing) cloudFront() {
	add := func(name, because string, inKey bool) {
		if value, ok := cloudFrontValue(out.v, name); ok {
			out.set(name, value, FateAdded, because)
			out.fates[len(out.fates)-1].InKey = inKey
		}
	}
	for _, name := range out.b.headers.keyed {
		if isCloudFrontHeader(name) {
			because, _ := out.listed(name)
			add(name, because, true)
		}
	}
	for _, name := range out.b.headers.created {
		add(name, "the origin request policy asks for it", false)
	}
}

// custom sets the origin's custom headers over whatever is there, Origin among
// them. Source: DG:add-origin-custom-headers;
// https://github.com/PRX/Infrastructure/pull/215 (Origin).
func (out *outgoing) custom() {
	for _, h := range out.o.CustomHeaders {
		what := FateAdded
		name := canonical(h.HeaderName)
		if len(out.v.Header[name]) > 0 || len(out.header[name]) > 0 {
			what = FateReplaced
		}
		out.set(name, h.HeaderValue, what, "it is a custom header of the origin "+out.o.ID)
	}
}

// signature takes the viewer's Authorization off where the origin access
// control always puts its own there.
// Source: DG:private-content-restricting-access-to-s3 ("Always sign requests").
func (out *outgoing) signature() {
	if len(out.header["Authorization"]) == 0 {
		return
	}
	if signs, because := out.o.Signs(out.header); signs {
		delete(out.header, "Authorization")
		out.replace(Fate{Header: "Authorization", What: FateReplaced, Because: because})
	}
}

// set puts value under a canonical name and notes what that did.
func (out *outgoing) set(name, value, what, because string) {
	out.header[name] = []string{value}
	out.replace(Fate{Header: spell(name), What: what, Because: because})
}

// replace notes a fate; a header has one, the last.
func (out *outgoing) replace(f Fate) {
	out.fates = slices.DeleteFunc(out.fates, func(old Fate) bool { return old.Header == f.Header })
	out.fates = append(out.fates, f)
}
