package s3

import (
	"strings"

	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// putBucketAccelerate keeps whether the bucket is reached by way of edge
// locations. It has no effect. Suspending what was never enabled leaves it so.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html
func (c *call) putBucketAccelerate() (*answer, error) {
	config, err := readSettings[settings.Accelerate](c)
	if err != nil {
		return nil, err
	}
	if strings.Contains(c.bucket.Name, ".") {
		return nil, errInvalidRequest("S3 Transfer Acceleration is not supported for buckets with periods (.) in their names")
	}
	return c.keep(func(s *store.Settings) {
		if s.Accelerate != "" || config.Status == "Enabled" {
			s.Accelerate = config.Status
		}
	})
}

func (c *call) getBucketAccelerate() (*answer, error) {
	return document(settings.Accelerate{Status: c.bucket.Accelerate})
}

// putBucketRequestPayment keeps who pays. It has no effect.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html
func (c *call) putBucketRequestPayment() (*answer, error) {
	config, err := readSettings[settings.RequestPayment](c)
	if err != nil {
		return nil, err
	}
	return c.keep(func(s *store.Settings) { s.RequestPayer = config.Payer })
}

func (c *call) getBucketRequestPayment() (*answer, error) {
	payer := c.bucket.RequestPayer
	if payer == "" {
		payer = "BucketOwner"
	}
	return document(settings.RequestPayment{Payer: payer})
}
