package store

import (
	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/settings"
)

// Configurations are the parts of a bucket's settings that the store only
// keeps. Their types are plain data: all fields exported, so that they come
// back from JSON as they went in. What is nil or empty was never set, or was
// deleted.
type Configurations struct {
	// LocationEU: the bucket was asked for in "EU", the old name of eu-west-1,
	// and says so when asked where it is.
	LocationEU bool        `json:",omitempty"`
	Tags       [][2]string `json:",omitempty"` // key and value
	// Ownership is nil in a new bucket, which means BucketOwnerEnforced, and
	// without a rule once it was deleted: see ObjectOwnership.
	Ownership *settings.Ownership `json:",omitempty"`
	// ACL is the bucket's own list; nil is full control for its owner. It
	// means something only while ACLs are on: see AccessList.
	ACL          *ACL                   `json:",omitempty"`
	Website      *settings.Website      `json:",omitempty"`
	Logging      *settings.Logging      `json:",omitempty"`
	Lifecycle    *settings.Lifecycle    `json:",omitempty"`
	Encryption   *settings.Encryption   `json:",omitempty"` // nil: DefaultEncryption
	Notification *settings.Notification `json:",omitempty"`
	Replication  *settings.Replication  `json:",omitempty"`
	Accelerate   string                 `json:",omitempty"` // "Enabled", "Suspended"
	RequestPayer string                 `json:",omitempty"` // empty: BucketOwner
	// By id, in the order of the ids.
	Metrics   []*settings.Metrics   `json:",omitempty"`
	Analytics []*settings.Analytics `json:",omitempty"`
	Inventory []*settings.Inventory `json:",omitempty"`
	Tiering   []*settings.Tiering   `json:",omitempty"`
}

// ObjectOwnership is BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter or
// empty, which has the effect of ObjectWriter.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
func (c *Configurations) ObjectOwnership() string {
	switch {
	case c.Ownership == nil:
		return settings.BucketOwnerEnforced
	case len(c.Ownership.Rules) == 0:
		return ""
	}
	return c.Ownership.Rules[0].ObjectOwnership
}

// ACLs says whether access control lists mean anything.
func (c *Configurations) ACLs() bool {
	return c.ObjectOwnership() != settings.BucketOwnerEnforced
}

// AccessList is the bucket's access control list, nil while ACLs are off.
// owner is the account id of the bucket's owner.
func (c *Configurations) AccessList(owner string) *ACL {
	if !c.ACLs() {
		return nil
	}
	if c.ACL == nil {
		return &ACL{Owner: owner, Grants: []Grant{{ID: access.CanonicalID(owner), Permission: access.PermissionFullControl}}}
	}
	return c.ACL
}

// DefaultEncryption is how objects are encrypted whose writer does not say.
func (c *Configurations) DefaultEncryption() SSE {
	if c.Encryption == nil {
		return SSE{Algorithm: "AES256"}
	}
	rule := c.Encryption.Rules[0]
	return SSE{Algorithm: rule.Default.Algorithm, KMSKeyID: rule.Default.KeyID, BucketKey: *rule.BucketKey}
}
