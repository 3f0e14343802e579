package store

import (
	"context"
	"crypto/md5"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"io"
	"strings"
)

// PutObject implements Store.
func (e *engine) PutObject(ctx context.Context, bucket, key string, in PutInput) (Object, error) {
	b, err := e.find(bucket)
	if err != nil {
		return Object{}, err
	}
	sum, check := md5.New(), in.Algorithm.New()
	content, err := e.keeper.write(in.Body, in.Size, in.Limit, io.MultiWriter(sum, check))
	if err != nil {
		return Object{}, err
	}
	r := newRecord(Object{
		Key: key, Size: content.size, ETag: hex.EncodeToString(sum.Sum(nil)),
		Attributes: in.Attributes, Controls: in.Controls, Checksum: in.Algorithm.full(check),
	}, content)
	if err := ctx.Err(); err != nil {
		r.release()
		return Object{}, err
	}
	return e.add(b, r, in.If, "")
}

// add makes r the latest version of its key, if cond holds, and ends the
// upload it was made by. r becomes the index's, or is released.
func (e *engine) add(b *bucket, r *record, cond Precondition, uploadID string) (Object, error) {
	kept := false
	var o Object
	err := b.change(func() (pending, error) {
		if err := b.admits(r.Key, cond, uploadID); err != nil {
			return pending{}, err
		}
		settings := b.settings.Load()
		now := e.now()
		r.modified, r.VersionID = now.Unix(), newVersionID(settings)
		r.Lock = settings.ObjectLock.of(r.Lock, now)
		e.common.share(r)
		if err := r.charge(e.budget); err != nil {
			return pending{}, err
		}
		done, err := e.log.add(&entry{op: opPut, bucket: b.name, record: r, id: uploadID})
		if err != nil {
			return pending{}, err
		}
		o, kept = b.present(r.object()), true
		b.put(r, uploadID)
		return done, nil
	})
	if !kept {
		r.release()
	}
	return o, err
}

// newVersionID is the id of a version that comes into a bucket: 32 characters
// that mean nothing, as S3's ids. The order of versions is not in them.
func newVersionID(s *Settings) string {
	if s.Versioning != VersioningEnabled {
		return NullVersion
	}
	var id [versionIDBytes]byte
	rand.Read(id[:versionIDBytes-4]) // never fails
	binary.BigEndian.PutUint32(id[versionIDBytes-4:], crc32.ChecksumIEEE(id[:versionIDBytes-4]))
	return strings.ReplaceAll(base64.URLEncoding.EncodeToString(id[:]), "-", ".")
}

// versionIDBytes is how long an id is before it is written down; the last four
// are a checksum of the others.
const versionIDBytes = 24

// IsVersionID reports whether id is one that may have been given out, in
// whichever bucket. S3 can tell as well (see LocalStack's
// test_delete_object_versioned, recorded on AWS).
func IsVersionID(id string) bool {
	if id == NullVersion {
		return true
	}
	b, err := base64.URLEncoding.DecodeString(strings.ReplaceAll(id, ".", "-"))
	return err == nil && len(b) == versionIDBytes &&
		binary.BigEndian.Uint32(b[versionIDBytes-4:]) == crc32.ChecksumIEEE(b[:versionIDBytes-4])
}

// admits says whether an object may come under key, from the upload if there
// is one, which must still run. A condition that holds is refused when it is
// not about what there was when the upload began.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html (If-Match, If-None-Match: 409)
func (b *bucket) admits(key string, cond Precondition, uploadID string) error {
	if uploadID == "" {
		return b.check(key, cond)
	}
	u, err := b.find(key, uploadID)
	if err != nil { // somebody else ended it
		return err
	}
	if err := b.check(key, cond); err != nil {
		return err
	}
	conflict := &Error{Kind: ConditionalConflict, Bucket: b.name, Key: key, UploadID: uploadID}
	switch {
	case cond.Match != "" && u.written:
		conflict.Condition = "If-Match"
	case cond.NoneMatch && u.deleted:
		conflict.Condition = "If-None-Match"
	default:
		return nil
	}
	return conflict
}

