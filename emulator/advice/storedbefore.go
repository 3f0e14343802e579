package advice

import (
	"fmt"
	"net/http"
	"net/url"

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

// invalidateAll drops what the distribution has stored.
func invalidateAll(f *facts) []journal.Call {
	id := f.x.Edge.DistributionID
	return []journal.Call{call(http.MethodPost, "/api/distributions/"+url.PathEscape(id)+"/invalidations",
		map[string][]string{"paths": {"/*"}}, "Invalidates /* of distribution %s", id)}
}
