package policy

import (
	"strconv"
	"strings"
	"time"
)

// cacheControl is what of an origin's Cache-Control matters to CloudFront.
// Durations are -1 where the directive is missing or unreadable.
type cacheControl struct {
	noStore, noCache, private          bool
	maxAge, sMaxAge                    time.Duration
	staleWhileRevalidate, staleIfError time.Duration
	noCacheFields                      []string // no-cache="Set-Cookie": these headers are not cached
}

// maxDelta is the largest number of seconds that counts; larger ones mean it.
// Source: RFC 9111, section 1.2.2.
const maxDelta = 1<<31 - 1

// parseCacheControl reads Cache-Control lines. Of a repeated directive the
// first counts. Source: RFC 9111, sections 4.2.1 and 5.2; RFC 5861 for the
// stale ones.
func parseCacheControl(lines []string) cacheControl {
	cc := cacheControl{maxAge: -1, sMaxAge: -1, staleWhileRevalidate: -1, staleIfError: -1}
	for _, line := range lines {
		for line != "" {
			var name, value string
			name, value, line = nextDirective(line)
			switch strings.ToLower(name) {
			case "no-store":
				cc.noStore = true
			case "private":
				// private="Field" still names the response as one user's.
				cc.private = true
			case "no-cache":
				if value == "" {
					cc.noCache = true
				}
				for field := range strings.SplitSeq(value, ",") {
					if f := strings.TrimSpace(field); f != "" {
						cc.noCacheFields = append(cc.noCacheFields, canonical(f))
					}
				}
			case "max-age":
				first(&cc.maxAge, value)
			case "s-maxage":
				first(&cc.sMaxAge, value)
			case "stale-while-revalidate":
				first(&cc.staleWhileRevalidate, value)
			case "stale-if-error":
				first(&cc.staleIfError, value)
			}
		}
	}
	return cc
}

// nextDirective cuts the first directive off; value is unquoted.
func nextDirective(line string) (name, value, rest string) {
	line = strings.TrimLeft(line, " \t,")
	end := strings.IndexAny(line, "=,")
	if end < 0 {
		return strings.TrimSpace(line), "", ""
	}
	name = strings.TrimSpace(line[:end])
	if line[end] == ',' {
		return name, "", line[end+1:]
	}
	line = strings.TrimLeft(line[end+1:], " \t")
	if strings.HasPrefix(line, `"`) {
		value, line, _ = strings.Cut(line[1:], `"`)
		_, rest, _ = strings.Cut(line, ",")
		return name, value, rest
	}
	value, rest, _ = strings.Cut(line, ",")
	return name, strings.TrimSpace(value), rest
}

// first sets a duration that is still missing from a number of seconds.
func first(d *time.Duration, value string) {
	if *d >= 0 {
		return
	}
	n, err := strconv.ParseUint(value, 10, 64)
	switch {
	case err == nil:
		*d = time.Duration(min(n, maxDelta)) * time.Second
	case strings.Trim(value, "0123456789") == "" && value != "":
		*d = maxDelta * time.Second
	}
}
