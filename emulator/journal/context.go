package journal

import "context"

type s3Key struct{}

// WithS3 returns a context in which S3 reports what it decided into part,
// instead of recording an exchange of its own: the request is one that the
// edge sent, and belongs to the edge's exchange.
func WithS3(ctx context.Context, part *S3) context.Context {
	return context.WithValue(ctx, s3Key{}, part)
}

// S3From is the part to fill in that WithS3 put there, or nil.
func S3From(ctx context.Context) *S3 {
	part, _ := ctx.Value(s3Key{}).(*S3)
	return part
}

// A Recorder takes finished exchanges. Record sets the exchange's ID when it
// is empty; it must not block and keeps e, which the caller no longer touches.
type Recorder interface {
	Record(e *Exchange)
}
