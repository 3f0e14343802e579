package store

import (
	"io"
	"time"
)

// An Object is one version of an object, or a delete marker, without its
// content.
type Object struct {
	Key string
	// VersionID is NullVersion for what was stored while versioning was not
	// enabled, and empty while the bucket never had versioning.
	VersionID string
	// DeleteMarker is true for a delete marker, which has nothing but Key,
	// VersionID, LastModified and Owner.
	DeleteMarker bool
	Size         int64
	ETag         string    // hexadecimal, no quotes; with "-N" behind it when made of N parts
	LastModified time.Time // whole seconds, UTC, as S3 gives it
	Attributes
	Controls
	Checksum Checksum
	// Parts are the parts of an object that came from a multipart upload, in
	// order; nil for others.
	Parts []Part
	// UploadID is the multipart upload that the object came from, empty for
	// others.
	UploadID string
}

// Attributes are what a client says about an object when it stores it. Each is
// empty when it said nothing.
type Attributes struct {
	ContentType             string
	CacheControl            string
	ContentDisposition      string
	ContentEncoding         string
	ContentLanguage         string
	Expires                 string
	WebsiteRedirectLocation string
	StorageClass            string            // "" is STANDARD
	Metadata                map[string]string // lower-case names without x-amz-meta-
}

// A Precondition is what must hold at the moment of the change. When the
// latest version is a delete marker, there is no object.
type Precondition struct {
	// NoneMatch: there must be no object under the key (If-None-Match: *).
	NoneMatch bool
	// Match is the ETag, without quotes, that the object must have, "*" for
	// any; empty asks nothing.
	Match string
}

// PutInput is an object to store.
type PutInput struct {
	Body io.Reader
	// Size is how many bytes Body will give, -1 when that is not known. It
	// saves memory when right and does no harm when wrong.
	Size int64
	// Limit is how many bytes are too many less one; 0 is no limit.
	Limit int64
	Attributes
	Controls
	// Algorithm is the checksum to work out and keep; empty is CRC64NVME.
	Algorithm Algorithm
	If        Precondition
}

// CopyInput says what to copy, and how.
type CopyInput struct {
	Bucket, Key string // the source
	VersionID   string // the source's, empty for the latest
	// ETag, when set, is the source's ETag as the caller saw it: another one
	// fails with PreconditionFailed.
	ETag string
	// Replace, when set, stands for the source's attributes; else they are
	// copied.
	Replace *Attributes
	// StorageClass is the copy's: it is never the source's.
	StorageClass string
	// Controls are the copy's. Of the source's, only the tags are copied, when
	// KeepTags is set.
	Controls
	KeepTags bool
	// Algorithm, when set, is the copy's checksum algorithm, else the source's.
	Algorithm Algorithm
	If        Precondition
}

// ListQuery asks for a page of keys.
type ListQuery struct {
	Prefix    string
	Delimiter string
	// After is the key, or the common prefix, behind which the page begins.
	After string
	Max   int
}

// ListPage is a page of keys: Objects and Prefixes, each in order.
type ListPage struct {
	Objects  []Object
	Prefixes []string // common prefixes, with their delimiter
	// Truncated says that there is more; Last is then the last key or common
	// prefix of this page, the next page's After.
	Truncated bool
	Last      string
}
