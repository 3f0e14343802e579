package emulator_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"
)

const (
	clusterKey    = "AKIACLUSTER"
	clusterSecret = "the-cluster-s-own-secret"
)

// A peer is an S3-compatible cluster. start gives its endpoint, and skips the
// test where the program is not there: scripts/backend.sh builds them.
type peer struct {
	name  string
	start func(t *testing.T) (endpoint string)
	// keepsHalves: it stores a body that broke off, as versitygw 1.8.0 does.
	keepsHalves bool
}

func peers() []peer {
	return []peer{
		{name: "our own S3", start: func(t *testing.T) string {
			r := start(t, "--empty", "--credentials="+clusterKey+":"+clusterSecret)
			return "http://" + r.Addresses().AWS
		}},
		{name: "versitygw", start: startVersitygw, keepsHalves: true},
		{name: "SeaweedFS", start: startSeaweedFS},
	}
}

// program is a cluster's, as the environment or the PATH has it.
func program(t *testing.T, name, variable string) string {
	t.Helper()
	path := os.Getenv(variable)
	if path == "" {
		path, _ = exec.LookPath(name)
	}
	if path == "" {
		t.Skipf("no %s on the PATH or in %s; scripts/backend.sh builds it", name, variable)
	}
	return path
}

func startVersitygw(t *testing.T) string {
	path := program(t, "versitygw", "BACKEND_VERSITYGW")
	at := free(t)
	launch(t, exec.Command(path, "--port", at, "--access", clusterKey, "--secret", clusterSecret, "--quiet", "--keep-alive", "posix", t.TempDir()), at)
	return "http://" + at
}

func startSeaweedFS(t *testing.T) string {
	path := program(t, "weed", "BACKEND_WEED")
	dir, at := t.TempDir(), free(t)
	keys := filepath.Join(dir, "keys.json")
	write(t, keys, `{"identities":[{"name":"admin","credentials":[{"accessKey":"`+clusterKey+`","secretKey":"`+clusterSecret+`"}],"actions":["Admin","Read","Write","List"]}]}`)
	args := []string{"server", "-dir=" + dir, "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", "-s3.config=" + keys,
		"-s3.port=" + port(at), "-volume.max=200", "-master.volumeSizeLimitMB=64"}
	for _, name := range []string{"master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc", "s3.port.grpc"} {
		args = append(args, "-"+name+"="+port(free(t)))
	}
	launch(t, exec.Command(path, args...), at)
	return "http://" + at
}

func port(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}

// free is an address that nobody listens on.
func free(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

// launch runs a cluster until the test ends, and waits until it makes buckets.
func launch(t *testing.T, cmd *exec.Cmd, at string) {
	t.Helper()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("%s:\n%.4000s", cmd.Path, said.String())
		}
	})
	store := clusterClient("http://" + at)
	for deadline := time.Now().Add(time.Minute); ; {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		_, err := store.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String("ready")})
		cancel()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s does not answer: %v", cmd.Path, err)
		}
	}
}

func clusterClient(endpoint string) *s3.Client {
	cfg := aws.Config{Region: "us-east-1", Credentials: credentials.NewStaticCredentialsProvider(clusterKey, clusterSecret, ""), BaseEndpoint: &endpoint}
	return s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
}

// backed is two emulators before one cluster, and the cluster itself.
type backed struct {
	*testing.T
	peer       peer
	one, other *running
	cluster    *s3.Client
	endpoint   string
}

func newBacked(t *testing.T, p peer) *backed {
	b := &backed{T: t, peer: p, endpoint: p.start(t)}
	b.cluster = clusterClient(b.endpoint)
	if _, err := b.cluster.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String("cluster")}); err != nil {
		t.Fatal(err)
	}
	b.one, b.other = b.emulator(b.endpoint), b.emulator(b.endpoint)
	return b
}

// emulator is one before the cluster.
func (b *backed) emulator(endpoint string) *running {
	b.Helper()
	name := filepath.Join(b.TempDir(), "seed.yaml")
	write(b.T, name, "buckets:\n"+
		"  - {name: media, backend: 's3://cluster/a/b', endpoint: '"+endpoint+"', cors: [{AllowedOrigins: ['"+page+"'], AllowedMethods: [GET, PUT], AllowedHeaders: ['*'], ExposeHeaders: [ETag]}]}\n"+
		"  - {name: own}\n"+
		"distributions: [{id: E1, default: true, origin: 's3://media', behavior: {cachePolicy: CachingDisabled, originRequestPolicy: CORS-S3Origin}}]\n")
	return start(b.T, "--config="+name, "--backend-credentials="+clusterKey+":"+clusterSecret)
}

