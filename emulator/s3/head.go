package s3

import (
	"net/http"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// Limits of a request's head.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
const (
	maxKeyBytes      = 1024
	maxMetadataBytes = 2 << 10
	maxHeadBytes     = 8 << 10
)

// checkHead refuses what is wrong with a request whatever it asks for: too
// much of it, or features that are not here.
func (c *call) checkHead() error {
	if size := headBytes(c.r); size > maxHeadBytes {
		return refuse(http.StatusBadRequest, "RequestHeaderSectionTooLarge",
			"Your request header section exceeds the maximum allowed size.",
			sizeField("MaxSizeAllowed", maxHeadBytes))
	}
	if n := len(c.address.key); n > maxKeyBytes {
		return errKeyTooLong(n)
	}
	return c.checkVersion()
}

// headBytes is the size of the request line and the headers.
func headBytes(r *http.Request) int {
	n := len(r.Method) + len(r.RequestURI) + len(r.Host)
	for name, values := range r.Header {
		for _, v := range values {
			n += len(name) + len(v) + len(": \r\n")
		}
	}
	return n
}

func errKeyTooLong(n int) *wire.Error {
	return refuse(http.StatusBadRequest, "KeyTooLongError", "Your key is too long",
		sizeField("Size", int64(n)), sizeField("MaxSizeAllowed", maxKeyBytes))
}

// checkVersion refuses version ids that were never given out. An empty one is
// refused too.
func (c *call) checkVersion() error {
	if !c.query.Has("versionId") || c.address.key == "" {
		return nil
	}
	switch id := c.query.Get("versionId"); {
	case id == "":
		return errInvalidArgument("Version id cannot be the empty string", "versionId", id)
	case !store.IsVersionID(id):
		return errInvalidVersionID(id)
	}
	return nil
}
