package s3

import (
	"net/http"

	"crossfront/emulator/hosts"
	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// putBucketLogging says where access logs go. None are written. The target
// must be a bucket of the same owner in the same region.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html
func (c *call) putBucketLogging() (*answer, error) {
	config, err := readSettings[settings.Logging](c)
	if err != nil {
		return nil, err
	}
	if config.Enabled == nil {
		return c.keep(func(s *store.Settings) { s.Logging = nil })
	}
	if err := c.checkLogTarget(config.Enabled); err != nil {
		return nil, err
	}
	return c.keep(func(s *store.Settings) { s.Logging = config })
}

func (c *call) checkLogTarget(to *settings.LoggingEnabled) error {
	target, err := c.server.config.Store.Bucket(c.r.Context(), to.TargetBucket)
	switch {
	case store.KindOf(err) == store.NoSuchBucket:
		return refuse(http.StatusBadRequest, "InvalidTargetBucketForLogging", "The target bucket for logging does not exist",
			field("TargetBucket", to.TargetBucket))
	case err != nil:
		return err
	case target.Owner != c.bucket.Owner:
		return refuse(http.StatusBadRequest, "InvalidTargetBucketForLogging",
			"The owner for the bucket to be logged and the target bucket must be the same.", field("TargetBucket", to.TargetBucket))
	case target.Region != c.bucket.Region:
		return c.errOtherLocation(target.Region)
	}
	return nil
}

// errOtherLocation names the source's location unless that is us-east-1.
// Recorded: localstack's test_put_bucket_logging_cross_locations.
func (c *call) errOtherLocation(target string) error {
	e := refuse(http.StatusForbidden, "CrossLocationLoggingProhibitted", "Cross S3 location logging not allowed. ")
	if c.bucket.Region != hosts.DefaultRegion {
		e.Fields = append(e.Fields, field("SourceBucketLocation", c.bucket.Region))
	}
	e.Fields = append(e.Fields, field("TargetBucketLocation", target))
	return e
}

// getBucketLogging answers an empty document while there is no logging.
func (c *call) getBucketLogging() (*answer, error) {
	if c.bucket.Logging == nil {
		return document(settings.Logging{})
	}
	return document(c.bucket.Logging)
}
