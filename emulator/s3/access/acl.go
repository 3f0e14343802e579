package access

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Groups that a grant may name by their URI.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee
const (
	AllUsers           = "http://acs.amazonaws.com/groups/global/AllUsers"
	AuthenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
	LogDelivery        = "http://acs.amazonaws.com/groups/s3/LogDelivery"
)

// Permissions that a grant may give.
const (
	PermissionRead        = "READ"
	PermissionWrite       = "WRITE"
	PermissionReadACP     = "READ_ACP"
	PermissionWriteACP    = "WRITE_ACP"
	PermissionFullControl = "FULL_CONTROL"
)

// An ACL is an access control list of a bucket or an object.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
type ACL struct {
	Owner  string // account id
	Grants []Grant
}

// A Grant gives somebody a permission. One of ID, URI and Email is set. Nobody
// here has an email address, so a grant to one reaches nobody.
type Grant struct {
	ID         string // canonical user id or account id
	URI        string // of a group
	Email      string
	Permission string
}

// CanonicalID is the canonical user id of an account: 64 hexadecimal digits,
// here derived from the account's number.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html
func CanonicalID(account string) string {
	sum := sha256.Sum256([]byte("canonical user of " + account))
	return hex.EncodeToString(sum[:])
}

// DefaultACL is the list of what was stored without one: full control for its
// owner.
func DefaultACL(owner string) ACL {
	return ACL{Owner: owner, Grants: []Grant{{ID: CanonicalID(owner), Permission: PermissionFullControl}}}
}

// Canned is the list that a canned ACL stands for; false for other names.
// owner and bucketOwner are account ids, the same for the list of a bucket.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
func Canned(name, owner, bucketOwner string) (ACL, bool) {
	acl := DefaultACL(owner)
	add := func(g ...Grant) { acl.Grants = append(acl.Grants, g...) }
	group := func(uri, permission string) Grant { return Grant{URI: uri, Permission: permission} }
	switch name {
	case "private", "aws-exec-read": // the latter for EC2's own account, which nobody is here
	case "public-read":
		add(group(AllUsers, PermissionRead))
	case "public-read-write":
		add(group(AllUsers, PermissionRead), group(AllUsers, PermissionWrite))
	case "authenticated-read":
		add(group(AuthenticatedUsers, PermissionRead))
	case "log-delivery-write":
		add(group(LogDelivery, PermissionWrite), group(LogDelivery, PermissionReadACP))
	case "bucket-owner-read":
		if owner != bucketOwner {
			add(Grant{ID: CanonicalID(bucketOwner), Permission: PermissionRead})
		}
	case "bucket-owner-full-control":
		if owner != bucketOwner {
			add(Grant{ID: CanonicalID(bucketOwner), Permission: PermissionFullControl})
		}
	default:
		return ACL{}, false
	}
	return acl, true
}

// public reports whether the grant is to everybody, or to everybody with an
// AWS account, which is the same to S3.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
func (g *Grant) public() bool { return g.URI == AllUsers || g.URI == AuthenticatedUsers }

// IsPublic reports whether the list gives anything to the public. With
// BlockPublicAcls, S3 refuses to set such a list.
func (a *ACL) IsPublic() bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.public() })
}

// reaches reports whether the grant is to the caller.
func (g *Grant) reaches(c *Caller) bool {
	account := c.account()
	switch {
	case g.URI == AllUsers:
		return true
	case g.URI == AuthenticatedUsers:
		return account != ""
	case g.URI == LogDelivery:
		return c.Service == "logging.s3.amazonaws.com"
	case g.ID == "":
		return false
	case account != "":
		return g.ID == account || g.ID == CanonicalID(account)
	}
	return g.ID == c.CanonicalUser
}

// gives reports whether the grant's permission covers another.
func (g *Grant) gives(permission string) bool {
	return g.Permission == permission || g.Permission == PermissionFullControl
}

// to names the grantee in the middle of a sentence.
func (g *Grant) to() string {
	switch {
	case g.URI != "":
		return g.URI
	case g.ID != "":
		return "the canonical user " + g.ID
	}
	return g.Email
}
