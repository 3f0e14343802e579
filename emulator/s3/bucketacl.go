package s3

import (
	"net/http"

	"crossfront/emulator/s3/store"
)

// putBucketACL replaces the bucket's list of rights. While ACLs are off, every
// such request is refused.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html
func (c *call) putBucketACL() (*answer, error) {
	acl, err := c.putACL(c.bucket.Owner)
	if err != nil {
		return nil, err
	}
	return c.updateSettings(http.StatusOK, func(s *store.Settings) error {
		if !s.ACLs() {
			return errACLs()
		}
		if s.Block().BlockPublicAcls && decidedACL(acl).IsPublic() {
			return errAccessDenied()
		}
		s.ACL = acl
		return nil
	})
}

// getBucketACL answers the owner's full control while ACLs are off.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html
func (c *call) getBucketACL() (*answer, error) {
	return aclDocument(c.bucket.AccessList(c.bucket.Owner), c.bucket.Owner)
}
