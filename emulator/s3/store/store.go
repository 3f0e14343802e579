// Package store keeps buckets, objects and multipart uploads. It knows no HTTP
// and no XML: what a client sees of it is package s3's business.
//
// [Store] is what a keeper of objects must do; [Memory] does it in memory.
// Every implementation passes the suite in package storetest.
//
// Names follow the S3 API: https://docs.aws.amazon.com/AmazonS3/latest/API/Type_API_Reference.html.
package store

import (
	"context"
	"io"
)

// A Store keeps buckets and what is in them. Implementations are safe for
// concurrent use, apply every change at once and as a whole, and fail with an
// [*Error] when the request is at fault; any other error is the store's own.
//
// Values that a Store returns share their slices and maps with it: read them,
// never change them.
type Store interface {
	// CreateBucket makes an empty, private bucket. It fails with BucketExists,
	// whoever owns it.
	CreateBucket(ctx context.Context, in BucketInput) (Bucket, error)
	// Bucket is one bucket with its settings as they are now. Settings belong
	// to one version of the whole: a request reads them once.
	Bucket(ctx context.Context, name string) (Bucket, error)
	// Buckets are all buckets in the order of their names.
	Buckets(ctx context.Context) ([]Bucket, error)
	// DeleteBucket fails with BucketNotEmpty while the bucket holds objects,
	// old versions or delete markers.
	// Unfinished uploads vanish with it.
	DeleteBucket(ctx context.Context, name string) error
	// UpdateSettings replaces a bucket's settings by what change makes of
	// them. Updates of a bucket happen one after the other, so no change gets
	// lost; when change fails, its error comes back and nothing happens.
	UpdateSettings(ctx context.Context, name string, change func(*Settings) error) error

	// PutObject reads in.Body to its end and then stores the object; until
	// then, and when reading fails, the old one stays. In a bucket with
	// versioning enabled the old one stays as a version, else it is replaced.
	// It fails with TooLarge, OutOfSpace and PreconditionFailed, with NoSuchKey
	// when If.Match asks for an object that is not there, and with the body's
	// own error.
	PutObject(ctx context.Context, bucket, key string, in PutInput) (Object, error)
	// GetObject is an object and its content as they are now: a later PutObject
	// does not change what is being read. Close the content. It fails with
	// NoSuchKey, and with NoSuchVersion or IsDeleteMarker when ref has a version
	// id.
	GetObject(ctx context.Context, bucket string, ref ObjectRef) (Object, Content, error)
	// HeadObject is an object without its content.
	HeadObject(ctx context.Context, bucket string, ref ObjectRef) (Object, error)
	// UpdateObject replaces Tags, ACL and Lock of a version by what change makes
	// of them; the rest of the object stays, whatever change does. It is one
	// step: nothing happens in between, and nothing at all when change fails.
	// Whether a lock may change so is for change to ask (Lock.MayBecome).
	UpdateObject(ctx context.Context, bucket string, ref ObjectRef, change func(*Object) error) (Object, error)
	// DeleteObject deletes as the bucket's versioning has it, see Deleted. A
	// version that is locked fails with Locked.
	DeleteObject(ctx context.Context, bucket string, ref ObjectRef, in DeleteInput) (Deleted, error)
	// CopyObject makes a new object of one that is there.
	CopyObject(ctx context.Context, bucket, key string, in CopyInput) (Object, error)
	// ListObjects lists keys in the order of their UTF-8 bytes.
	ListObjects(ctx context.Context, bucket string, q ListQuery) (ListPage, error)
	// ListVersions lists all versions and delete markers.
	ListVersions(ctx context.Context, bucket string, q VersionsQuery) (VersionsPage, error)

	// CreateUpload starts a multipart upload.
	CreateUpload(ctx context.Context, bucket, key string, in UploadInput) (Upload, error)
	// Upload is a running upload, with its parts in the order of their numbers.
	Upload(ctx context.Context, bucket, key, id string) (Upload, error)
	// PutPart adds a part, or replaces the one that has its number.
	PutPart(ctx context.Context, bucket, key, id string, in PartInput) (Part, error)
	// CompleteUpload makes an object of the listed parts and ends the upload.
	// It fails with InvalidPart, InvalidPartOrder and PartTooSmall, and as
	// PutObject does with preconditions, or with ConditionalConflict; the upload
	// then goes on.
	CompleteUpload(ctx context.Context, bucket, key, id string, in CompleteInput) (Object, error)
	// AbortUpload drops an upload and its parts.
	AbortUpload(ctx context.Context, bucket, key, id string) error
	// ListUploads lists running uploads by key, then by their beginning.
	ListUploads(ctx context.Context, bucket string, q UploadsQuery) (UploadsPage, error)
}

// Content is what an object holds. It never changes, so that several readers
// may read it, and go on when the object is replaced or deleted.
type Content interface {
	// Size is the content's length in bytes.
	Size() int64
	// Range reads length bytes from offset on; what lies outside of the content
	// is left out. The reader is an io.WriterTo where that saves copying. It
	// may be read after the content was closed; close it too.
	Range(offset, length int64) io.ReadCloser
	// Close says that no further Range is asked for. What nobody needs any more
	// is then thrown away.
	Close() error
}
