package s3_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"

	"crossfront/emulator/s3/store"
)

// sdk is AWS's own client with its defaults: checksums in trailers, and
// virtual-hosted addresses unless path is set.
func (s *service) sdk(region string, path bool) *awss3.Client {
	endpoint := "http://s3.localhost"
	if path {
		endpoint = s.server.URL
	}
	return awss3.New(awss3.Options{
		Region: region, BaseEndpoint: aws.String(endpoint), UsePathStyle: path, HTTPClient: s.client,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
		// What config.LoadDefaultConfig sets.
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenSupported,
		ResponseChecksumValidation: aws.ResponseChecksumValidationWhenSupported,
	})
}

// bothStyles runs test with a client of each address style, each on a server
// of its own.
func bothStyles(t *testing.T, test func(t *testing.T, s *service, c *awss3.Client)) {
	for name, path := range map[string]bool{"path": true, "virtual": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(t)
			test(t, s, s.sdk("us-east-1", path))
		})
	}
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// fails fails the test unless err is an API error with code.
func fails(t *testing.T, err error, code string) {
	t.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != code {
		t.Errorf("error %v, want %s", err, code)
	}
}

func TestSDKBuckets(t *testing.T) {
	bothStyles(t, func(t *testing.T, s *service, c *awss3.Client) {
		ctx := t.Context()
		create := func(c *awss3.Client, name, constraint string) error {
			in := &awss3.CreateBucketInput{Bucket: aws.String(name)}
			if constraint != "" {
				in.CreateBucketConfiguration = &types.CreateBucketConfiguration{LocationConstraint: types.BucketLocationConstraint(constraint)}
			}
			_, err := c.CreateBucket(ctx, in)
			return err
		}
		for _, name := range []string{"media", "my.dotted.bucket", "media"} { // twice is no error in us-east-1
			if err := create(c, name, ""); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if err := create(c, "in-europe", "eu-west-1"); err != nil {
			t.Fatal(err)
		}
		fails(t, create(c, "in-europe", "eu-west-1"), "BucketAlreadyOwnedByYou")
		fails(t, create(c, "Upper_Case", ""), "InvalidBucketName")
		fails(t, create(c, "nowhere", "mars"), "InvalidLocationConstraint")
		frankfurt := s.sdk("eu-central-1", true)
		fails(t, create(frankfurt, "nowhere", ""), "IllegalLocationConstraintException")
		fails(t, create(frankfurt, "nowhere", "eu-west-1"), "IllegalLocationConstraintException")

		head := must[*awss3.HeadBucketOutput](t)(c.HeadBucket(ctx, &awss3.HeadBucketInput{Bucket: aws.String("in-europe")}))
		if aws.ToString(head.BucketRegion) != "eu-west-1" {
			t.Errorf("region %q", aws.ToString(head.BucketRegion))
		}
		for name, want := range map[string]string{"in-europe": "eu-west-1", "media": ""} {
			loc := must[*awss3.GetBucketLocationOutput](t)(c.GetBucketLocation(ctx, &awss3.GetBucketLocationInput{Bucket: aws.String(name)}))
			if string(loc.LocationConstraint) != want {
				t.Errorf("location %q, want %q", loc.LocationConstraint, want)
			}
		}
		list := must[*awss3.ListBucketsOutput](t)(c.ListBuckets(ctx, &awss3.ListBucketsInput{}))
		if len(list.Buckets) != 3 || aws.ToString(list.Buckets[0].Name) != "in-europe" || list.Buckets[0].CreationDate == nil {
			t.Errorf("buckets %v", list.Buckets)
		}
		pages := awss3.NewListBucketsPaginator(c, &awss3.ListBucketsInput{MaxBuckets: aws.Int32(2)})
		for n := 2; pages.HasMorePages(); n-- {
			if page := must[*awss3.ListBucketsOutput](t)(pages.NextPage(ctx)); len(page.Buckets) != n {
				t.Errorf("%d buckets, want %d", len(page.Buckets), n)
			}
		}

		s.put(t, "media", "k", "x")
		_, err := c.DeleteBucket(ctx, &awss3.DeleteBucketInput{Bucket: aws.String("media")})
		fails(t, err, "BucketNotEmpty")
		must[*awss3.DeleteBucketOutput](t)(c.DeleteBucket(ctx, &awss3.DeleteBucketInput{Bucket: aws.String("in-europe")}))
		_, err = c.HeadBucket(ctx, &awss3.HeadBucketInput{Bucket: aws.String("in-europe")})
		fails(t, err, "NotFound")
	})
}

func TestSDKObjects(t *testing.T) {
	bothStyles(t, func(t *testing.T, s *service, c *awss3.Client) {
		ctx, bucket, key := t.Context(), aws.String("media"), aws.String("vod/a b+c%2Fd/../é😀.txt")
		s.makeBucket(t, "media")
		put := must[*awss3.PutObjectOutput](t)(c.PutObject(ctx, &awss3.PutObjectInput{
			Bucket: bucket, Key: key, Body: strings.NewReader("hello"), ContentType: aws.String("text/plain"), CacheControl: aws.String("max-age=60"),
			ContentEncoding: aws.String("identity"), Metadata: map[string]string{"Made-By": "test"},
		}))
		if aws.ToString(put.ETag) != `"5d41402abc4b2a76b9719d911017c592"` || aws.ToString(put.ChecksumCRC32) != "NhCmhg==" || put.ServerSideEncryption != "AES256" {
			t.Errorf("put %+v", put)
		}
		get := must[*awss3.GetObjectOutput](t)(c.GetObject(ctx, &awss3.GetObjectInput{Bucket: bucket, Key: key}))
		body, err := io.ReadAll(get.Body) // the client checks the checksum
		if err != nil || string(body) != "hello" {
			t.Fatalf("body %q, %v", body, err)
		}
		if aws.ToString(get.ContentType) != "text/plain" || aws.ToString(get.CacheControl) != "max-age=60" || aws.ToString(get.ContentEncoding) != "identity" ||
			get.Metadata["made-by"] != "test" || aws.ToString(get.ChecksumCRC32) == "" || get.ChecksumType != types.ChecksumTypeFullObject {
			t.Errorf("get %+v", get)
		}
		head := must[*awss3.HeadObjectOutput](t)(c.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: bucket, Key: key}))
		if aws.ToInt64(head.ContentLength) != 5 || head.Metadata["made-by"] != "test" {
			t.Errorf("head %+v", head)
		}
		source := aws.String("media/vod/a%20b%2Bc%252Fd/../%C3%A9%F0%9F%98%80.txt")
		copied := must[*awss3.CopyObjectOutput](t)(c.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: bucket, Key: aws.String("copy"), CopySource: source}))
		if aws.ToString(copied.CopyObjectResult.ETag) != `"5d41402abc4b2a76b9719d911017c592"` {
			t.Errorf("copy %+v", copied.CopyObjectResult)
		}
		_, err = c.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: bucket, Key: aws.String("copy"), CopySource: aws.String("media/copy")})
		fails(t, err, "InvalidRequest")
		must[*awss3.CopyObjectOutput](t)(c.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: bucket, Key: aws.String("copy"), CopySource: aws.String("media/copy"),
			MetadataDirective: types.MetadataDirectiveReplace, ContentType: aws.String("text/html")}))
		if o, err := s.store.HeadObject(ctx, "media", store.Latest("copy")); err != nil || o.ContentType != "text/html" || len(o.Metadata) != 0 {
			t.Errorf("replaced %+v, %v", o, err)
		}
		gone := must[*awss3.DeleteObjectsOutput](t)(c.DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: bucket,
			Delete: &types.Delete{Objects: []types.ObjectIdentifier{{Key: key}, {Key: aws.String("never was")}}}}))
		if len(gone.Deleted) != 2 || len(gone.Errors) != 0 {
			t.Errorf("deleted %+v", gone)
		}
		must[*awss3.DeleteObjectOutput](t)(c.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: bucket, Key: aws.String("copy")}))
		_, err = c.GetObject(ctx, &awss3.GetObjectInput{Bucket: bucket, Key: key})
		fails(t, err, "NoSuchKey")
		_, err = c.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: bucket, Key: key})
		fails(t, err, "NotFound")
	})
}

