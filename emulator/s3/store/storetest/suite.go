// Package storetest is the suite that every implementation of store.Store
// passes.
package storetest

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"crossfront/corsengine"
	"crossfront/emulator/clock"
	"crossfront/emulator/s3/store"
)

// Run runs the suite. open makes an empty store that asks clk for the time.
func Run(t *testing.T, open func(t *testing.T, clk clock.Clock) store.Store) {
	Plain(t, open)
	run(t, open, []test{
		{"Snapshot reading", reading},
		{"Versions", versions},
		{"SuspendedVersions", suspended},
		{"VersionConditions", versionConditions},
		{"VersionCopies", versionCopies},
		{"VersionListing", versionListing},
		{"VersionsAgainstModel", versionsAgainstModel},
		{"Locks", locks},
		{"DefaultRetention", defaultRetention},
		{"Updates", updates},
		{"Clear", clearing},
		{"StatedChecksums", statedChecksums},
		{"Concurrency", concurrency},
	})
}

// Plain runs what of the suite holds for stores without versions, locks and tags,
// without what was replaced, and with the checksums that were asked for.
func Plain(t *testing.T, open func(t *testing.T, clk clock.Clock) store.Store) {
	run(t, open, []test{
		{"Buckets", buckets},
		{"Settings", settings},
		{"Objects", objects},
		{"BrokenBody", brokenBody},
		{"Limit", limit},
		{"Preconditions", preconditions},
		{"Copies", copies},
		{"Listing", listing},
		{"ListingAgainstModel", listingAgainstModel},
		{"Uploads", uploads},
		{"UploadErrors", uploadErrors},
		{"UploadListing", uploadListing},
		{"UploadChecksums", uploadChecksums},
		{"UploadConflicts", uploadConflicts},
	})
}

type test struct {
	name string
	run  func(*fixture)
}

func run(t *testing.T, open func(t *testing.T, clk clock.Clock) store.Store, tests []test) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			clk := &fixedClock{now: time.Date(2026, 11, 23, 12, 0, 0, 500, time.UTC)}
			test.run(&fixture{T: t, clock: clk, store: open(t, clk)})
		})
	}
}

// fixedClock shows the time it is set to.
type fixedClock struct{ now time.Time }

func (c *fixedClock) Now() time.Time { return c.now }

// A fixture is one test's store.
type fixture struct {
	*testing.T
	clock *fixedClock
	store store.Store
}

func (f *fixture) ctx() context.Context { return f.Context() }

// must fails the test when err is not nil.
func (f *fixture) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// refused fails the test unless err is of kind.
func (f *fixture) refused(err error, kind store.Kind) {
	f.Helper()
	if got := store.KindOf(err); err == nil || got != kind {
		f.Fatalf("error %v of kind %v, want %v", err, got, kind)
	}
}

func (f *fixture) bucket(name string) {
	f.Helper()
	_, err := f.store.CreateBucket(f.ctx(), store.BucketInput{Name: name, Region: "eu-west-1", Owner: "000000000000"})
	f.must(err)
}

func (f *fixture) put(bucket, key, content string) store.Object {
	f.Helper()
	o, err := f.store.PutObject(f.ctx(), bucket, key, store.PutInput{Body: strings.NewReader(content), Size: int64(len(content))})
	f.must(err)
	return o
}

func (f *fixture) content(bucket, key string) string {
	f.Helper()
	_, content, err := f.store.GetObject(f.ctx(), bucket, store.Latest(key))
	f.must(err)
	defer content.Close()
	return f.read(content, 0, content.Size())
}

func (f *fixture) read(content store.Content, offset, length int64) string {
	f.Helper()
	r := content.Range(offset, length)
	defer r.Close()
	b, err := io.ReadAll(r)
	f.must(err)
	return string(b)
}

func md5hex(s string) string {
	sum := md5.Sum([]byte(s))
	return hex.EncodeToString(sum[:])
}

