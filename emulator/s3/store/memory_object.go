package store

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"io"
)

// PutObject implements Store.
func (m *Memory) PutObject(ctx context.Context, bucket, key string, in PutInput) (Object, error) {
	b, err := m.find(bucket)
	if err != nil {
		return Object{}, err
	}
	sum, check := md5.New(), in.Algorithm.New()
	content, err := readBody(in.Body, in.Size, in.Limit, io.MultiWriter(sum, check))
	if err != nil {
		return Object{}, err
	}
	if err := ctx.Err(); err != nil {
		return Object{}, err
	}
	r := &record{body: content, Object: Object{
		Key: key, Size: content.Size(), ETag: hex.EncodeToString(sum.Sum(nil)), LastModified: m.now(),
		Attributes: in.Attributes, Checksum: in.Algorithm.full(check),
	}}
	err = b.change(func() error { return b.replace(r, in.If) })
	return r.Object, err
}

// replace puts r where its key says, if cond holds. The bucket is locked.
func (b *bucket) replace(r *record, cond Precondition) error {
	if err := b.check(r.Key, cond); err != nil {
		return err
	}
	b.objects.put(r)
	return nil
}

// check says whether cond holds for what is under key.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
func (b *bucket) check(key string, cond Precondition) error {
	if cond == (Precondition{}) {
		return nil
	}
	old := b.objects.get(key)
	switch {
	case cond.NoneMatch && old != nil:
		return &Error{Kind: PreconditionFailed, Bucket: b.name, Key: key, Condition: "If-None-Match"}
	case cond.Match == "":
		return nil
	case old == nil:
		return &Error{Kind: NoSuchKey, Bucket: b.name, Key: key}
	case cond.Match != "*" && cond.Match != old.ETag:
		return &Error{Kind: PreconditionFailed, Bucket: b.name, Key: key, Condition: "If-Match"}
	}
	return nil
}

// read is the record under key, as it is now.
func (m *Memory) read(bucket, key string) (*record, error) {
	b, err := m.find(bucket)
	if err != nil {
		return nil, err
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	if r := b.objects.get(key); r != nil {
		return r, nil
	}
	return nil, &Error{Kind: NoSuchKey, Bucket: bucket, Key: key}
}

// GetObject implements Store.
func (m *Memory) GetObject(_ context.Context, bucket, key string) (Object, Content, error) {
	r, err := m.read(bucket, key)
	if err != nil {
		return Object{}, nil, err
	}
	return r.Object, r.body, nil
}

// HeadObject implements Store.
func (m *Memory) HeadObject(_ context.Context, bucket, key string) (Object, error) {
	r, err := m.read(bucket, key)
	if err != nil {
		return Object{}, err
	}
	return r.Object, nil
}

// DeleteObject implements Store.
func (m *Memory) DeleteObject(_ context.Context, bucket, key string, cond Precondition) (removed bool, err error) {
	b, err := m.find(bucket)
	if err != nil {
		return false, err
	}
	err = b.change(func() error {
		if err := b.check(key, cond); err != nil {
			return err
		}
		removed = b.objects.remove(key)
		return nil
	})
	return removed, err
}

// CopyObject implements Store. The copy shares the source's bytes.
func (m *Memory) CopyObject(_ context.Context, bucket, key string, in CopyInput) (Object, error) {
	b, err := m.find(bucket)
	if err != nil {
		return Object{}, err
	}
	src, err := m.read(in.Bucket, in.Key)
	if err != nil {
		return Object{}, err
	}
	if in.ETag != "" && in.ETag != src.ETag {
		return Object{}, &Error{Kind: PreconditionFailed, Bucket: in.Bucket, Key: in.Key, Condition: "If-Match"}
	}
	r := &record{body: src.body, Object: src.Object}
	r.Key, r.LastModified, r.Parts = key, m.now(), nil
	if in.Replace != nil {
		r.Attributes = *in.Replace
	}
	r.StorageClass = in.StorageClass
	r.rehash(src, in.Algorithm)
	err = b.change(func() error { return b.replace(r, in.If) })
	return r.Object, err
}

// rehash gives a copy the ETag and checksum of an object written in one piece,
// which those of a source made of parts are not.
func (r *record) rehash(src *record, algorithm Algorithm) {
	if algorithm == "" {
		algorithm = src.Checksum.Algorithm
	}
	if src.Parts == nil && algorithm == src.Checksum.Algorithm {
		return
	}
	sum, check := md5.New(), algorithm.New()
	// Writing to a hash cannot fail.
	io.Copy(io.MultiWriter(sum, check), r.body.Range(0, r.Size))
	r.ETag, r.Checksum = hex.EncodeToString(sum.Sum(nil)), algorithm.full(check)
}

// ListObjects implements Store.
func (m *Memory) ListObjects(_ context.Context, bucket string, q ListQuery) (ListPage, error) {
	b, err := m.find(bucket)
	if err != nil {
		return ListPage{}, err
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.objects.list(q), nil
}
