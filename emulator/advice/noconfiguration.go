package advice

import (
	"fmt"

	"crossfront/emulator/journal"
)

// noConfiguration: S3 was asked with an Origin, and the bucket has no rules; or it was
// asked without, because the edge keeps Origin back, and would have none for it.
func noConfiguration(f *facts) (journal.Advice, bool) {
	s3 := f.x.S3
	if s3 != nil && s3.NoRules && f.x.Edge != nil && !f.answered() && len(f.removed()) > 0 {
		return advise(bucket, fmt.Sprintf("Bucket %s has no CORS configuration either: once Origin reaches S3, it answers no origin.", s3.Bucket), pasteRule(f))
	}
	if s3 == nil || s3.CORS == nil || s3.CORS.Rule != nil || len(s3.CORS.Rules) > 0 || f.answered() || f.missingBucket() || f.wrongHost() || f.elsewhere() || f.serviceRoot() {
		return nothing()
	}
	return advise(bucket, fmt.Sprintf("Bucket %s has no CORS configuration: S3 answers no origin.", s3.Bucket), pasteRule(f))
}
