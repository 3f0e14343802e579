package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// bucket is one case's, with the key that the page writes there: browsers
// remember preflights by URL.
type bucket struct {
	client    *s3.Client
	name, key string
	origin    string // of the page
}

var buckets atomic.Int32

func newBucket(t *testing.T, s *server, p *page, region string) *bucket {
	t.Helper()
	b := &bucket{client: s.client(), name: fmt.Sprintf("uploads-%d", buckets.Add(1)), key: "a file.bin", origin: p.origin}
	in := &s3.CreateBucketInput{Bucket: &b.name}
	if region != "" {
		in.CreateBucketConfiguration = &types.CreateBucketConfiguration{LocationConstraint: types.BucketLocationConstraint(region)}
	}
	if _, err := b.client.CreateBucket(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	return b
}

// allow sets the rule that lets an app upload in every way that the page
// knows, changed.
func (b *bucket) allow(t *testing.T, change change) {
	t.Helper()
	rules := change(types.CORSRule{
		AllowedOrigins: []string{b.origin},
		AllowedMethods: []string{"GET", "PUT", "POST", "DELETE"},
		AllowedHeaders: []string{"*"},
		ExposeHeaders:  []string{"ETag", "x-amz-checksum-crc32"},
	})
	if len(rules) == 0 {
		return
	}
	if _, err := b.client.PutBucketCors(t.Context(), &s3.PutBucketCorsInput{Bucket: &b.name, CORSConfiguration: &types.CORSConfiguration{CORSRules: rules}}); err != nil {
		t.Fatal(err)
	}
}

// object is what S3 has under the key.
func (b *bucket) object(t *testing.T) (body []byte, stored bool) {
	t.Helper()
	out, err := b.client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: &b.name, Key: &b.key})
	if missing := new(types.NoSuchKey); errors.As(err, &missing) {
		return nil, false
	}
	if err != nil {
		t.Fatal(err)
	}
	defer out.Body.Close()
	body, err = io.ReadAll(out.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body, true
}

// uploads counts the uploads in parts that are under way.
func (b *bucket) uploads(t *testing.T) int {
	t.Helper()
	out, err := b.client.ListMultipartUploads(context.WithoutCancel(t.Context()), &s3.ListMultipartUploadsInput{Bucket: &b.name})
	if err != nil {
		t.Fatal(err)
	}
	return len(out.Uploads)
}
