package api

import (
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// responseHeadersPolicy is the API structure ResponseHeadersPolicy.
type responseHeadersPolicy struct {
	ID                          string                             `xml:"Id"`
	LastModifiedTime            time.Time                          `xml:"LastModifiedTime"`
	ResponseHeadersPolicyConfig policy.ResponseHeadersPolicyConfig `xml:"ResponseHeadersPolicyConfig"`
}

type responseHeadersPolicyList struct {
	policyListHead
	Items []responseHeadersPolicySummary `xml:"Items>ResponseHeadersPolicySummary"`
}

type responseHeadersPolicySummary struct {
	Type                  string                `xml:"Type"`
	ResponseHeadersPolicy responseHeadersPolicy `xml:"ResponseHeadersPolicy"`
}

func responseHeadersPolicies() shelf[policy.ResponseHeadersPolicyConfig] {
	body := func(r *registry.ResponseHeadersPolicy) responseHeadersPolicy {
		return responseHeadersPolicy{r.ID, r.LastModified, r.Config}
	}
	return shelf[policy.ResponseHeadersPolicyConfig]{
		path:       "/response-headers-policy",
		configRoot: "ResponseHeadersPolicyConfig",
		root:       "ResponseHeadersPolicy",
		listRoot:   "ResponseHeadersPolicyList",
		records:    (*registry.Registry).ResponseHeadersPolicies,
		create: func(r *registry.Registry, cfg policy.ResponseHeadersPolicyConfig) (*registry.ResponseHeadersPolicy, error) {
			return r.CreateResponseHeadersPolicy(cfg, "")
		},
		body: func(r *registry.ResponseHeadersPolicy) any { return body(r) },
		list: func(page []*registry.ResponseHeadersPolicy, head listHead) any {
			list := responseHeadersPolicyList{policyListHead: head.ofPolicies()}
			for _, r := range page {
				list.Items = append(list.Items, responseHeadersPolicySummary{typeOf(r.Managed), body(r)})
			}
			return list
		},
		managed:    true,
		usedByPath: "/distributionsByResponseHeadersPolicyId",
	}
}
