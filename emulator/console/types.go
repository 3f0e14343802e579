package console

import (
	"encoding/json"
	"fmt"
	"strings"
)

// State is the answer to GET /api/state: what there is to look at.
type State struct {
	Version       string         `json:"version"`
	Region        string         `json:"region"`
	Addresses     Addresses      `json:"addresses"`
	Demo          *Demo          `json:"demo"` // null when the demo is not loaded
	Buckets       []Bucket       `json:"buckets"`
	Distributions []Distribution `json:"distributions"`
	Faults        []Fault        `json:"faults,omitempty"`
}

// Addresses are base URLs, without a final slash.
type Addresses struct {
	AWS     string `json:"aws"`
	Edge    string `json:"edge"`
	EdgeTLS string `json:"edgeTls"`
	Console string `json:"console"`
}

// Demo tells the page where the built-in story lies. Paths are URL paths of
// the distribution. Pristine means that nothing was changed since seeding.
type Demo struct {
	Bucket         string `json:"bucket"`
	DistributionID string `json:"distributionId"`
	Master         string `json:"master"`
	Poster         string `json:"poster"`
	Captions       string `json:"captions"`
	Pristine       bool   `json:"pristine"`
}

// Bucket is one bucket. Public: anyone may GET. CORS: a configuration is set.
type Bucket struct {
	Name   string `json:"name"`
	Region string `json:"region"`
	Public bool   `json:"public"`
	CORS   bool   `json:"cors"`
	// Backend is where the objects are, when they are not here.
	Backend string `json:"backend,omitempty"`
}

// Distribution is a distribution as the page shows it. The default behavior
// is the last.
type Distribution struct {
	ID         string     `json:"id"`
	DomainName string     `json:"domainName"`
	URL        string     `json:"url"`
	URLTLS     string     `json:"urlTls"`
	ETag       string     `json:"etag"`
	Default    bool       `json:"default"`
	Enabled    bool       `json:"enabled"`
	Aliases    []string   `json:"aliases"`
	Origins    []Origin   `json:"origins"`
	Behaviors  []Behavior `json:"behaviors"`
}

// Origin is an origin; Bucket is set when it is S3.
type Origin struct {
	ID            string `json:"id"`
	DomainName    string `json:"domainName"`
	Bucket        string `json:"bucket,omitempty"`
	AccessControl bool   `json:"accessControl"` // has an origin access control
}

// Behavior is a cache behavior, with CloudFront's own field names in camel
// case. Legacy: it has ForwardedValues in place of policies.
type Behavior struct {
	Index                   int      `json:"index"`
	PathPattern             string   `json:"pathPattern"`
	TargetOriginID          string   `json:"targetOriginId"`
	ViewerProtocolPolicy    string   `json:"viewerProtocolPolicy"`
	AllowedMethods          []string `json:"allowedMethods"`
	CachedMethods           []string `json:"cachedMethods"`
	CachePolicyID           string   `json:"cachePolicyId"`
	OriginRequestPolicyID   string   `json:"originRequestPolicyId"`
	ResponseHeadersPolicyID string   `json:"responseHeadersPolicyId"`
	Compress                bool     `json:"compress"`
	Legacy                  bool     `json:"legacy"`
}

// BehaviorChange holds the fields of a behavior that are to change; nil
// leaves a field as it is, an empty policy id takes the policy away.
type BehaviorChange struct {
	ViewerProtocolPolicy    *string   `json:"viewerProtocolPolicy"`
	AllowedMethods          *[]string `json:"allowedMethods"`
	CachedMethods           *[]string `json:"cachedMethods"`
	CachePolicyID           *string   `json:"cachePolicyId"`
	OriginRequestPolicyID   *string   `json:"originRequestPolicyId"`
	ResponseHeadersPolicyID *string   `json:"responseHeadersPolicyId"`
	Compress                *bool     `json:"compress"`
}

// Policies are all policies there are, managed and custom.
type Policies struct {
	CachePolicies           []Policy `json:"cachePolicies"`
	OriginRequestPolicies   []Policy `json:"originRequestPolicies"`
	ResponseHeadersPolicies []Policy `json:"responseHeadersPolicies"`
}

// Policy is one policy; Config is AWS's own JSON.
type Policy struct {
	ID     string          `json:"id"`
	Name   string          `json:"name"`
	Type   string          `json:"type"` // "managed" or "custom"
	Config json.RawMessage `json:"config"`
}

// Invalidation is an invalidation that was made.
type Invalidation struct {
	ID     string   `json:"id"`
	Status string   `json:"status"`
	Paths  []string `json:"paths"`
}

// Fault is an injected fault with what it has met. Its first members are those
// of a seed file.
type Fault struct {
	ID          string   `json:"id"`
	What        string   `json:"what"` // in words
	From        string   `json:"from"` // who asked for it: "seed.yaml line 12", "the console"
	Bucket      string   `json:"bucket,omitempty"`
	Origin      string   `json:"origin,omitempty"`
	Methods     []string `json:"methods,omitempty"`
	Path        string   `json:"path,omitempty"`
	Every       int      `json:"every,omitempty"`
	Probability float64  `json:"probability,omitempty"`
	Times       int      `json:"times,omitempty"`
	Latency     string   `json:"latency,omitempty"`
	Jitter      string   `json:"jitter,omitempty"`
	Status      int      `json:"status,omitempty"`
	Code        string   `json:"code,omitempty"`
	Reset       bool     `json:"reset,omitempty"`
	Truncate    *int64   `json:"truncate,omitempty"`
	Bandwidth   int64    `json:"bandwidth,omitempty"`
	Seen        int      `json:"seen"` // requests that it was for
	Hits        int      `json:"hits"` // of those, the ones on which it acted
	// Waiting is how many it holds back just now: those that a move of the clock
	// lets go.
	Waiting int `json:"waiting"`
	// Missing says in words that nothing has the name that the fault is at, so that
	// it acts on no request until something has; empty otherwise.
	Missing string `json:"missing,omitempty"`
}

// Error is one mistake in a request. Rule, Line and Column are set where a
// CORS document or a list of faults is at fault; Rule counts from 0, the others
// from 1.
type Error struct {
	Status  int    `json:"-"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"` // what the service would not say: how to put it right
	Rule    *int   `json:"rule,omitempty"`
	Field   string `json:"field,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
}

// Errors are all mistakes of a request; the first is the service's own answer.
type Errors []Error

// Error joins the mistakes, one a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = fmt.Sprintf("%s: %s", one.Code, one.Message)
	}
	return strings.Join(lines, "\n")
}
