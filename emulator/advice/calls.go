package advice

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"crossfront/emulator/journal"
)

// Managed policies that remedies set.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html,
// …/using-managed-cache-policies.html, …/using-managed-response-headers-policies.html
const (
	corsS3OriginID   = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"
	mediaPackageID   = "08627262-05a9-4f76-9ded-b50ca2e3a84f"
	simpleCORSID     = "60669652-455b-4ae9-85a4-c4c02393f86c"
	policiesStep     = "response headers policy"
	mediaPackageName = "Managed-Elemental-MediaPackage"
)

// apply is the cause's remedy for this exchange, nil for none. An exchange
// that a page was imagined for has no server behind it.
func (f *facts) apply(c cause) *journal.Remedy {
	if c.remedy == nil || f.page != nil {
		return nil
	}
	if calls := c.remedy(f); len(calls) > 0 {
		return &journal.Remedy{Calls: calls}
	}
	return nil
}

// behaviorChange are the fields of a behavior that remedies change, as the
// console API calls them.
type behaviorChange struct {
	ViewerProtocolPolicy    string   `json:"viewerProtocolPolicy,omitempty"`
	AllowedMethods          []string `json:"allowedMethods,omitempty"`
	CachedMethods           []string `json:"cachedMethods,omitempty"`
	CachePolicyID           string   `json:"cachePolicyId,omitempty"`
	OriginRequestPolicyID   string   `json:"originRequestPolicyId,omitempty"`
	ResponseHeadersPolicyID string   `json:"responseHeadersPolicyId,omitempty"`
}

// changeBehavior changes the behavior that the request met; what has a place
// for its name.
func changeBehavior(f *facts, what string, change behaviorChange) []journal.Call {
	e := f.x.Edge
	path := "/api/distributions/" + url.PathEscape(e.DistributionID) + "/behaviors?pathPattern=" + url.QueryEscape(e.Behavior)
	return []journal.Call{call(http.MethodPut, path, change, what, e.Behavior)}
}

// legacy reports whether the behavior has ForwardedValues in place of
// policies.
func (f *facts) legacy() bool {
	_, legacy := f.step(func(s *journal.Step) bool {
		return strings.Contains(s.Because, "legacy") || strings.Contains(s.Because, "forwarded values")
	})
	return legacy
}

// call is one call; a body that cannot be written is left out, which none of
// the types here can bring about.
func call(method, path string, body any, what string, args ...any) journal.Call {
	doc, err := json.Marshal(body)
	if err != nil {
		doc = nil
	}
	return journal.Call{What: fmt.Sprintf(what, args...), Method: method, Path: path, Body: doc}
}
