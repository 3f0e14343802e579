package api

import (
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// cachePolicy is the API structure CachePolicy.
type cachePolicy struct {
	ID                string                   `xml:"Id"`
	LastModifiedTime  time.Time                `xml:"LastModifiedTime"`
	CachePolicyConfig policy.CachePolicyConfig `xml:"CachePolicyConfig"`
}

type cachePolicyList struct {
	policyListHead
	Items []cachePolicySummary `xml:"Items>CachePolicySummary"`
}

type cachePolicySummary struct {
	Type        string      `xml:"Type"`
	CachePolicy cachePolicy `xml:"CachePolicy"`
}

func cachePolicies() shelf[policy.CachePolicyConfig] {
	body := func(r *registry.CachePolicy) cachePolicy { return cachePolicy{r.ID, r.LastModified, r.Config} }
	return shelf[policy.CachePolicyConfig]{
		path:       "/cache-policy",
		configRoot: "CachePolicyConfig",
		root:       "CachePolicy",
		listRoot:   "CachePolicyList",
		records:    (*registry.Registry).CachePolicies,
		create: func(r *registry.Registry, cfg policy.CachePolicyConfig) (*registry.CachePolicy, error) {
			return r.CreateCachePolicy(cfg, "")
		},
		body: func(r *registry.CachePolicy) any { return body(r) },
		list: func(page []*registry.CachePolicy, head listHead) any {
			list := cachePolicyList{policyListHead: head.ofPolicies()}
			for _, r := range page {
				list.Items = append(list.Items, cachePolicySummary{typeOf(r.Managed), body(r)})
			}
			return list
		},
		managed:    true,
		usedByPath: "/distributionsByCachePolicyId",
	}
}
