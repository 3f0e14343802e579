package s3

import (
	"net/http"

	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// putBucketReplication keeps where objects are to be copied. Nothing is
// copied. Both ends must keep versions; a destination of another account is
// not looked at, for its owner alone knows it.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
func (c *call) putBucketReplication() (*answer, error) {
	if err := c.requireIntegrity(); err != nil {
		return nil, err
	}
	config, err := readSettings[settings.Replication](c)
	if err != nil {
		return nil, err
	}
	for i, name := range config.Buckets() {
		if to := config.Rules[i].Destination.Account; to != "" && to != c.bucket.Owner {
			continue
		}
		destination, err := c.server.config.Store.Bucket(c.r.Context(), name)
		switch {
		case store.KindOf(err) == store.NoSuchBucket:
			return nil, errInvalidRequest("Destination bucket must exist.")
		case err != nil:
			return nil, err
		case destination.Versioning != store.VersioningEnabled:
			return nil, errInvalidRequest("Destination bucket must have versioning enabled.")
		}
	}
	return c.updateSettings(http.StatusOK, func(s *store.Settings) error {
		if s.Versioning != store.VersioningEnabled {
			return errInvalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration")
		}
		s.Replication = config
		return nil
	})
}

func (c *call) getBucketReplication() (*answer, error) {
	if c.bucket.Replication == nil {
		return nil, c.errNotConfigured("ReplicationConfigurationNotFoundError", "The replication configuration was not found")
	}
	return document(c.bucket.Replication)
}

func (c *call) deleteBucketReplication() (*answer, error) {
	return c.drop(func(s *store.Settings) { s.Replication = nil })
}
