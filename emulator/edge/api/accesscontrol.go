package api

import (
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// accessControl is the API structure OriginAccessControl.
type accessControl struct {
	ID                        string                           `xml:"Id"`
	OriginAccessControlConfig policy.OriginAccessControlConfig `xml:"OriginAccessControlConfig"`
}

type accessControlList struct {
	listHead
	Items []accessControlSummary `xml:"Items>OriginAccessControlSummary"`
}

// accessControlSummary is the API structure OriginAccessControlSummary, whose
// members stand in this order and all the time.
type accessControlSummary struct {
	ID                            string `xml:"Id"`
	Description                   string `xml:"Description"`
	Name                          string `xml:"Name"`
	SigningProtocol               string `xml:"SigningProtocol"`
	SigningBehavior               string `xml:"SigningBehavior"`
	OriginAccessControlOriginType string `xml:"OriginAccessControlOriginType"`
}

func accessControls() shelf[policy.OriginAccessControlConfig] {
	return shelf[policy.OriginAccessControlConfig]{
		path:       "/origin-access-control",
		putConfig:  true,
		configRoot: "OriginAccessControlConfig",
		root:       "OriginAccessControl",
		listRoot:   "OriginAccessControlList",
		records:    (*registry.Registry).OriginAccessControls,
		create: func(r *registry.Registry, cfg policy.OriginAccessControlConfig) (*registry.OriginAccessControl, error) {
			return r.CreateOriginAccessControl(cfg, "")
		},
		body: func(r *registry.OriginAccessControl) any { return accessControl{r.ID, r.Config} },
		list: func(page []*registry.OriginAccessControl, head listHead) any {
			list := accessControlList{listHead: head}
			for _, r := range page {
				list.Items = append(list.Items, accessControlSummary{
					ID:                            r.ID,
					Description:                   r.Config.Description,
					Name:                          r.Config.Name,
					SigningProtocol:               r.Config.SigningProtocol,
					SigningBehavior:               r.Config.SigningBehavior,
					OriginAccessControlOriginType: r.Config.OriginAccessControlOriginType,
				})
			}
			return list
		},
	}
}
