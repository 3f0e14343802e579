// Package access decides whether a caller may do something to a bucket or an
// object: bucket policies, access control lists and the public access block.
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

// A Request is one thing that a caller wants to do. It serves one decision
// after the other, but not two at a time.
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

	// ACL is the bucket's access control list, nil when ACLs are off: when the
	// bucket's object ownership is BucketOwnerEnforced.
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
	ACL *ACL
	// Object looks up the object that the request names; its result is nil when
	// there is none. It is called at most once, and only when something turns
	// on it. Nil is for requests that name no object.
	Object func() *Object
	// Upload is set when the request makes the object: whoever may write to the
	// bucket by its list may then give the new object one, for it is theirs.
	Upload bool
	// Form is how the fields of a form were signed; nil for other requests.
	Form *Form
	// Tags are the tags that the request's body brings. Without them those of
	// the header x-amz-tagging count.
	Tags [][2]string
	// Body has values of condition keys, in lower case, that stand in the
	// request's body: "s3:object-lock-mode" of a PutObjectRetention.
	Body map[string]string

	looked bool // object is what Object gave
	object *Object
}

// A Form is the signature of a browser's form upload, whose fields are neither
// headers nor parameters.
type Form struct {
	Version string    // "AWS4-HMAC-SHA256" or "AWS"
	Signed  time.Time // zero for "AWS", which states no time
}

// A Decision says whether a request is allowed, and why in plain words.
type Decision struct {
	Allowed bool
	Why     string
}

// Decide decides req. A nil p is a bucket without a policy. An explicit Deny
// wins over everything; the owner's account may do whatever is not denied;
// everyone else needs an Allow or a grant. An object of another account than
// the bucket's is that account's, while ACLs are on.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-s3-evaluates-access-control.html
func Decide(p *Policy, pab PublicAccessBlock, req *Request) Decision {
	if p == nil {
		p = new(Policy)
	}
	account := req.Caller.account()
	owner := account != "" && account == req.Owner
	v := p.verdict(req, owner)
	if v.deny != nil {
		return Decision{Why: v.deny.name + " of the bucket policy denies " + req.Action + " to " + req.Caller.String() + v.why}
	}
	if foreign := req.foreign(); foreign != "" {
		return req.decideForeign(pab, foreign, account)
	}
	if owner {
		return Decision{true, "the bucket belongs to the caller's account " + req.Owner + " and no statement denies " + req.Action}
	}
	restricted := v.allow != nil && pab.RestrictPublicBuckets && p.IsPublic() && req.Caller.Service == ""
	if v.allow != nil && !restricted {
		return Decision{true, v.allow.name + " of the bucket policy allows " + req.Action + " to " + req.Caller.String()}
	}
	grant, ok := req.granted(pab)
	switch {
	case ok:
		return Decision{true, grant}
	case restricted:
		return Decision{Why: v.allow.name + " of the bucket policy allows " + req.Action + ", but the policy is public and RestrictPublicBuckets " +
			"leaves public policies to AWS services and the owner's account" + grant}
	case len(p.statements) == 0 && req.ACL != nil:
		return Decision{Why: "the bucket has no policy and no access control list gives " + req.Action + " to " + req.Caller.String() + grant}
	case len(p.statements) == 0:
		return Decision{Why: "the bucket has no policy, so nobody but its owner may " + req.Action}
	}
	return Decision{Why: "no statement allows " + req.Action + " to " + req.Caller.String() + v.why + grant}
}

// decideForeign decides about an object that belongs to another account than
// the bucket.
func (r *Request) decideForeign(pab PublicAccessBlock, owner, account string) Decision {
	if account == owner {
		return Decision{true, "the object belongs to the caller's account " + owner + " and no statement denies " + r.Action}
	}
	why, ok := r.granted(pab)
	if ok {
		return Decision{true, why}
	}
	return Decision{Why: "the object belongs to the account " + owner + ", not to the bucket's, so that the bucket policy cannot give " + r.Action +
		", and its access control list does not" + why}
}

// A verdict is what a policy says: the first statement that denies, the first
// that allows, and what is worth telling about either, or about the one that
// came close.
type verdict struct {
	deny, allow *statement
	why         string
}

func (p *Policy) verdict(req *Request, owner bool) verdict {
	var v verdict
	for i := range p.statements {
		s := &p.statements[i]
		applies, why := s.applies(req)
		switch {
		case applies && s.deny:
			if owner && mayAlways(req) {
				continue
			}
			return verdict{deny: s, why: why}
		case applies && v.allow == nil:
			v.allow = s
		case !applies && !s.deny && v.why == "":
			v.why = why
		}
	}
	return v
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
	values := r.values(key)
	if len(values) == 0 {
		return "missing"
	}
	return "\"" + strings.Join(values, "\", \"") + "\""
}