func (b *backed) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// refused fails unless the SDK got that error code.
func (b *backed) refused(err error, want string) {
	b.Helper()
	if got := code(err); got != want {
		b.Errorf("refused with %q (%v), want %q", got, err, want)
	}
}

func client(r *running) *s3.Client {
	c, _ := r.clients()
	return c
}

// body is an object's, by the SDK.
func (b *backed) body(c *s3.Client, bucket, key, span string) (string, *s3.GetObjectOutput) {
	b.Helper()
	in := &s3.GetObjectInput{Bucket: &bucket, Key: &key}
	if span != "" {
		in.Range = &span
	}
	out, err := c.GetObject(b.Context(), in)
	b.must(err)
	defer out.Body.Close()
	doc, err := io.ReadAll(out.Body)
	b.must(err)
	return string(doc), out
}

// TestBackends: with its objects in a cluster a bucket answers as it does with
// them here, whichever emulator is asked.
func TestBackends(t *testing.T) {
	for _, p := range peers() {
		t.Run(p.name, func(t *testing.T) {
			b := newBacked(t, p)
			t.Run("objects", func(t *testing.T) { b.with(t).objects() })
			t.Run("large", func(t *testing.T) { b.with(t).large() })
			t.Run("listing", func(t *testing.T) { b.with(t).listing() })
			t.Run("multipart", func(t *testing.T) { b.with(t).multipart() })
			t.Run("copies", func(t *testing.T) { b.with(t).copies() })
			t.Run("cors", func(t *testing.T) { b.with(t).cors() })
			t.Run("refusals", func(t *testing.T) { b.with(t).refusals() })
		})
	}
}

func (b *backed) with(t *testing.T) *backed {
	c := *b
	c.T = t
	one, other := *b.one, *b.other
	one.t, other.t = t, t
	c.one, c.other = &one, &other
	return &c
}

func (b *backed) objects() {
	one, other := client(b.one), client(b.other)
	put, err := one.PutObject(b.Context(), &s3.PutObjectInput{
		Bucket: aws.String("media"), Key: aws.String("dir/ä b+c.txt"), Body: strings.NewReader("hello"), ContentType: aws.String("text/x-a"),
		CacheControl: aws.String("max-age=60"), ContentDisposition: aws.String("inline"), ContentLanguage: aws.String("de"),
		Metadata: map[string]string{"who": "me"},
	})
	b.must(err)
	if sum := md5.Sum([]byte("hello")); *put.ETag != `"`+hex.EncodeToString(sum[:])+`"` {
		b.Errorf("ETag %s", *put.ETag)
	}
	doc, got := b.body(other, "media", "dir/ä b+c.txt", "")
	if doc != "hello" || *got.ETag != *put.ETag || *got.ContentType != "text/x-a" || *got.CacheControl != "max-age=60" ||
		*got.ContentDisposition != "inline" || *got.ContentLanguage != "de" || got.Metadata["who"] != "me" || *got.ContentLength != 5 {
		b.Errorf("%q %+v", doc, got)
	}
	inside, _ := b.body(b.cluster, "cluster", "a/b/dir/ä b+c.txt", "")
	if inside != "hello" {
		b.Errorf("in the cluster there is %q", inside)
	}
	if doc, got := b.body(other, "media", "dir/ä b+c.txt", "bytes=1-3"); doc != "ell" || *got.ContentRange != "bytes 1-3/5" {
		b.Errorf("a range is %q %v", doc, got.ContentRange)
	}
	if doc, _ := b.body(other, "media", "dir/ä b+c.txt", "bytes=-2"); doc != "lo" {
		b.Errorf("the end is %q", doc)
	}
	_, err = other.GetObject(b.Context(), &s3.GetObjectInput{Bucket: aws.String("media"), Key: aws.String("dir/ä b+c.txt"), IfMatch: aws.String(`"x"`)})
	b.refused(err, "PreconditionFailed")
	_, err = other.GetObject(b.Context(), &s3.GetObjectInput{Bucket: aws.String("media"), Key: aws.String("dir/ä b+c.txt"), IfNoneMatch: put.ETag})
	b.refused(err, "NotModified")
	_, err = one.PutObject(b.Context(), &s3.PutObjectInput{Bucket: aws.String("media"), Key: aws.String("dir/ä b+c.txt"), Body: strings.NewReader("x"), IfNoneMatch: aws.String("*")})
	b.refused(err, "PreconditionFailed")
	empty, err := one.PutObject(b.Context(), &s3.PutObjectInput{Bucket: aws.String("media"), Key: aws.String("empty"), Body: strings.NewReader("")})
	b.must(err)
	if doc, got := b.body(other, "media", "empty", ""); doc != "" || *got.ETag != *empty.ETag {
		b.Errorf("the empty object is %q", doc)
	}
	_, err = one.DeleteObject(b.Context(), &s3.DeleteObjectInput{Bucket: aws.String("media"), Key: aws.String("empty")})
	b.must(err)
	_, err = one.DeleteObject(b.Context(), &s3.DeleteObjectInput{Bucket: aws.String("media"), Key: aws.String("empty")})
	b.must(err)
	_, err = other.GetObject(b.Context(), &s3.GetObjectInput{Bucket: aws.String("media"), Key: aws.String("empty")})
	b.refused(err, "NoSuchKey")
}

