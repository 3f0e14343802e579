package api

import "crossfront/emulator/edge/registry"

// accessIdentity is the API structure CloudFrontOriginAccessIdentity.
type accessIdentity struct {
	ID                string                              `xml:"Id"`
	S3CanonicalUserID string                              `xml:"S3CanonicalUserId"`
	Config            registry.OriginAccessIdentityConfig `xml:"CloudFrontOriginAccessIdentityConfig"`
}

type accessIdentityList struct {
	listHead
	Items []accessIdentitySummary `xml:"Items>CloudFrontOriginAccessIdentitySummary"`
}

type accessIdentitySummary struct {
	ID                string `xml:"Id"`
	S3CanonicalUserID string `xml:"S3CanonicalUserId"`
	Comment           string `xml:"Comment"`
}

func accessIdentities() shelf[registry.OriginAccessIdentityConfig] {
	return shelf[registry.OriginAccessIdentityConfig]{
		path:       "/origin-access-identity/cloudfront",
		putConfig:  true,
		configRoot: "CloudFrontOriginAccessIdentityConfig",
		root:       "CloudFrontOriginAccessIdentity",
		listRoot:   "CloudFrontOriginAccessIdentityList",
		records:    (*registry.Registry).OriginAccessIdentities,
		create: func(r *registry.Registry, cfg registry.OriginAccessIdentityConfig) (*registry.OriginAccessIdentity, error) {
			return r.CreateOriginAccessIdentity(cfg, "")
		},
		body: func(r *registry.OriginAccessIdentity) any {
			return accessIdentity{r.ID, registry.CanonicalUser(r.ID), r.Config}
		},
		list: func(page []*registry.OriginAccessIdentity, head listHead) any {
			list := accessIdentityList{listHead: head}
			for _, r := range page {
				list.Items = append(list.Items, accessIdentitySummary{r.ID, registry.CanonicalUser(r.ID), r.Config.Comment})
			}
			return list
		},
	}
}