// TestSDKTrailer: over TLS today's SDKs send aws-chunked bodies with the
// checksum in a trailer, also of streams that cannot be read twice.
func TestSDKTrailer(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	server := httptest.NewTLSServer(s.handler)
	t.Cleanup(server.Close)
	c := awss3.New(awss3.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(server.URL), UsePathStyle: true, HTTPClient: server.Client(),
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
		// What config.LoadDefaultConfig sets.
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenSupported,
		ResponseChecksumValidation: aws.ResponseChecksumValidationWhenSupported,
	})
	put := must[*awss3.PutObjectOutput](t)(c.PutObject(t.Context(), &awss3.PutObjectInput{
		Bucket: aws.String("media"), Key: aws.String("k"), Body: io.MultiReader(strings.NewReader("hel"), strings.NewReader("lo")), ContentLength: aws.Int64(5), ContentEncoding: aws.String("gzip")}))
	if aws.ToString(put.ChecksumCRC32) != "NhCmhg==" {
		t.Errorf("put %+v", put)
	}
	e := s.journal.last(t)
	if !strings.HasPrefix(e.Request.URL, "https://127.0.0.1:") {
		t.Errorf("url %s", e.Request.URL)
	}
	trailing := false
	for _, h := range e.Request.Headers {
		trailing = trailing || h[0] == "X-Amz-Trailer" && h[1] == "x-amz-checksum-crc32"
	}
	if !trailing {
		t.Error("the client sent no trailer: this test tests nothing")
	}
	o, content, err := s.store.GetObject(t.Context(), "media", store.Latest("k"))
	if err != nil || content.Size() != 5 || o.ContentEncoding != "gzip" || o.Checksum.Algorithm != "CRC32" {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestSDKAlgorithms(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	c := s.sdk("us-east-1", true)
	for _, algorithm := range []types.ChecksumAlgorithm{"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"} {
		t.Run(string(algorithm), func(t *testing.T) {
			in := &awss3.PutObjectInput{Bucket: aws.String("media"), Key: aws.String("k"), Body: strings.NewReader("hello"), ChecksumAlgorithm: algorithm}
			must[*awss3.PutObjectOutput](t)(c.PutObject(t.Context(), in))
			res := s.call(t, "HEAD", "/media/k", "", "x-amz-checksum-mode: ENABLED")
			if got := res.header.Get("x-amz-checksum-" + string(algorithm)); got == "" || res.header.Get("x-amz-checksum-type") != "FULL_OBJECT" {
				t.Errorf("headers %v", res.header)
			}
			if got := s.call(t, "HEAD", "/media/k", "").header.Get("x-amz-checksum-" + string(algorithm)); got != "" {
				t.Errorf("checksum %s to who did not ask", got)
			}
		})
	}
}

func TestSDKMultipart(t *testing.T) {
	bothStyles(t, func(t *testing.T, s *service, c *awss3.Client) {
		ctx, bucket, key := t.Context(), aws.String("media"), aws.String("big")
		s.makeBucket(t, "media")
		s.put(t, "media", "tail", "0123456789")
		up := must[*awss3.CreateMultipartUploadOutput](t)(c.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{
			Bucket: bucket, Key: key, ContentType: aws.String("video/mp4"), ChecksumAlgorithm: types.ChecksumAlgorithmCrc32}))
		var parts []types.CompletedPart
		for n := int32(1); n <= 2; n++ {
			p := must[*awss3.UploadPartOutput](t)(c.UploadPart(ctx, &awss3.UploadPartInput{
				Bucket: bucket, Key: key, UploadId: up.UploadId, PartNumber: &n, Body: bytes.NewReader(bytes.Repeat([]byte{byte('0' + n)}, 5<<20))}))
			if p.ChecksumCRC32 == nil {
				t.Errorf("part %+v", p)
			}
			parts = append(parts, types.CompletedPart{PartNumber: &n, ETag: p.ETag, ChecksumCRC32: p.ChecksumCRC32})
		}
		three := aws.Int32(3)
		last := must[*awss3.UploadPartCopyOutput](t)(c.UploadPartCopy(ctx, &awss3.UploadPartCopyInput{
			Bucket: bucket, Key: key, UploadId: up.UploadId, PartNumber: three, CopySource: aws.String("media/tail"), CopySourceRange: aws.String("bytes=2-4")}))
		parts = append(parts, types.CompletedPart{PartNumber: three, ETag: last.CopyPartResult.ETag, ChecksumCRC32: last.CopyPartResult.ChecksumCRC32})

		running := must[*awss3.ListMultipartUploadsOutput](t)(c.ListMultipartUploads(ctx, &awss3.ListMultipartUploadsInput{Bucket: bucket}))
		if len(running.Uploads) != 1 || aws.ToString(running.Uploads[0].UploadId) != aws.ToString(up.UploadId) {
			t.Errorf("uploads %+v", running.Uploads)
		}
		var listed []types.Part
		pages := awss3.NewListPartsPaginator(c, &awss3.ListPartsInput{Bucket: bucket, Key: key, UploadId: up.UploadId, MaxParts: aws.Int32(2)})
		for pages.HasMorePages() {
			listed = append(listed, must[*awss3.ListPartsOutput](t)(pages.NextPage(ctx)).Parts...)
		}
		if len(listed) != 3 || aws.ToInt64(listed[2].Size) != 3 {
			t.Errorf("parts %+v", listed)
		}
		complete := func(parts ...types.CompletedPart) (*awss3.CompleteMultipartUploadOutput, error) {
			return c.CompleteMultipartUpload(ctx, &awss3.CompleteMultipartUploadInput{
				Bucket: bucket, Key: key, UploadId: up.UploadId, MultipartUpload: &types.CompletedMultipartUpload{Parts: parts}})
		}
		_, err := complete(parts[1], parts[0])
		fails(t, err, "InvalidPartOrder")
		_, err = complete(types.CompletedPart{PartNumber: aws.Int32(9), ETag: parts[0].ETag, ChecksumCRC32: parts[0].ChecksumCRC32})
		fails(t, err, "InvalidPart")
		_, err = complete(parts[2], types.CompletedPart{PartNumber: aws.Int32(9), ETag: parts[0].ETag, ChecksumCRC32: parts[0].ChecksumCRC32})
		fails(t, err, "InvalidPart")
		done := must[*awss3.CompleteMultipartUploadOutput](t)(complete(parts...))
		if !strings.HasSuffix(aws.ToString(done.ETag), `-3"`) || !strings.HasSuffix(aws.ToString(done.ChecksumCRC32), "-3") {
			t.Errorf("completed %+v", done)
		}
		get := must[*awss3.GetObjectOutput](t)(c.GetObject(ctx, &awss3.GetObjectInput{Bucket: bucket, Key: key, PartNumber: three}))
		body, err := io.ReadAll(get.Body)
		if err != nil || string(body) != "234" || aws.ToInt32(get.PartsCount) != 3 || aws.ToString(get.ContentType) != "video/mp4" {
			t.Errorf("part 3 %q, %v, %+v", body, err, get)
		}
		whole := must[*awss3.GetObjectOutput](t)(c.GetObject(ctx, &awss3.GetObjectInput{Bucket: bucket, Key: key}))
		if n, err := io.Copy(io.Discard, whole.Body); n != 10<<20+3 || err != nil {
			t.Errorf("%d bytes, %v", n, err)
		}
		_, err = c.AbortMultipartUpload(ctx, &awss3.AbortMultipartUploadInput{Bucket: bucket, Key: key, UploadId: up.UploadId})
		fails(t, err, "NoSuchUpload")
	})
}

