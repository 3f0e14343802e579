package store

// An op is what an entry does.
type op uint8

// The numbers are in files: they stay.
const (
	opBucket     op = 1 // a new bucket: about
	opSettings   op = 2 // a bucket's new settings: about
	opDropBucket op = 3
	opPut        op = 4 // a new latest version: record; ends the upload id, if set
	opSwap       op = 5 // another description of a version: record
	opRemove     op = 6 // a version: key, version
	opUpload     op = 7 // a new upload: upload
	opPart       op = 8 // a part of an upload: key, id, part
	opAbort      op = 9 // the end of an upload: key, id
)

// An entry is one change. Which fields are set depends on op.
type entry struct {
	op      op
	bucket  string
	about   Bucket
	record  *record
	key     string
	version string
	id      string // of an upload
	upload  *Upload
	part    *part
}
