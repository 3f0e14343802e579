package s3

import (
	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// minimumSizeHeader says which objects are too small to change storage class.
const minimumSizeHeader = "x-amz-transition-default-minimum-object-size"

// putBucketLifecycle keeps a lifecycle. It has no effect: nothing here expires
// or moves.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
func (c *call) putBucketLifecycle() (*answer, error) {
	if err := c.requireIntegrity(); err != nil {
		return nil, err
	}
	config, err := readSettings[settings.Lifecycle](c)
	if err != nil {
		return nil, err
	}
	switch size := c.header(minimumSizeHeader); size {
	case "":
		config.MinimumSize = settings.MinimumSize128K
	case settings.MinimumSize128K, settings.MinimumSizeVaries:
		config.MinimumSize = size
	default:
		return nil, errInvalidRequest("Invalid TransitionDefaultMinimumObjectSize found: " + size)
	}
	a, err := c.keep(func(s *store.Settings) { s.Lifecycle = config })
	if err != nil {
		return nil, err
	}
	a.set(minimumSizeHeader, config.MinimumSize)
	return a, nil
}

func (c *call) getBucketLifecycle() (*answer, error) {
	config := c.bucket.Lifecycle
	if config == nil {
		return nil, c.errNotConfigured("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")
	}
	a, err := document(config)
	if err != nil {
		return nil, err
	}
	a.set(minimumSizeHeader, config.MinimumSize)
	return a, nil
}

func (c *call) deleteBucketLifecycle() (*answer, error) {
	return c.drop(func(s *store.Settings) { s.Lifecycle = nil })
}