// large is an object that streams, with the checksum that the SDK sends; one
// whose payload is not what was said of it leaves nothing behind.
func (b *backed) large() {
	content := bytes.Repeat([]byte("0123456789abcdef"), 200_000)
	put, err := client(b.one).PutObject(b.Context(), &s3.PutObjectInput{Bucket: aws.String("media"), Key: aws.String("large"), Body: bytes.NewReader(content), ChecksumAlgorithm: s3types.ChecksumAlgorithmCrc32})
	b.must(err)
	sum := md5.Sum(content)
	if *put.ETag != `"`+hex.EncodeToString(sum[:])+`"` || put.ChecksumCRC32 == nil {
		b.Errorf("stored %+v", put)
	}
	head, err := client(b.other).HeadObject(b.Context(), &s3.HeadObjectInput{Bucket: aws.String("media"), Key: aws.String("large"), ChecksumMode: s3types.ChecksumModeEnabled})
	b.must(err)
	if head.ContentEncoding != nil {
		b.Errorf("it is said to be encoded: %s", *head.ContentEncoding)
	}
	if head.ChecksumCRC32 == nil || put.ChecksumCRC32 == nil || *head.ChecksumCRC32 != *put.ChecksumCRC32 {
		b.Errorf("the cluster keeps checksum %v, want %s", head.ChecksumCRC32, *put.ChecksumCRC32)
	}
	if doc, _ := b.body(client(b.other), "media", "large", "bytes=3000000-"); doc != string(content[3_000_000:]) {
		b.Errorf("%d bytes of the end", len(doc))
	}
	req, err := http.NewRequestWithContext(b.Context(), "PUT", "http://"+b.one.Addresses().AWS+"/media/wrong", bytes.NewReader(content))
	b.must(err)
	req.Header.Set("Content-Md5", "AAAAAAAAAAAAAAAAAAAAAA==")
	presigned(b.T, req)
	res, err := http.DefaultClient.Do(req)
	b.must(err)
	defer res.Body.Close()
	if res.StatusCode != 400 {
		doc, _ := io.ReadAll(res.Body)
		b.Errorf("a payload that is another: %d %s", res.StatusCode, doc)
	}
	_, err = client(b.other).HeadObject(b.Context(), &s3.HeadObjectInput{Bucket: aws.String("media"), Key: aws.String("wrong")})
	if code(err) != "NotFound" && !b.peer.keepsHalves {
		doc, _ := b.body(client(b.other), "media", "wrong", "")
		b.Errorf("%d bytes of it are there: %v", len(doc), err)
	}
}

// presigned signs a request to put media/wrong in its query.
func presigned(t *testing.T, req *http.Request) {
	t.Helper()
	cfg := aws.Config{Region: "us-east-1", Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""), BaseEndpoint: aws.String("http://" + req.URL.Host)}
	signed, err := s3.NewPresignClient(s3.NewFromConfig(cfg, func(o *s3.Options) {
		o.UsePathStyle, o.RequestChecksumCalculation = true, aws.RequestChecksumCalculationWhenRequired
	})).PresignPutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String("media"), Key: aws.String("wrong")})
	if err != nil {
		t.Fatal(err)
	}
	u, err := req.URL.Parse(signed.URL)
	if err != nil {
		t.Fatal(err)
	}
	req.URL = u
}

