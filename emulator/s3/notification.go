package s3

import (
	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// putBucketNotification keeps who is to be told what. Nothing is delivered,
// and whether a destination exists is not known.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
func (c *call) putBucketNotification() (*answer, error) {
	config, err := readSettings[settings.Notification](c)
	if err != nil {
		return nil, err
	}
	if config.Empty() {
		config = nil
	}
	return c.keep(func(s *store.Settings) { s.Notification = config })
}

func (c *call) getBucketNotification() (*answer, error) {
	if c.bucket.Notification == nil {
		return document(settings.Notification{})
	}
	return document(c.bucket.Notification)
}
