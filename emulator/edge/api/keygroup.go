package api

import (
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// keyGroup is the API structure KeyGroup.
type keyGroup struct {
	ID               string                `xml:"Id"`
	LastModifiedTime time.Time             `xml:"LastModifiedTime"`
	KeyGroupConfig   policy.KeyGroupConfig `xml:"KeyGroupConfig"`
}

type keyGroupList struct {
	policyListHead
	Items []keyGroupSummary `xml:"Items>KeyGroupSummary"`
}

type keyGroupSummary struct {
	KeyGroup keyGroup `xml:"KeyGroup"`
}

func keyGroups() shelf[policy.KeyGroupConfig] {
	body := func(r *registry.KeyGroup) keyGroup { return keyGroup{r.ID, r.LastModified, r.Config} }
	return shelf[policy.KeyGroupConfig]{
		path:       "/key-group",
		configRoot: "KeyGroupConfig",
		root:       "KeyGroup",
		listRoot:   "KeyGroupList",
		records:    (*registry.Registry).KeyGroups,
		create: func(r *registry.Registry, cfg policy.KeyGroupConfig) (*registry.KeyGroup, error) {
			return r.KeyGroups().Create(cfg, "")
		},
		body: func(r *registry.KeyGroup) any { return body(r) },
		list: func(page []*registry.KeyGroup, head listHead) any {
			list := keyGroupList{policyListHead: head.ofPolicies()}
			for _, r := range page {
				list.Items = append(list.Items, keyGroupSummary{body(r)})
			}
			return list
		},
		usedByPath: "/distributionsByKeyGroupId",
	}
}
