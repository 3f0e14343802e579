package edge

import (
	"io"
	"net/http"
	"time"

	"crossfront/emulator/edge/cache"
	"crossfront/emulator/edge/function"
	"crossfront/emulator/edge/origin"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/edge/signed"
	"crossfront/emulator/fault"
	"crossfront/emulator/journal"
)

// A visit is one request on its way through the pipeline: what arrived, what
// the stages found out, and the reply.
type visit struct {
	trail   *trail
	edge    *Edge
	arrived *http.Request // never edited
	wire    http.ResponseWriter
	fixed   string // distribution of the listener it came in by; empty: by Host
	now     time.Time
	started time.Time // by the system's clock, for durations

	viewer   policy.Viewer
	place    *location
	placed   bool // the request itself says where
	world    *registry.World
	dist     *policy.Distribution
	behavior *policy.Behavior
	key      policy.Key
	keyed    bool // key is set

	signed *signed.Verdict // where the behavior asks for a signature
	runs   *runs           // of functions; nil for none

	redirected bool // origin and failover stand in for the behavior's
	origin     *policy.Origin
	failover   *policy.Failover

	stale   *cache.Entry // found but expired
	expired bool         // stale was set
	cause   *cause       // why the edge refuses, nil when it does not
	answer  *answer      // what the origin was asked and said in this visit
	failed  *answer      // an origin's failure that a stale entry hides
	page    *errorPage   // custom error response that replaced the answer
	note    string       // something that the cache's outcome needs said
	trace   *fault.Trace // injected faults that the answer met; nil: there are none set

	reply      reply
	ranged     string          // Content-Range of a part that the edge cut
	replied    http.Header     // as it left, once it has
	changes    []policy.Change // of the response headers policy
	sent       int64           // body bytes
	firstByte  time.Duration   // until the reply began to leave
	broken     bool
	viewerLeft bool                    // while the body was sent
	abandoned  bool                    // the viewer left before there was a reply
	delivered  bool                    // the viewer has the whole reply
	flight     *origin.Flight[*answer] // shared request that the reply comes from
	own        [ownLines]string        // room for header values that are this reply's own
}

// The header lines whose values are made for each reply; the others' are
// shared.
const (
	ownRequestID = iota
	ownAge
	ownDate
	ownLength
	ownLines
)

// line is a header's one value, kept in the visit itself.
func (x *visit) line(own int, value string) []string {
	x.own[own] = value
	return x.own[own : own+1 : own+1]
}

// close lets go of what the visit holds, whatever happened. The journal may be
// reading a closed visit: a second close changes nothing.
func (x *visit) close() {
	if x.reply.stream != nil {
		x.reply.stream.Close()
		x.reply.stream = nil
	}
	if f := x.flight; f != nil {
		x.flight = nil
		if x.delivered {
			f.Finish()
		} else {
			f.Leave()
		}
	}
}

// A reply is what leaves, before the headers that every reply gets.
type reply struct {
	status int
	// header may be shared with a cache entry: it is copied to the wire, and
	// never edited. Content-Length is not in it.
	header http.Header
	// The body: bytes, or a stream of length bytes (-1: unknown).
	body   []byte
	stream io.ReadCloser
	length int64
	part   cache.Span // which part of the object the body is; zero: all of it
	whole  bool       // the edge asked for all of it where the viewer asked for a part

	outcome   outcome
	generated bool // made by the edge, not by an origin
	entry     provenance
	age       int64 // seconds; meaningful when aged
	aged      bool  // has an Age header
}

// A provenance is what is kept of a cache entry for the journal: whose answer
// a hit is. It does not hold the body.
type provenance struct {
	is     bool
	key    cache.Key
	by     cache.Birth
	fault  *cache.Fault
	stored time.Time
	life   cache.Lifetime
}

func provenanceOf(e *cache.Entry) provenance {
	return provenance{is: true, key: e.Key, by: e.By, fault: e.Fault, stored: e.Stored, life: e.Life}
}

// An outcome is where a reply came from. It gives X-Cache and the journal's
// word.
type outcome uint8

const (
	miss outcome = iota
	hit
	refreshHit
	bypass // not cacheable: X-Cache says Miss
	redirect
	generatedError
	joined   // waited for another viewer's request: X-Cache says Hit
	staleHit // expired, but the origin failed or is being asked: X-Cache says Hit

	functionMade      // a viewer-request function's response
	functionFailed    // threw
	functionInvalid   // returned what cannot be
	functionThrottled // used too much
	outcomes          // how many
)

// words are the outcomes' values of X-Cache, as header lines that replies
// share.
type words struct {
	xcache [outcomes][]string
	error  []string
	server []string
	altSvc []string // where the distribution has HTTP/3, as captures show it
	// Connection, as it stands in captures over HTTP/1.1.
	keepAlive, close []string
}

// newWords: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html
// (x-edge-result-type) and captures. What a stale answer says is undocumented.
func newWords() words {
	w := words{server: []string{"CloudFront"}, altSvc: []string{`h3=":443"; ma=86400`},
		keepAlive: []string{"keep-alive"}, close: []string{"close"}}
	for o, text := range map[outcome]string{
		miss: "Miss", bypass: "Miss", hit: "Hit", joined: "Hit", staleHit: "Hit",
		refreshHit: "RefreshHit", redirect: "Redirect", generatedError: "Error",
		functionMade: "FunctionGeneratedResponse", functionFailed: string(function.Execution),
		functionInvalid: string(function.Validation), functionThrottled: string(function.Throttled),
	} {
		w.xcache[o] = []string{text + " from cloudfront"}
	}
	w.error = w.xcache[generatedError]
	return w
}

// xcache is the X-Cache header: Error for every answer from 400 up, from the
// cache or not, and for a custom error page even when it says 200. Functions
// have their own words, whatever the status.
func (x *visit) xcache() []string {
	if x.reply.outcome >= functionMade {
		return x.edge.words.xcache[x.reply.outcome]
	}
	if x.page != nil || x.reply.status >= 400 {
		return x.edge.words.error
	}
	return x.edge.words.xcache[x.reply.outcome]
}

// cacheWord is the journal's word for what the cache did.
func (x *visit) cacheWord() string {
	switch {
	case x.reply.outcome == functionMade:
		return journal.CacheGenerated
	case x.page != nil || x.reply.status >= 400:
		return journal.CacheError
	case x.reply.outcome == hit, x.reply.outcome == joined, x.reply.outcome == staleHit:
		return journal.CacheHit
	case x.reply.outcome == refreshHit:
		return journal.CacheRefreshHit
	case x.reply.outcome == redirect:
		return journal.CacheGenerated
	case x.reply.outcome == bypass:
		return journal.CacheBypass
	}
	return journal.CacheMiss
}
