package policy

import (
	"net/http"
	"time"
)

const oaiPrefix = "origin-access-identity/cloudfront/"

func invalidArgument(field, message string) *Error {
	return &Error{Code: "InvalidArgument", Message: message, Status: 400, Field: field}
}

// Validate reports every mistake of cfg as [Errors].
func Validate(cfg *DistributionConfig, src Source) error { return nil }

// ValidateCachePolicy reports every mistake of cfg as [Errors].
func ValidateCachePolicy(cfg *CachePolicyConfig) error { return nil }

// ValidateOriginRequestPolicy reports every mistake of cfg as [Errors].
func ValidateOriginRequestPolicy(cfg *OriginRequestPolicyConfig) error { return nil }

// ValidateResponseHeadersPolicy reports every mistake of cfg as [Errors].
func ValidateResponseHeadersPolicy(cfg *ResponseHeadersPolicyConfig) error { return nil }

// ValidateOriginAccessControl reports every mistake of cfg as [Errors].
func ValidateOriginAccessControl(cfg *OriginAccessControlConfig) error { return nil }

// CompileResponseHeaders compiles a response headers policy.
func CompileResponseHeaders(id string, cfg *ResponseHeadersPolicyConfig, opts Options) *ResponseHeaders {
	return &ResponseHeaders{ID: id, Name: cfg.Name, opts: opts}
}

// Apply changes h as the policy says, for an answer from the cache or the origin.
func (p *ResponseHeaders) Apply(v *Viewer, status int, h http.Header) []Change { return nil }

// ApplyGenerated is Apply for an answer that the edge itself makes: redirects, refused methods, origin down.
func (p *ResponseHeaders) ApplyGenerated(v *Viewer, status int, h http.Header) []Change { return nil }

// Timing is what Server-Timing tells about one answer.
type Timing struct {
	Result    string // "hit", "refresh" or "miss"
	POP       string
	RequestID string
	Layer     string // EDGE, REC or Origin Shield
	// Of the origin, on misses.
	DNS, Connect, FirstByte time.Duration
	// Downstream is the time to the first byte for the viewer.
	Downstream time.Duration
}

// ServerTiming adds the Server-Timing header to h when the policy's section and draw, a random number in [0,100), or the viewer ask for it.
func (p *ResponseHeaders) ServerTiming(v *Viewer, t Timing, draw float64, h http.Header) []Change {
	return nil
}

// ParseDistributionConfig reads AWS's output in JSON or XML.
func ParseDistributionConfig(doc []byte) (*DistributionConfig, error) { return nil, nil }

// ParseCachePolicy reads AWS's output in JSON or XML.
func ParseCachePolicy(doc []byte) (*CachePolicyConfig, error) { return nil, nil }

// ParseOriginRequestPolicy reads AWS's output in JSON or XML.
func ParseOriginRequestPolicy(doc []byte) (*OriginRequestPolicyConfig, error) { return nil, nil }

// ParseResponseHeadersPolicy reads AWS's output in JSON or XML.
func ParseResponseHeadersPolicy(doc []byte) (*ResponseHeadersPolicyConfig, error) { return nil, nil }
