package policy

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Freshness says whether and how long an origin's answer may be served from
// the cache.
type Freshness struct {
	Store bool          // keep it
	Fresh time.Duration // serve it without asking the origin for so long, from now
	// StaleWhileRevalidate is how long after that it may be served at once
	// while it is fetched anew, StaleIfError how long it may be served when the
	// origin cannot be reached or answers 500 to 599. Neither makes it older
	// than MaxTTL.
	StaleWhileRevalidate, StaleIfError time.Duration
	// MustRevalidate is true for a stored answer that is never served without
	// asking the origin first (max-age=0).
	MustRevalidate bool
	// Unconditional: the origin is asked again without If-None-Match and
	// If-Modified-Since (Vary: *).
	Unconditional bool
	// Alone: viewers who ask at the same time each ask the origin.
	Alone   bool
	Because string
}

// seconds turns a TTL of the API into a duration.
func seconds(s int64) time.Duration { return time.Duration(s) * time.Second }

// Freshness applies the TTL rules to an origin's answer that arrived at now.
// For an entry that a 304 confirmed, status is the entry's own and h are its
// refreshed headers. o is who answered, b.Origin or another; nil counts as a
// custom origin.
// Source: DG:Expiration (table "Specify the amount of time that CloudFront
// caches objects"); DG:http-3xx-status-codes; DG:HTTPStatusCodes for errors.
func (b *Behavior) Freshness(status int, h http.Header, now time.Time, o *Origin) Freshness {
	if !b.Cacheable() {
		if b.headers.everything {
			return Freshness{Because: "forwarding all headers turns caching off"}
		}
		return Freshness{Because: "all TTLs are 0: the behavior caches nothing, errors neither"}
	}
	cc := parseCacheControl(h["Cache-Control"])
	if status >= 400 {
		return b.errorFreshness(status, h, now, o)
	}
	var f Freshness
	if temporary := status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect; temporary && len(h["Cache-Control"]) == 0 {
		f.Because = strconv.Itoa(status) + " is cached only when the origin sends Cache-Control"
	} else {
		f = b.successFreshness(cc, h, now)
	}
	if f.Store {
		b.addStale(&f, cc)
	}
	if b.MinTTL > 0 {
		return f
	}
	// Source: DG:RequestAndResponseBehaviorCustomOrigin ("Simultaneous requests
	// for the same object"; "Content negotiation" for Vary: *).
	f.Alone = !f.Store || cc.zero()
	if f.Store && varyStar(h) {
		f = Freshness{Store: true, MustRevalidate: true, Unconditional: true, Alone: true, StaleIfError: f.Fresh + f.StaleIfError,
			Because: "the origin sent Vary: * and MinTTL is 0: stored, but every request goes to the origin"}
	}
	return f
}

// successFreshness is the table for answers below 400.
func (b *Behavior) successFreshness(cc cacheControl, h http.Header, now time.Time) Freshness {
	if directive := cc.forbidding(); directive != "" {
		if b.MinTTL == 0 {
			return Freshness{Because: "the origin sent " + directive + " and MinTTL is 0"}
		}
		return Freshness{Store: true, Fresh: b.MinTTL,
			Because: "MinTTL overrides the origin's " + directive}
	}
	given, from := originLifetime(cc, h, now)
	if from == "" {
		return b.defaultFreshness()
	}
	f := Freshness{Store: true, Fresh: min(max(given, b.MinTTL), b.MaxTTL), Because: "the origin sent " + from}
	switch {
	case given < b.MinTTL:
		f.Because = "MinTTL raises the origin's " + from
	case given > b.MaxTTL:
		f.Because = "MaxTTL lowers the origin's " + from
	}
	f.MustRevalidate = f.Fresh == 0
	return f
}

// defaultFreshness is for an origin that says nothing.
func (b *Behavior) defaultFreshness() Freshness {
	f := Freshness{Store: true, Fresh: max(b.MinTTL, b.DefaultTTL), Because: "the origin sent no lifetime: DefaultTTL"}
	if b.DefaultTTL < b.MinTTL {
		f.Because = "the origin sent no lifetime: MinTTL, which is above DefaultTTL"
	}
	f.MustRevalidate = f.Fresh == 0
	return f
}

// addStale sets how long the answer may be served after it expired. Without
// stale-if-error CloudFront serves stale objects until MaxTTL when the origin
// fails.
// Source: DG:HTTPStatusCodes; DG:Expiration ("stale-while-revalidate and
// stale-if-error", both limited by the maximum TTL).
func (b *Behavior) addStale(f *Freshness, cc cacheControl) {
	room := max(b.MaxTTL-f.Fresh, 0)
	f.StaleIfError = room
	if cc.staleIfError >= 0 {
		f.StaleIfError = min(cc.staleIfError, room)
	}
	if cc.staleWhileRevalidate > 0 {
		f.StaleWhileRevalidate = min(cc.staleWhileRevalidate, room)
	}
}