func (b *backed) listing() {
	one, other := client(b.one), client(b.other)
	for _, key := range []string{"l/1", "l/2", "l/d/1", "l/d/2", "l/e", "l/ü +&", "m"} {
		_, err := one.PutObject(b.Context(), &s3.PutObjectInput{Bucket: aws.String("media"), Key: &key, Body: strings.NewReader(key)})
		b.must(err)
	}
	_, err := b.cluster.PutObject(b.Context(), &s3.PutObjectInput{Bucket: aws.String("cluster"), Key: aws.String("l/elsewhere"), Body: strings.NewReader("x")})
	b.must(err)
	for _, max := range []int32{1000, 2, 1} {
		var got []string
		pages := s3.NewListObjectsV2Paginator(other, &s3.ListObjectsV2Input{Bucket: aws.String("media"), Prefix: aws.String("l/"), Delimiter: aws.String("/"), MaxKeys: &max})
		for pages.HasMorePages() {
			page, err := pages.NextPage(b.Context())
			b.must(err)
			for _, o := range page.Contents {
				got = append(got, *o.Key+" "+strconv.FormatInt(*o.Size, 10))
			}
			for _, p := range page.CommonPrefixes {
				got = append(got, *p.Prefix)
			}
		}
		want := []string{"l/1 3", "l/2 3", "l/d/", "l/e 3", "l/ü +& 7"}
		if max == 1000 { // within a page prefixes come last
			want = []string{"l/1 3", "l/2 3", "l/e 3", "l/ü +& 7", "l/d/"}
		} else if max == 2 {
			want = []string{"l/1 3", "l/2 3", "l/e 3", "l/d/", "l/ü +& 7"}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			b.Errorf("pages of %d: %s", max, diff)
		}
	}
	v1, err := other.ListObjects(b.Context(), &s3.ListObjectsInput{Bucket: aws.String("media"), Prefix: aws.String("l/"), Marker: aws.String("l/2")})
	b.must(err)
	if len(v1.Contents) != 4 || *v1.Contents[0].Key != "l/d/1" {
		b.Errorf("version 1 lists %+v", v1.Contents)
	}
	versions, err := other.ListObjectVersions(b.Context(), &s3.ListObjectVersionsInput{Bucket: aws.String("media"), Prefix: aws.String("m")})
	b.must(err)
	if len(versions.Versions) != 1 || *versions.Versions[0].VersionId != "null" {
		b.Errorf("versions %+v", versions.Versions)
	}
}

func (b *backed) multipart() {
	one, other := client(b.one), client(b.other)
	key := aws.String("parts")
	up, err := one.CreateMultipartUpload(b.Context(), &s3.CreateMultipartUploadInput{
		Bucket: aws.String("media"), Key: key, ContentType: aws.String("video/mp4"), ChecksumAlgorithm: s3types.ChecksumAlgorithmCrc32})
	b.must(err)
	contents := []string{strings.Repeat("1", 5<<20), strings.Repeat("2", 5<<20+1), "end"}
	var parts []s3types.CompletedPart
	for i, content := range contents { // any emulator takes any part
		c := one
		if i%2 == 1 {
			c = other
		}
		p, err := c.UploadPart(b.Context(), &s3.UploadPartInput{Bucket: aws.String("media"), Key: key, UploadId: up.UploadId,
			PartNumber: aws.Int32(int32(i + 1)), Body: strings.NewReader(content), ChecksumAlgorithm: s3types.ChecksumAlgorithmCrc32})
		b.must(err)
		parts = append(parts, s3types.CompletedPart{PartNumber: aws.Int32(int32(i + 1)), ETag: p.ETag, ChecksumCRC32: p.ChecksumCRC32})
	}
	listed, err := other.ListParts(b.Context(), &s3.ListPartsInput{Bucket: aws.String("media"), Key: key, UploadId: up.UploadId})
	b.must(err)
	if len(listed.Parts) != 3 || *listed.Parts[1].Size != 5<<20+1 {
		b.Errorf("parts %+v", listed.Parts)
	}
	running, err := other.ListMultipartUploads(b.Context(), &s3.ListMultipartUploadsInput{Bucket: aws.String("media")})
	b.must(err)
	if len(running.Uploads) != 1 || *running.Uploads[0].Key != "parts" {
		b.Errorf("uploads %+v", running.Uploads)
	}
	wrong := append([]s3types.CompletedPart{}, parts...)
	wrong[1].ETag = aws.String(`"00000000000000000000000000000000"`)
	_, err = other.CompleteMultipartUpload(b.Context(), &s3.CompleteMultipartUploadInput{Bucket: aws.String("media"), Key: key, UploadId: up.UploadId, MultipartUpload: &s3types.CompletedMultipartUpload{Parts: wrong}})
	b.refused(err, "InvalidPart")
	done, err := other.CompleteMultipartUpload(b.Context(), &s3.CompleteMultipartUploadInput{Bucket: aws.String("media"), Key: key, UploadId: up.UploadId, MultipartUpload: &s3types.CompletedMultipartUpload{Parts: parts}})
	b.must(err)
	if !strings.HasSuffix(*done.ETag, `-3"`) {
		b.Errorf("ETag %s", *done.ETag)
	}
	doc, got := b.body(one, "media", "parts", "")
	if doc != strings.Join(contents, "") || *got.ContentType != "video/mp4" || *got.ETag != *done.ETag {
		b.Errorf("%d bytes, %s %s", len(doc), *got.ContentType, *got.ETag)
	}
	_, err = one.ListParts(b.Context(), &s3.ListPartsInput{Bucket: aws.String("media"), Key: key, UploadId: up.UploadId})
	b.refused(err, "NoSuchUpload")
	up, err = one.CreateMultipartUpload(b.Context(), &s3.CreateMultipartUploadInput{Bucket: aws.String("media"), Key: key})
	b.must(err)
	_, err = other.AbortMultipartUpload(b.Context(), &s3.AbortMultipartUploadInput{Bucket: aws.String("media"), Key: key, UploadId: up.UploadId})
	b.must(err)
}

