package function

// A Runtime is a version of CloudFront's JavaScript.
type Runtime string

// The runtimes there are.
const (
	Runtime1 Runtime = "cloudfront-js-1.0"
	Runtime2 Runtime = "cloudfront-js-2.0"
)

// Known reports whether there is such a runtime.
func (r Runtime) Known() bool { return r == Runtime1 || r == Runtime2 }

// MaxCode is the most bytes a function's code may have.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions
const MaxCode = 10 << 10

// An EventType says when a function runs.
type EventType string

// The events of CloudFront Functions.
const (
	ViewerRequest  EventType = "viewer-request"
	ViewerResponse EventType = "viewer-response"
)
