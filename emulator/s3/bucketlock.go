package s3

import (
	"net/http"

	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// putObjectLockConfiguration enables object lock, for ever, and sets the
// retention that new versions get. It needs versioning.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html
func (c *call) putObjectLockConfiguration() (*answer, error) {
	if err := c.requireIntegrity(); err != nil {
		return nil, err
	}
	config, err := readSettings[settings.ObjectLock](c)
	if err != nil {
		return nil, err
	}
	lock := &store.ObjectLock{}
	if config.Rule != nil {
		r := config.Rule.Default
		lock.Mode = r.Mode
		if r.Days != nil {
			lock.Days = int(*r.Days)
		} else {
			lock.Years = int(*r.Years)
		}
	}
	return c.updateSettings(http.StatusOK, func(s *store.Settings) error {
		if s.Versioning != store.VersioningEnabled {
			return errBucketState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
		}
		s.ObjectLock = lock
		return nil
	})
}

func (c *call) getObjectLockConfiguration() (*answer, error) {
	lock := c.bucket.ObjectLock
	if lock == nil {
		return nil, c.errNotConfigured("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket")
	}
	out := settings.ObjectLock{Enabled: "Enabled"}
	if lock.Mode != "" {
		r := &settings.Retention{Mode: lock.Mode}
		if days := int32(lock.Days); days > 0 {
			r.Days = &days
		}
		if years := int32(lock.Years); years > 0 {
			r.Years = &years
		}
		out.Rule = &settings.ObjectLockRule{Default: r}
	}
	return document(out)
}
