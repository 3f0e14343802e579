package edge

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/journal"
)

// The stages that steps name.
const (
	stageGate      = "gate"
	stageBehavior  = "behavior"
	stageKey       = "cache key"
	stageCache     = "cache"
	stageOrigin    = "origin request"
	stageSigning   = "origin access"
	stageAnswer    = "origin response"
	stageStore     = "store"
	stageErrorPage = "error page"
	stagePolicy    = "response headers policy"
)

// explain tells what was decided, stage by stage, in words.
func (x *visit) explain() []journal.Step {
	var s steps
	if x.behavior != nil {
		s.add(stageBehavior, "Behavior "+x.behavior.Pattern, behaviorBecause(x.behavior, x.viewer.Path))
	}
	if x.reply.outcome == redirect {
		s.add(stageGate, "Redirected to https", x.note)
	}
	if x.keyed {
		s.cacheOutcome(x)
	}
	if a := x.asked(); a != nil {
		s.originRequest(x, a)
		s.originResponse(x, a)
	}
	if c := x.cause; c != nil {
		s.add(stageGate, c.what, c.because)
	}
	if p := x.page; p != nil {
		s.add(stageErrorPage, "The error "+strconv.Itoa(p.status)+" was replaced by "+p.rule.PagePath+" with status "+strconv.Itoa(x.reply.status),
			"the distribution has a custom error response for "+strconv.Itoa(p.status))
	}
	for _, c := range x.changes {
		s.add(stagePolicy, c.Header+" "+c.What, c.Because)
	}
	return s
}

func behaviorBecause(b *policy.Behavior, path string) string {
	if b.Pattern == "*" {
		return "no other path pattern matches " + path
	}
	return "it is the first whose path pattern matches " + path
}

// steps are the words in the making.
type steps []journal.Step

func (s *steps) add(stage, what, because string) {
	*s = append(*s, journal.Step{Stage: stage, What: what, Because: because})
}

// cacheOutcome says whose answer the viewer got.
func (s *steps) cacheOutcome(x *visit) {
	r := &x.reply
	switch {
	case x.abandoned:
		s.add(stageCache, "The viewer left", x.note)
	case r.entry.is:
		s.entry(x)
	case r.outcome == joined:
		s.add(stageCache, "Hit: shared the answer to another viewer's request", x.note)
	case r.outcome == miss, x.cause != nil && x.behavior.Caches(x.viewer.Method):
		s.add(stageCache, "Miss", missBecause(x))
	default:
		s.add(stageCache, "Not cached", bypassBecause(x))
	}
}

// entry says how the entry came to be, and, where the requests' Origins
// differ, why that made no difference to the edge.
func (s *steps) entry(x *visit) {
	p := &x.reply.entry
	what := "Hit: "
	switch x.reply.outcome {
	case refreshHit:
		what = "RefreshHit: the origin confirmed what was "
	case staleHit:
		what = "Hit on an expired object: "
	}
	ago := max(0, x.now.Sub(p.by.At)) / time.Second
	what += "stored " + strconv.Itoa(int(ago)) + " s ago by a request "
	if p.by.HasOrigin {
		what += "with Origin " + p.by.Origin
	} else {
		what += "without Origin"
	}
	because := x.originInKey()
	if x.note != "" {
		because = x.note + "; " + because
	}
	s.add(stageCache, what, because)
}

// originInKey says whether Origin tells entries apart, and because of which
// setting.
func (x *visit) originInKey() string {
	for _, part := range x.key.In {
		if part.Kind == policy.PartHeader && part.Name == "origin" {
			return "Origin is in the cache key (" + x.keySetting() + ")"
		}
	}
	if x.viewer.Header["Origin"] == nil && x.keysOrigin() {
		return "Origin is in the cache key (" + x.keySetting() + "), and this request has none"
	}
	return "Origin is not in the cache key (" + x.keySetting() + ")"
}

// keySetting names the setting that makes the cache key.
func (x *visit) keySetting() string {
	if x.behavior.Legacy {
		return "legacy cache settings"
	}
	name := x.behavior.CachePolicyID
	if p, err := x.edge.config.Registry.CachePolicies().Get(name); err == nil {
		name = p.Config.Name
	}
	return "cache policy " + name
}

// keysOrigin reports whether a request with an Origin would have it in its
// key.
func (x *visit) keysOrigin() bool {
	v := x.viewer
	v.Header = http.Header{"Origin": {"https://example.org"}}
	key := x.behavior.Key(&v)
	return slices.ContainsFunc(key.In, func(p policy.Part) bool { return p.Kind == policy.PartHeader && p.Name == "origin" })
}

