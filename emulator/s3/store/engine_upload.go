package store

import (
	"cmp"
	"context"
	"crypto/md5"
	"crypto/rand"
	"encoding/hex"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// CreateUpload implements Store.
func (e *engine) CreateUpload(_ context.Context, bucket, key string, in UploadInput) (Upload, error) {
	b, err := e.find(bucket)
	if err != nil {
		return Upload{}, err
	}
	if in.Type == "" {
		in.Type = in.Algorithm.DefaultType()
	}
	u := &upload{
		Upload: Upload{ID: rand.Text() + rand.Text(), Key: key, Initiated: e.now(), UploadInput: in},
		parts:  make(map[int]*part),
	}
	err = b.change(func() (pending, error) {
		done, err := e.log.add(&entry{op: opUpload, bucket: bucket, upload: &u.Upload})
		if err == nil {
			b.begin(u)
		}
		return done, err
	})
	return u.Upload, err
}

// Upload implements Store.
func (e *engine) Upload(_ context.Context, bucket, key, id string) (Upload, error) {
	b, err := e.find(bucket)
	if err != nil {
		return Upload{}, err
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	u, err := b.find(key, id)
	if err != nil {
		return Upload{}, err
	}
	out := u.Upload
	for _, n := range slices.Sorted(maps.Keys(u.parts)) {
		out.Parts = append(out.Parts, u.parts[n].Part)
	}
	return out, nil
}

// PutPart implements Store.
func (e *engine) PutPart(ctx context.Context, bucket, key, id string, in PartInput) (Part, error) {
	b, err := e.find(bucket)
	if err != nil {
		return Part{}, err
	}
	about, err := e.Upload(ctx, bucket, key, id)
	if err != nil {
		return Part{}, err
	}
	sum, check := md5.New(), about.Algorithm.New()
	content, err := e.keeper.write(in.Body, in.Size, in.Limit, io.MultiWriter(sum, check))
	if err != nil {
		return Part{}, err
	}
	p := &part{blob: content, Part: Part{
		Number: in.Number, Size: content.size, ETag: hex.EncodeToString(sum.Sum(nil)),
		LastModified: e.now(), Checksum: about.Algorithm.full(check),
	}}
	kept := false
	err = b.change(func() (pending, error) {
		if err := ctx.Err(); err != nil {
			return pending{}, err
		}
		u, err := b.find(key, id) // it may have ended meanwhile
		if err != nil {
			return pending{}, err
		}
		done, err := e.log.add(&entry{op: opPart, bucket: bucket, key: key, id: id, part: p})
		if err == nil {
			kept = true
			u.put(p)
		}
		return done, err
	})
	if !kept {
		content.release()
	}
	return p.Part, err
}

// CompleteUpload implements Store.
func (e *engine) CompleteUpload(_ context.Context, bucket, key, id string, in CompleteInput) (Object, error) {
	b, err := e.find(bucket)
	if err != nil {
		return Object{}, err
	}
	r, err := b.assemble(key, id, in.Parts)
	if err != nil {
		return Object{}, err
	}
	switch {
	case in.Size >= 0 && in.Size != r.Size:
		err = &Error{Kind: WrongSize, Bucket: bucket, Key: key, UploadID: id, Size: r.Size, Limit: in.Size}
	case in.Checksum != "" && !r.checksum().is(in.Checksum):
		err = &Error{Kind: ChecksumMismatch, Bucket: bucket, Key: key, UploadID: id}
	}
	if err != nil {
		r.release()
		return Object{}, err
	}
	return e.add(b, r, in.If, id)
}

// assemble makes an object of the parts that want names, sharing their bytes.
func (b *bucket) assemble(key, id string, want []CompletedPart) (*record, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	u, err := b.find(key, id)
	if err != nil {
		return nil, err
	}
	parts, err := u.choose(b.name, want)
	if err != nil {
		return nil, err
	}
	return u.assemble(parts), nil
}

// choose is the parts that want names, checked.
func (u *upload) choose(bucket string, want []CompletedPart) ([]*part, error) {
	parts := make([]*part, 0, len(want))
	refuse := func(kind Kind, w CompletedPart, size int64) error {
		return &Error{Kind: kind, Bucket: bucket, Key: u.Key, UploadID: u.ID, PartNumber: w.Number, ETag: w.ETag, Size: size}
	}
	for i, w := range want {
		if i > 0 && w.Number <= want[i-1].Number {
			return nil, refuse(InvalidPartOrder, w, 0)
		}
	}
	for _, w := range want {
		p, ok := u.parts[w.Number]
		if !ok || p.ETag != w.ETag || w.Checksum != "" && w.Checksum != p.Checksum.Value {
			return nil, refuse(InvalidPart, w, 0)
		}
		parts = append(parts, p)
	}
	for i, p := range parts {
		if i < len(parts)-1 && p.Size < MinPartSize {
			return nil, refuse(PartTooSmall, want[i], p.Size)
		}
	}
	return parts, nil
}

// assemble makes an object of parts. Its ETag is the MD5 of the parts' MD5 sums
// and, behind a dash, how many there are.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
func (u *upload) assemble(parts []*part) *record {
	o := Object{Key: u.Key, Attributes: u.Attributes, Controls: u.Controls, UploadID: u.ID, Parts: make([]Part, 0, len(parts))}
	blobs := make([]*blob, 0, len(parts))
	sum := md5.New()
	for _, p := range parts {
		p.blob.retain()
		blobs = append(blobs, p.blob)
		digest, _ := hex.DecodeString(p.ETag)
		sum.Write(digest)
		o.Parts = append(o.Parts, p.Part)
		o.Size += p.Size
	}
	o.ETag = hex.EncodeToString(sum.Sum(nil)) + "-" + strconv.Itoa(len(parts))
	if u.Type == Composite {
		o.Checksum = u.Algorithm.composite(o.Parts)
	} else {
		o.Checksum = u.Algorithm.joined(o.Parts)
	}
	return newRecord(o, blobs...)
}

// AbortUpload implements Store.
func (e *engine) AbortUpload(_ context.Context, bucket, key, id string) error {
	b, err := e.find(bucket)
	if err != nil {
		return err
	}
	return b.change(func() (pending, error) {
		if _, err := b.find(key, id); err != nil {
			return pending{}, err
		}
		done, err := e.log.add(&entry{op: opAbort, bucket: bucket, key: key, id: id})
		if err == nil {
			b.end(key, id)
		}
		return done, err
	})
}

// ListUploads implements Store.
func (e *engine) ListUploads(_ context.Context, bucket string, q UploadsQuery) (UploadsPage, error) {
	b, err := e.find(bucket)
	if err != nil {
		return UploadsPage{}, err
	}
	b.mu.RLock()
	all := make([]Upload, 0, len(b.uploads))
	for key, running := range b.uploads {
		if !strings.HasPrefix(key, q.Prefix) {
			continue
		}
		for _, u := range running {
			all = append(all, u.Upload)
		}
	}
	b.mu.RUnlock()
	slices.SortFunc(all, func(a, b Upload) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), a.Initiated.Compare(b.Initiated), cmp.Compare(a.ID, b.ID))
	})
	return pageOfUploads(all, q), nil
}

// pageOfUploads cuts a page out of all, which is in order.
func pageOfUploads(all []Upload, q UploadsQuery) UploadsPage {
	var page UploadsPage
	start := 0
	for i, u := range all {
		if u.Key <= q.KeyMarker && q.IDMarker == "" || u.Key < q.KeyMarker {
			start = i + 1
		}
		if u.Key == q.KeyMarker && u.ID == q.IDMarker {
			start = i + 1
		}
	}
	last := q.KeyMarker
	for _, u := range all[start:] {
		common := commonPrefix(u.Key, q.Prefix, q.Delimiter)
		if common != "" && common == last {
			continue
		}
		if len(page.Uploads)+len(page.Prefixes) >= q.Max {
			page.Truncated = q.Max > 0
			return page
		}
		if last = u.Key; common != "" {
			last = common
			page.Prefixes = append(page.Prefixes, common)
			page.NextKey, page.NextID = common, ""
			continue
		}
		page.Uploads = append(page.Uploads, u)
		page.NextKey, page.NextID = u.Key, u.ID
	}
	return page
}
