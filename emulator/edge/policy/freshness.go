package policy

import "time"

// Freshness says whether and how long an origin's answer may be served from
// the cache.
type Freshness struct {
	Store bool          // keep it
	Fresh time.Duration // serve it without asking the origin for so long, from now
	// StaleWhileRevalidate and StaleIfError are how long after that it may be
	// served while it is fetched anew, and when the origin fails.
	StaleWhileRevalidate, StaleIfError time.Duration
	// MustRevalidate is true for a stored answer that is never served without
	// asking the origin first (max-age=0).
	MustRevalidate bool
	Because        string
}

// seconds turns a TTL of the API into a duration.
func seconds(s int64) time.Duration { return time.Duration(s) * time.Second }
