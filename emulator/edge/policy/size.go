package policy

import "net/http"

// RequestTooLarge is the status for a request whose URL or whose request line
// and headers together are too long, in bytes; 0 when it may pass. The
// connection is closed after it.
// Source: DG:RequestAndResponseBehaviorCustomOrigin (20,480 and 8,192 bytes,
// 413); DG:RequestAndResponseBehaviorS3Origin (32,768 and 8,192 bytes, 494 and
// 414), see [Options.NewerSizeLimits].
func (o Options) RequestTooLarge(url, head int) int {
	const maxURL = 8192
	if o.NewerSizeLimits {
		switch {
		case url > maxURL:
			return http.StatusRequestURITooLong
		case head > 32768:
			return 494
		}
		return 0
	}
	if url > maxURL || head > 20480 {
		return http.StatusRequestEntityTooLarge
	}
	return 0
}
