package registry

import (
	"time"

	"crossfront/emulator/edge/policy"
)

// Record is one policy, access control, identity, key or group of keys: its configuration and
// what the control plane knows about it.
type Record[C any] struct {
	ID           string
	ETag         string // changes with each update
	Created      time.Time
	LastModified time.Time
	Managed      bool // AWS's own: cannot be changed or deleted
	Config       C
}

// The kinds of records.
type (
	CachePolicy           = Record[policy.CachePolicyConfig]
	OriginRequestPolicy   = Record[policy.OriginRequestPolicyConfig]
	ResponseHeadersPolicy = Record[policy.ResponseHeadersPolicyConfig]
	OriginAccessControl   = Record[policy.OriginAccessControlConfig]
	OriginAccessIdentity  = Record[OriginAccessIdentityConfig]
	PublicKey             = Record[policy.PublicKeyConfig]
	KeyGroup              = Record[policy.KeyGroupConfig]
)

// OriginAccessIdentityConfig is the API structure
// CloudFrontOriginAccessIdentityConfig (2020-05-31): the older way, before
// origin access controls, to let a distribution read a bucket.
type OriginAccessIdentityConfig struct {
	CallerReference string `json:"CallerReference" xml:"CallerReference"`
	Comment         string `json:"Comment" xml:"Comment"`
}
