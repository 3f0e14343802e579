package s3

import (
	"net/http"

	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// uploadACL is the list of rights that an upload asks for, and who will own
// the object. While ACLs are off, the bucket's owner owns all; with
// BucketOwnerPreferred so does he what comes with bucket-owner-full-control.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
func (c *call) uploadACL() (owner string, acl *store.ACL, err error) {
	owner = c.accountID()
	if c.caller.AccountID == "" { // nobody's own: the bucket owner's
		owner = c.bucket.Owner
	}
	preferred := c.bucket.ObjectOwnership() == settings.BucketOwnerPreferred && c.headers().Get("x-amz-acl") == "bucket-owner-full-control"
	if c.aclsOff() || preferred {
		owner = c.bucket.Owner
	}
	acl, err = c.headerACL(owner)
	if err != nil || acl == nil {
		return owner, nil, err
	}
	// "bucket-owner-full-control" changes nothing while ACLs are off, and is
	// the one canned list that is taken then; others are refused even when they
	// would give no more.
	if canned := c.headers().Get("x-amz-acl"); c.aclsOff() && canned != "" {
		if canned != "bucket-owner-full-control" {
			return owner, nil, errACLs()
		}
		return owner, nil, nil
	}
	if err := c.allowACL(acl); err != nil {
		return owner, nil, err
	}
	if !c.may("s3:PutObjectAcl", c.address.key) {
		return owner, nil, errAccessDenied()
	}
	return owner, acl, nil
}

// putObjectACL replaces the list of rights of a version.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html
func (c *call) putObjectACL() (*answer, error) {
	o, err := c.head()
	if err != nil {
		return c.missingForChange(err)
	}
	owner := c.ownerOf(o)
	acl, err := c.putACL(owner)
	if err != nil {
		return nil, err
	}
	a, err := c.updateObject(http.StatusOK, func(o *store.Object) error {
		o.ACL = acl
		return nil
	})
	if err == nil && a.failed == nil {
		a.version(c.query.Get("versionId"))
	}
	return a, err
}

// missingForChange answers a change of what is not there: other than a reader,
// it is told of a delete marker on top. Recorded: localstack's
// test_put_object_acl_on_delete_marker.
func (c *call) missingForChange(err error) (*answer, error) {
	if marker(err) {
		return nil, c.errDeleteMarker()
	}
	return c.missing(err)
}

// getObjectACL answers the list of rights of a version.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html
func (c *call) getObjectACL() (*answer, error) {
	o, err := c.head()
	if err != nil {
		return c.missing(err)
	}
	acl, owner := o.ACL, c.ownerOf(o)
	if c.aclsOff() {
		acl, owner = nil, c.bucket.Owner
	}
	a, err := aclDocument(acl, owner)
	if err == nil {
		a.version(o.VersionID)
	}
	return a, err
}

// ownerOf is the account that an object belongs to.
func (c *call) ownerOf(o store.Object) string {
	if o.Owner == "" || c.aclsOff() {
		return c.bucket.Owner
	}
	return o.Owner
}