func missBecause(x *visit) string {
	if x.expired {
		return "the cached object expired"
	}
	return "nothing is stored under this cache key at " + x.viewer.POP
}

func bypassBecause(x *visit) string {
	if !x.behavior.Cacheable() {
		return x.keySetting() + " caches nothing"
	}
	return "answers to " + x.viewer.Method + " are not cached by this behavior"
}

// originRequest says what became of the headers that decide about CORS, and
// how the request was signed. The fate of every header is in the cache key.
func (s *steps) originRequest(x *visit, a *answer) {
	for _, f := range a.sent.Fates {
		if decides(f) {
			s.add(stageOrigin, fateWords(f), f.Because)
		}
	}
	if a.signed != "" {
		what := "Sent to S3 unsigned"
		if signs, _ := x.behavior.Origin.Signs(a.sent.Header); signs {
			what = "Signed for S3"
		}
		s.add(stageSigning, what, a.signed)
	}
}

// decides reports whether a header's fate is worth a step: those that S3 and
// others decide about CORS by, and a viewer's Host, which breaks a signature.
func decides(f policy.Fate) bool {
	switch f.Header {
	case "Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers", "Authorization":
		return true
	case "Host":
		return f.Kept
	}
	return false
}

// fateWords: "Origin removed here", "Origin forwarded, not in the cache key".
func fateWords(f policy.Fate) string {
	switch f.What {
	case policy.FateRemoved:
		return f.Header + " removed here"
	case policy.FateForwarded:
		if f.InKey {
			return f.Header + " forwarded, in the cache key"
		}
		return f.Header + " forwarded, not in the cache key"
	}
	return f.Header + " " + f.What
}

// originResponse says what came back, what of it was taken off, and whether it
// was stored.
func (s *steps) originResponse(x *visit, a *answer) {
	if a.status == 0 {
		return
	}
	what := "The origin answered " + strconv.Itoa(a.status)
	if allow := first(a.raw, "Access-Control-Allow-Origin"); allow != "" {
		what += " with Access-Control-Allow-Origin: " + allow
	} else {
		what += " without Access-Control-Allow-Origin"
	}
	s.add(stageAnswer, what, corsBecause(x, a))
	for _, c := range a.changes {
		s.add(stageAnswer, c.Header+" "+c.What, c.Because)
	}
	if a.compressed != "" {
		s.add(stageAnswer, "Compressed with "+a.compressed, "the behavior compresses objects automatically, and the viewer accepts it")
	}
	if a.fresh.Because == "" {
		return
	}
	if a.fresh.Store {
		s.add(stageStore, "Stored, fresh for "+strconv.Itoa(int(a.fresh.Fresh/time.Second))+" s", a.fresh.Because)
	} else {
		s.add(stageStore, "Not stored", a.fresh.Because)
	}
}

func corsBecause(x *visit, a *answer) string {
	sent := first(a.sent.Header, "Origin")
	switch {
	case sent != "":
		return "the request to it had Origin " + sent
	case x.viewer.Header["Origin"] != nil:
		return "the request to it had no Origin: it was removed at the edge"
	}
	return "the request had no Origin"
}

// explainKey is the cache key with what is not in it.
func (x *visit) explainKey() *journal.CacheKey {
	k := &journal.CacheKey{Key: x.key.String, In: []journal.Header{}, Forwarded: []string{}, Dropped: []string{}}
	for _, part := range x.key.In {
		k.In = append(k.In, journal.Header{part.Name, part.Value})
	}
	fates := x.fates()
	for _, f := range fates {
		if x.viewer.Header[f.Header] == nil && f.Header != "Host" {
			continue // added by the edge
		}
		switch {
		case f.InKey:
		case f.Kept:
			k.Forwarded = append(k.Forwarded, f.Header)
		case f.What == policy.FateRemoved || f.What == policy.FateReplaced:
			k.Dropped = append(k.Dropped, f.Header)
		}
	}
	return k
}

// fates are what became, or on a hit would have become, of the viewer's
// headers on the way to the origin.
func (x *visit) fates() []policy.Fate {
	if a := x.asked(); a != nil {
		return a.sent.Fates
	}
	if x.behavior.Origin == nil {
		return nil
	}
	sent := x.behavior.OriginRequest(&x.viewer, x.behavior.Origin)
	return sent.Fates
}
