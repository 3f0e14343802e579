package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// directive is a Cache-Control directive's value; there says whether it has it
// (RFC 9111, section 5.2).
func directive(h http.Header, name string) (value string, there bool) {
	for _, line := range h["Cache-Control"] {
		for item := range strings.SplitSeq(line, ",") {
			key, value, _ := strings.Cut(trim(item), "=")
			if strings.EqualFold(trim(key), name) {
				return strings.Trim(trim(value), `"`), true
			}
		}
	}
	return "", false
}

// lifetime is how long an answer that came now is fresh in a browser (RFC 9111,
// section 4.2.1; s-maxage is for shared caches only).
func (e Engine) lifetime(res *Response, now time.Time) time.Duration {
	if _, always := directive(res.Header, "no-cache"); always {
		return 0
	}
	if value, there := directive(res.Header, "max-age"); there {
		return seconds(value)
	}
	if _, said := res.Header["Cache-Control"]; !said && strings.EqualFold(combined(res, "Pragma"), "no-cache") {
		return 0
	}
	if has(res, "Expires") {
		at, err := http.ParseTime(combined(res, "Expires"))
		if err != nil {
			return 0
		}
		return at.Sub(dateOf(res, now))
	}
	return e.heuristic(res, now)
}

// Of how long an answer goes without a word on freshness: a tenth of its age at
// the server (RFC 9111, section 4.2.2; heuristic-img-then-fetch), in Firefox a
// week at most (nsHttpResponseHead.cpp); redirects and 410 for good.
const (
	heuristicPart    = 10
	firefoxHeuristic = 7 * 24 * time.Hour
	permanent        = 365 * 24 * time.Hour
)

func (e Engine) heuristic(res *Response, now time.Time) time.Duration {
	switch res.Status {
	case 301, 308:
		if e == Firefox { // drawn
			return 0
		}
		return permanent
	case 410:
		return permanent
	case 200, 203, 206, 300:
	case 404:
		if e != WebKit { // drawn: browsers/sequences_test.go
			return 0
		}
	default: // poison-403-heuristic
		return 0
	}
	modified, err := http.ParseTime(combined(res, "Last-Modified"))
	if _, must := directive(res.Header, "must-revalidate"); must && e == Chromium || err != nil { // drawn
		return 0
	}
	age := dateOf(res, now).Sub(modified) / heuristicPart
	if e == Firefox {
		age = min(age, firefoxHeuristic)
	}
	return age
}

// dateOf is when the server made the answer.
func dateOf(res *Response, now time.Time) time.Time {
	if at, err := http.ParseTime(combined(res, "Date")); err == nil {
		return at
	}
	return now
}

// seconds reads delta-seconds; what is none is 0, what is too long is long.
func seconds(value string) time.Duration {
	if !digits(value) {
		return 0
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n > int64(permanent/time.Second) {
		return permanent
	}
	return time.Duration(n) * time.Second
}

// validators are the headers that ask whether an answer still holds; none when
// it has nothing to ask by.
func validators(res *Response) http.Header {
	h := http.Header{}
	if has(res, "Etag") {
		h["If-None-Match"] = []string{combined(res, "Etag")}
	}
	if has(res, "Last-Modified") {
		h["If-Modified-Since"] = []string{combined(res, "Last-Modified")}
	}
	return h
}
