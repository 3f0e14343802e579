package store

import (
	"io"
	"time"
)

// MinPartSize is the least number of bytes of every part but the last, and
// MaxPartNumber the highest number a part may have.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const (
	MinPartSize   = 5 << 20
	MaxPartNumber = 10000
)

// UploadInput is what a client says about a multipart upload when it starts it.
type UploadInput struct {
	Attributes
	Controls // Owner is who started it
	// Algorithm is the checksum of the parts and of the object. Empty stays
	// empty, to be seen that nobody chose one; parts and object then have
	// CRC64NVME.
	Algorithm Algorithm
	Type      ChecksumType // empty is the algorithm's own default
}

// An Upload is a running multipart upload.
type Upload struct {
	ID        string
	Key       string
	Initiated time.Time
	UploadInput
	Parts []Part
}

// A Part is an uploaded part.
type Part struct {
	Number       int
	Size         int64
	ETag         string
	LastModified time.Time
	// Checksum is of the upload's algorithm.
	Checksum Checksum
}

// PartInput is a part to store.
type PartInput struct {
	Number int
	Body   io.Reader
	Size   int64 // as in PutInput
	Limit  int64
}

// CompleteInput says which parts make up the object.
type CompleteInput struct {
	Parts []CompletedPart
	// Size, when not negative, is what the parts must add up to.
	Size int64
	// Checksum, when not empty, is the value that the object's must have.
	Checksum string
	If       Precondition
}

// CompletedPart names a part of an upload.
type CompletedPart struct {
	Number   int
	ETag     string // without quotes
	Checksum string // value, empty when it was not stated
}

// UploadsQuery asks for a page of running uploads.
type UploadsQuery struct {
	Prefix    string
	Delimiter string
	// KeyMarker and IDMarker are the last upload of the page before. Without
	// IDMarker the page begins behind all uploads of KeyMarker.
	KeyMarker, IDMarker string
	Max                 int
}

// UploadsPage is a page of running uploads, without their parts.
type UploadsPage struct {
	Uploads         []Upload
	Prefixes        []string
	Truncated       bool
	NextKey, NextID string // markers of the next page, when Truncated
}
