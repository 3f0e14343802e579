package fetch

import (
	"slices"
	"strings"
)

// NeedsPreflight reports whether the Fetch standard asks the server first, and
// the names that Access-Control-Request-Headers would hold: in lower case and
// sorted. Engines differ in a few headers: see [Engine.NeedsPreflight].
func NeedsPreflight(r *Request) (bool, []string) { return standard.NeedsPreflight(r) }

// NeedsPreflight reports whether this engine asks the server first, and the names
// that Access-Control-Request-Headers would hold (Fetch, "HTTP fetch", the use-
// CORS-preflight flag; "main fetch": neither method nor headers are safelisted).
func (e Engine) NeedsPreflight(r *Request) (bool, []string) {
	if !r.CORS() || e.unchecked(r) {
		return false, nil
	}
	unsafe := r.UnsafeNames
	if unsafe == nil {
		unsafe = e.unsafeNames(r)
	}
	return r.Preflight || !safeMethod(r.method()) || len(unsafe) > 0, unsafe
}

// unsafeNames is Fetch's "CORS-unsafe request-header names".
func (e Engine) unsafeNames(r *Request) []string {
	var unsafe, safe []string
	size := 0
	for name, values := range r.Headers {
		name = strings.ToLower(name)
		if e == Chromium && name == "user-agent" {
			// Chromium drops a User-Agent that a page sets (measured).
			continue
		}
		for _, value := range values {
			if !safeHeader(e, name, value) {
				unsafe = append(unsafe, name)
				continue
			}
			safe = append(safe, name)
			size += len(value)
		}
	}
	if size > maxSafeValues {
		unsafe = append(unsafe, safe...)
	}
	slices.Sort(unsafe)
	return slices.Compact(unsafe)
}
