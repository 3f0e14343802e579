package emulator_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"

	"crossfront/emulator"
	"crossfront/emulator/config"
)

// stop ends r before its test does.
func (r *running) stop() {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := r.Close(ctx); err != nil {
		r.t.Errorf("Close: %v", err)
	}
}

// attempt starts an emulator that shall fail, and gives its error, which is all
// that is said of it.
func attempt(t *testing.T, args ...string) error {
	t.Helper()
	args = emulator.FreePorts(args...)
	cfg, err := config.Load(args, func(string) string { return "" }, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	e, err := emulator.New(cfg, emulator.Options{Log: slog.New(slog.NewTextHandler(&said, nil))})
	if err != nil {
		t.Fatal(err)
	}
	if err = e.Start(t.Context()); err == nil {
		_ = e.Close(t.Context())
		t.Fatal("it started")
	}
	if strings.Contains(said.String(), "level=ERROR") {
		t.Errorf("%v, and the log says: %s", err, said.String())
	}
	return err
}

// TestDataDir goes on where the last process stopped: with its buckets,
// objects, rules, distributions and policies, and with the seed's default
// distribution; and a reset is back at the seed, also for the next process.
func TestDataDir(t *testing.T) {
	dir := "--data-dir=" + filepath.Join(t.TempDir(), "not", "there", "yet")
	first := start(t, dir)
	first.walkStory()
	store, edge := first.clients()
	put(t, store, "media", "mine.txt", "kept")
	made, err := edge.CreateInvalidation(t.Context(), invalidationOf("EDEMO", "again", "/mine.txt"))
	if err != nil {
		t.Fatal(err)
	}
	first.stop()

	second := start(t, dir)
	store, edge = second.clients()
	if got := get(t, store, "media", "mine.txt"); got != "kept" {
		t.Errorf("the object is %q", got)
	}
	// The rules, the policy and the default distribution: an address reaches it.
	a := second.send("GET", "http://"+second.Addresses().Edge+"/vod/index.m3u8", "127.0.0.1", "", "Origin", page)
	if a.StatusCode != 200 || a.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("after the restart: %d %v", a.StatusCode, a.Header)
	}
	if _, err := edge.GetInvalidation(t.Context(), &cloudfront.GetInvalidationInput{DistributionId: aws.String("EDEMO"), Id: made.Invalidation.Id}); err != nil {
		t.Error(err)
	}
	second.console(204, "POST", "/api/reset", "")
	if _, err := store.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String("media"), Key: aws.String("mine.txt")}); code(err) != "NotFound" {
		t.Errorf("after the reset: %v", err)
	}
	put(t, store, "media", "later.txt", "after the reset")
	second.stop()

	third := start(t, dir)
	store, _ = third.clients()
	if a := third.edge("GET", "/vod/index.m3u8", "Origin", page); a.StatusCode != 200 || a.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("reset, then restarted: %d %v", a.StatusCode, a.Header)
	}
	if got := get(t, store, "media", "later.txt"); got != "after the reset" {
		t.Errorf("the object is %q", got)
	}
}

// TestDataDirRefusals: a directory that is in use, of another layout, or
// unreadable, is left as it is, and one whose seeding was cut off is seeded
// anew.
func TestDataDirRefusals(t *testing.T) {
	dir := t.TempDir()
	flag := "--data-dir=" + dir
	first := start(t, flag)
	if err := attempt(t, flag); !strings.Contains(err.Error(), "another process uses it") {
		t.Errorf("in use: %v", err)
	}
	first.stop()

	overwrite := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	marker, err := os.ReadFile(filepath.Join(dir, "seeded.json"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ file, content, want string }{
		"later layout":          {"seeded.json", `{"version":99}`, "layout 99"},
		"broken marker":         {"seeded.json", `{`, "seeded.json"},
		"broken control plane":  {"cloudfront.json", `{"distributions":[`, "cloudfront.json"},
		"unknown control plane": {"cloudfront.json", `{"somethingNew":[]}`, "somethingNew"},
	} {
		t.Run(name, func(t *testing.T) {
			before, err := os.ReadFile(filepath.Join(dir, c.file))
			if err != nil {
				t.Fatal(err)
			}
			defer overwrite(c.file, string(before))
			overwrite(c.file, c.content)
			if err := attempt(t, flag); !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want something about %q", err, c.want)
			}
			if after, _ := os.ReadFile(filepath.Join(dir, c.file)); string(after) != c.content {
				t.Errorf("the file became %s", after)
			}
		})
	}
	overwrite("seeded.json", string(marker))

	if err := os.Remove(filepath.Join(dir, "seeded.json")); err != nil {
		t.Fatal(err)
	}
	again := start(t, flag)
	if a := again.edge("GET", "/vod/index.m3u8"); a.StatusCode != 200 {
		t.Errorf("seeded again: %d", a.StatusCode)
	}
}

