package function

import (
	"slices"
	"strings"
)

// disallowed headers, in lower case, are not shown to functions, and a function
// that adds one fails.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html#function-restrictions-disallowed-headers
func disallowed(name string) bool {
	switch name {
	case "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
		"trailer", "upgrade", "x-accel-buffering", "x-accel-charset", "x-accel-limit-rate", "x-accel-redirect",
		"x-amzn-auth", "x-amzn-cf-billing", "x-amzn-cf-id", "x-amzn-cf-xff", "x-amzn-errortype",
		"x-amzn-fle-profile", "x-amzn-header-count", "x-amzn-header-order", "x-amzn-lambda-integration-tag",
		"x-amzn-requestid", "x-cache", "x-forwarded-proto", "x-real-ip":
		return true
	}
	return strings.HasPrefix(name, "x-amz-cf-") || strings.HasPrefix(name, "x-edge-")
}

// readOnly headers, in lower case, a function cannot add, change or delete.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html#function-restrictions-read-only-headers
func readOnly(event EventType, name string) bool {
	if event == ViewerRequest {
		switch name {
		case "cdn-loop", "content-length", "host", "transfer-encoding", "via":
			return true
		}
		return false
	}
	return name == "warning" || name == "via"
}

// maxURI is one more than a URI and its query string may have together.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html#function-restrictions-uri
const maxURI = 8192

// The pages' sentences. The second is in the service's words as people quote
// them; of the first and third the beginnings are.
const (
	readOnlySentence   = "The CloudFront function tried to add, delete, or change a read-only header."
	disallowedSentence = "The CloudFront function tried to add a disallowed header."
	originSentence     = "The CloudFront function returned an invalid value for origin rewrite."
	invalidSentence    = "The CloudFront function returned an invalid value"
	executionSentence  = "The CloudFront function associated with the CloudFront distribution is invalid or could not run."
	throttledSentence  = "The CloudFront function associated with the CloudFront distribution was throttled."
)

// A Kind says in which way a function failed.
type Kind string

// The ways. Their names are those of X-Cache and of CloudWatch's metrics.
const (
	Execution  Kind = "FunctionExecutionError"
	Validation Kind = "FunctionValidationError"
	Throttled  Kind = "FunctionThrottledError"
)

// A Fault is why a function's result cannot be used.
type Fault struct {
	Kind     Kind
	Sentence string // what the viewer's page says
	Detail   string // what the page does not say; TestFunction does
}

func (f *Fault) Error() string {
	if f.Detail == "" {
		return f.Sentence
	}
	return f.Sentence + " " + f.Detail
}

// Status is the HTTP status of the page.
func (f *Fault) Status() int {
	if f.Kind == Validation {
		return 502
	}
	return 503
}

// checkHeaders compares the headers that a function returned with those that it
// got.
func checkHeaders(event EventType, before, after []field) *Fault {
	find := func(fields []field, name string) *field {
		if i := slices.IndexFunc(fields, func(f field) bool { return f.name == name }); i >= 0 {
			return &fields[i]
		}
		return nil
	}
	for _, f := range after {
		if disallowed(f.name) {
			return &Fault{Validation, disallowedSentence, f.name}
		}
		if old := find(before, f.name); readOnly(event, f.name) && (old == nil || !slices.Equal(old.values, f.values)) {
			return &Fault{Validation, readOnlySentence, f.name}
		}
	}
	for _, f := range before {
		if readOnly(event, f.name) && find(after, f.name) == nil {
			return &Fault{Validation, readOnlySentence, f.name}
		}
	}
	return nil
}

// OriginFault is the fault of a request whose origin cannot be what the
// function asked for.
func OriginFault(err error) *Fault { return &Fault{Validation, originSentence, err.Error()} }

// MissingFault is the fault of a function that is not there.
func MissingFault(name string) *Fault {
	return &Fault{Execution, executionSentence, "there is no published function " + name}
}
