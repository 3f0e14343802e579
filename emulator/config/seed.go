package config

import (
	"io"
	"net/http"

	"crossfront/corsengine"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/fault"
	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/remote"
)

// Seed is the world that a server starts with. Everything in it is validated;
// references between its parts resolve.
type Seed struct {
	Buckets       []Bucket
	Distributions []Distribution // at most one is the default

	CachePolicies           []CachePolicy
	OriginRequestPolicies   []OriginRequestPolicy
	ResponseHeadersPolicies []ResponseHeadersPolicy
	PublicKeys              []PublicKey
	KeyGroups               []KeyGroup // of keys among PublicKeys
	// OriginAccessControls are those of short forms, those given under
	// policies, and one for each id that a full config names without giving it.
	OriginAccessControls []OriginAccessControl

	KeyValueStores []KeyValueStore
	Functions      []Function // all are published

	Resolve map[string]string // as Config.Resolve, from the seed file alone

	Faults []fault.Fault // to inject, in the order in which they are tried
}

// Bucket is one bucket to make.
type Bucket struct {
	Name   string
	Region string
	Public bool               // anyone may GET: Policy says so and PublicAccessBlock is off
	CORS   *corsengine.Config // nil: no CORS configuration
	Policy []byte             // bucket policy, JSON; nil: none
	// PublicAccessBlock is nil when the file gives none: all four settings are
	// on, as on a new bucket, unless Public turns them off.
	PublicAccessBlock *access.PublicAccessBlock
	Objects           []Object // in the order of the file, then of the names
	// Backend keeps the objects, of which there are none in Objects then; nil:
	// they are kept here.
	Backend *remote.Backend
}

// Object is one object to put.
type Object struct {
	Key         string
	Size        int64 // bytes
	ContentType string
	// Headers are what S3 stores and returns with the object: Cache-Control,
	// Content-Disposition, Content-Encoding, Content-Language, Expires and
	// x-amz-meta-…; never Content-Type.
	Headers http.Header
	// Open reads the body anew. The caller closes it.
	Open func() (io.ReadCloser, error)
}

// Distribution is one distribution to make under a given id.
type Distribution struct {
	ID      string
	Default bool   // takes viewers whose Host names no distribution
	Listen  string // its own listener, HOST:PORT; empty: none
	Config  policy.DistributionConfig
	// GrantBucket is the bucket of a short form that has no policy of its own:
	// its policy shall let this distribution read. Empty otherwise.
	GrantBucket string
}

// CachePolicy is a custom cache policy under a given id.
type CachePolicy struct {
	ID     string
	Config policy.CachePolicyConfig
}

// OriginRequestPolicy is a custom origin request policy under a given id.
type OriginRequestPolicy struct {
	ID     string
	Config policy.OriginRequestPolicyConfig
}

// ResponseHeadersPolicy is a custom response headers policy under a given id.
type ResponseHeadersPolicy struct {
	ID     string
	Config policy.ResponseHeadersPolicyConfig
}

// OriginAccessControl is an origin access control under a given id.
type OriginAccessControl struct {
	ID     string
	Config policy.OriginAccessControlConfig
}

// PublicKey is a public key under a given id.
type PublicKey struct {
	ID     string
	Config policy.PublicKeyConfig
}

// KeyGroup is a key group under a given id.
type KeyGroup struct {
	ID     string
	Config policy.KeyGroupConfig
	node   *node // where it stands, until its keys are looked up
}

// KeyValueStore is one key value store to make under a given id.
type KeyValueStore struct {
	ID      string
	Name    string
	Comment string
	Items   map[string]string
}

// Function is one CloudFront Function to make and publish.
type Function struct {
	Name   string
	Config policy.FunctionConfig
	Code   []byte
	Store  string // name of the key value store that it reads; empty: none
}
