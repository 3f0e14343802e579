package remote

import (
	"context"
	"errors"
	"io"
	"net/http"

	"crossfront/emulator/s3/store"
)

// only refuses versions: there is but the latest, which may be called null.
func (c *client) only(ref store.ObjectRef) error {
	if ref.VersionID == "" || ref.VersionID == store.NullVersion {
		return nil
	}
	return &store.Error{Kind: store.NoSuchVersion, Bucket: c.bucket, Key: ref.Key, VersionID: ref.VersionID}
}

// keeps refuses what an object cannot have here.
func (c *client) keeps(key string, to *store.Controls) error {
	switch {
	case len(to.Tags) > 0:
		return notKept(c.bucket, key, "tags of objects")
	case to.ACL != nil:
		return notKept(c.bucket, key, "ACLs of objects")
	case to.Lock != (store.Lock{}):
		return notKept(c.bucket, key, "locks of objects")
	case to.SSE.CustomerKeyMD5 != "", to.SSE.Algorithm != "" && to.SSE.Algorithm != "AES256":
		return notKept(c.bucket, key, "encryption with keys")
	}
	return nil
}

func (c *client) head(ctx context.Context, ref store.ObjectRef) (store.Object, error) {
	if err := c.only(ref); err != nil {
		return store.Object{}, err
	}
	resp, err := c.do(ctx, &call{method: http.MethodHead, key: ref.Key, header: http.Header{"X-Amz-Checksum-Mode": {"ENABLED"}}})
	if err != nil {
		return store.Object{}, err
	}
	resp.Body.Close()
	return c.objectOf(ref.Key, resp), nil
}

// permits asks before a change whether its condition holds: some clusters do not
// know conditions on changes. Those that do look again, at the moment itself.
func (c *client) permits(ctx context.Context, key string, p store.Precondition) error {
	if p == (store.Precondition{}) {
		return nil
	}
	o, err := c.head(ctx, store.Latest(key))
	missing := store.KindOf(err) == store.NoSuchKey
	switch {
	case err != nil && !missing:
		return err
	case p.NoneMatch && !missing:
		return &store.Error{Kind: store.PreconditionFailed, Bucket: c.bucket, Key: key, Condition: "If-None-Match"}
	case p.Match == "":
		return nil
	case missing:
		return err
	case p.Match != "*" && p.Match != o.ETag:
		return &store.Error{Kind: store.PreconditionFailed, Bucket: c.bucket, Key: key, Condition: "If-Match"}
	}
	return nil
}

func (c *client) put(ctx context.Context, key string, in store.PutInput) (store.Object, error) {
	if err := c.keeps(key, &in.Controls); err != nil {
		return store.Object{}, err
	}
	if err := c.permits(ctx, key, in.If); err != nil {
		return store.Object{}, err
	}
	h := http.Header{}
	attributes(h, &in.Attributes)
	precondition(h, in.If)
	u, err := c.uploadOf(key, in.Body, in.Size, in.Limit, in.Algorithm, h)
	if err != nil {
		return store.Object{}, err
	}
	resp, err := c.do(ctx, &call{method: http.MethodPut, key: key, header: h, body: u.payload})
	if err != nil {
		return store.Object{}, err
	}
	drain(resp.Body)
	o := store.Object{Key: key, Size: u.size(), ETag: unquote(resp.Header.Get("Etag")), Attributes: in.Attributes, Controls: in.Controls, Checksum: u.checksum()}
	if t, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		o.LastModified = t.UTC()
	}
	return o, nil
}

func (c *client) delete(ctx context.Context, ref store.ObjectRef, in store.DeleteInput) (store.Deleted, error) {
	if err := c.only(ref); err != nil {
		return store.Deleted{}, nil // nothing to remove
	}
	_, err := c.head(ctx, store.Latest(ref.Key))
	switch {
	case store.KindOf(err) == store.NoSuchKey && in.If == (store.Precondition{}):
		return store.Deleted{}, nil
	case err == nil:
		err = c.permits(ctx, ref.Key, in.If)
	}
	if err != nil {
		return store.Deleted{}, err
	}
	h := http.Header{}
	precondition(h, in.If)
	resp, err := c.do(ctx, &call{method: http.MethodDelete, key: ref.Key, header: h})
	if err != nil {
		return store.Deleted{}, err
	}
	drain(resp.Body)
	return store.Deleted{Removed: true, VersionID: ref.VersionID}, nil
}

// content is an object's bytes, asked for when they are read.
type content struct {
	ctx    context.Context
	client *client
	object store.Object
}

// Size is the length in bytes.
func (b *content) Size() int64 { return b.object.Size }

// Close has nothing to do.
func (b *content) Close() error { return nil }

// Range asks for a part, on the first reading. It fails when the object is
// another one by then.
func (b *content) Range(offset, length int64) io.ReadCloser {
	length = max(0, min(length, b.object.Size-offset))
	return &part{content: b, offset: offset, left: length}
}

// A part is a range of an object on its way.
type part struct {
	content      *content
	offset, left int64
	body         io.ReadCloser
}

var errShort = errors.New("the backend's answer is shorter than its object")

func (p *part) Read(b []byte) (int, error) {
	if p.left == 0 {
		return 0, io.EOF
	}
	if p.body == nil {
		if err := p.open(); err != nil {
			return 0, err
		}
	}
	n, err := p.body.Read(b[:min(int64(len(b)), p.left)])
	p.left -= int64(n)
	if err == io.EOF && p.left > 0 {
		err = errShort
	}
	if p.left == 0 {
		err = nil
	}
	return n, err
}

func (p *part) open() error {
	o := p.content.object
	h := http.Header{"If-Match": {quote(o.ETag)}}
	if p.left < o.Size {
		h.Set("Range", "bytes="+number(p.offset)+"-"+number(p.offset+p.left-1))
	}
	resp, err := p.content.client.do(p.content.ctx, &call{method: http.MethodGet, key: o.Key, header: h})
	if err != nil {
		return err
	}
	if p.left < o.Size && resp.StatusCode != http.StatusPartialContent {
		resp.Body.Close()
		return errors.New("the backend does not answer ranges")
	}
	p.body = resp.Body
	return nil
}

// Close ends the reading.
func (p *part) Close() error {
	if p.body == nil {
		return nil
	}
	return p.body.Close()
}
