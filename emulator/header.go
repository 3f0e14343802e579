package emulator

import (
	"net/http"
	"strconv"
)

// canonical copies h under Go's canonical names: S3 writes names in S3's own
// case (ETag, x-amz-request-id), which http.Header.Get would not find.
func canonical(h http.Header) http.Header {
	c := make(http.Header, len(h))
	for name, values := range h {
		name = http.CanonicalHeaderKey(name)
		c[name] = append(c[name], values...)
	}
	return c
}

// contentLength is the length of a body in bytes, -1 when it is not stated.
func contentLength(method string, status int, h http.Header) int64 {
	if n, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64); err == nil && n >= 0 {
		return n
	}
	if method == http.MethodHead || status == http.StatusNoContent || status == http.StatusNotModified {
		return 0
	}
	return -1
}
