// Package access decides whether a caller may do something to a bucket or an
// object: bucket policies and the public access block.
//
// It is pure: a decision depends on its arguments alone, the time included.
//
// Sources: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html
// and https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html.
package access

import (
	"net/http"
	"net/url"
	"time"
)

// A Request is one thing that a caller wants to do.
type Request struct {
	Caller   Caller
	Action   string // "s3:GetObject"
	Bucket   string
	Key      string // decoded; empty for operations on the bucket
	Owner    string // account id of the bucket's owner
	Header   http.Header
	SourceIP string // without port
	Secure   bool   // arrived over TLS
	Query    url.Values
	Now      time.Time
}

// A Decision says whether a request is allowed, and why in plain words.
type Decision struct {
	Allowed bool
	Why     string
}

// Decide decides req. A nil p is a bucket without a policy.
func Decide(p *Policy, pab PublicAccessBlock, req *Request) Decision {
	return Decision{Why: "not decided yet"}
}
