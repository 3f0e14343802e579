package s3

import (
	"net/http"

	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// putOwnershipControls says whether ACLs mean anything. They cannot be turned
// off while the bucket's list gives something to others than its owner.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
func (c *call) putOwnershipControls() (*answer, error) {
	config, err := readSettings[settings.Ownership](c)
	if err != nil {
		return nil, err
	}
	return c.updateSettings(http.StatusOK, func(s *store.Settings) error {
		if config.Rules[0].ObjectOwnership == settings.BucketOwnerEnforced && s.ACL != nil && !ownersOnly(s.ACL, c.bucket.Owner) {
			return errACLWithOwnership()
		}
		s.Ownership = config
		return nil
	})
}

func errACLWithOwnership() error {
	return refuse(http.StatusBadRequest, "InvalidBucketAclWithObjectOwnership",
		"Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")
}

func (c *call) getOwnershipControls() (*answer, error) {
	ownership := c.bucket.ObjectOwnership()
	if ownership == "" {
		return nil, c.errNotConfigured("OwnershipControlsNotFoundError", "The bucket ownership controls were not found")
	}
	return document(settings.Ownership{Rules: []settings.OwnershipRule{{ObjectOwnership: ownership}}})
}

// deleteOwnershipControls leaves a bucket as they were before 2020: its ACLs
// are on, and objects belong to who writes them.
func (c *call) deleteOwnershipControls() (*answer, error) {
	return c.drop(func(s *store.Settings) { s.Ownership = &settings.Ownership{} })
}
