package policy

import (
	"strconv"
	"strings"
)

// encodingMode is how a behavior treats the viewer's Accept-Encoding.
type encodingMode uint8

const (
	encodingPlain  encodingMode = iota // like any other header
	encodingGzip                       // EnableAcceptEncodingGzip only
	encodingBrotli                     // EnableAcceptEncodingBrotli only
	encodingBoth                       // both
	encodingLegacy                     // forwarded values: normalised, absent when it names neither
)

// normalEncoding is the viewer's Accept-Encoding as it stands in the cache key
// and goes to the origin. Both are empty when the viewer sent none; a header
// that names neither gzip nor br gives no key part and asks the origin for
// identity.
// Source: DG:cache-key-understand-cache-policy ("Compressed objects"); for
// legacy settings DG:RequestAndResponseBehaviorCustomOrigin ("Accept-Encoding").
func (m encodingMode) normalEncoding(lines []string) (key, origin string) {
	if len(lines) == 0 {
		return "", ""
	}
	gzip, br := acceptedEncodings(lines)
	gzip = gzip && m != encodingBrotli
	br = br && m != encodingGzip
	switch {
	case gzip && br:
		return "br,gzip", "br,gzip"
	case gzip:
		return "gzip", "gzip"
	case br:
		return "br", "br"
	case m == encodingLegacy:
		return "", ""
	}
	return "", "identity"
}

// acceptEncoding is the viewer's Accept-Encoding; a viewer who speaks HTTP/1.0
// has none.
// Source: DG:ServingCompressedFiles ("Request uses HTTP 1.0").
func acceptEncoding(v *Viewer) []string {
	if v.ProtoMajor == 1 && v.ProtoMinor == 0 {
		return nil
	}
	return v.Header["Accept-Encoding"]
}

// acceptedEncodings reports whether an Accept-Encoding header names gzip and
// br with a weight above 0.
func acceptedEncodings(lines []string) (gzip, br bool) {
	for _, line := range lines {
		for line != "" {
			var item string
			item, line, _ = strings.Cut(line, ",")
			name, params, _ := strings.Cut(item, ";")
			name = strings.TrimSpace(name)
			switch {
			case strings.EqualFold(name, "gzip"):
				gzip = gzip || !refused(params)
			case strings.EqualFold(name, "br"):
				br = br || !refused(params)
			}
		}
	}
	return gzip, br
}

// refused reports a weight of 0: "q=0", "q=0.0".
func refused(params string) bool {
	name, value, ok := strings.Cut(strings.TrimSpace(params), "=")
	if !ok || !strings.EqualFold(strings.TrimSpace(name), "q") {
		return false
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	return err == nil && q == 0
}