func buckets(f *fixture) {
	f.bucket("b")
	f.bucket("a")
	_, err := f.store.CreateBucket(f.ctx(), store.BucketInput{Name: "a"})
	f.refused(err, store.BucketExists)
	b, err := f.store.Bucket(f.ctx(), "a")
	f.must(err)
	if b.Region != "eu-west-1" || b.Owner != "000000000000" || !b.Created.Equal(f.clock.now.Truncate(time.Second)) {
		f.Errorf("bucket %+v", b)
	}
	all, err := f.store.Buckets(f.ctx())
	f.must(err)
	if len(all) != 2 || all[0].Name != "a" || all[1].Name != "b" {
		f.Errorf("buckets %+v", all)
	}
	f.put("a", "k", "x")
	f.refused(f.store.DeleteBucket(f.ctx(), "a"), store.BucketNotEmpty)
	_, err = f.store.DeleteObject(f.ctx(), "a", store.Latest("k"), store.DeleteInput{})
	f.must(err)
	f.must(f.store.DeleteBucket(f.ctx(), "a"))
	f.refused(f.store.DeleteBucket(f.ctx(), "a"), store.NoSuchBucket)
	_, err = f.store.Bucket(f.ctx(), "a")
	f.refused(err, store.NoSuchBucket)
	_, err = f.store.PutObject(f.ctx(), "a", "k", store.PutInput{Body: strings.NewReader("")})
	f.refused(err, store.NoSuchBucket)
}

func settings(f *fixture) {
	f.bucket("b")
	b, err := f.store.Bucket(f.ctx(), "b")
	f.must(err)
	block := b.Block()
	if b.CORS != nil || b.Rules != nil || b.Policy != nil || !block.BlockPublicAcls || !block.IgnorePublicAcls || !block.BlockPublicPolicy || !block.RestrictPublicBuckets {
		f.Errorf("a new bucket is not private: %+v", b.Settings)
	}
	config := &corsengine.Config{Rules: []corsengine.Rule{{AllowedOrigins: []string{"*"}, AllowedMethods: []string{"GET"}}}}
	f.must(f.store.UpdateSettings(f.ctx(), "b", func(s *store.Settings) error { return s.SetCORS(config, corsengine.Options{}) }))
	b, err = f.store.Bucket(f.ctx(), "b")
	f.must(err)
	if b.CORS == nil || b.Rules == nil {
		f.Error("CORS was not kept")
	}
	refusal := errors.New("no")
	err = f.store.UpdateSettings(f.ctx(), "b", func(s *store.Settings) error {
		s.CORS, s.Rules, s.PublicAccessBlock = nil, nil, nil
		return refusal
	})
	if !errors.Is(err, refusal) {
		f.Errorf("error %v, want the change's own", err)
	}
	after, err := f.store.Bucket(f.ctx(), "b")
	f.must(err)
	if after.CORS == nil || after.Rules == nil || after.PublicAccessBlock == nil {
		f.Error("a change that failed was kept")
	}
	bad := &corsengine.Config{Rules: []corsengine.Rule{{AllowedOrigins: []string{"*"}, AllowedMethods: []string{"get"}}}}
	var mistakes corsengine.Errors
	if err := f.store.UpdateSettings(f.ctx(), "b", func(s *store.Settings) error { return s.SetCORS(bad, corsengine.Options{}) }); !errors.As(err, &mistakes) {
		f.Errorf("error %v, want corsengine.Errors", err)
	}
	f.refused(f.store.UpdateSettings(f.ctx(), "none", func(*store.Settings) error { return nil }), store.NoSuchBucket)
}

