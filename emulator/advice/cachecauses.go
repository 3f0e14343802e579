package advice

import (
	"fmt"
	"strings"

	"crossfront/emulator/journal"
)

// storedBefore: the edge answered with something it had stored without CORS
// headers. Whatever was changed since, in the bucket or in the behavior, is
// not asked until the entry expires or is invalidated.
func storedBefore(f *facts) (journal.Advice, bool) {
	if !f.fromCache() || len(f.allowOrigin) > 0 {
		return nothing()
	}
	return advise(cache,
		fmt.Sprintf("The edge answered with a copy stored %s ago without CORS headers; the origin was not asked. "+
			"Changes made to the bucket or the behavior since then do not show yet.", age(f)),
		fmt.Sprintf("aws cloudfront create-invalidation --distribution-id %s --paths '/*'", f.x.Edge.DistributionID))
}

// age is how old a stored answer is, in words.
func age(f *facts) string {
	seconds := f.response.Get("Age")
	if seconds == "" {
		return "some time"
	}
	return seconds + " s"
}

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
		"Use a cache policy that has Origin in its key, or a response headers policy such as Managed-SimpleCORS.")
}

// reflectCached: the stored answer allows another origin than the one asking.
func reflectCached(f *facts) (journal.Advice, bool) {
	if !f.fromCache() || len(f.allowOrigin) != 1 || f.allowOrigin[0] == "*" || strings.EqualFold(f.allowOrigin[0], f.origin) || f.keyed("Origin") {
		return nothing()
	}
	return advise(cache,
		fmt.Sprintf("The edge answered with a copy stored %s ago for %s; Origin is not in the cache key, so %s gets it too.",
			age(f), f.allowOrigin[0], f.origin),
		"Use a cache policy that has Origin in its key, then invalidate /*.")
}