func TestSDKPartTooSmall(t *testing.T) {
	s := newService(t)
	c := s.sdk("us-east-1", true)
	ctx, bucket, key := t.Context(), aws.String("media"), aws.String("big")
	s.makeBucket(t, "media")
	up := must[*awss3.CreateMultipartUploadOutput](t)(c.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: bucket, Key: key}))
	var parts []types.CompletedPart
	for n := int32(1); n <= 2; n++ {
		p := must[*awss3.UploadPartOutput](t)(c.UploadPart(ctx, &awss3.UploadPartInput{Bucket: bucket, Key: key, UploadId: up.UploadId, PartNumber: &n, Body: strings.NewReader("small")}))
		parts = append(parts, types.CompletedPart{PartNumber: &n, ETag: p.ETag})
	}
	_, err := c.CompleteMultipartUpload(ctx, &awss3.CompleteMultipartUploadInput{Bucket: bucket, Key: key, UploadId: up.UploadId, MultipartUpload: &types.CompletedMultipartUpload{Parts: parts}})
	fails(t, err, "EntityTooSmall")
	must[*awss3.AbortMultipartUploadOutput](t)(c.AbortMultipartUpload(ctx, &awss3.AbortMultipartUploadInput{Bucket: bucket, Key: key, UploadId: up.UploadId}))
	_, err = c.UploadPart(ctx, &awss3.UploadPartInput{Bucket: bucket, Key: key, UploadId: up.UploadId, PartNumber: aws.Int32(1), Body: strings.NewReader("x")})
	fails(t, err, "NoSuchUpload")
}

