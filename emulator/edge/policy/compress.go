package policy

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Sizes that the edge compresses, in bytes.
// Source: DG:ServingCompressedFiles.
const (
	minCompressible = 1_000
	maxCompressible = 10_000_000
)

// mayCompress reports whether the behavior ever compresses.
func (b *Behavior) mayCompress() bool {
	return b.Compress && (b.Gzip || b.Brotli) && b.Cacheable()
}

// Compressible reports whether the edge compresses an origin's answer for
// viewers that accept it.
// Source: DG:ServingCompressedFiles ("How CloudFront compression works").
func (b *Behavior) Compressible(status int, h http.Header) bool {
	length, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64)
	return b.mayCompress() &&
		(status == 200 || status == 403 || status == 404) &&
		err == nil && length >= minCompressible && length <= maxCompressible &&
		len(h["Content-Encoding"]) == 0 &&
		compressibleType(h.Get("Content-Type"))
}

// Encoding is the encoding that the edge compresses with for v: "br", "gzip",
// or empty for none. Brotli goes first where both are possible.
// Source: DG:ServingCompressedFiles.
func (b *Behavior) Encoding(v *Viewer) string {
	gzip, br := acceptedEncodings(acceptEncoding(v))
	switch {
	case br && b.Brotli:
		return "br"
	case gzip && b.Gzip:
		return "gzip"
	}
	return ""
}

// compressibleType takes a Content-Type, parameters allowed.
func compressibleType(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	family, name, ok := strings.Cut(strings.ToLower(strings.TrimSpace(kind)), "/")
	if !ok {
		return family == "vnd.apple.mpegurl"
	}
	switch family {
	case "application":
		return slices.Contains([]string{"dash+xml", "eot", "font", "font-sfnt", "javascript", "json", "opentype",
			"otf", "pdf", "pkcs7-mime", "protobuf", "rss+xml", "truetype", "ttf", "vnd.apple.mpegurl",
			"vnd.mapbox-vector-tile", "vnd.ms-fontobject", "wasm", "xhtml+xml", "xml", "x-font-opentype",
			"x-font-truetype", "x-font-ttf", "x-httpd-cgi", "x-javascript", "x-mpegurl", "x-opentype",
			"x-otf", "x-perl", "x-ttf"}, name)
	case "font":
		return slices.Contains([]string{"eot", "opentype", "otf", "ttf"}, name)
	case "image":
		return name == "svg+xml"
	case "text":
		return slices.Contains([]string{"css", "csv", "html", "javascript", "js", "plain", "richtext",
			"tab-separated-values", "xml", "x-component", "x-java-source", "x-script"}, name)
	}
	return false
}
