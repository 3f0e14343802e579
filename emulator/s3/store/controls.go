package store

import "crossfront/emulator/s3/access"

// Controls are what S3 knows about an object beside its headers and its bytes.
type Controls struct {
	Owner string      // account id; empty is the bucket's owner
	Tags  [][2]string // name and value, in the order they were given
	ACL   *ACL        // nil: full control for the owner, nothing for others
	Lock  Lock
	SSE   SSE
}

// ACL and Grant are access control lists as package access has them.
type (
	ACL   = access.ACL
	Grant = access.Grant
)

// SSE is the server-side encryption that an object is said to have. Nothing is
// encrypted here.
type SSE struct {
	Algorithm string // "AES256", "aws:kms", "aws:kms:dsse"; empty is AES256
	KMSKeyID  string
	BucketKey bool
	// CustomerKeyMD5 is the digest of the customer's own key, which reading
	// then takes too (SSE-C); Algorithm is "AES256".
	CustomerKeyMD5 string
}
