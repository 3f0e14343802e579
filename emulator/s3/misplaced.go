package s3

import (
	"net/http"

	"crossfront/emulator/s3/wire"
)

// misplaced refuses parameters and headers of one operation on another, which
// S3 finds before it looks for the bucket. The wordings are from
// https://github.com/versity/versitygw (s3err, and the Router tests).
func (c *call) misplaced() error {
	method := c.r.Method
	if source := c.headers().Get("x-amz-copy-source"); source != "" && !c.mayCopy() {
		return errInvalidArgument("You can only specify a copy source header for copy requests.", "x-amz-copy-source", source)
	}
	if c.identity.Streaming() && !c.uploadsBody() {
		return errInvalidRequest("The value of x-amz-content-sha256 header is invalid.")
	}
	if c.address.key == "" {
		return nil
	}
	switch {
	case method == http.MethodGet && c.query.Has("uploads"):
		return errInvalidRequest("Key is not expected for the GET method ?uploads subresource")
	case method == http.MethodGet && c.query.Has("versions"):
		return errInvalidRequest("There is no such thing as the ?versions sub-resource for a key")
	case method == http.MethodPut && c.query.Has("partNumber") && !c.query.Has("uploadId"):
		return errInvalidArgument("This operation does not accept partNumber without uploadId", "partNumber", "partNumber")
	case method == http.MethodPut && c.query.Has("uploadId") && !c.query.Has("partNumber"):
		return errUploadMethod(method)
	}
	return nil
}

// mayCopy says whether the request is one that can have a source to copy. A
// POST is asked only when it completes an upload.
func (c *call) mayCopy() bool {
	switch c.r.Method {
	case http.MethodPut:
		return true
	case http.MethodPost:
		return !c.query.Has("uploadId")
	}
	return false
}

// errUploadMethod is the answer to a PUT for an upload without the number of a
// part.
func errUploadMethod(method string) *wire.Error { return errMethodNotAllowed(method, "UPLOAD") }

// uploadsBody says whether the request's body is an object's or a part's: only
// those may come in signed chunks.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
func (c *call) uploadsBody() bool {
	return c.r.Method == http.MethodPut && c.address.key != "" && (c.operation == nil || c.operation.name == "PutObject" || c.operation.name == "UploadPart")
}
