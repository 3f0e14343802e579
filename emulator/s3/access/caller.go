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
	// CanonicalUser is the canonical user id of an origin access identity, or
	// its id (E1EXAMPLE); either form is taken.
	CanonicalUser string
	// SignedHost is the host that the edge signed its request for. S3 answers
	// SignatureDoesNotMatch when the Host it receives is another one.
	SignedHost string
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
