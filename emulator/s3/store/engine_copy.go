package store

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"io"
)

// CopyObject implements Store. The copy shares the source's bytes.
func (e *engine) CopyObject(_ context.Context, bucket, key string, in CopyInput) (Object, error) {
	b, err := e.find(bucket)
	if err != nil {
		return Object{}, err
	}
	_, src, err := e.read(in.Bucket, ObjectRef{in.Key, in.VersionID})
	if err != nil {
		return Object{}, err
	}
	defer src.release()
	if in.ETag != "" && in.ETag != src.ETag {
		return Object{}, &Error{Kind: PreconditionFailed, Bucket: in.Bucket, Key: in.Key, Condition: "If-Match"}
	}
	o := src.object()
	o.Key, o.Parts, o.UploadID, o.Controls = key, nil, "", in.Controls
	if in.KeepTags {
		o.Tags = src.Tags
	}
	if in.Replace != nil {
		o.Attributes = *in.Replace
	}
	o.StorageClass = in.StorageClass
	if err := src.rehash(&o, in.Algorithm); err != nil {
		return Object{}, err
	}
	return e.add(b, src.again(o), in.If, "")
}

// rehash gives a copy the ETag and checksum of an object written in one piece,
// which those of a source made of parts are not.
func (r *record) rehash(o *Object, algorithm Algorithm) error {
	if algorithm == "" {
		algorithm = r.Algorithm
	}
	if r.Parts == nil && algorithm == r.Algorithm {
		return nil
	}
	sum, check := md5.New(), algorithm.New()
	if err := r.hash(io.MultiWriter(sum, check)); err != nil {
		return err
	}
	o.ETag, o.Checksum = hex.EncodeToString(sum.Sum(nil)), algorithm.full(check)
	return nil
}

// hash writes r's content to sums.
func (r *record) hash(sums io.Writer) error {
	c := r.open()
	defer c.Close()
	all := c.Range(0, r.Size)
	defer all.Close()
	_, err := io.Copy(sums, all)
	return err
}
