package advice

import (
	"fmt"
	"net/http"
	"strings"

	"crossfront/emulator/journal"
)

// optionsCached: the behavior caches OPTIONS, and the answer to another preflight
// came back for this one.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/header-caching.html#header-caching-web-cors
func optionsCached(f *facts) (journal.Advice, bool) {
	if !f.preflight || !f.fromCache() {
		return nothing()
	}
	var missing []string
	for _, name := range [...]string{"Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"} {
		if f.request.Get(name) != "" && !f.keyed(name) {
			missing = append(missing, name)
		}
	}
	if len(missing) == 0 {
		return nothing()
	}
	return advise(cache,
		fmt.Sprintf("The edge answered the preflight with the stored answer to another one: behavior %s caches OPTIONS without %s in the cache key.",
			f.x.Edge.Behavior, strings.Join(missing, " and ")),
		fmt.Sprintf("Take OPTIONS off the CachedMethods of behavior %s, or use a cache policy with these headers in its key; then invalidate /*.", f.x.Edge.Behavior))
}

// cacheNoOptions has each preflight asked anew.
func cacheNoOptions(f *facts) []journal.Call {
	return append(changeBehavior(f, "Takes OPTIONS off the cached methods of behavior %s", behaviorChange{CachedMethods: []string{http.MethodGet, http.MethodHead}}),
		invalidateAll(f)...)
}
