package store

// The states of a bucket's versioning. A bucket that never had it is in none:
// its objects have no version ids.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
const (
	VersioningEnabled   = "Enabled"
	VersioningSuspended = "Suspended"
)

// NullVersion is the id of the version that was stored while versioning was
// not enabled. A key has at most one.
const NullVersion = "null"

// An ObjectRef names an object. Without VersionID it is the latest version,
// and when that is a delete marker there is no object.
type ObjectRef struct {
	Key       string
	VersionID string
}

// Latest names the latest version of key.
func Latest(key string) ObjectRef { return ObjectRef{Key: key} }

// DeleteInput says how to delete.
type DeleteInput struct {
	If Precondition
	// Bypass lifts retention in governance mode
	// (x-amz-bypass-governance-retention, once it was found permitted).
	Bypass bool
}

// Deleted is what a deletion did.
//
// Without a version id: in a bucket without versioning the object is Removed;
// with versioning a delete marker was put on top, DeleteMarker is true and
// VersionID the marker's id. With a version id: that version was Removed,
// DeleteMarker says whether it was a delete marker, and VersionID is its id.
// Nothing of it is an error when there was nothing to remove.
type Deleted struct {
	VersionID    string
	DeleteMarker bool
	Removed      bool
}

// A Version is a version of an object, or a delete marker, in a list.
type Version struct {
	Object
	IsLatest bool
}

// VersionsQuery asks for a page of versions.
type VersionsQuery struct {
	Prefix    string
	Delimiter string
	// KeyMarker and VersionMarker are the last version of the page before.
	// Without VersionMarker the page begins behind all versions of KeyMarker,
	// or behind the common prefix KeyMarker. When that version is gone
	// meanwhile, the page begins with what is left of KeyMarker's versions.
	KeyMarker, VersionMarker string
	Max                      int
}

// VersionsPage is a page of versions: by key, then the newest first. Version
// ids are never empty here: what was stored without versioning is NullVersion.
type VersionsPage struct {
	Versions             []Version // delete markers too
	Prefixes             []string
	Truncated            bool
	NextKey, NextVersion string // markers of the next page, when Truncated; NextVersion is empty behind a common prefix
}
