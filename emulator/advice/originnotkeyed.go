package advice

import (
	"fmt"
	"strings"

	"crossfront/emulator/journal"
)

// originNotKeyed: Origin reaches the origin but is not in the cache key, so
// that whoever asks first decides for everybody.
// https://github.com/PRX/Infrastructure/issues/412
func originNotKeyed(f *facts) (journal.Advice, bool) {
	if !f.fromCache() || len(f.allowOrigin) > 0 || !f.forwarded("Origin") || f.keyed("Origin") {
		return nothing()
	}
	return advise(cache,
		fmt.Sprintf("Origin is forwarded but not in the cache key of behavior %s: a request without Origin that comes first "+
			"is answered without CORS headers, and that copy is then everybody's.", f.x.Edge.Behavior),
		"Use a cache policy that has Origin in its key, or "+fittingPolicy+".")
}

// keyOrigin puts Origin into the cache key, by the one managed cache policy
// that has Origin alone among its headers and keeps answers as
// CachingOptimized does. What is in the key now must not get lost.
func keyOrigin(f *facts) []journal.Call {
	if f.legacy() || f.keysMore() {
		return nil
	}
	return append(changeBehavior(f, "Sets the cache policy of behavior %s to "+mediaPackageName+", which has Origin in its key", behaviorChange{CachePolicyID: mediaPackageID}),
		invalidateAll(f)...)
}

// keysMore reports whether the cache key has parts that another policy would
// not have.
func (f *facts) keysMore() bool {
	if f.x.Edge.CacheKey == nil {
		return false
	}
	for _, part := range f.x.Edge.CacheKey.In {
		if !strings.EqualFold(part[0], "Accept-Encoding") {
			return true
		}
	}
	return false
}
