package store

// Controls are what S3 knows about an object beside its headers and its bytes.
type Controls struct {
	Owner string      // account id; empty is the bucket's owner
	Tags  [][2]string // name and value, in the order they were given
	ACL   *ACL        // nil: full control for the owner, nothing for others
	Lock  Lock
	SSE   SSE
}

// An ACL is an access control list.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
type ACL struct {
	Owner  string // account id
	Grants []Grant
}

// A Grant gives somebody a permission. One of ID, URI and Email is set.
type Grant struct {
	ID         string // account id or canonical user id, as it was given
	URI        string // of a group
	Email      string
	Permission string // READ, WRITE, READ_ACP, WRITE_ACP, FULL_CONTROL
}

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
