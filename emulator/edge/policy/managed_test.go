package policy

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestManagedPoliciesAreWellFormed(t *testing.T) {
	uuid := regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	ids, names := map[string]string{}, map[string]bool{}
	note := func(id, name string) {
		t.Helper()
		if !uuid.MatchString(id) || ids[id] != "" {
			t.Errorf("%s has id %s, which %q has too", name, id, ids[id])
		}
		if names[name] {
			t.Errorf("%s stands twice", name)
		}
		ids[id], names[name] = name, true
		if prefixed := strings.HasPrefix(name, "Managed-"); prefixed == strings.HasPrefix(name, "UseOriginCacheControlHeaders") {
			t.Errorf("%s: prefix", name)
		}
	}
	src := Managed()
	for _, p := range ManagedCachePolicies() {
		note(p.ID, p.Config.Name)
		if _, found := src.CachePolicy(p.ID); found == p.Unpublished {
			t.Errorf("%s: found %v", p.Config.Name, found)
		}
		if p.Unpublished {
			continue
		}
		if err := ValidateCachePolicy(&p.Config); err != nil {
			t.Errorf("%s: %v", p.Config.Name, err)
		}
	}
	for _, p := range ManagedOriginRequestPolicies() {
		note(p.ID, p.Config.Name)
		for _, m := range codesOf(t, ValidateOriginRequestPolicy(&p.Config)) {
			if !strings.HasPrefix(m, "TooMany") { // all 21 CloudFront headers in one
				t.Errorf("%s: %s", p.Config.Name, m)
			}
		}
	}
	for _, p := range ManagedResponseHeadersPolicies() {
		note(p.ID, p.Config.Name)
		for _, m := range codesOf(t, ValidateResponseHeadersPolicy(&p.Config)) {
			if !slices.Contains([]string{"InvalidArgument CorsConfig.AccessControlAllowHeaders", "InvalidArgument CorsConfig.AccessControlAllowMethods"}, m) {
				t.Errorf("%s: %s", p.Config.Name, m)
			}
		}
	}
	if len(ids) != 11+8+5 {
		t.Errorf("%d managed policies", len(ids))
	}
}

func TestManagedByName(t *testing.T) {
	for _, c := range []struct {
		find     func(string) (string, bool)
		name, id string
	}{
		{ManagedCachePolicyID, "CachingOptimized", "658327ea-f89d-4fab-a63d-7e88639e58f6"},
		{ManagedCachePolicyID, "Managed-CachingDisabled", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"},
		{ManagedCachePolicyID, "UseOriginCacheControlHeaders-QueryStrings", "4cc15a8a-d715-48a4-82b8-cc0b614638fe"},
		{ManagedOriginRequestPolicyID, "CORS-S3Origin", "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"},
		{ManagedOriginRequestPolicyID, "Managed-AllViewer", "216adef6-5c7f-47e4-b989-5492eafa07d3"},
		{ManagedResponseHeadersPolicyID, "SimpleCORS", "60669652-455b-4ae9-85a4-c4c02393f86c"},
		{ManagedResponseHeadersPolicyID, "Managed-CORS-With-Preflight", "5cc3b908-e619-4b99-88e5-2cf7f45965bd"},
		{ManagedCachePolicyID, "SimpleCORS", ""},
		{ManagedOriginRequestPolicyID, "cors-s3origin", ""},
		{ManagedResponseHeadersPolicyID, "", ""},
	} {
		if id, ok := c.find(c.name); id != c.id || ok != (c.id != "") {
			t.Errorf("%s: %s %v", c.name, id, ok)
		}
	}
}

// TestManagedListsAreFresh: what a caller changes is its own.
func TestManagedListsAreFresh(t *testing.T) {
	ManagedOriginRequestPolicies()[0].Config.HeadersConfig.HeaderBehavior = "none"
	*ManagedCachePolicies()[0].Config.DefaultTTL = 99
	ManagedCachePolicies()[5].Config.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.Headers.Items[0] = "X"
	ManagedResponseHeadersPolicies()[1].Config.CorsConfig.AccessControlAllowMethods.Items[0] = "X"
	if ManagedOriginRequestPolicies()[0].Config.HeadersConfig.HeaderBehavior != "allViewer" ||
		*ManagedCachePolicies()[0].Config.DefaultTTL != 2 ||
		ManagedCachePolicies()[6].Config.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.Headers.Items[0] != "Host" ||
		ManagedResponseHeadersPolicies()[1].Config.CorsConfig.AccessControlAllowMethods.Items[0] != "DELETE" {
		t.Error("a change shows in the next listing")
	}
}
