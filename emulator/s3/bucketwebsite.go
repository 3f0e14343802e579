package s3

import (
	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// putBucketWebsite makes a website of the bucket: see website.go for what its
// endpoint then answers.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html
func (c *call) putBucketWebsite() (*answer, error) {
	config, err := readSettingsUpTo[settings.Website](c, settings.MaxWebsiteBytes)
	if err != nil {
		return nil, err
	}
	return c.keep(func(s *store.Settings) { s.Website = config })
}

func (c *call) getBucketWebsite() (*answer, error) {
	if c.bucket.Website == nil {
		return nil, c.errNoWebsite()
	}
	return document(c.bucket.Website)
}

func (c *call) errNoWebsite() error {
	return c.errNotConfigured("NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration")
}

func (c *call) deleteBucketWebsite() (*answer, error) {
	return c.drop(func(s *store.Settings) { s.Website = nil })
}
