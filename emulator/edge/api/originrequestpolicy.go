package api

import (
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// originRequestPolicy is the API structure OriginRequestPolicy.
type originRequestPolicy struct {
	ID                        string                           `xml:"Id"`
	LastModifiedTime          time.Time                        `xml:"LastModifiedTime"`
	OriginRequestPolicyConfig policy.OriginRequestPolicyConfig `xml:"OriginRequestPolicyConfig"`
}

type originRequestPolicyList struct {
	policyListHead
	Items []originRequestPolicySummary `xml:"Items>OriginRequestPolicySummary"`
}

type originRequestPolicySummary struct {
	Type                string              `xml:"Type"`
	OriginRequestPolicy originRequestPolicy `xml:"OriginRequestPolicy"`
}

func originRequestPolicies() shelf[policy.OriginRequestPolicyConfig] {
	body := func(r *registry.OriginRequestPolicy) originRequestPolicy {
		return originRequestPolicy{r.ID, r.LastModified, r.Config}
	}
	return shelf[policy.OriginRequestPolicyConfig]{
		path:       "/origin-request-policy",
		configRoot: "OriginRequestPolicyConfig",
		root:       "OriginRequestPolicy",
		listRoot:   "OriginRequestPolicyList",
		records:    (*registry.Registry).OriginRequestPolicies,
		create: func(r *registry.Registry, cfg policy.OriginRequestPolicyConfig) (*registry.OriginRequestPolicy, error) {
			return r.CreateOriginRequestPolicy(cfg, "")
		},
		body: func(r *registry.OriginRequestPolicy) any { return body(r) },
		list: func(page []*registry.OriginRequestPolicy, head listHead) any {
			list := originRequestPolicyList{policyListHead: head.ofPolicies()}
			for _, r := range page {
				list.Items = append(list.Items, originRequestPolicySummary{typeOf(r.Managed), body(r)})
			}
			return list
		},
		managed:    true,
		usedByPath: "/distributionsByOriginRequestPolicyId",
	}
}
