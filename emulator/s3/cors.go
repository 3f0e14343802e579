package s3

import (
	"net/http"

	"crossfront/corsengine"
	"crossfront/emulator/s3/store"
)

// putBucketCORS replaces the bucket's CORS configuration as a whole.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html
func (c *call) putBucketCORS() (*answer, error) {
	doc, err := c.readDocument(corsengine.MaxBytes)
	if err != nil {
		return nil, err
	}
	if err := c.requireIntegrity(); err != nil {
		return nil, err
	}
	config, err := c.server.config.CORS.ParseXML(doc)
	if err != nil {
		return nil, err
	}
	rules, err := c.server.config.CORS.Compile(config)
	if err != nil {
		return nil, err
	}
	return c.updateSettings(http.StatusOK, func(s *store.Settings) error {
		s.CORS, s.Rules = config, rules
		return nil
	})
}

func (c *call) getBucketCORS() (*answer, error) {
	if c.bucket.CORS == nil {
		return nil, refuse(http.StatusNotFound, "NoSuchCORSConfiguration", "The CORS configuration does not exist",
			field("BucketName", c.bucket.Name))
	}
	return xmlAnswer(c.bucket.CORS.XML()), nil
}

// deleteBucketCORS succeeds without a configuration too (rec-delcors-none).
func (c *call) deleteBucketCORS() (*answer, error) {
	return c.updateSettings(http.StatusNoContent, func(s *store.Settings) error { return s.SetCORS(nil, c.server.config.CORS) })
}

// updateSettings changes the bucket's settings and answers status.
func (c *call) updateSettings(status int, change func(*store.Settings) error) (*answer, error) {
	if err := c.server.config.Store.UpdateSettings(c.r.Context(), c.address.bucket, change); err != nil {
		return nil, err
	}
	return empty(status), nil
}
