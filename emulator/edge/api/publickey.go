package api

import (
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// publicKey is the API structure PublicKey.
type publicKey struct {
	ID              string                 `xml:"Id"`
	CreatedTime     time.Time              `xml:"CreatedTime"`
	PublicKeyConfig policy.PublicKeyConfig `xml:"PublicKeyConfig"`
}

type publicKeyList struct {
	policyListHead
	Items []publicKeySummary `xml:"Items>PublicKeySummary"`
}

type publicKeySummary struct {
	ID          string    `xml:"Id"`
	Name        string    `xml:"Name"`
	CreatedTime time.Time `xml:"CreatedTime"`
	EncodedKey  string    `xml:"EncodedKey"`
	Comment     string    `xml:"Comment,omitempty"`
}

func publicKeys() shelf[policy.PublicKeyConfig] {
	return shelf[policy.PublicKeyConfig]{
		path:       "/public-key",
		putConfig:  true,
		configRoot: "PublicKeyConfig",
		root:       "PublicKey",
		listRoot:   "PublicKeyList",
		records:    (*registry.Registry).PublicKeys,
		create: func(r *registry.Registry, cfg policy.PublicKeyConfig) (*registry.PublicKey, error) {
			return r.PublicKeys().Create(cfg, "")
		},
		body: func(r *registry.PublicKey) any { return publicKey{r.ID, r.Created, r.Config} },
		list: func(page []*registry.PublicKey, head listHead) any {
			list := publicKeyList{policyListHead: head.ofPolicies()}
			for _, r := range page {
				list.Items = append(list.Items, publicKeySummary{r.ID, r.Config.Name, r.Created, r.Config.EncodedKey, r.Config.Comment})
			}
			return list
		},
	}
}
