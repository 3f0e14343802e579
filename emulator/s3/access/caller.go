package access

import "context"

// A Caller is who asks, as a policy's Principal sees it.
type Caller struct {
	Anonymous bool
	AccountID string // 12 digits
	ARN       string // of the user or role; empty means the account's root
	// Service is the service principal, "cloudfront.amazonaws.com", of a
	// request that an AWS service makes on a customer's behalf.
	Service string
	// SourceARN and SourceAccount are the resource for which Service asks and
	// its account: a distribution's ARN.
	SourceARN     string
	SourceAccount string
	// OAI is the id of an origin access identity, E1EXAMPLE, and CanonicalUser
	// its S3 canonical user id. A policy names the former in an ARN, the latter
	// as CanonicalUser. An id in CanonicalUser is taken too.
	OAI           string
	CanonicalUser string
	// SignedHost is the host that the edge signed its request for. S3 answers
	// SignatureDoesNotMatch when the Host it receives is another one.
	SignedHost string
}

// String names the caller in the middle of a sentence.
func (c *Caller) String() string {
	switch {
	case c.Anonymous:
		return "an anonymous caller"
	case c.Service != "" && c.SourceARN != "":
		return c.Service + " on behalf of " + c.SourceARN
	case c.Service != "":
		return c.Service
	case c.identity() != "":
		return "the origin access identity " + c.identity()
	}
	return c.arn()
}

// identity is the id of an origin access identity, else its canonical user id;
// "" for other callers.
func (c *Caller) identity() string {
	if c.OAI != "" {
		return c.OAI
	}
	return c.CanonicalUser
}

// account is the caller's account, "" for those that act for none.
func (c *Caller) account() string {
	if c.Anonymous || c.Service != "" || c.identity() != "" {
		return ""
	}
	return c.AccountID
}

type callerKey struct{}

// WithCaller returns a context that says who a request is from, for requests
// that reach S3 without a network and need no signature.
func WithCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// CallerFrom is what WithCaller put into ctx.
func CallerFrom(ctx context.Context) (Caller, bool) {
	c, ok := ctx.Value(callerKey{}).(Caller)
	return c, ok
}
