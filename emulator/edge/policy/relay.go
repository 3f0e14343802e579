package policy

import (
	"net/http"
	"slices"
	"strings"
)

// RelayHeaders is what of the headers that o sent reaches the cache and the
// viewer, and what was done to the others. o is b.Origin, or another when the
// request failed over. h is not changed. The edge still
// adds its own headers (Via by [Behavior.Via]).
// Source: DG:RequestAndResponseBehaviorCustomOrigin and
// DG:RequestAndResponseBehaviorS3Origin ("HTTP response headers that CloudFront
// removes or replaces").
func (b *Behavior) RelayHeaders(h http.Header, o *Origin) (http.Header, []Change) {
	out := make(http.Header, len(h)+1)
	var changes []Change
	for name, values := range h {
		if because := b.dropped(name, h["Connection"], o); because != "" {
			changes = append(changes, Change{spell(name), ChangeRemoved, because})
			continue
		}
		out[name] = slices.Clone(values)
	}
	if len(h["Vary"]) > 0 {
		changes = append(changes, b.filterVary(out)...)
	}
	if b.mayCompress() && compressibleType(out.Get("Content-Type")) && addVary(out, "Accept-Encoding") {
		changes = append(changes, Change{"Vary", ChangeAdded, "the edge compresses this type: Accept-Encoding"})
	}
	slices.SortFunc(changes, func(a, b Change) int { return strings.Compare(a.Header, b.Header) })
	return out, changes
}

// dropped says why a response header does not pass; empty when it does.
func (b *Behavior) dropped(name string, connection []string, o *Origin) string {
	switch name {
	case "Connection", "Keep-Alive", "Proxy-Connection", "Te", "Transfer-Encoding":
		return "it belongs to the connection with the origin"
	case "Trailer", "Upgrade":
		return "CloudFront removes it"
	case "Set-Cookie":
		// Source: DG:Cookies.
		if !b.ForwardsCookies() {
			return "the behavior forwards no cookies"
		}
	case "X-Amz-Id-2", "X-Amz-Request-Id":
		if o.S3 {
			return "CloudFront removes it from S3's answers"
		}
	}
	for _, line := range connection {
		for item := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(strings.TrimSpace(item), name) {
				return "the origin's Connection header names it"
			}
		}
	}
	return ""
}

// filterVary keeps the names in Vary that the behavior forwards; Vary is never
// a secondary key.
// Source: DG:RequestAndResponseBehaviorCustomOrigin ("Vary header"); for S3
// https://github.com/mozilla/addons-frontend/issues/9925.
func (b *Behavior) filterVary(h http.Header) []Change {
	var kept []string
	var changes []Change
	for _, line := range h["Vary"] {
		for item := range strings.SplitSeq(line, ",") {
			item = strings.TrimSpace(item)
			switch {
			case item == "":
			case b.keepsVary(item):
				kept = append(kept, item)
			default:
				changes = append(changes, Change{"Vary", ChangeRemoved, item + " is not forwarded to the origin by any setting"})
			}
		}
	}
	if len(changes) == 0 {
		return nil
	}
	if len(kept) == 0 {
		delete(h, "Vary")
	} else {
		h["Vary"] = []string{strings.Join(kept, ", ")}
	}
	return changes
}

func (b *Behavior) keepsVary(item string) bool {
	switch name := canonical(item); name {
	case "*":
		return b.MinTTL == 0
	case "Accept-Encoding", "Cookie":
		return true
	case "User-Agent":
		return b.headers.configured(name) || b.forwardsDevice()
	default:
		if b.opts.DropVaryOfUnkeyed {
			return b.headers.keys(name) || b.headers.everything
		}
		return b.headers.configured(name)
	}
}

// forwardsDevice reports whether a CloudFront-Is-…-Viewer header goes to the
// origin.
func (b *Behavior) forwardsDevice() bool {
	isDevice := func(name string) bool { return strings.HasPrefix(name, "Cloudfront-Is-") }
	return slices.ContainsFunc(b.headers.keyed, isDevice) || slices.ContainsFunc(b.headers.created, isDevice)
}

// StoredHeaders is what of relayed headers the cache keeps: all but those that
// the origin names in no-cache="…". h is not changed.
// Source: DG:Cookies (Cache-Control: no-cache="Set-Cookie").
func (b *Behavior) StoredHeaders(h http.Header) http.Header {
	out := h.Clone()
	for _, name := range parseCacheControl(h["Cache-Control"]).noCacheFields {
		delete(out, name)
	}
	return out
}

// Refreshed is a stored answer's headers after the origin confirmed it with
// 304: Cache-Control, Expires and Date are new, everything else, CORS headers
// among it, stays as stored. Which headers CloudFront updates is undocumented.
func Refreshed(stored, notModified http.Header) http.Header {
	out := stored.Clone()
	for _, name := range []string{"Cache-Control", "Expires", "Date"} {
		if values := notModified[name]; len(values) > 0 {
			out[name] = slices.Clone(values)
		}
	}
	return out
}

// Via is the viewer's Via header: what the origin sent and, behind it, the
// edge, which says 1.1 to HTTP/2 viewers too. token is like
// 3f…9a.cloudfront.net (CloudFront).
// Source: https://github.com/rust-lang/crates.io/issues/6164 (a capture;
// DG:RequestAndResponseBehaviorCustomOrigin says the header is set, see
// [Options.ReplaceVia]).
func (b *Behavior) Via(origin []string, token string) string {
	own := "1.1 " + token
	if before := strings.Join(origin, ", "); before != "" && !b.opts.ReplaceVia {
		return before + ", " + own
	}
	return own
}

// addVary adds name to Vary unless it, or "*", is there; it reports whether it
// did.
func addVary(h http.Header, name string) bool {
	lines := h["Vary"]
	for _, line := range lines {
		for item := range strings.SplitSeq(line, ",") {
			if item = strings.TrimSpace(item); item == "*" || strings.EqualFold(item, name) {
				return false
			}
		}
	}
	if before := strings.Join(lines, ", "); before != "" {
		name = before + ", " + name
	}
	h["Vary"] = []string{name}
	return true
}