func objects(f *fixture) {
	f.bucket("b")
	for _, key := range []string{"k", "a/../b", "//", "a%2Fb", "line\nfeed", "😀", "/leading", "..", strings.Repeat("k", 1024)} {
		f.put("b", key, "content of "+key)
		if got := f.content("b", key); got != "content of "+key {
			f.Errorf("key %q holds %q", key, got)
		}
	}
	o, err := f.store.PutObject(f.ctx(), "b", "k", store.PutInput{
		Body: strings.NewReader("new"), Size: -1, Algorithm: store.CRC32,
		Attributes: store.Attributes{ContentType: "text/plain", Metadata: map[string]string{"a": "b"}},
	})
	f.must(err)
	if o.Key != "k" || o.Size != 3 || o.ETag != md5hex("new") || o.ContentType != "text/plain" || o.Metadata["a"] != "b" ||
		!o.LastModified.Equal(f.clock.now.Truncate(time.Second)) {
		f.Errorf("object %+v", o)
	}
	// CRC-32 of "new" is 0x46caeee7.
	if want := (store.Checksum{Algorithm: store.CRC32, Type: store.FullObject, Value: f.crc32("new")}); o.Checksum != want {
		f.Errorf("checksum %+v, want %+v", o.Checksum, want)
	}
	head, err := f.store.HeadObject(f.ctx(), "b", store.Latest("k"))
	f.must(err)
	if head.ETag != o.ETag || head.ContentType != "text/plain" {
		f.Errorf("head %+v", head)
	}
	removed, err := f.store.DeleteObject(f.ctx(), "b", store.Latest("k"), store.DeleteInput{})
	f.must(err)
	again, err := f.store.DeleteObject(f.ctx(), "b", store.Latest("k"), store.DeleteInput{})
	f.must(err)
	if !removed.Removed || again.Removed {
		f.Errorf("removed %v, then %v", removed, again)
	}
	_, _, err = f.store.GetObject(f.ctx(), "b", store.Latest("k"))
	f.refused(err, store.NoSuchKey)
	_, _, err = f.store.GetObject(f.ctx(), "none", store.Latest("k"))
	f.refused(err, store.NoSuchBucket)
}

// broken gives some bytes and then an error.
type broken struct {
	r   io.Reader
	err error
}

func (b *broken) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err == io.EOF {
		err = b.err
	}
	return n, err
}

func brokenBody(f *fixture) {
	f.bucket("b")
	f.put("b", "k", "old")
	for _, cause := range []error{errors.New("hash mismatch"), io.ErrUnexpectedEOF} {
		for _, size := range []int64{-1, 3, 10} {
			_, err := f.store.PutObject(f.ctx(), "b", "k", store.PutInput{Body: &broken{strings.NewReader("new"), cause}, Size: size})
			if !errors.Is(err, cause) {
				f.Errorf("size %d: error %v, want %v", size, err, cause)
			}
			if got := f.content("b", "k"); got != "old" {
				f.Errorf("half an object was kept: %q", got)
			}
		}
	}
	gone, cancel := context.WithCancel(f.ctx())
	cancel()
	if _, err := f.store.PutObject(gone, "b", "k", store.PutInput{Body: strings.NewReader("new")}); !errors.Is(err, context.Canceled) {
		f.Errorf("error %v for a client that left", err)
	}
}

func limit(f *fixture) {
	f.bucket("b")
	for _, test := range []struct {
		size    int
		refused bool
	}{{0, false}, {99, false}, {100, false}, {101, true}, {5000, true}} {
		_, err := f.store.PutObject(f.ctx(), "b", "k", store.PutInput{Body: strings.NewReader(strings.Repeat("x", test.size)), Size: -1, Limit: 100})
		if test.refused {
			f.refused(err, store.TooLarge)
		} else if err != nil {
			f.Errorf("%d bytes: %v", test.size, err)
		}
	}
}

