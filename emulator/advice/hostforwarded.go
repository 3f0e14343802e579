package advice

import (
	"fmt"
	"strings"

	"crossfront/emulator/journal"
)

// hostForwarded: S3 was asked with the viewer's Host, and takes it for a bucket's
// name. "The policy isn't intended for S3 origins":
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
// (AllViewer, AllViewerExceptHostHeader).
func hostForwarded(f *facts) (journal.Advice, bool) {
	if !f.wrongHost() || f.answered() {
		return nothing()
	}
	fix := fmt.Sprintf("Set the origin request policy of behavior %s to %s, or to Managed-AllViewerExceptHostHeader.", f.x.Edge.Behavior, corsS3Origin)
	if f.keyed("Host") {
		fix = fmt.Sprintf("Use a cache policy for behavior %s that has no Host in its key, and %s as its origin request policy.", f.x.Edge.Behavior, corsS3Origin)
	}
	return advise(edge, "The edge sends the viewer's Host to S3, which finds no bucket of that name, and a signature for another host.", fix)
}

// wrongHost reports whether S3 was asked with the viewer's Host.
func (f *facts) wrongHost() bool {
	e := f.x.Edge
	if e == nil || e.OriginRequest == nil || f.x.S3 == nil {
		return false
	}
	_, forwarded := f.step(func(s *journal.Step) bool {
		return s.Stage == "origin request" && strings.HasPrefix(s.What, "Host forwarded")
	})
	return forwarded
}

// missingBucket reports whether S3 has no such bucket; a preflight hears so in
// other words.
func (f *facts) missingBucket() bool {
	s3 := f.x.S3
	return s3 != nil && (s3.Code == "NoSuchBucket" || strings.Contains(s3.Message, "Bucket not found"))
}

// keepHost has the edge ask S3 with the bucket's own Host.
func keepHost(f *facts) []journal.Call {
	if f.legacy() {
		return nil
	}
	change := behaviorChange{OriginRequestPolicyID: corsS3OriginID}
	if f.keyed("Host") {
		change.CachePolicyID = mediaPackageID
	}
	return append(changeBehavior(f, "Sets the policies of behavior %s to ones that leave Host to the origin", change), invalidateAll(f)...)
}
