package s3

import (
	"net/http"

	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// readSettings reads the request's body as a configuration.
func readSettings[T any, D interface {
	*T
	settings.Document
}](c *call) (D, error) {
	return readSettingsUpTo[T, D](c, settings.MaxBytes)
}

// readSettingsUpTo reads a body of at most limit bytes.
func readSettingsUpTo[T any, D interface {
	*T
	settings.Document
}](c *call, limit int64) (D, error) {
	doc, err := c.readDocument(limit)
	if err != nil {
		return nil, err
	}
	config := D(new(T))
	if err := settings.Read(doc, config); err != nil {
		return nil, err
	}
	return config, nil
}

// keep sets a configuration and answers 200.
func (c *call) keep(set func(*store.Settings)) (*answer, error) {
	return c.updateSettings(http.StatusOK, func(s *store.Settings) error {
		set(s)
		return nil
	})
}

// drop removes a configuration and answers 204, whether there was one or not.
func (c *call) drop(remove func(*store.Settings)) (*answer, error) {
	return c.updateSettings(http.StatusNoContent, func(s *store.Settings) error {
		remove(s)
		return nil
	})
}

// errNotConfigured is the refusal of a GET for what was never set.
func (c *call) errNotConfigured(code, message string) error {
	return refuse(http.StatusNotFound, code, message, field("BucketName", c.bucket.Name))
}

// errBucketState is the refusal of what the bucket's other settings rule out.
func errBucketState(message string) error {
	return refuse(http.StatusConflict, "InvalidBucketState", message)
}
