package remote

import (
	"context"
	"net/http"

	"crossfront/emulator/s3/store"
)

// CopyObject copies within the cluster where source and copy are in one, else
// through here.
func (s *Store) CopyObject(ctx context.Context, bucket, key string, in store.CopyInput) (store.Object, error) {
	from, err := s.at(ctx, in.Bucket)
	if err != nil {
		return store.Object{}, err
	}
	to, err := s.at(ctx, bucket)
	switch {
	case err != nil:
		return store.Object{}, err
	case from == nil && to == nil:
		return s.Store.CopyObject(ctx, bucket, key, in)
	case to != nil:
		if err := to.keeps(key, &in.Controls); err != nil {
			return store.Object{}, err
		}
	}
	o, content, err := s.GetObject(ctx, in.Bucket, store.ObjectRef{Key: in.Key, VersionID: in.VersionID})
	if err != nil {
		return store.Object{}, err
	}
	defer content.Close()
	if in.ETag != "" && in.ETag != o.ETag {
		return store.Object{}, &store.Error{Kind: store.PreconditionFailed, Bucket: in.Bucket, Key: in.Key, Condition: "x-amz-copy-source-If-Match"}
	}
	about := o.Attributes
	if in.Replace != nil {
		about = *in.Replace
	}
	about.StorageClass = in.StorageClass
	if in.Algorithm == "" {
		in.Algorithm = o.Checksum.Algorithm
	}
	if from != nil && to != nil && from.same(to.Backend) {
		return to.copy(ctx, from, key, &in, &about, o)
	}
	body := content.Range(0, o.Size)
	defer body.Close()
	if in.KeepTags {
		in.Tags = o.Tags
	}
	return s.PutObject(ctx, bucket, key, store.PutInput{
		Body: body, Size: o.Size, Attributes: about, Controls: in.Controls, Algorithm: in.Algorithm, If: in.If,
	})
}

// copy has the cluster copy.
func (c *client) copy(ctx context.Context, from *client, key string, in *store.CopyInput, about *store.Attributes, source store.Object) (store.Object, error) {
	if err := c.permits(ctx, key, in.If); err != nil {
		return store.Object{}, err
	}
	h := http.Header{}
	attributes(h, about)
	precondition(h, in.If)
	h.Set("X-Amz-Copy-Source", escape("/"+from.Bucket+"/"+from.Prefix+source.Key))
	h.Set("X-Amz-Copy-Source-If-Match", quote(source.ETag))
	h.Set("X-Amz-Metadata-Directive", "REPLACE")
	if about.StorageClass == "" { // some clusters keep the source's
		h.Set("X-Amz-Storage-Class", "STANDARD")
	}
	if in.Algorithm != "" {
		h.Set("X-Amz-Checksum-Algorithm", string(in.Algorithm))
	}
	if err := c.document(ctx, &call{method: http.MethodPut, key: key, header: h, body: bytesOf(nil)}, nil); err != nil {
		return store.Object{}, err
	}
	return c.head(ctx, store.Latest(key))
}
