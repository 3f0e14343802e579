package fetch

import (
	"strconv"
	"strings"
	"time"
)

const maxAgeName = "Access-Control-Max-Age"

// defaultMaxAge holds where no Max-Age is said (Fetch, "CORS-preflight fetch";
// maxage-none).
const defaultMaxAge = 5 * time.Second

// maxMaxAge is how long each engine remembers at most
// (services/network/cors/preflight_result.cc, nsCORSListenerProxy.cpp,
// CrossOriginPreflightResultCache.cpp; not measured).
func (e Engine) maxMaxAge() time.Duration {
	switch e {
	case Chromium:
		return 2 * time.Hour
	case Firefox:
		return 24 * time.Hour
	}
	return 10 * time.Minute
}

// maxAge is how long the answer to a preflight is remembered. What is no number,
// a fraction or two lines among it, is none at all in Firefox and as good as
// absent in the others (maxage-dup; maxage-garbage and maxage-float were
// measured alike); a negative number is none at all in every engine (maxage-neg).
func (e Engine) maxAge(lines []string) time.Duration {
	if len(lines) == 0 {
		return defaultMaxAge
	}
	value := trim(strings.Join(lines, ", "))
	negative := strings.HasPrefix(value, "-") && digits(value[1:])
	if !negative && !digits(value) {
		if e == Firefox {
			return 0
		}
		return defaultMaxAge
	}
	seconds, err := strconv.ParseInt(value, 10, 64)
	switch {
	case negative:
		return 0
	case err != nil || seconds > int64(e.maxMaxAge()/time.Second):
		return e.maxMaxAge()
	}
	return time.Duration(seconds) * time.Second
}
