package s3

import (
	"errors"
	"net/http"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// putObjectTagging replaces the tags of a version.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html
func (c *call) putObjectTagging() (*answer, error) {
	tags, err := c.readTagging(maxObjectTags, false)
	if err != nil {
		return nil, err
	}
	return c.updateObject(http.StatusOK, func(o *store.Object) error {
		o.Tags = tags
		return nil
	})
}

// getObjectTagging answers the tags of a version, none being no error.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html
func (c *call) getObjectTagging() (*answer, error) {
	o, err := c.head()
	if err != nil {
		return c.missing(err)
	}
	a, err := document(wire.NewTagging(o.Tags))
	if err == nil {
		a.version(o.VersionID)
	}
	return a, err
}

// deleteObjectTagging takes all tags of a version away.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html
func (c *call) deleteObjectTagging() (*answer, error) {
	return c.updateObject(http.StatusNoContent, func(o *store.Object) error {
		o.Tags = nil
		return nil
	})
}

// marker says whether an object is missing because of a delete marker.
func marker(err error) bool {
	var gone *store.Error
	return errors.As(err, &gone) && (gone.Kind == store.IsDeleteMarker || gone.Kind == store.NoSuchKey && gone.DeleteMarker)
}
