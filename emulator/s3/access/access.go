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
	"strings"
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

// Decide decides req. A nil p is a bucket without a policy. An explicit Deny
// wins over everything; the owner's account may do whatever is not denied;
// everyone else needs an Allow.
func Decide(p *Policy, pab PublicAccessBlock, req *Request) Decision {
	if p == nil {
		p = new(Policy)
	}
	c := &req.Caller
	owner := c.account() != "" && c.account() == req.Owner
	var allow *statement
	var near string // what spoiled the statement that would have allowed it
	for i := range p.statements {
		s := &p.statements[i]
		applies, why := s.applies(req)
		switch {
		case applies && s.deny:
			if owner && mayAlways(req) {
				continue
			}
			return Decision{Why: s.name + " of the bucket policy denies " + req.Action + " to " + c.String() + why}
		case applies && allow == nil:
			allow = s
		case !applies && !s.deny && near == "":
			near = why
		}
	}
	switch {
	case owner:
		return Decision{true, "the bucket belongs to the caller's account " + req.Owner + " and no statement denies " + req.Action}
	case allow == nil && len(p.statements) == 0:
		return Decision{Why: "the bucket has no policy, so nobody but its owner may " + req.Action}
	case allow == nil:
		return Decision{Why: "no statement allows " + req.Action + " to " + c.String() + near}
	case pab.RestrictPublicBuckets && p.IsPublic() && c.Service == "":
		return Decision{Why: allow.name + " of the bucket policy allows " + req.Action + ", but the policy is public and RestrictPublicBuckets " +
			"leaves public policies to AWS services and the owner's account"}
	}
	return Decision{true, allow.name + " of the bucket policy allows " + req.Action + " to " + c.String()}
}

// mayAlways: an account's root user may always mend its bucket's policy.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
func mayAlways(req *Request) bool {
	switch req.Action {
	case "s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy":
		return req.Caller.ARN == "" || strings.HasSuffix(req.Caller.ARN, ":root")
	}
	return false
}

// applies reports whether the statement speaks of the request. why is worth
// telling: what an Allow failed by that came close, or what had to be assumed
// for a Deny.
func (s *statement) applies(req *Request) (ok bool, why string) {
	resource := arnPrefix + req.Bucket
	if req.Key != "" {
		resource += "/" + req.Key
	}
	expand := func(pattern string) (string, bool) { return pattern, true }
	if s.variables {
		expand = req.expand
	}
	if !s.actions.matchAction(strings.ToLower(req.Action)) {
		return false, ""
	}
	if !s.resources.matchResource(resource, expand) {
		if s.principals.match(&req.Caller) {
			return false, "; " + s.name + " does so for other resources than " + resource
		}
		return false, ""
	}
	if !s.principals.match(&req.Caller) {
		return false, ""
	}
	for i := range s.conditions {
		c := &s.conditions[i]
		switch {
		case unsupported(c.lower) && s.deny:
			// Better to deny too much than too little.
			why = " (the condition key " + c.key + " is not supported here, and taken for fulfilled)"
		case unsupported(c.lower):
			return false, "; " + s.name + " might, but the condition key " + c.key + " is not supported here and never fulfilled"
		case !c.holds(req, s.variables):
			return false, "; " + s.name + " would, but its condition " + c.String() + " does not hold: the request's value is " + req.shown(c.lower)
		}
	}
	return true, why
}

// String is the condition as a reader would write it.
func (c *condition) String() string {
	return c.written + " " + c.key + " [" + strings.Join(c.values, ", ") + "]"
}

func (r *Request) shown(key string) string {
	if v, ok := r.value(key); ok {
		return "\"" + v + "\""
	}
	return "missing"
}
