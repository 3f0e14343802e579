package emulator

import (
	"context"
	"errors"
	"io"

	"crossfront/emulator/s3/store"
)

// maxImport is the most bytes of a file that a key value store is filled from.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-keyvaluestores
const maxImport = 5 << 20

// importer reads the objects that key value stores are filled from. The caller
// is the account, which may read its buckets.
func importer(s store.Store) func(ctx context.Context, bucket, key string) ([]byte, error) {
	return func(ctx context.Context, bucket, key string) ([]byte, error) {
		o, content, err := s.GetObject(ctx, bucket, store.Latest(key))
		if err != nil {
			return nil, err
		}
		defer content.Close()
		if o.Size > maxImport {
			return nil, errors.New("it is larger than 5 MB")
		}
		r := content.Range(0, o.Size)
		defer r.Close()
		return io.ReadAll(r)
	}
}
