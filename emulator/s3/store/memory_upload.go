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

// upload is a running upload of a Memory; the bucket's lock guards it.
type upload struct {
	Upload // Parts is empty here
	parts  map[int]*part
}

type part struct {
	Part
	body *body
}

// find is the running upload id of key. The bucket is locked.
func (b *bucket) find(key, id string) (*upload, error) {
	if u, ok := b.uploads[id]; ok && u.Key == key {
		return u, nil
	}
	return nil, &Error{Kind: NoSuchUpload, Bucket: b.name, Key: key, UploadID: id}
}

// CreateUpload implements Store.
func (m *Memory) CreateUpload(_ context.Context, bucket, key string, in UploadInput) (Upload, error) {
	b, err := m.find(bucket)
	if err != nil {
		return Upload{}, err
	}
	in.Algorithm = in.Algorithm.orDefault()
	if in.Type == "" {
		in.Type = in.Algorithm.DefaultType()
	}
	u := &upload{
		Upload: Upload{ID: rand.Text() + rand.Text(), Key: key, Initiated: m.now(), UploadInput: in},
		parts:  make(map[int]*part),
	}
	err = b.change(func() error {
		b.uploads[u.ID] = u
		return nil
	})
	return u.Upload, err
}

// Upload implements Store.
func (m *Memory) Upload(_ context.Context, bucket, key, id string) (Upload, error) {
	b, err := m.find(bucket)
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
func (m *Memory) PutPart(ctx context.Context, bucket, key, id string, in PartInput) (Part, error) {
	b, err := m.find(bucket)
	if err != nil {
		return Part{}, err
	}
	about, err := m.Upload(ctx, bucket, key, id)
	if err != nil {
		return Part{}, err
	}
	sum, check := md5.New(), about.Algorithm.New()
	content, err := readBody(in.Body, in.Size, in.Limit, io.MultiWriter(sum, check))
	if err != nil {
		return Part{}, err
	}
	if err := ctx.Err(); err != nil {
		return Part{}, err
	}
	p := &part{body: content, Part: Part{
		Number: in.Number, Size: content.Size(), ETag: hex.EncodeToString(sum.Sum(nil)),
		LastModified: m.now(), Checksum: about.Algorithm.full(check),
	}}
	err = b.change(func() error {
		u, err := b.find(key, id) // it may have ended meanwhile
		if err != nil {
			return err
		}
		u.parts[p.Number] = p
		return nil
	})
	return p.Part, err
}

// CompleteUpload implements Store.
func (m *Memory) CompleteUpload(_ context.Context, bucket, key, id string, in CompleteInput) (Object, error) {
	b, err := m.find(bucket)
	if err != nil {
		return Object{}, err
	}
	b.mu.RLock()
	u, err := b.find(key, id)
	var parts []*part
	if err == nil {
		parts, err = u.choose(bucket, in.Parts)
	}
	b.mu.RUnlock()
	if err != nil {
		return Object{}, err
	}
	r := u.assemble(parts)
	r.LastModified = m.now()
	switch {
	case in.Size >= 0 && in.Size != r.Size:
		return Object{}, &Error{Kind: WrongSize, Bucket: bucket, Key: key, UploadID: id, Size: r.Size}
	case in.Checksum != "" && in.Checksum != r.Checksum.Value:
		return Object{}, &Error{Kind: ChecksumMismatch, Bucket: bucket, Key: key, UploadID: id}
	}
	err = b.change(func() error {
		if _, err := b.find(key, id); err != nil { // somebody else ended it
			return err
		}
		if err := b.replace(r, in.If); err != nil {
			return err
		}
		delete(b.uploads, id)
		return nil
	})
	return r.Object, err
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

// assemble makes an object of parts, sharing their bytes. Its ETag is the MD5
// of the parts' MD5 sums and, behind a dash, how many there are.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
func (u *upload) assemble(parts []*part) *record {
	r := &record{body: &body{}, Object: Object{Key: u.Key, Attributes: u.Attributes, Parts: make([]Part, 0, len(parts))}}
	sum := md5.New()
	for _, p := range parts {
		for _, piece := range p.body.pieces {
			r.body.append(piece)
		}
		digest, _ := hex.DecodeString(p.ETag)
		sum.Write(digest)
		r.Parts = append(r.Parts, p.Part)
	}
	r.Size = r.body.Size()
	r.ETag = hex.EncodeToString(sum.Sum(nil)) + "-" + strconv.Itoa(len(parts))
	if u.Type == Composite {
		r.Checksum = u.Algorithm.composite(r.Parts)
		return r
	}
	check := u.Algorithm.New()
	io.Copy(check, r.body.Range(0, r.Size)) // writing to a hash cannot fail
	r.Checksum = u.Algorithm.full(check)
	return r
}

// AbortUpload implements Store.
func (m *Memory) AbortUpload(_ context.Context, bucket, key, id string) error {
	b, err := m.find(bucket)
	if err != nil {
		return err
	}
	return b.change(func() error {
		if _, err := b.find(key, id); err != nil {
			return err
		}
		delete(b.uploads, id)
		return nil
	})
}

// ListUploads implements Store.
func (m *Memory) ListUploads(_ context.Context, bucket string, q UploadsQuery) (UploadsPage, error) {
	b, err := m.find(bucket)
	if err != nil {
		return UploadsPage{}, err
	}
	b.mu.RLock()
	all := make([]Upload, 0, len(b.uploads))
	for _, u := range b.uploads {
		if strings.HasPrefix(u.Key, q.Prefix) {
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
