package s3

import (
	"net/http"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// deleteObject succeeds whether or not there was an object.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
func (c *call) deleteObject() (*answer, error) {
	var cond store.Precondition
	if v := c.header("If-Match"); v != "" {
		cond.Match = unquote(v)
	}
	if _, err := c.server.config.Store.DeleteObject(c.r.Context(), c.address.bucket, store.Latest(c.address.key), store.DeleteInput{If: cond}); err != nil {
		return nil, err
	}
	return empty(http.StatusNoContent), nil
}

// maxDeletes is how many keys DeleteObjects takes, maxDeleteBytes how large
// its document may be.
const (
	maxDeletes     = 1000
	maxDeleteBytes = 2 << 20
)

// deleteObjects deletes many objects; each has its own permission and its own
// outcome.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
func (c *call) deleteObjects() (*answer, error) {
	if err := c.requireIntegrity(); err != nil {
		return nil, err
	}
	doc, err := c.readDocument(maxDeleteBytes)
	if err != nil {
		return nil, err
	}
	if len(doc) == 0 {
		return nil, errMissingBody()
	}
	var in wire.Delete
	if wire.Unmarshal(doc, &in) != nil || len(in.Objects) == 0 || len(in.Objects) > maxDeletes {
		return nil, errMalformedXML()
	}
	for _, o := range in.Objects {
		if o.Key == nil || *o.Key == "" {
			return nil, errMalformedXML()
		}
	}
	var out wire.DeleteResult
	for _, o := range in.Objects {
		if e := c.deleteOne(o); e != nil {
			out.Errors = append(out.Errors, wire.DeleteError{Key: *o.Key, VersionID: o.VersionID, Code: e.Code, Message: e.Message})
		} else if !in.Quiet {
			out.Deleted = append(out.Deleted, wire.Deleted{Key: *o.Key, VersionID: o.VersionID})
		}
	}
	return document(out)
}

func (c *call) deleteOne(o wire.DeleteObject) *wire.Error {
	switch {
	case o.VersionID != "" && o.VersionID != "null":
		return refuse(http.StatusBadRequest, "NoSuchVersion", "The specified version does not exist.")
	case !c.may("s3:DeleteObject", *o.Key):
		return errAccessDenied()
	}
	cond := store.Precondition{Match: unquote(o.ETag)}
	_, err := c.server.config.Store.DeleteObject(c.r.Context(), c.address.bucket, store.Latest(*o.Key), store.DeleteInput{If: cond})
	if err == nil {
		return nil
	}
	if e := fromRooms(err); e != nil {
		return e
	}
	c.server.config.Log.Error("s3: object not deleted", "err", err, "requestId", c.requestID)
	return errInternal()
}
