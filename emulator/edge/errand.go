package edge

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"crossfront/emulator/edge/cache"
	"crossfront/emulator/edge/origin"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/fault"
	"crossfront/emulator/hosts"
	"crossfront/emulator/journal"
)

// An errand is what is needed to ask an origin for a viewer. It holds nothing
// of the visit, which may end before the errand does.
type errand struct {
	edge     *Edge
	viewer   policy.Viewer
	dist     *policy.Distribution
	behavior *policy.Behavior
	origin   *policy.Origin   // who is asked
	failover *policy.Failover // and who instead when that fails; nil: nobody
	key      policy.Key
	stale    *cache.Entry // expired entry to revalidate, nil for none
	store    bool         // the answer may be stored
	mark     cache.Mark
	now      time.Time    // when the viewer asked; when the origin answered, once it has
	trace    *fault.Trace // injected faults that its requests meet; nil: there are none set

	body       io.Reader
	bodyLength int64
}

func (x *visit) errand() *errand {
	t := &errand{
		edge: x.edge, viewer: x.viewer, dist: x.dist, behavior: x.behavior, key: x.key, stale: x.stale,
		origin: x.behavior.Origin, failover: x.behavior.Failover,
		store: x.behavior.Caches(x.viewer.Method), mark: x.edge.cache.Mark(), now: x.now,
	}
	if x.edge.config.Faults.Any() {
		t.trace = new(fault.Trace)
	}
	if x.redirected { // by a function
		t.origin, t.failover = x.origin, x.failover
	}
	return t
}

// An answer is what came of asking an origin once. It does not change once it
// is there, but for its streams.
type answer struct {
	origin *policy.Origin // who was asked
	sent   policy.OriginRequest
	url    string // where it was sent
	signs  bool   // the request was signed
	signed string // why it was, or was not
	s3     *journal.S3

	trace   *fault.Trace
	primary *answer // the primary's, which made the request fail over
	over    string  // why it failed over, or did not

	status  int
	raw     http.Header // as the origin sent them
	header  http.Header // as they are relayed, without Content-Length
	changes []policy.Change
	fresh   policy.Freshness
	length  int64 // of the body; -1: unknown
	part    cache.Span
	whole   bool          // the edge left the viewer's range out
	chunked bool          // the origin sent no length, but chunks
	times   origin.Times  // what the request took
	spool   *origin.Spool // the body, for everyone
	stream  io.ReadCloser // the body, for the one who asked

	compressed string // encoding that the edge put on the body; empty: none

	refreshed *cache.Entry  // the origin confirmed the stale entry: 304
	fail      *origin.Error // the origin gave no answer
	rescued   *cache.Entry  // the stale entry that hides an origin's failure
}

// trouble says what a rescued answer hides.
func (a *answer) trouble() string {
	if a.fail != nil {
		return "the origin could not be reached: " + a.fail.Err.Error()
	}
	return "the origin answered " + strconv.Itoa(a.status)
}

// ask asks the origin, or the two of an origin group, and reads the head of
// the answer. The body, if the answer has one for viewers, is in
// answer.stream.
func (t *errand) ask(ctx context.Context) *answer {
	a := t.failOver(ctx, t.askOne(ctx, t.origin))
	status := a.status
	if a.fail != nil {
		status = a.fail.Status()
	}
	if status >= 500 {
		a.rescued = t.rescue(status, a.origin)
	}
	switch {
	case a.rescued != nil:
		a.drop()
	case a.fail != nil:
		if t.store && a.fail.Kind != origin.Aborted && ctx.Err() == nil {
			a.fresh = t.behavior.FailureFreshness(status, a.origin)
		}
	case a.status == http.StatusNotModified && t.stale != nil:
		a.drop()
		t.confirm(a)
	default:
		t.read(a)
	}
	return a
}

