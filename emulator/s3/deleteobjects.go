package s3

import (
	"time"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

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
	if err := c.checkBypass(); err != nil {
		return nil, err
	}
	var out wire.DeleteResult
	for _, o := range in.Objects {
		deleted, e := c.deleteOne(o)
		switch {
		case e != nil:
			out.Errors = append(out.Errors, wire.DeleteError{Key: *o.Key, VersionID: o.VersionID, Code: e.Code, Message: e.Message})
		case !in.Quiet:
			out.Deleted = append(out.Deleted, deleted)
		}
	}
	a, err := document(out)
	if err == nil && len(a.document) > longAnswer {
		time.Sleep(longPause)
	}
	return a, err
}

// The AWS SDK for Go closes its request's body as soon as an answer begins. When
// its transport has not looked for that body's end by then, it takes the
// connection down, and what was not read together with the answer's head is
// lost (seen in one of 900 calls under load). S3 is never that fast.
const (
	longAnswer = 2 << 10
	longPause  = 4 * time.Millisecond
)

// deleteOne deletes one of them. Recorded: localstack's
// test_delete_objects_versioned.
func (c *call) deleteOne(o wire.DeleteObject) (wire.Deleted, *wire.Error) {
	out := wire.Deleted{Key: *o.Key, VersionID: o.VersionID}
	action := "s3:DeleteObject"
	if o.VersionID != "" {
		action = versionedAction(action)
	}
	switch {
	case len(*o.Key) > maxKeyBytes:
		return out, errKeyTooLong(len(*o.Key))
	case o.LastModified != "" || o.Size != "": // of directory buckets
		return out, errNotImplemented()
	case !c.may(action, *o.Key):
		return out, errAccessDenied()
	case o.VersionID != "" && !store.IsVersionID(o.VersionID):
		return out, errNoSuchVersion(*o.Key, o.VersionID)
	}
	in := store.DeleteInput{If: store.Precondition{Match: unquote(o.ETag)}, Bypass: c.bypass(*o.Key)}
	deleted, err := c.server.config.Store.DeleteObject(c.r.Context(), c.address.bucket, store.ObjectRef{Key: *o.Key, VersionID: o.VersionID}, in)
	if err == nil {
		if deleted.DeleteMarker {
			out.DeleteMarker, out.DeleteMarkerVersionID = true, deleted.VersionID
		}
		return out, nil
	}
	if e := fromRooms(err); e != nil {
		return out, e
	}
	c.server.config.Log.Error("s3: object not deleted", "err", err, "requestId", c.requestID)
	return out, errInternal()
}