// reading shows that what is being read stays what it is, at any size and
// offset.
func reading(f *fixture) {
	f.bucket("b")
	for _, size := range []int{0, 1, 4095, 4096, 4097, 1 << 20, 1<<20 + 1, 3<<20 + 17} {
		var text strings.Builder
		for i := 0; text.Len() < size; i++ {
			fmt.Fprintf(&text, "%08d", i)
		}
		want := text.String()[:size]
		for _, hint := range []int64{-1, int64(size), int64(size) / 2, int64(size) * 2} {
			_, err := f.store.PutObject(f.ctx(), "b", "k", store.PutInput{Body: strings.NewReader(want), Size: hint})
			f.must(err)
			o, content, err := f.store.GetObject(f.ctx(), "b", store.Latest("k"))
			f.must(err)
			f.put("b", "k", "replaced")
			if o.Size != int64(size) || content.Size() != int64(size) || f.read(content, 0, int64(size)) != want {
				f.Fatalf("%d bytes, hint %d: not what was written", size, hint)
			}
			for _, cut := range [][2]int{{0, 1}, {size / 2, size / 3}, {size - 1, 1}, {size / 3, 0}} {
				from, n := max(cut[0], 0), min(cut[1], size)
				if got := f.read(content, int64(from), int64(n)); got != want[min(from, size):min(from+n, size)] {
					f.Fatalf("%d bytes: range %v is wrong", size, cut)
				}
				var b bytes.Buffer
				_, err := io.Copy(&b, content.Range(int64(from), int64(n)))
				f.must(err)
				if b.String() != want[min(from, size):min(from+n, size)] {
					f.Fatalf("%d bytes: copied range %v is wrong", size, cut)
				}
			}
		}
	}
}

func preconditions(f *fixture) {
	f.bucket("b")
	put := func(cond store.Precondition) error {
		_, err := f.store.PutObject(f.ctx(), "b", "k", store.PutInput{Body: strings.NewReader("x"), If: cond})
		return err
	}
	f.refused(put(store.Precondition{Match: "*"}), store.NoSuchKey)
	f.must(put(store.Precondition{NoneMatch: true}))
	f.refused(put(store.Precondition{NoneMatch: true}), store.PreconditionFailed)
	f.must(put(store.Precondition{Match: md5hex("x")}))
	f.must(put(store.Precondition{Match: "*"}))
	f.refused(put(store.Precondition{Match: md5hex("y")}), store.PreconditionFailed)
	_, err := f.store.DeleteObject(f.ctx(), "b", store.Latest("k"), store.DeleteInput{If: store.Precondition{Match: md5hex("y")}})
	f.refused(err, store.PreconditionFailed)
	removed, err := f.store.DeleteObject(f.ctx(), "b", store.Latest("k"), store.DeleteInput{If: store.Precondition{Match: md5hex("x")}})
	f.must(err)
	if !removed.Removed {
		f.Error("not removed")
	}
}

func copies(f *fixture) {
	f.bucket("b")
	f.bucket("c")
	_, err := f.store.PutObject(f.ctx(), "b", "k", store.PutInput{
		Body: strings.NewReader("text"), Attributes: store.Attributes{ContentType: "text/plain", StorageClass: "STANDARD_IA"}})
	f.must(err)
	f.clock.now = f.clock.now.Add(time.Hour)
	o, err := f.store.CopyObject(f.ctx(), "c", "copy", store.CopyInput{Bucket: "b", Key: "k", ETag: md5hex("text")})
	f.must(err)
	if o.Key != "copy" || o.ETag != md5hex("text") || o.ContentType != "text/plain" || o.StorageClass != "" ||
		!o.LastModified.Equal(f.clock.now.Truncate(time.Second)) || f.content("c", "copy") != "text" {
		f.Errorf("copy %+v", o)
	}
	o, err = f.store.CopyObject(f.ctx(), "b", "k", store.CopyInput{
		Bucket: "b", Key: "k", Algorithm: store.SHA256, Replace: &store.Attributes{ContentType: "text/html"}})
	f.must(err)
	if o.ContentType != "text/html" || o.Checksum.Algorithm != store.SHA256 || o.Checksum.Value == "" {
		f.Errorf("copy %+v", o)
	}
	_, err = f.store.CopyObject(f.ctx(), "c", "copy", store.CopyInput{Bucket: "b", Key: "k", ETag: "other"})
	f.refused(err, store.PreconditionFailed)
	_, err = f.store.CopyObject(f.ctx(), "c", "copy", store.CopyInput{Bucket: "b", Key: "none"})
	f.refused(err, store.NoSuchKey)
	_, err = f.store.CopyObject(f.ctx(), "c", "copy", store.CopyInput{Bucket: "none", Key: "k"})
	f.refused(err, store.NoSuchBucket)
}
