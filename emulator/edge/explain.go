package edge

import (
	"cmp"
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
	stageSignature = "signature"
	stageKey       = "cache key"
	stageCache     = "cache"
	stageOrigin    = "origin request"
	stageFault     = "injected fault"
	stageFailover  = "origin failover"
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
		path := x.viewer.Path
		if x.runs != nil {
			path = x.runs.path
		}
		s.add(stageBehavior, "Behavior "+x.behavior.Pattern, behaviorBecause(x.behavior, path))
	}
	if x.reply.outcome == redirect {
		s.add(stageGate, "Redirected to https", x.note)
	}
	if v := x.signed; v != nil && v.Refusal == nil {
		s.signature(v)
	}
	if x.runs != nil && x.runs.request != nil {
		s.function(x.runs.request)
		if x.runs.origin != "" {
			s.add(stageOrigin, x.runs.origin, "function "+x.runs.request.name)
		}
	}
	if x.keyed {
		s.cacheOutcome(x)
	}
	if a := x.asked(); a != nil {
		s.originRequest(a)
		s.originResponse(x, a)
	}
	s.faults(x)
	if c := x.cause; c != nil {
		s.add(cmp.Or(c.stage, stageGate), c.what, c.because)
	}
	if p := x.page; p != nil {
		s.add(stageErrorPage, "The error "+strconv.Itoa(p.status)+" was replaced by "+p.rule.PagePath+" with status "+strconv.Itoa(x.reply.status),
			"the distribution has a custom error response for "+strconv.Itoa(p.status))
	}
	for _, c := range x.changes {
		s.add(stagePolicy, c.Header+" "+c.What, c.Because)
	}
	if x.runs != nil && x.runs.response != nil {
		s.function(x.runs.response)
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
