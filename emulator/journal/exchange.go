// Package journal keeps the last exchanges: each is one request that arrived,
// with everything that was decided on its way and because of which setting.
//
// The rooms that decide (edge, s3) fill in their own part of an [Exchange] and
// hand it to a [Recorder]; the rooms that show (console, terminal) read it
// back. The JSON form is part of the product's contract.
package journal

import (
	"encoding/json"
	"time"
)

// Header is one header line, name and value as they stood on the wire.
type Header [2]string

// An Exchange is one request that arrived, with everything decided on its way.
type Exchange struct {
	ID       string    `json:"id"` // UUID version 7, so ids sort by time
	Time     time.Time `json:"time"`
	Entry    string    `json:"entry"` // "edge" or "s3"
	Request  Request   `json:"request"`
	Response Response  `json:"response"`
	Edge     *Edge     `json:"edge,omitempty"` // absent on direct S3 requests
	S3       *S3       `json:"s3"`             // null when S3 was not asked
	Browser  *Browser  `json:"browser,omitempty"`
	Advice   []Advice  `json:"advice"`
	// Faults are those that were asked for and that the request met.
	Faults []Fault `json:"faults,omitempty"`
	// Preflight is the id of the preflight that went before this request, when
	// it needed one and the journal keeps it.
	Preflight string `json:"preflight,omitempty"`

	// Lazy, when set, completes the exchange with what is too dear to work out
	// while a viewer waits. The journal runs it once, before the first reading.
	Lazy func(*Exchange) `json:"-"`
}

// Entries of an exchange.
const (
	EntryEdge = "edge"
	EntryS3   = "s3"
)

// Request is a request as it arrived, or as it was sent to an origin.
type Request struct {
	Method  string   `json:"method"`
	URL     string   `json:"url"` // absolute
	Headers []Header `json:"headers"`
}

// Response is a response as it left, or as an origin gave it.
type Response struct {
	Status  int      `json:"status"`
	Headers []Header `json:"headers"`
	Bytes   int64    `json:"bytes"` // body bytes
}

// Edge is what the edge decided.
type Edge struct {
	DistributionID string          `json:"distributionId"`
	Behavior       string          `json:"behavior"` // path pattern; "*" is the default behavior
	CacheKey       *CacheKey       `json:"cacheKey"` // null when the request never got as far as a key
	Cache          string          `json:"cache"`    // one of the Cache… constants
	OriginRequest  *Request        `json:"originRequest"`
	OriginResponse *OriginResponse `json:"originResponse"`
	Steps          []Step          `json:"steps"`
}

// What the cache did, in [Edge.Cache].
const (
	CacheHit        = "hit"
	CacheMiss       = "miss"
	CacheRefreshHit = "refreshHit"
	CacheError      = "error"     // the answer is an error, the edge's own or the origin's
	CacheBypass     = "bypass"    // the request or behavior is not cacheable
	CacheGenerated  = "generated" // made at the edge: redirect, function
)

// CacheKey is a cache key with what is, and what is not, in it.
type CacheKey struct {
	Key       string   `json:"key"`       // the whole key, readable
	In        []Header `json:"in"`        // headers, cookies and query strings that are part of it
	Forwarded []string `json:"forwarded"` // header names sent to the origin but not in the key
	Dropped   []string `json:"dropped"`   // header names neither in the key nor sent
}

// OriginResponse is the head of an origin's answer.
type OriginResponse struct {
	Status  int      `json:"status"`
	Headers []Header `json:"headers"`
}

// A Step is one decision: at which stage, what was done, and the setting or
// rule that made it so, both in plain words.
type Step struct {
	Stage   string `json:"stage"`
	What    string `json:"what"`
	Because string `json:"because"`
}

// A Fault is one that somebody had set, and that an exchange met.
type Fault struct {
	ID       string `json:"id"`
	What     string `json:"what"`     // "status 503 on bucket media"
	From     string `json:"from"`     // "seed.yaml line 12", "the console"
	Requests int    `json:"requests"` // how many met it: of the edge, several attempts
	// Broke: a request failed for it. A latency that nobody found too long did not
	// break anything.
	Broke  bool `json:"broke"`
	Stored bool `json:"stored,omitempty"` // an earlier request met it, whose answer the edge had stored
}

// S3 is what the bucket's side decided.
type S3 struct {
	Bucket    string `json:"bucket"`
	Key       string `json:"key"`
	Operation string `json:"operation"` // the S3 API's name: GetObject
	Status    int    `json:"status"`
	Code      string `json:"code,omitempty"`    // S3's error code, when it refused
	Message   string `json:"message,omitempty"` // S3's error message
	// Access is why the caller was let in or not, in one sentence; empty when
	// nobody had to be asked.
	Access string `json:"access,omitempty"`
	CORS   *CORS  `json:"cors"` // null when the request was not a CORS request for S3
	// NoRules: it was none, and the bucket has no CORS configuration either.
	NoRules bool `json:"noRules,omitempty"`
}

// CORS is the evaluation of a bucket's CORS rules.
type CORS struct {
	Rule  *int   `json:"rule"` // index of the rule that matched, from 0; null when none did
	Rules []Rule `json:"rules"`
	// Why is the outcome in one sentence: the bucket has no CORS configuration,
	// rule 2 matched, no rule matched.
	Why string `json:"why"`
}

// Rule is one CORS rule's verdict on a request.
type Rule struct {
	Index   int    `json:"index"`
	Matched bool   `json:"matched"`
	Reason  string `json:"reason"`
}

// Browser is what each engine makes of the exchange. Where KeptDecides, a 304 has
// left what they make of the answer that they have kept, and that may block.
type Browser struct {
	NeedsPreflight bool    `json:"needsPreflight"`
	KeptDecides    bool    `json:"keptDecides"`
	Chromium       Verdict `json:"chromium"`
	Firefox        Verdict `json:"firefox"`
	WebKit         Verdict `json:"webkit"`
}

// Verdict is one engine's: Error is the engine's own name for the failure
// (Chromium's Network.CorsError, Firefox's CORS… key), Message what it prints.
type Verdict struct {
	Allowed bool   `json:"allowed"`
	Error   string `json:"error,omitempty"`
	Message string `json:"message,omitempty"`
}

// Advice is one cause and the change that cures it.
type Advice struct {
	Layer string `json:"layer"` // "bucket", "edge", "cache" or "client"
	What  string `json:"what"`
	Fix   string `json:"fix"`
	Cause string `json:"cause,omitempty"` // id of the failure, such as NO-CORS-CONFIG
	// Apply makes the change in this emulator; nil where no call can, because
	// it is the page's code that has to change, or somebody has to choose.
	Apply *Remedy `json:"apply,omitempty"`
}

// Remedy is a change as calls of the console API, to be made in their order.
type Remedy struct {
	Calls []Call `json:"calls"`
}

// Call is one call of the console API.
type Call struct {
	What   string          `json:"what"` // in words: what it changes
	Method string          `json:"method"`
	Path   string          `json:"path"` // with its query
	Body   json.RawMessage `json:"body,omitempty"`
}
