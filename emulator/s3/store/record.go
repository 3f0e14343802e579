package store

import (
	"sync/atomic"
)

// recordCost is about what a record takes of memory besides its text: the
// Object, its place in the index, the head of its blob.
const recordCost = 768

// A record is a version with its content. Object and blobs never change once
// the record is in an index. The index needs a record, and so does who reads
// its content; when nobody does any more, its blobs go.
type record struct {
	Object
	blobs  []*blob
	needed atomic.Int64
	budget *Budget
	cost   int64 // reserved from budget
}

// newRecord takes over the caller's need of blobs.
func newRecord(o Object, blobs ...*blob) *record {
	r := &record{Object: o, blobs: blobs}
	r.needed.Store(1)
	return r
}

// again is a record of the same bytes with another description.
func (r *record) again(o Object) *record {
	for _, b := range r.blobs {
		b.retain()
	}
	return newRecord(o, r.blobs...)
}

func (r *record) retain() { r.needed.Add(1) }

func (r *record) release() {
	if r.needed.Add(-1) > 0 {
		return
	}
	for _, b := range r.blobs {
		b.release()
	}
	r.budget.Release(r.cost)
}

// charge reserves what the record itself takes from b.
func (r *record) charge(b *Budget) error {
	cost := r.Object.cost()
	if !b.Reserve(cost) {
		return &Error{Kind: OutOfSpace, Key: r.Key, Limit: b.Limit()}
	}
	r.budget, r.cost = b, cost
	return nil
}

// cost is about how many bytes of memory o takes.
func (o *Object) cost() int64 {
	n := recordCost + len(o.Key) + len(o.Parts)*256
	n += len(o.ContentType) + len(o.CacheControl) + len(o.ContentDisposition) + len(o.ContentEncoding) +
		len(o.ContentLanguage) + len(o.Expires) + len(o.WebsiteRedirectLocation)
	for name, value := range o.Metadata {
		n += len(name) + len(value) + 64
	}
	for _, t := range o.Tags {
		n += len(t[0]) + len(t[1]) + 32
	}
	if o.ACL != nil {
		n += 64 + 96*len(o.ACL.Grants)
	}
	return int64(n)
}
