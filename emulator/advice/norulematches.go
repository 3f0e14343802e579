package advice

import (
	"fmt"
	"strings"

	"crossfront/emulator/journal"
)

// noRuleMatches: the bucket has rules, none of which matches.
func noRuleMatches(f *facts) (journal.Advice, bool) {
	s3 := f.x.S3
	if s3 == nil || s3.CORS == nil || s3.CORS.Rule != nil || len(s3.CORS.Rules) == 0 || f.answered() || f.missingBucket() || f.wrongHost() || f.elsewhere() || f.serviceRoot() {
		return nothing()
	}
	reasons := make([]string, len(s3.CORS.Rules))
	for i, r := range s3.CORS.Rules {
		reasons[i] = fmt.Sprintf("rule %d: %s", r.Index+1, r.Reason)
	}
	return advise(bucket, fmt.Sprintf("No CORS rule of bucket %s matches this request. %s.", s3.Bucket, strings.Join(reasons, "; ")),
		pasteRule(f))
}
