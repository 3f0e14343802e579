package advice

import (
	"fmt"
	"strings"

	"crossfront/emulator/journal"
)

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