// askOne sends the request to o. Of the answer it takes status, headers and
// body as they came.
func (t *errand) askOne(ctx context.Context, o *policy.Origin) *answer {
	a := &answer{origin: o, sent: t.behavior.OriginRequest(&t.viewer, o), trace: t.trace}
	a.whole = t.adjust(&a.sent)
	s := server(o, t.viewer.Scheme)
	a.url = s.URL(a.sent.Path, a.sent.RawQuery)
	if s.S3 {
		a.s3 = new(journal.S3)
		ctx = journal.WithS3(ctx, a.s3)
		if a.signs, a.signed = o.Signs(a.sent.Header); a.signs {
			ctx = origin.WithIdentity(ctx, t.identity(o))
		}
	}
	if t.trace != nil {
		ctx = fault.WithTrace(ctx, t.trace)
	}
	resp, err := t.edge.origins.Do(ctx, s, &origin.Request{
		Method: a.sent.Method, Path: a.sent.Path, RawQuery: a.sent.RawQuery, Host: a.sent.Host,
		Header: a.sent.Header, Body: t.body, ContentLength: t.bodyLength, Times: &a.times,
	})
	t.now = t.edge.config.Clock.Now()
	if err != nil {
		a.fail = asFailure(err, o.DomainName)
		return a
	}
	a.status, a.raw, a.length, a.stream = resp.StatusCode, resp.Header, resp.ContentLength, resp.Body
	a.chunked = len(resp.TransferEncoding) > 0
	return a
}

// read makes of an origin's answer what viewers get and the cache keeps.
func (t *errand) read(a *answer) {
	a.header, a.changes = t.behavior.RelayHeaders(a.raw, a.origin)
	delete(a.header, "Content-Length")
	t.complete(a.header)
	frozen(a.header)
	if t.store {
		a.fresh = t.behavior.Freshness(a.status, a.raw, t.now, a.origin)
	}
	if a.status == http.StatusNotModified {
		a.fresh = policy.Freshness{Because: "the origin confirmed the viewer's own copy: there is nothing to store"}
	}
	if a.status == http.StatusPartialContent {
		if span, ok := cache.ParseContentRange(first(a.raw, "Content-Range")); ok {
			a.part = span
		} else {
			a.fresh.Store = false // several parts, or none that can be placed
		}
	}
	t.compress(a)
	switch {
	case t.viewer.Method == http.MethodHead: // the length that a GET's answer would have
		if a.raw["Content-Length"] == nil {
			a.length = -1
		}
	case bodiless(t.viewer.Method, a.status):
		a.length = 0
	}
}

// complete gives an answer the headers that every object at the edge has.
func (t *errand) complete(h http.Header) {
	if h["Date"] == nil {
		h["Date"] = []string{t.now.UTC().Format(http.TimeFormat)}
	}
	if h["Server"] == nil {
		h["Server"] = []string{"CloudFront"}
	}
}

// drop reads the rest of a body that no viewer gets, so that the connection
// can serve again.
func (a *answer) drop() {
	if a.stream == nil {
		return
	}
	_, _ = io.CopyN(io.Discard, a.stream, 64<<10)
	a.stream.Close()
	a.stream, a.length = nil, 0
}

// asFailure is err as what the origin client fails with.
func asFailure(err error, host string) *origin.Error {
	if fail, ok := err.(*origin.Error); ok {
		return fail
	}
	return &origin.Error{Kind: origin.InvalidReply, Host: host, Err: err}
}

// identity is who signs requests to o: the distribution, under the origin's
// access control.
func (t *errand) identity(o *policy.Origin) origin.Identity {
	id := origin.Identity{DistributionARN: t.dist.ARN, OAI: o.IdentityOAI, SignedHost: o.DomainName}
	if parts := strings.Split(t.dist.ARN, ":"); len(parts) > 4 {
		id.AccountID = parts[4]
	}
	if o.IdentityOAI == "" {
		id.Override = o.AccessControl.SigningBehavior == "always"
	}
	return id
}

// server is the origin as the client that reaches it needs it.
func server(o *policy.Origin, viewerScheme string) *origin.Server {
	s := &origin.Server{
		Host: o.DomainName, Scheme: o.Scheme(viewerScheme), Port: o.HTTPPort,
		ConnectionAttempts: o.ConnectionAttempts, ConnectTimeout: o.ConnectTimeout, ReadTimeout: o.ReadTimeout,
		KeepaliveTimeout: o.KeepaliveTimeout, CompletionTimeout: o.CompletionTimeout, OldestTLS: o.OldestTLS(),
	}
	if s.Scheme == "https" {
		s.Port = o.HTTPSPort
	}
	name, isS3 := hosts.ParseS3(o.DomainName)
	s.S3, s.Website = isS3, name.Website
	return s
}

// bodiless reports whether an answer has no body whatever its headers say.
// RFC 9110, section 6.4.1.
func bodiless(method string, status int) bool {
	return method == http.MethodHead || status == http.StatusNoContent || status == http.StatusNotModified
}