// copies are within the cluster, into it and out of it.
func (b *backed) copies() {
	one := client(b.one)
	for bucket, key := range map[string]string{"media": "original", "own": "original"} {
		_, err := one.PutObject(b.Context(), &s3.PutObjectInput{Bucket: &bucket, Key: &key, Body: strings.NewReader("in " + bucket), ContentType: aws.String("text/x-a"), Metadata: map[string]string{"a": "b"}})
		b.must(err)
	}
	for _, from := range []string{"media", "own"} {
		for _, to := range []string{"media", "own"} {
			key := "copy of " + from
			_, err := one.CopyObject(b.Context(), &s3.CopyObjectInput{Bucket: &to, Key: &key, CopySource: aws.String(from + "/original")})
			b.must(err)
			if doc, got := b.body(one, to, key, ""); doc != "in "+from || *got.ContentType != "text/x-a" || got.Metadata["a"] != "b" {
				b.Errorf("%s to %s: %q %+v", from, to, doc, got)
			}
			_, err = one.CopyObject(b.Context(), &s3.CopyObjectInput{Bucket: &to, Key: &key, CopySource: aws.String(from + "/original"),
				MetadataDirective: s3types.MetadataDirectiveReplace, ContentType: aws.String("text/x-b")})
			b.must(err)
			if _, got := b.body(one, to, key, ""); *got.ContentType != "text/x-b" || len(got.Metadata) != 0 {
				b.Errorf("%s to %s, replaced: %s %v", from, to, *got.ContentType, got.Metadata)
			}
		}
	}
}

// cors: whose rules hold, and who may read, is decided here, for viewers of the
// bucket and of the distribution.
func (b *backed) cors() {
	_, err := client(b.one).PutObject(b.Context(), &s3.PutObjectInput{Bucket: aws.String("media"), Key: aws.String("index.m3u8"), Body: strings.NewReader("#EXTM3U")})
	b.must(err)
	var first http.Header
	for _, r := range []*running{b.one, b.other} {
		a := r.send("GET", "http://"+r.Addresses().Edge+"/index.m3u8", "e1.cloudfront.localhost", "", "Origin", page)
		a.has(b.T, "by the edge", 200, map[string]string{"Access-Control-Allow-Origin": page, "Access-Control-Expose-Headers": "ETag", "Server": "AmazonS3"})
		for _, name := range []string{"Date", "X-Amz-Request-Id", "X-Amz-Id-2", "X-Amz-Cf-Id", "Via"} {
			a.Header.Del(name)
		}
		if first == nil {
			first = a.Header
		} else if diff := cmp.Diff(first, a.Header); diff != "" {
			b.Errorf("the other emulator answers otherwise: %s", diff)
		}
		s3 := "http://" + r.Addresses().AWS + "/media/index.m3u8"
		r.send("GET", s3, "", "", "Origin", page).has(b.T, "private", 403, map[string]string{"Access-Control-Allow-Origin": page})
		r.send("OPTIONS", s3, "", "", "Origin", page, "Access-Control-Request-Method", "PUT").has(b.T, "preflight", 200, map[string]string{"Access-Control-Allow-Origin": page})
		r.send("OPTIONS", s3, "", "", "Origin", "https://other.example", "Access-Control-Request-Method", "PUT").has(b.T, "preflight of another", 403, map[string]string{"Access-Control-Allow-Origin": ""})
	}
	state := b.one.console(200, "GET", "/api/state", "")
	if !strings.Contains(state, `"backend":"s3://cluster/a/b at `+b.endpoint+`"`) || strings.Contains(state, clusterSecret) || strings.Contains(state, clusterKey) {
		b.Errorf("the console says %s", state)
	}
}