func TestSDKListing(t *testing.T) {
	bothStyles(t, func(t *testing.T, s *service, c *awss3.Client) {
		s.makeBucket(t, "media")
		for _, key := range []string{"a b", "a+b", "dir/1", "dir/2", "line\nfeed", "z"} {
			s.put(t, "media", key, key)
		}
		var keys, prefixes []string
		pages := awss3.NewListObjectsV2Paginator(c, &awss3.ListObjectsV2Input{
			Bucket: aws.String("media"), Delimiter: aws.String("/"), MaxKeys: aws.Int32(2), FetchOwner: aws.Bool(true)})
		for pages.HasMorePages() {
			page := must[*awss3.ListObjectsV2Output](t)(pages.NextPage(t.Context()))
			for _, o := range page.Contents {
				keys = append(keys, aws.ToString(o.Key))
				if o.Owner == nil || o.StorageClass != "STANDARD" || aws.ToInt64(o.Size) != int64(len(aws.ToString(o.Key))) {
					t.Errorf("object %+v", o)
				}
			}
			for _, p := range page.CommonPrefixes {
				prefixes = append(prefixes, aws.ToString(p.Prefix))
			}
		}
		if strings.Join(keys, "|") != "a b|a+b|line\nfeed|z" || strings.Join(prefixes, "|") != "dir/" {
			t.Errorf("keys %q, prefixes %q", keys, prefixes)
		}
	})
}