// TestAccounts: each further pair of credentials is another account, which
// neither sees the first one's buckets nor its distributions.
func TestAccounts(t *testing.T) {
	r := start(t, "--credentials=test:test", "--credentials=other:secret")
	store, edge := r.clientsOf("other", "secret")
	if _, err := store.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("media"), Key: aws.String("vod/index.m3u8")}); code(err) != "AccessDenied" {
		t.Errorf("another's object: %v", err)
	}
	if _, err := store.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String("media")}); code(err) != "BucketAlreadyExists" {
		t.Errorf("another's bucket: %v", err)
	}
	if _, err := store.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String("theirs")}); err != nil {
		t.Fatal(err)
	}
	list, err := store.ListBuckets(t.Context(), &s3.ListBucketsInput{})
	if err != nil || len(list.Buckets) != 1 || *list.Buckets[0].Name != "theirs" {
		t.Errorf("buckets of the other account: %+v, %v", list, err)
	}
	if _, err := edge.ListDistributions(t.Context(), &cloudfront.ListDistributionsInput{}); code(err) != "AccessDenied" {
		t.Errorf("another's distributions: %v", err)
	}
}

// TestMemory fills a small budget: S3 refuses in its own words, what is stored
// stays, cached answers make room, and deleting makes room again.
func TestMemory(t *testing.T) {
	r := start(t, "--memory=16MiB")
	store, _ := r.clients()
	put(t, store, "media", "vod/large.bin", strings.Repeat("x", 2<<20))
	for _, query := range []string{"a", "b", "c"} { // one entry: the query is not in the key
		if a := r.edge("GET", "/vod/large.bin?"+query); a.StatusCode != 200 || len(a.body) != 2<<20 {
			t.Fatalf("%d, %d bytes", a.StatusCode, len(a.body))
		}
	}
	if hit := r.edge("GET", "/vod/large.bin"); hit.Header.Get("X-Cache") != "Hit from cloudfront" {
		t.Fatalf("not cached: %v", hit.Header)
	}
	one := strings.Repeat("y", 1<<20)
	stored, refused := 0, error(nil)
	for refused == nil && stored < 32 {
		if _, refused = store.PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String("media"), Key: aws.String("fill/" + string(rune('a'+stored))),
			Body: strings.NewReader(one)}, func(o *s3.Options) { o.RetryMaxAttempts = 1 }); refused == nil {
			stored++
		}
	}
	if code(refused) != "ServiceUnavailable" {
		t.Errorf("full: %v", refused)
	}
	if stored < 12 {
		t.Errorf("full after %d MiB: the cache kept its memory", stored)
	}
	if got := get(t, store, "media", "fill/a"); got != one {
		t.Error("what was stored is not there")
	}
	if a := r.edge("GET", "/vod/large.bin"); a.StatusCode != 200 || len(a.body) != 2<<20 {
		t.Errorf("through the edge, with no room to store it: %d, %d bytes", a.StatusCode, len(a.body))
	}
	if _, err := store.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: aws.String("media"), Key: aws.String("fill/a")}); err != nil {
		t.Fatal(err)
	}
	put(t, store, "media", "fill/z", strings.Repeat("z", 512<<10))
}

// walkStory makes the demo playable: the bucket's policy, the behavior's.
func (r *running) walkStory() {
	r.t.Helper()
	r.console(200, "PUT", "/api/buckets/media/cors", storyPolicy)
	r.console(200, "PUT", "/api/distributions/EDEMO/behaviors/0", `{"originRequestPolicyId":"`+corsS3Origin+`"}`)
}

func put(t *testing.T, c *s3.Client, bucket, key, content string) {
	t.Helper()
	if _, err := c.PutObject(t.Context(), &s3.PutObjectInput{Bucket: &bucket, Key: &key, Body: strings.NewReader(content), ChecksumAlgorithm: s3types.ChecksumAlgorithmCrc32}); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, c *s3.Client, bucket, key string) string {
	t.Helper()
	out, err := c.GetObject(t.Context(), &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Body.Close()
	content, err := io.ReadAll(out.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestSwitches: a switch reaches buckets that clients configure, that the seed
// does, and that a data directory keeps, and the edge.
func TestSwitches(t *testing.T) {
	dir := "--data-dir=" + t.TempDir()
	maxAge := func(r *running) []string {
		r.t.Helper()
		a := r.send("OPTIONS", "http://"+r.Addresses().AWS+"/media/k", "", "", "Origin", page, "Access-Control-Request-Method", "GET")
		if a.StatusCode != 200 {
			t.Errorf("preflight: %d %s", a.StatusCode, a.body)
		}
		return a.Header.Values("Access-Control-Max-Age")
	}
	const zeroMaxAge = `[{"AllowedMethods":["GET"],"AllowedOrigins":["*"],"MaxAgeSeconds":0}]`
	off := start(t, dir)
	off.console(200, "PUT", "/api/buckets/media/cors", zeroMaxAge)
	if got := maxAge(off); len(got) != 1 || got[0] != "0" {
		t.Errorf("off: %q", got)
	}
	off.stop()
	on := start(t, dir, "--switch=OmitZeroMaxAge", "--switch=RedirectOnlyGetAndHead")
	if got := maxAge(on); got != nil {
		t.Errorf("on, kept: %q", got)
	}
	on.console(200, "PUT", "/api/buckets/media/cors", zeroMaxAge)
	if got := maxAge(on); got != nil {
		t.Errorf("on, put: %q", got)
	}
	on.console(200, "PUT", "/api/distributions/EDEMO/behaviors/0", `{"viewerProtocolPolicy":"redirect-to-https","allowedMethods":["GET","HEAD","OPTIONS","PUT","POST","PATCH","DELETE"]}`)
	if a := on.edge("PUT", "/vod/x"); a.StatusCode != 403 {
		t.Errorf("the edge's switch: %d", a.StatusCode)
	}
}
