package advice

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"crossfront/corsengine"
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

// forwardOrigin has the behavior send Origin on.
func forwardOrigin(f *facts) []journal.Call {
	if f.legacy() {
		return nil // no origin request policy beside legacy settings
	}
	return append(changeBehavior(f, "Sets the origin request policy of behavior %s to "+corsS3Origin, behaviorChange{OriginRequestPolicyID: corsS3OriginID}),
		invalidateAll(f)...)
}

// keyOrigin puts Origin into the cache key, by the one managed cache policy
// that has Origin alone among its headers and keeps answers as
// CachingOptimized does. What is in the key now must not get lost.
func keyOrigin(f *facts) []journal.Call {
	if f.legacy() || f.keysMore() {
		return nil
	}
	return append(changeBehavior(f, "Sets the cache policy of behavior %s to "+mediaPackageName+", which has Origin in its key", behaviorChange{CachePolicyID: mediaPackageID}),
		invalidateAll(f)...)
}

// keysMore reports whether the cache key has parts that another policy would
// not have.
func (f *facts) keysMore() bool {
	if f.x.Edge.CacheKey == nil {
		return false
	}
	for _, part := range f.x.Edge.CacheKey.In {
		if !strings.EqualFold(part[0], "Accept-Encoding") {
			return true
		}
	}
	return false
}

// addSimpleCORS gives the behavior a response headers policy, if it has none,
// for an answer that is not a preflight's.
func addSimpleCORS(f *facts) []journal.Call {
	if f.preflight || len(f.allowOrigin) > 0 || f.hasPolicy() {
		return nil
	}
	return changeBehavior(f, "Sets the response headers policy of behavior %s to Managed-SimpleCORS", behaviorChange{ResponseHeadersPolicyID: simpleCORSID})
}

// hasPolicy reports whether a response headers policy had its say.
func (f *facts) hasPolicy() bool {
	for _, s := range f.x.Edge.Steps {
		if s.Stage == policiesStep {
			return true
		}
	}
	return false
}

// allowOptions has the behavior take preflights, and the method that they
// announce.
func allowOptions(f *facts) []journal.Call {
	methods := []string{http.MethodGet, http.MethodHead, http.MethodOptions}
	if uploadHint(f.method()) != "" {
		methods = append(methods, http.MethodPut, http.MethodPost, http.MethodPatch, http.MethodDelete)
	}
	return changeBehavior(f, "Sets the allowed methods of behavior %s to "+strings.Join(methods, ", "), behaviorChange{AllowedMethods: methods})
}

// allowHTTP ends the edge's own redirects to https.
func allowHTTP(f *facts) []journal.Call {
	if f.x.Edge == nil || f.x.Edge.Cache != journal.CacheGenerated {
		return nil
	}
	return changeBehavior(f, "Sets the viewer protocol policy of behavior %s to allow-all", behaviorChange{ViewerProtocolPolicy: "allow-all"})
}

// addRule adds to the bucket's rules, unless S3 would not take such a rule,
// and drops what the edge has stored without it.
func addRule(f *facts) []journal.Call {
	rules := []corsengine.Rule{ruleFor(f)}
	if _, err := corsengine.Compile(&corsengine.Config{Rules: rules}); err != nil {
		return nil
	}
	name := f.x.S3.Bucket
	calls := []journal.Call{call(http.MethodPost, "/api/buckets/"+url.PathEscape(name)+"/cors", rules,
		"Adds a CORS rule to bucket %s: %s may %s", name, f.origin, strings.Join(rules[0].AllowedMethods, ", "))}
	if f.x.Edge == nil {
		return calls
	}
	return append(calls, invalidateAll(f)...)
}

// invalidateAll drops what the distribution has stored.
func invalidateAll(f *facts) []journal.Call {
	id := f.x.Edge.DistributionID
	return []journal.Call{call(http.MethodPost, "/api/distributions/"+url.PathEscape(id)+"/invalidations",
		map[string][]string{"paths": {"/*"}}, "Invalidates /* of distribution %s", id)}
}

// behaviorChange are the fields of a behavior that remedies change, as the
// console API calls them.
type behaviorChange struct {
	ViewerProtocolPolicy    string   `json:"viewerProtocolPolicy,omitempty"`
	AllowedMethods          []string `json:"allowedMethods,omitempty"`
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
	for _, s := range f.x.Edge.Steps {
		if strings.Contains(s.Because, "legacy") || strings.Contains(s.Because, "forwarded values") {
			return true
		}
	}
	return false
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