// forbidding names the directive that keeps the answer out of the cache; empty
// for none. no-cache with field names forbids only those fields.
func (cc *cacheControl) forbidding() string {
	switch {
	case cc.noStore:
		return "no-store"
	case cc.noCache:
		return "no-cache"
	case cc.private:
		return "private"
	}
	return ""
}

// zero reports max-age=0 or s-maxage=0, whichever counts.
func (cc *cacheControl) zero() bool {
	return cc.sMaxAge == 0 || cc.sMaxAge < 0 && cc.maxAge == 0
}

// originLifetime is the lifetime that the origin gave: s-maxage before max-age
// before Expires. from is empty when it gave none. An Expires that is no date
// is in the past, and is counted from the origin's own Date where there is one.
// Source: DG:Expiration; RFC 9111, sections 4.2.1 and 5.3.
func originLifetime(cc cacheControl, h http.Header, now time.Time) (lifetime time.Duration, from string) {
	switch {
	case cc.sMaxAge >= 0:
		return cc.sMaxAge, "s-maxage=" + secondsText(cc.sMaxAge)
	case cc.maxAge >= 0:
		return cc.maxAge, "max-age=" + secondsText(cc.maxAge)
	case len(h["Expires"]) == 0:
		return 0, ""
	}
	expires, err := http.ParseTime(h["Expires"][0])
	if err != nil {
		return 0, "an Expires that is no date"
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return max(expires.Sub(now), 0), "Expires"
}

func secondsText(d time.Duration) string {
	return strconv.FormatInt(int64(d/time.Second), 10)
}

// errorFreshness caches errors for ErrorCachingMinTTL, or longer when the
// origin says so, up to MaxTTL.
// Source: DG:HTTPStatusCodes ("HTTP 4xx and 5xx status codes that CloudFront
// always caches" and "… caches based on Cache-Control headers");
// DG:custom-error-pages-expiration (Expires counts too).
func (b *Behavior) errorFreshness(status int, h http.Header, now time.Time, o *Origin) Freshness {
	minTTL := b.ErrorTTL(status, o)
	cc := parseCacheControl(h["Cache-Control"])
	given, _ := originLifetime(cc, h, now)
	text := strconv.Itoa(status)
	switch {
	case b.alwaysCached(status):
	case slices.Contains([]int{400, 403, 405, 412, 415}, status):
		if cc.sMaxAge < 0 && cc.maxAge < 0 {
			return Freshness{Because: text + " is cached only when the origin sends max-age or s-maxage"}
		}
	default:
		return Freshness{Because: "CloudFront does not cache " + text}
	}
	f := Freshness{Store: true, Fresh: min(max(minTTL, given), b.MaxTTL),
		Because: text + " is cached for the error caching minimum TTL"}
	if given > minTTL {
		f.Because = text + " is cached as long as the origin says"
	}
	if f.Fresh == 0 {
		return Freshness{Because: "the error caching minimum TTL is 0"}
	}
	return f
}

// ErrorTTL is how long an error of o is cached at least, and how long o is left
// alone where a stale object hides it. Errors of S3 are kept for a second even
// where 0 is configured.
// Source: DG:HTTPStatusCodes; DG:custom-error-pages-expiration ("you will still
// see an error caching minimum TTL of 1 second for S3 origin errors").
func (b *Behavior) ErrorTTL(status int, o *Origin) time.Duration {
	ttl := defaultErrorCachingMinTTL
	if e, ok := b.dist.ErrorResponses[status]; ok {
		ttl = e.MinTTL
	}
	if o != nil && o.S3 {
		ttl = max(ttl, time.Second)
	}
	return ttl
}

// FailureFreshness is how long it is remembered that o could not be asked, for
// which viewers get status.
// Source: DG:HTTPStatusCodes (no answer "is considered an HTTP 5xx error from
// the origin"); see [Options.ForgetOriginFailures].
func (b *Behavior) FailureFreshness(status int, o *Origin) Freshness {
	switch {
	case !b.Cacheable():
		return b.Freshness(status, nil, time.Time{}, o)
	case b.opts.ForgetOriginFailures:
		return Freshness{Because: "the origin gave no answer that could be stored"}
	}
	return b.errorFreshness(status, nil, time.Time{}, o)
}

func (b *Behavior) alwaysCached(status int) bool {
	return slices.Contains([]int{404, 414, 500, 501, 502, 503, 504}, status) ||
		status == http.StatusForbidden && b.opts.CacheForbidden
}

func varyStar(h http.Header) bool {
	for _, line := range h["Vary"] {
		for item := range strings.SplitSeq(line, ",") {
			if strings.TrimSpace(item) == "*" {
				return true
			}
		}
	}
	return false
}