// refusals: what a cluster's bucket cannot have here is not taken silently.
func (b *backed) refusals() {
	c, media := client(b.one), aws.String("media")
	_, err := c.PutBucketVersioning(b.Context(), &s3.PutBucketVersioningInput{Bucket: media, VersioningConfiguration: &s3types.VersioningConfiguration{Status: "Enabled"}})
	b.refused(err, "NotImplemented")
	_, err = c.PutObject(b.Context(), &s3.PutObjectInput{Bucket: media, Key: aws.String("t"), Body: strings.NewReader("x"), Tagging: aws.String("a=b")})
	b.refused(err, "NotImplemented")
	_, err = c.PutObject(b.Context(), &s3.PutObjectInput{Bucket: media, Key: aws.String("t"), Body: strings.NewReader("x")})
	b.must(err)
	_, err = c.PutObjectTagging(b.Context(), &s3.PutObjectTaggingInput{Bucket: media, Key: aws.String("t"), Tagging: &s3types.Tagging{TagSet: []s3types.Tag{{Key: aws.String("a"), Value: aws.String("b")}}}})
	b.refused(err, "NotImplemented")
	_, err = c.DeleteBucket(b.Context(), &s3.DeleteBucketInput{Bucket: media})
	b.refused(err, "BucketNotEmpty")
}

// TestBackendUnavailable: a cluster that is down, or does not let us in, is no
// fault of the request's, and the journal says whose it is.
func TestBackendUnavailable(t *testing.T) {
	r := start(t, "--empty", "--credentials="+clusterKey+":"+clusterSecret)
	here := "http://" + r.Addresses().AWS
	for _, tt := range []struct{ name, endpoint, key, why string }{
		{"down", "http://127.0.0.1:1", clusterKey + ":" + clusterSecret, "connection refused"},
		{"another secret", here, clusterKey + ":another", "403"},
		{"no such bucket", here, clusterKey + ":" + clusterSecret, "404 NoSuchBucket"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "seed.yaml")
			write(t, name, "buckets: [{name: media, public: true, backend: 's3://cluster', endpoint: '"+tt.endpoint+"', cors: [{AllowedOrigins: ['*'], AllowedMethods: [GET]}]}]\n")
			r := start(t, "--config="+name, "--backend-credentials="+tt.key)
			a := r.send("GET", "http://"+r.Addresses().AWS+"/media?list-type=2", "", "", "Origin", page)
			if a.StatusCode == 403 { // listing is for who signs
				_, err := client(r).ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String("media")}, func(o *s3.Options) { o.RetryMaxAttempts = 1 })
				if code(err) != "ServiceUnavailable" {
					t.Errorf("list: %v", err)
				}
			}
			x := r.last()
			if x.Response.Status != 503 || x.S3.Code != "ServiceUnavailable" {
				t.Fatalf("%d %+v", x.Response.Status, x.S3)
			}
			for _, want := range []string{"the backend s3://cluster at " + tt.endpoint + " of bucket media", tt.why} {
				if !strings.Contains(x.S3.Message, want) {
					t.Errorf("the journal says %q, want %q", x.S3.Message, want)
				}
			}
			if strings.Contains(a.body, "cluster") || strings.Contains(fmt.Sprintf("%+v", x), clusterSecret) {
				t.Errorf("a client hears of the cluster: %s", a.body)
			}
		})
	}
}
