package store

import (
	"sync/atomic"
	"time"
)

// A record is a version with its content, kept small: there may be millions. It
// never changes once it is in an index. The index needs a record, and so does
// who reads its content; when nobody does any more, its blobs go.
type record struct {
	Key, VersionID, ETag string
	Size                 int64
	modified             int64  // LastModified, which is in whole seconds
	sum                  string // Checksum.Value
	*details
	one          [1]*blob // the blob of a record that has one
	budget       *Budget  // that the record was charged to, or nil
	needed       atomic.Int32
	DeleteMarker bool
}

// details are what most versions have in common with many others, and then
// share.
type details struct {
	Attributes
	Controls
	Algorithm Algorithm // of the checksum
	Type      ChecksumType
	Parts     []Part
	UploadID  string
	blobs     []*blob // of a record that has several
	shared    bool
}

// newRecord takes over the caller's need of blobs.
func newRecord(o Object, blobs ...*blob) *record {
	r := &record{
		Key: o.Key, VersionID: o.VersionID, DeleteMarker: o.DeleteMarker, Size: o.Size, ETag: o.ETag,
		modified: o.LastModified.Unix(), sum: o.Checksum.Value,
		details: &details{
			Attributes: o.Attributes, Controls: o.Controls, Algorithm: o.Checksum.Algorithm, Type: o.Checksum.Type,
			Parts: o.Parts, UploadID: o.UploadID,
		},
	}
	if len(blobs) == 1 {
		r.one[0] = blobs[0]
	} else {
		r.details.blobs = blobs
	}
	r.needed.Store(1)
	return r
}

// object is the version as it is shown.
func (r *record) object() Object {
	return Object{
		Key: r.Key, VersionID: r.VersionID, DeleteMarker: r.DeleteMarker, Size: r.Size, ETag: r.ETag,
		LastModified: r.lastModified(), Attributes: r.Attributes, Controls: r.Controls, Checksum: r.checksum(),
		Parts: r.Parts, UploadID: r.UploadID,
	}
}

func (r *record) lastModified() time.Time { return time.Unix(r.modified, 0).UTC() }

func (r *record) checksum() Checksum { return Checksum{r.Algorithm, r.Type, r.sum} }

// content is r's blobs, one behind the other.
func (r *record) content() []*blob {
	if r.one[0] != nil {
		return r.one[:]
	}
	return r.details.blobs
}

// again is a record of the same bytes with another description.
func (r *record) again(o Object) *record {
	for _, b := range r.content() {
		b.retain()
	}
	return newRecord(o, r.content()...)
}

func (r *record) retain() { r.needed.Add(1) }

func (r *record) release() {
	if r.needed.Add(-1) > 0 {
		return
	}
	for _, b := range r.content() {
		b.release()
	}
	r.budget.Release(r.cost())
}

// charge reserves what the record itself takes from b.
func (r *record) charge(b *Budget) error {
	if !b.Reserve(r.cost()) {
		return &Error{Kind: OutOfSpace, Key: r.Key, Limit: b.Limit()}
	}
	r.budget = b
	return nil
}

// About what a record takes of memory besides its texts: itself, its place in
// the index, the head of its blob; and its details, where it has its own.
// BenchmarkMillion shows it.
const (
	recordCost  = 320
	detailsCost = 448
)

// cost is about how many bytes of memory r takes.
func (r *record) cost() int64 {
	n := recordCost + len(r.Key)
	d := r.details
	if d.shared {
		return int64(n)
	}
	n += detailsCost + len(d.Parts)*256
	n += len(d.ContentType) + len(d.CacheControl) + len(d.ContentDisposition) + len(d.ContentEncoding) +
		len(d.ContentLanguage) + len(d.Expires) + len(d.WebsiteRedirectLocation)
	for name, value := range d.Metadata {
		n += len(name) + len(value) + 64
	}
	for _, t := range d.Tags {
		n += len(t[0]) + len(t[1]) + 32
	}
	if d.ACL != nil {
		n += 64 + 96*len(d.ACL.Grants)
	}
	return int64(n)
}