// check says whether cond holds for what is under key.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
func (b *bucket) check(key string, cond Precondition) error {
	if cond == (Precondition{}) {
		return nil
	}
	old := b.objects.latest(key)
	if old != nil && old.DeleteMarker {
		old = nil
	}
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

// lookUp is the version that ref names. The bucket is locked.
func (b *bucket) lookUp(ref ObjectRef) (*record, error) {
	if ref.VersionID == "" {
		r := b.objects.latest(ref.Key)
		switch {
		case r == nil:
			return nil, &Error{Kind: NoSuchKey, Bucket: b.name, Key: ref.Key}
		case r.DeleteMarker:
			return nil, &Error{Kind: NoSuchKey, Bucket: b.name, Key: ref.Key,
				DeleteMarker: true, VersionID: r.VersionID, LastModified: r.lastModified()}
		}
		return r, nil
	}
	r := b.objects.version(ref.Key, ref.VersionID)
	switch {
	case r == nil:
		return nil, &Error{Kind: NoSuchVersion, Bucket: b.name, Key: ref.Key, VersionID: ref.VersionID}
	case r.DeleteMarker:
		return nil, &Error{Kind: IsDeleteMarker, Bucket: b.name, Key: ref.Key,
			DeleteMarker: true, VersionID: r.VersionID, LastModified: r.lastModified()}
	}
	return r, nil
}

// read is the version that ref names, as it is now; release it.
func (e *engine) read(name string, ref ObjectRef) (*bucket, *record, error) {
	b, err := e.find(name)
	if err != nil {
		return nil, nil, err
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	r, err := b.lookUp(ref)
	if err != nil {
		return nil, nil, err
	}
	r.retain()
	return b, r, nil
}

// GetObject implements Store.
func (e *engine) GetObject(_ context.Context, bucket string, ref ObjectRef) (Object, Content, error) {
	b, r, err := e.read(bucket, ref)
	if err != nil {
		return Object{}, nil, err
	}
	defer r.release()
	return b.present(r.object()), r.open(), nil
}

// HeadObject implements Store.
func (e *engine) HeadObject(_ context.Context, bucket string, ref ObjectRef) (Object, error) {
	b, r, err := e.read(bucket, ref)
	if err != nil {
		return Object{}, err
	}
	defer r.release()
	return b.present(r.object()), nil
}

// UpdateObject implements Store.
func (e *engine) UpdateObject(_ context.Context, bucket string, ref ObjectRef, change func(*Object) error) (Object, error) {
	b, err := e.find(bucket)
	if err != nil {
		return Object{}, err
	}
	var o Object
	err = b.change(func() (pending, error) {
		old, err := b.lookUp(ref)
		if err != nil {
			return pending{}, err
		}
		next := old.object()
		if err := change(&next); err != nil {
			return pending{}, err
		}
		o = old.object()
		o.Tags, o.ACL, o.Lock = next.Tags, next.ACL, next.Lock
		r := old.again(o)
		e.common.share(r)
		if err = r.charge(e.budget); err != nil {
			r.release()
			return pending{}, err
		}
		done, err := e.log.add(&entry{op: opSwap, bucket: b.name, record: r})
		if err != nil {
			r.release()
			return pending{}, err
		}
		b.objects.swap(r)
		return done, nil
	})
	return b.present(o), err
}

// ListObjects implements Store.
func (e *engine) ListObjects(_ context.Context, bucket string, q ListQuery) (ListPage, error) {
	b, err := e.find(bucket)
	if err != nil {
		return ListPage{}, err
	}
	b.mu.RLock()
	page := b.objects.list(q)
	b.mu.RUnlock()
	if !b.versioned() {
		for i := range page.Objects {
			page.Objects[i].VersionID = ""
		}
	}
	return page, nil
}

// ListVersions implements Store.
func (e *engine) ListVersions(_ context.Context, bucket string, q VersionsQuery) (VersionsPage, error) {
	b, err := e.find(bucket)
	if err != nil {
		return VersionsPage{}, err
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.objects.listVersions(q), nil
}