func TestSDKPresigned(t *testing.T) {
	bothStyles(t, func(t *testing.T, s *service, c *awss3.Client) {
		s.makeBucket(t, "media")
		presigner := awss3.NewPresignClient(c)
		put, err := presigner.PresignPutObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("media"), Key: aws.String("a b/é"), ContentType: aws.String("text/plain")})
		if err != nil {
			t.Fatal(err)
		}
		if res := s.anonymous(t, put.Method, put.URL, "hello", "Content-Type: text/plain"); res.status != 200 {
			t.Fatalf("%d %s", res.status, res.body)
		}
		get, err := presigner.PresignGetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("media"), Key: aws.String("a b/é"),
			ResponseContentDisposition: aws.String("attachment; filename=x.txt")}, awss3.WithPresignExpires(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		res := s.anonymous(t, get.Method, get.URL, "")
		if res.status != 200 || res.body != "hello" || res.header.Get("Content-Disposition") != "attachment; filename=x.txt" {
			t.Errorf("%d %q %v", res.status, res.body, res.header)
		}
		s.clock.Advance(2 * time.Minute)
		s.anonymous(t, get.Method, get.URL, "").refused(t, http.StatusForbidden, "AccessDenied")
	})
}

func TestSDKSettings(t *testing.T) {
	bothStyles(t, func(t *testing.T, s *service, c *awss3.Client) {
		ctx, bucket := t.Context(), aws.String("media")
		s.makeBucket(t, "media")
		s.put(t, "media", "k", "x")
		_, err := c.GetBucketCors(ctx, &awss3.GetBucketCorsInput{Bucket: bucket})
		fails(t, err, "NoSuchCORSConfiguration")
		rule := types.CORSRule{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"https://a.example"}, MaxAgeSeconds: aws.Int32(60)}
		put := func(rule types.CORSRule) error {
			_, err := c.PutBucketCors(ctx, &awss3.PutBucketCorsInput{Bucket: bucket, CORSConfiguration: &types.CORSConfiguration{CORSRules: []types.CORSRule{rule}}})
			return err
		}
		if err := put(rule); err != nil {
			t.Fatal(err)
		}
		cors := must[*awss3.GetBucketCorsOutput](t)(c.GetBucketCors(ctx, &awss3.GetBucketCorsInput{Bucket: bucket}))
		if len(cors.CORSRules) != 1 || cors.CORSRules[0].AllowedOrigins[0] != "https://a.example" || aws.ToInt32(cors.CORSRules[0].MaxAgeSeconds) != 60 {
			t.Errorf("cors %+v", cors.CORSRules)
		}
		fails(t, put(types.CORSRule{AllowedMethods: []string{"get"}, AllowedOrigins: []string{"*"}}), "InvalidRequest")
		must[*awss3.DeleteBucketCorsOutput](t)(c.DeleteBucketCors(ctx, &awss3.DeleteBucketCorsInput{Bucket: bucket}))

		public := aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::media/*"}]}`)
		_, err = c.GetBucketPolicy(ctx, &awss3.GetBucketPolicyInput{Bucket: bucket})
		fails(t, err, "NoSuchBucketPolicy")
		_, err = c.PutBucketPolicy(ctx, &awss3.PutBucketPolicyInput{Bucket: bucket, Policy: public})
		fails(t, err, "AccessDenied") // BlockPublicPolicy
		_, err = c.PutBucketPolicy(ctx, &awss3.PutBucketPolicyInput{Bucket: bucket, Policy: aws.String(`{"nonsense"`)})
		fails(t, err, "MalformedPolicy")
		block := must[*awss3.GetPublicAccessBlockOutput](t)(c.GetPublicAccessBlock(ctx, &awss3.GetPublicAccessBlockInput{Bucket: bucket}))
		if b := block.PublicAccessBlockConfiguration; !*b.BlockPublicAcls || !*b.BlockPublicPolicy || !*b.IgnorePublicAcls || !*b.RestrictPublicBuckets {
			t.Errorf("block %+v", b)
		}
		must[*awss3.PutPublicAccessBlockOutput](t)(c.PutPublicAccessBlock(ctx, &awss3.PutPublicAccessBlockInput{Bucket: bucket,
			PublicAccessBlockConfiguration: &types.PublicAccessBlockConfiguration{BlockPublicPolicy: aws.Bool(false), RestrictPublicBuckets: aws.Bool(true)}}))
		must[*awss3.PutBucketPolicyOutput](t)(c.PutBucketPolicy(ctx, &awss3.PutBucketPolicyInput{Bucket: bucket, Policy: public}))
		s.anonymous(t, "GET", "/media/k", "").refused(t, 403, "AccessDenied") // RestrictPublicBuckets
		must[*awss3.DeletePublicAccessBlockOutput](t)(c.DeletePublicAccessBlock(ctx, &awss3.DeletePublicAccessBlockInput{Bucket: bucket}))
		if res := s.anonymous(t, "GET", "/media/k", ""); res.status != 200 {
			t.Errorf("%d %s", res.status, res.body)
		}
		_, err = c.GetPublicAccessBlock(ctx, &awss3.GetPublicAccessBlockInput{Bucket: bucket})
		fails(t, err, "NoSuchPublicAccessBlockConfiguration")
		got := must[*awss3.GetBucketPolicyOutput](t)(c.GetBucketPolicy(ctx, &awss3.GetBucketPolicyInput{Bucket: bucket}))
		if aws.ToString(got.Policy) != *public {
			t.Errorf("policy %s", aws.ToString(got.Policy))
		}
		status := must[*awss3.GetBucketPolicyStatusOutput](t)(c.GetBucketPolicyStatus(ctx, &awss3.GetBucketPolicyStatusInput{Bucket: bucket}))
		if !aws.ToBool(status.PolicyStatus.IsPublic) {
			t.Error("a public policy is not called so")
		}
		must[*awss3.DeleteBucketPolicyOutput](t)(c.DeleteBucketPolicy(ctx, &awss3.DeleteBucketPolicyInput{Bucket: bucket}))
		s.anonymous(t, "GET", "/media/k", "").refused(t, 403, "AccessDenied")

		versioning := must[*awss3.GetBucketVersioningOutput](t)(c.GetBucketVersioning(ctx, &awss3.GetBucketVersioningInput{Bucket: bucket}))
		acl := must[*awss3.GetBucketAclOutput](t)(c.GetBucketAcl(ctx, &awss3.GetBucketAclInput{Bucket: bucket}))
		owner := must[*awss3.GetBucketOwnershipControlsOutput](t)(c.GetBucketOwnershipControls(ctx, &awss3.GetBucketOwnershipControlsInput{Bucket: bucket}))
		if versioning.Status != "" || len(acl.Grants) != 1 || acl.Grants[0].Permission != "FULL_CONTROL" || aws.ToString(acl.Grants[0].Grantee.ID) == "" ||
			owner.OwnershipControls.Rules[0].ObjectOwnership != "BucketOwnerEnforced" {
			t.Errorf("%+v %+v %+v", versioning, acl, owner.OwnershipControls)
		}
		_, err = c.GetBucketTagging(ctx, &awss3.GetBucketTaggingInput{Bucket: bucket})
		fails(t, err, "NoSuchTagSet")
	})
}
