package s3

import (
	"net/http"

	"crossfront/emulator/s3/store"
)

// deleteObject removes a version, puts a delete marker on top, or removes the
// object, as the bucket's versioning has it. That there was none is no error.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
func (c *call) deleteObject() (*answer, error) {
	cond, err := c.deleteConditions()
	if err != nil {
		return nil, err
	}
	if err := c.checkBypass(); err != nil {
		return nil, err
	}
	in := store.DeleteInput{If: cond, Bypass: c.bypass(c.address.key)}
	deleted, err := c.server.config.Store.DeleteObject(c.r.Context(), c.address.bucket, c.ref(), in)
	if err != nil {
		return nil, err
	}
	a := empty(http.StatusNoContent)
	if deleted.DeleteMarker {
		a.marker(deleted.VersionID)
	}
	a.version(deleted.VersionID)
	return a, nil
}
