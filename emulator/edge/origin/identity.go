package origin

import "context"

// Identity says on whose behalf the edge asks S3 for something. It travels in
// the request's context to the transport that reaches S3, which turns it into
// a caller; a request without one is anonymous.
type Identity struct {
	// DistributionARN is the distribution that signs with origin access
	// control: the aws:SourceArn that a bucket policy names. Empty under an
	// origin access identity.
	DistributionARN string
	// AccountID owns the distribution: aws:SourceAccount.
	AccountID string
	// OAI is the id of an origin access identity (E…), empty under origin
	// access control.
	OAI string
	// SignedHost is the host name that the edge signed the request for: the
	// origin's domain name. S3 answers SignatureDoesNotMatch when the request
	// arrives with another Host, which is what forwarding the viewer's Host to
	// a signed S3 origin does (https://github.com/webiny/webiny-js/issues/2639).
	SignedHost string
	// Override says that this signature replaces an Authorization header that
	// the viewer sent (signing behavior "always"; under "no-override" the
	// viewer's header wins when it was forwarded).
	Override bool
}

type identityKey struct{}

// WithIdentity returns a context that carries id to the transport.
func WithIdentity(ctx context.Context, id Identity) context.Context {
	return context.WithValue(ctx, identityKey{}, id)
}

// IdentityFrom is the identity that WithIdentity put there; ok is false for an
// anonymous request.
func IdentityFrom(ctx context.Context) (id Identity, ok bool) {
	id, ok = ctx.Value(identityKey{}).(Identity)
	return id, ok
}
