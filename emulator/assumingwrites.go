package emulator

import (
	"context"

	"crossfront/emulator/s3/store"
)

// What an assumingStore does in this file is to note that something was
// written: a reset must then make a new world.

func (s *assumingStore) CreateBucket(ctx context.Context, in store.BucketInput) (store.Bucket, error) {
	s.a.changed.Store(true)
	return s.Store.CreateBucket(ctx, in)
}

func (s *assumingStore) DeleteBucket(ctx context.Context, name string) error {
	s.a.changed.Store(true)
	return s.Store.DeleteBucket(ctx, name)
}

func (s *assumingStore) UpdateSettings(ctx context.Context, name string, change func(*store.Settings) error) error {
	s.a.changed.Store(true)
	return s.Store.UpdateSettings(ctx, name, change)
}

func (s *assumingStore) PutObject(ctx context.Context, bucket, key string, in store.PutInput) (store.Object, error) {
	s.a.changed.Store(true)
	return s.Store.PutObject(ctx, bucket, key, in)
}

func (s *assumingStore) UpdateObject(ctx context.Context, bucket string, ref store.ObjectRef, change func(*store.Object) error) (store.Object, error) {
	s.a.changed.Store(true)
	return s.Store.UpdateObject(ctx, bucket, ref, change)
}

func (s *assumingStore) CopyObject(ctx context.Context, bucket, key string, in store.CopyInput) (store.Object, error) {
	s.a.changed.Store(true)
	return s.Store.CopyObject(ctx, bucket, key, in)
}

func (s *assumingStore) CreateUpload(ctx context.Context, bucket, key string, in store.UploadInput) (store.Upload, error) {
	s.a.changed.Store(true)
	return s.Store.CreateUpload(ctx, bucket, key, in)
}
