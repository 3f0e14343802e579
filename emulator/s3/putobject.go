package s3

import (
	"net/http"
	"strings"

	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
)

// putObject stores an object, whole or not at all.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
func (c *call) putObject() (*answer, error) {
	attributes, err := c.attributes()
	if err != nil {
		return nil, err
	}
	controls, err := c.controls()
	if err != nil {
		return nil, err
	}
	if err := c.requireLockIntegrity(controls.Lock, "Put Object"); err != nil {
		return nil, err
	}
	cond, err := c.writeConditions()
	if err != nil {
		return nil, err
	}
	body, err := c.upload()
	if err != nil {
		return nil, err
	}
	defer body.Close()
	o, err := c.server.config.Store.PutObject(c.r.Context(), c.address.bucket, c.address.key, store.PutInput{
		Body: body, Size: body.DecodedLength, Limit: c.server.config.MaxObjectBytes,
		Attributes: attributes, Controls: controls, Algorithm: declared(body), If: cond,
	})
	if err != nil {
		return nil, err
	}
	a := empty(http.StatusOK)
	a.tag(o.ETag)
	a.encrypted(o.SSE)
	a.created(o)
	a.checksum(o.Checksum)
	return a, nil
}

// upload is the payload of an object or a part, its stated length checked.
func (c *call) upload() (*sigv4.Body, error) {
	body, err := c.payload()
	if err != nil {
		return nil, err
	}
	if limit := c.server.config.MaxObjectBytes; body.DecodedLength > limit {
		return nil, errEntityTooLarge(body.DecodedLength, limit)
	}
	return body, nil
}

// declared is the checksum algorithm that the client chose for its payload;
// empty when it left that to S3.
func declared(body *sigv4.Body) store.Algorithm {
	for _, name := range body.Declared {
		if a, ok := store.ParseAlgorithm(name); ok {
			return a
		}
	}
	return ""
}

// unquote is an ETag without quotes and without the mark of a weak one.
func unquote(etag string) string {
	etag = strings.TrimPrefix(strings.TrimSpace(etag), "W/")
	if len(etag) >= 2 && etag[0] == '"' && etag[len(etag)-1] == '"' {
		return etag[1 : len(etag)-1]
	}
	return etag
}
