package s3

import (
	"errors"
	"net/http"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// versionedAction is the permission that takes action's place when a request
// names a version.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
func versionedAction(action string) string {
	switch action {
	case "s3:GetObject", "s3:DeleteObject":
		return action + "Version"
	case "s3:GetObjectAcl":
		return "s3:GetObjectVersionAcl"
	case "s3:PutObjectAcl":
		return "s3:PutObjectVersionAcl"
	case "s3:GetObjectTagging":
		return "s3:GetObjectVersionTagging"
	case "s3:PutObjectTagging":
		return "s3:PutObjectVersionTagging"
	case "s3:DeleteObjectTagging":
		return "s3:DeleteObjectVersionTagging"
	case "s3:GetObjectAttributes":
		return "s3:GetObjectVersionAttributes"
	}
	return action
}

// versioned is op for a request that names a version.
func (c *call) versioned(op *operation) *operation {
	if op == nil || op.target != onObject || !c.query.Has("versionId") {
		return op
	}
	other := *op
	other.action = versionedAction(op.action)
	return &other
}

// ref is the object that the request is about.
func (c *call) ref() store.ObjectRef {
	return store.ObjectRef{Key: c.address.key, VersionID: c.query.Get("versionId")}
}

func errInvalidVersionID(id string) *wire.Error {
	return errInvalidArgument("Invalid version id specified", "versionId", id)
}

func errNoSuchVersion(key, id string) *wire.Error {
	return refuse(http.StatusNotFound, "NoSuchVersion", "The specified version does not exist.",
		field("Key", key), field("VersionId", id))
}

// errDeleteMarker is the answer to a request that a delete marker cannot
// serve. Recorded: localstack's test_object_lock_delete_markers.
func (c *call) errDeleteMarker() *wire.Error { return errMethodNotAllowed(c.r.Method, "DeleteMarker") }

// missing answers a request for an object that is not there, or whose version
// is a delete marker; both say so in headers.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
func (c *call) missing(err error) (*answer, error) {
	var gone *store.Error
	if !errors.As(err, &gone) {
		return nil, err
	}
	hidden := c.hideMissing(err)
	switch {
	case gone.Kind == store.IsDeleteMarker:
		a := c.refusal(c.errDeleteMarker())
		a.set("Allow", http.MethodDelete)
		a.set("Last-Modified", gone.LastModified.UTC().Format(http.TimeFormat))
		a.marker(gone.VersionID)
		return a, nil
	case gone.Kind == store.NoSuchKey && gone.DeleteMarker:
		var e *wire.Error
		if errors.As(hidden, &e) && e.Code == "AccessDenied" {
			return nil, hidden
		}
		a := c.refusal(inWords(err))
		a.marker(gone.VersionID)
		return a, nil
	}
	return nil, hidden
}

func (a *answer) marker(versionID string) {
	a.set("x-amz-delete-marker", "true")
	a.version(versionID)
}

// version sets the header with the version's id, which objects of buckets that
// never had versioning do not have.
func (a *answer) version(id string) { a.set("x-amz-version-id", id) }

// created sets it for what PutObject and CompleteMultipartUpload made. They do
// not tell of the null version of a bucket whose versioning is suspended
// (recorded: localstack's test_delete_object_on_suspended_bucket), while
// CopyObject does (test_s3_copy_object_in_place_suspended_only).
func (a *answer) created(o store.Object) {
	if o.VersionID != store.NullVersion {
		a.version(o.VersionID)
	}
}
