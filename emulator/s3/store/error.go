package store

import (
	"errors"
	"fmt"
	"time"
)

// A Kind says what is wrong with a request.
type Kind int

// The kinds of an [Error].
const (
	// Other is the kind of errors that are not an *Error.
	Other Kind = iota
	NoSuchBucket
	BucketExists
	BucketNotEmpty
	NoSuchKey
	NoSuchUpload
	// InvalidPart: a part to complete with is not there, or has another ETag
	// or checksum. PartNumber and ETag are set.
	InvalidPart
	// InvalidPartOrder: the parts' numbers do not rise.
	InvalidPartOrder
	// PartTooSmall: a part other than the last has less than MinPartSize
	// bytes. PartNumber, ETag and Size are set.
	PartTooSmall
	// PreconditionFailed: Condition names the precondition.
	PreconditionFailed
	// TooLarge: Size is how large the object would be at least, Limit how large
	// it may be.
	TooLarge
	// WrongSize: the upload's parts add up to Size, not to Limit, which was
	// stated.
	WrongSize
	// ChecksumMismatch: the object's checksum is not the one that was stated.
	ChecksumMismatch
	// NoSuchVersion: the key has no such version. VersionID is set.
	NoSuchVersion
	// IsDeleteMarker: the version that was asked for by its id is a delete
	// marker. VersionID and LastModified are set.
	IsDeleteMarker
	// Locked: retention or a legal hold keeps the version. VersionID is set.
	Locked
	// OutOfSpace: the memory budget, or the disk, is used up. Limit is the
	// budget, 0 when the disk is full. S3's answer to a lack of capacity is 503
	// ServiceUnavailable; it has no 507.
	OutOfSpace
	// ConditionalConflict: the precondition holds, but the object was written
	// (If-Match) or deleted (If-None-Match) since the upload began. Condition
	// names it.
	ConditionalConflict
	// Unavailable: who keeps the bucket's objects cannot be asked, or refuses
	// us. Reason says who and why.
	Unavailable
	// NotKept: who keeps the bucket's objects does not do this. Reason says what.
	NotKept
	// Refused: who keeps the bucket's objects refuses the request, in S3's words:
	// Status, Code and Message.
	Refused
)

var kindNames = [...]string{
	"other error", "no such bucket", "bucket exists", "bucket not empty", "no such key",
	"no such upload", "invalid part", "invalid part order", "part too small",
	"precondition failed", "too large", "wrong size", "checksum mismatch",
	"no such version", "is a delete marker", "locked", "out of space",
	"conditional conflict", "unavailable", "not kept", "refused",
}

func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("Kind(%d)", int(k))
	}
	return kindNames[k]
}

// An Error is a refusal. Which fields are set depends on Kind.
type Error struct {
	Kind       Kind
	Bucket     string
	Key        string
	UploadID   string
	PartNumber int
	ETag       string
	Size       int64
	Limit      int64
	Condition  string // "If-Match" or "If-None-Match"
	VersionID  string
	// DeleteMarker, of NoSuchKey, says that the key's latest version is a
	// delete marker, which VersionID and LastModified then are of.
	DeleteMarker bool
	LastModified time.Time
	// Reason is for the journal and the log, not for clients.
	Reason  string
	Status  int
	Code    string
	Message string
}

func (e *Error) Error() string {
	s := "store: " + e.Kind.String() + ": " + e.Bucket
	if e.Key != "" {
		s += "/" + e.Key
	}
	if e.Reason != "" {
		s += ": " + e.Reason
	}
	return s
}

// KindOf is the kind of err, Other when it is no *Error.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Other
}
