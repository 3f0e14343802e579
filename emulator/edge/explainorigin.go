package edge

import (
	"strconv"
	"time"

	"crossfront/emulator/edge/policy"
)

// originRequest says what became of the headers that decide about CORS, and
// how the request was signed. The fate of every header is in the cache key.
func (s *steps) originRequest(a *answer) {
	s.failover(a)
	for _, f := range a.sent.Fates {
		if decides(f) {
			s.add(stageOrigin, fateWords(f), f.Because)
		}
	}
	if a.signed != "" {
		what := "Sent to S3 unsigned"
		if a.signs {
			what = "Signed for S3"
		}
		s.add(stageSigning, what, a.signed)
	}
}

// failover says whom the request went to first, and why it went on, or did not.
func (s *steps) failover(a *answer) {
	if p := a.primary; p != nil {
		s.add(stageFailover, "The primary origin "+p.origin.ID+" "+p.outcome()+": asked the secondary "+a.origin.ID, a.over)
	} else if a.over != "" {
		s.add(stageFailover, "The primary origin "+a.origin.ID+" "+a.outcome()+": the secondary was not asked", a.over)
	}
}

// outcome says in words what came of asking.
func (a *answer) outcome() string {
	if a.fail != nil {
		return "could not be reached (" + string(a.fail.Kind) + ")"
	}
	return "answered " + strconv.Itoa(a.status)
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
	if a.status != 0 {
		s.relayed(x, a)
	}
	switch {
	case a.fresh.Because == "":
	case a.fresh.Store && x.broken && !x.viewerLeft:
		s.add(stageStore, "Not stored", x.note)
	case a.fresh.Store:
		s.add(stageStore, "Stored, fresh for "+strconv.Itoa(int(a.fresh.Fresh/time.Second))+" s", a.fresh.Because)
	default:
		s.add(stageStore, "Not stored", a.fresh.Because)
	}
}

// relayed says what the origin answered and what became of its headers.
func (s *steps) relayed(x *visit, a *answer) {
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
