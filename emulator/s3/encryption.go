package s3

import (
	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// putBucketEncryption says how objects are encrypted whose writer does not say.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
func (c *call) putBucketEncryption() (*answer, error) {
	config, err := readSettings[settings.Encryption](c)
	if err != nil {
		return nil, err
	}
	return c.keep(func(s *store.Settings) { s.Encryption = config })
}

// getBucketEncryption always has something to say: since January 2023 every
// bucket has a default, and ServerSideEncryptionConfigurationNotFoundError is
// not answered any more.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
func (c *call) getBucketEncryption() (*answer, error) {
	if c.bucket.Encryption == nil {
		return document(settings.DefaultEncryption())
	}
	return document(c.bucket.Encryption)
}

func (c *call) deleteBucketEncryption() (*answer, error) {
	return c.drop(func(s *store.Settings) { s.Encryption = nil })
}
