package remote

import (
	"context"
	"net/http"

	"crossfront/emulator/s3/store"
)

// Store is another store, but for the objects of some of its buckets.
type Store struct {
	store.Store // buckets with what they are set to, and the objects of all others
	backends    map[string]*Backend
	transport   http.RoundTripper
}

var _ store.Store = (*Store)(nil)

// New keeps the objects of the named buckets in their backends.
func New(s store.Store, backends map[string]*Backend, transport http.RoundTripper) *Store {
	return &Store{Store: s, backends: backends, transport: transport}
}

// at is the client for a bucket; nil where its objects are in the other store.
// It fails with NoSuchBucket, as every bucket may be deleted here.
func (s *Store) at(ctx context.Context, bucket string) (*client, error) {
	b := s.backends[bucket]
	if b == nil {
		return nil, nil
	}
	if _, err := s.Store.Bucket(ctx, bucket); err != nil {
		return nil, err
	}
	return &client{Backend: b, bucket: bucket, http: s.transport}, nil
}

// notKept refuses what a cluster's bucket cannot have here.
func notKept(bucket, key, what string) error {
	return &store.Error{Kind: store.NotKept, Bucket: bucket, Key: key, Reason: what + " of buckets with a backend"}
}

// Bucket says of a bucket, too, that its objects are elsewhere.
func (s *Store) Bucket(ctx context.Context, name string) (store.Bucket, error) {
	b, err := s.Store.Bucket(ctx, name)
	if at := s.backends[name]; at != nil {
		b.Elsewhere = at.String()
	}
	return b, err
}

// DeleteBucket deletes the bucket here; nothing of the cluster's is deleted.
func (s *Store) DeleteBucket(ctx context.Context, name string) error {
	c, err := s.at(ctx, name)
	switch {
	case err != nil:
		return err
	case c == nil:
		return s.Store.DeleteBucket(ctx, name)
	}
	page, err := c.list(ctx, store.ListQuery{Max: 1})
	if err != nil {
		return err
	}
	if len(page.Objects) > 0 {
		return &store.Error{Kind: store.BucketNotEmpty, Bucket: name}
	}
	return s.Store.DeleteBucket(ctx, name)
}

// UpdateSettings refuses versioning and object lock.
func (s *Store) UpdateSettings(ctx context.Context, name string, change func(*store.Settings) error) error {
	if s.backends[name] == nil {
		return s.Store.UpdateSettings(ctx, name, change)
	}
	return s.Store.UpdateSettings(ctx, name, func(to *store.Settings) error {
		if err := change(to); err != nil {
			return err
		}
		if to.Versioning != "" || to.ObjectLock != nil {
			return notKept(name, "", "versioning and object lock")
		}
		return nil
	})
}

// CreateBucket refuses a bucket with object lock.
func (s *Store) CreateBucket(ctx context.Context, in store.BucketInput) (store.Bucket, error) {
	if configure := in.Configure; s.backends[in.Name] != nil && configure != nil {
		in.Configure = func(to *store.Settings) error {
			if err := configure(to); err != nil {
				return err
			}
			if to.ObjectLock != nil {
				return notKept(in.Name, "", "object lock")
			}
			return nil
		}
	}
	return s.Store.CreateBucket(ctx, in)
}

// PutObject streams to the cluster.
func (s *Store) PutObject(ctx context.Context, bucket, key string, in store.PutInput) (store.Object, error) {
	c, err := s.at(ctx, bucket)
	switch {
	case err != nil:
		return store.Object{}, err
	case c == nil:
		return s.Store.PutObject(ctx, bucket, key, in)
	}
	return c.put(ctx, key, in)
}

// GetObject asks for the object's head; its content is asked for range by range,
// as long as the object stays the same.
func (s *Store) GetObject(ctx context.Context, bucket string, ref store.ObjectRef) (store.Object, store.Content, error) {
	c, err := s.at(ctx, bucket)
	switch {
	case err != nil:
		return store.Object{}, nil, err
	case c == nil:
		return s.Store.GetObject(ctx, bucket, ref)
	}
	o, err := c.head(ctx, ref)
	if err != nil {
		return store.Object{}, nil, err
	}
	return o, &content{ctx: ctx, client: c, object: o}, nil
}

// HeadObject asks for the object's head.
func (s *Store) HeadObject(ctx context.Context, bucket string, ref store.ObjectRef) (store.Object, error) {
	c, err := s.at(ctx, bucket)
	switch {
	case err != nil:
		return store.Object{}, err
	case c == nil:
		return s.Store.HeadObject(ctx, bucket, ref)
	}
	return c.head(ctx, ref)
}

// UpdateObject is refused: tags, ACLs and locks of objects are not kept.
func (s *Store) UpdateObject(ctx context.Context, bucket string, ref store.ObjectRef, change func(*store.Object) error) (store.Object, error) {
	if s.backends[bucket] != nil {
		return store.Object{}, notKept(bucket, ref.Key, "tags, ACLs and locks of objects")
	}
	return s.Store.UpdateObject(ctx, bucket, ref, change)
}

// DeleteObject deletes in the cluster.
func (s *Store) DeleteObject(ctx context.Context, bucket string, ref store.ObjectRef, in store.DeleteInput) (store.Deleted, error) {
	c, err := s.at(ctx, bucket)
	switch {
	case err != nil:
		return store.Deleted{}, err
	case c == nil:
		return s.Store.DeleteObject(ctx, bucket, ref, in)
	}
	return c.delete(ctx, ref, in)
}

// ListObjects lists the cluster's keys below the backend's prefix.
func (s *Store) ListObjects(ctx context.Context, bucket string, q store.ListQuery) (store.ListPage, error) {
	c, err := s.at(ctx, bucket)
	switch {
	case err != nil:
		return store.ListPage{}, err
	case c == nil:
		return s.Store.ListObjects(ctx, bucket, q)
	}
	return c.list(ctx, q)
}

// ListVersions lists the objects, each as the only version of its key.
func (s *Store) ListVersions(ctx context.Context, bucket string, q store.VersionsQuery) (store.VersionsPage, error) {
	c, err := s.at(ctx, bucket)
	switch {
	case err != nil:
		return store.VersionsPage{}, err
	case c == nil:
		return s.Store.ListVersions(ctx, bucket, q)
	}
	return c.versions(ctx, q)
}
