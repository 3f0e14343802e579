package cache

import (
	"net/http"
	"time"
)

// An Entry is one stored answer and how it came to be. It never changes once
// it is in a cache: a revalidation puts another in its place.
type Entry struct {
	Key Key
	// Path and Query are what an invalidation names: the path that was
	// requested and the part of the query string that is in the cache key.
	Path, Query string

	Status int
	Header http.Header // as relayed by the edge; shared by all who are answered
	Body   []byte
	// Chunked: the origin announced no length, and viewers get none either.
	Chunked bool
	// Range is what of the object Body is, in the slot Part; in the slot Head only
	// its Total is set.
	Range Span

	// Stored is when the origin gave the answer, or last confirmed it.
	Stored time.Time
	// Age is what the origin's own Age header said then.
	Age  time.Duration
	Life Lifetime
	// RetryAt holds the edge back from asking a failing origin again: until
	// then the stale entry is served. Zero: nothing failed.
	RetryAt time.Time

	By Birth

	// Failure is set where there was no answer to store: the origin could not be
	// asked, and is not asked again while the entry is fresh.
	Failure *Failure
	// Fault is the injected fault that made the answer what it is; nil: none.
	Fault *Fault

	parts []*Entry // in the slot Part: what is stored of the object, newest first
}

// Birth is the request that made the edge fetch an entry.
type Birth struct {
	At        time.Time // when the answer was stored first
	RequestID string    // X-Amz-Cf-Id
	Method    string
	Origin    string // value of Origin
	HasOrigin bool
}

// A Fault names an injected fault, and who asked for it.
type Fault struct{ ID, What, From string }

// A Failure is why an origin could not be asked.
type Failure struct{ Kind, Host, Because string }

// A Span is a part of an object: bytes Start up to, not including, End of
// Total.
type Span struct{ Start, End, Total int64 }

// Lifetime is how long an entry is good for what, from when it was stored.
type Lifetime struct {
	// Fresh is how long it is served without asking the origin.
	Fresh time.Duration
	// StaleWhileRevalidate is how long after that it is served at once while
	// the origin is asked.
	StaleWhileRevalidate time.Duration
	// StaleIfError is how long after Fresh it is served when the origin fails.
	StaleIfError time.Duration
	// Unconditional: the origin is asked without If-None-Match or
	// If-Modified-Since (Vary: *).
	Unconditional bool
}

// State is what an entry is good for at some moment.
type State uint8

// The states, each less than the one before.
const (
	Fresh      State = iota
	Held             // expired, but the origin failed a moment ago: served without asking
	Refreshing       // expired, served at once while the origin is asked
	Expired          // the origin is asked first
)

// At is the entry's state at now.
func (e *Entry) At(now time.Time) State {
	age := now.Sub(e.Stored)
	switch {
	case age < e.Life.Fresh:
		return Fresh
	case now.Before(e.RetryAt) && e.UsableOnError(now):
		return Held
	case age < e.Life.Fresh+e.Life.StaleWhileRevalidate:
		return Refreshing
	}
	return Expired
}

// UsableOnError reports whether the entry may be served at now because the
// origin fails.
func (e *Entry) UsableOnError(now time.Time) bool {
	return now.Sub(e.Stored) < e.Life.Fresh+e.Life.StaleIfError
}

// AgeAt is the value of the Age header at now, in whole seconds.
func (e *Entry) AgeAt(now time.Time) int64 {
	return max(0, int64((now.Sub(e.Stored)+e.Age)/time.Second))
}

// Size of what an entry takes beside its texts and its body: the structures of
// the entry, the list and the map. Measured, rounded up.
const overhead = 512

func (e *Entry) size() int64 {
	n := overhead + len(e.Body) + len(e.Key.Key) + len(e.Path) + len(e.Query) + len(e.By.Origin)
	for name, values := range e.Header {
		n += 64 + len(name)
		for _, v := range values {
			n += 16 + len(v)
		}
	}
	if f := e.Failure; f != nil {
		n += len(f.Kind) + len(f.Host) + len(f.Because)
	}
	size := int64(n)
	for _, p := range e.parts {
		size += p.size()
	}
	return size
}
