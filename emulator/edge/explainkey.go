package edge

import (
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/journal"
)

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
