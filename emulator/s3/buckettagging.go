package s3

import (
	"net/http"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// putBucketTagging replaces the bucket's tags.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html
func (c *call) putBucketTagging() (*answer, error) {
	tags, err := c.readTagging(maxBucketTags, true)
	if err != nil {
		return nil, err
	}
	return c.updateSettings(http.StatusNoContent, func(s *store.Settings) error {
		s.Tags = tags
		return nil
	})
}

func (c *call) getBucketTagging() (*answer, error) {
	if len(c.bucket.Tags) == 0 {
		return nil, c.errNotConfigured("NoSuchTagSet", "The TagSet does not exist")
	}
	return document(wire.NewTagging(c.bucket.Tags))
}

func (c *call) deleteBucketTagging() (*answer, error) {
	return c.drop(func(s *store.Settings) { s.Tags = nil })
}
