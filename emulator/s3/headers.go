package s3

import (
	"maps"
	"net/http"
	"strings"
)

// headers are the request's headers together with those that a presigned URL
// carries as query parameters. They are known once the signature was verified.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
func (c *call) headers() http.Header {
	if c.merged != nil {
		return c.merged
	}
	c.merged = c.r.Header
	if !c.identity.Presigned {
		return c.merged
	}
	if more := c.server.config.Verifier.QueryHeaders(c.r, c.identity); len(more) > 0 {
		c.merged = c.r.Header.Clone()
		maps.Copy(c.merged, more)
	}
	return c.merged
}

// header is a header's value, the values of several lines joined as one.
func (c *call) header(name string) string {
	values := c.headers().Values(name)
	if len(values) == 1 {
		return values[0]
	}
	return strings.Join(values, ",")
}
