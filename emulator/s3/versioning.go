package s3

import (
	"net/http"

	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// putBucketVersioning enables or suspends versioning. Once enabled it cannot
// be suspended while something depends on it.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html
func (c *call) putBucketVersioning() (*answer, error) {
	config, err := readSettings[settings.Versioning](c)
	if err != nil {
		return nil, err
	}
	return c.updateSettings(http.StatusOK, func(s *store.Settings) error {
		if config.Status == store.VersioningSuspended {
			switch {
			case s.ObjectLock != nil:
				return errBucketState("An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.")
			case s.Replication != nil:
				return errBucketState("A replication configuration is present on this bucket, so the versioning state cannot be changed.")
			}
		}
		s.Versioning = config.Status
		return nil
	})
}

// getBucketVersioning says nothing for a bucket whose versioning was never set.
func (c *call) getBucketVersioning() (*answer, error) {
	return document(settings.Versioning{Status: c.bucket.Versioning})
}
