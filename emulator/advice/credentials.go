package advice

import (
	"fmt"
	"strings"

	"crossfront/emulator/journal"
)

// credentialsRefused: the page sends cookies, and the answer's CORS headers are
// for requests without them. Fetch standard, "CORS check", steps 3 to 7.
func credentialsRefused(f *facts) (journal.Advice, bool) {
	wildcard := f.blockedFor("WildcardOriginNotAllowed")
	if !wildcard && !f.blockedFor("InvalidAllowCredentials") {
		return nothing()
	}
	what := "The page sends credentials, and the answer lacks Access-Control-Allow-Credentials: true."
	if wildcard {
		what = "The page sends credentials, and the answer says Access-Control-Allow-Origin: *, which counts only without them."
	}
	const without = "let the page ask without credentials: credentials: 'omit', withCredentials = false."
	switch {
	case f.addedByPolicy():
		return advise(edge, what+" The response headers policy says so.",
			fmt.Sprintf("Give behavior %s a response headers policy of your own with %s in AccessControlAllowOrigins, AccessControlAllowCredentials true and OriginOverride true; "+
				"its AccessControlAllowHeaders cannot be * then: list the page's own headers, and Priority.",
				f.x.Edge.Behavior, f.origin)+" Or "+without)
	case f.ruled() && f.x.S3.CORS.Rule != nil:
		return advise(bucket, fmt.Sprintf("%s Rule %d of bucket %s says so.", what, *f.x.S3.CORS.Rule+1, f.x.S3.Bucket),
			fmt.Sprintf(`Put "%s" in place of "*" into the AllowedOrigins of that rule: S3 then names the origin and allows credentials.`, f.origin)+" Or "+without)
	}
	return advise(client, what, "Let the origin name "+f.origin+" and allow credentials. Or "+without)
}

// addedByPolicy reports whether a response headers policy set
// Access-Control-Allow-Origin.
func (f *facts) addedByPolicy() bool {
	_, added := f.step(func(s *journal.Step) bool {
		return s.Stage == policiesStep && strings.HasPrefix(s.What, "Access-Control-Allow-Origin ") && !strings.HasSuffix(s.What, " not added")
	})
	return added
}
