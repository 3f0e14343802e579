package s3_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"crossfront/emulator/journal"
	"crossfront/emulator/s3"
	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/store"
)

// TestMissingKey: only who may list a bucket learns that a key is not there.
func TestMissingKey(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.setPolicy(t, "media", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::media/*"}]}`)
	s.anonymous(t, "GET", "/media/none", "").refused(t, 403, "AccessDenied")
	if res := s.anonymous(t, "HEAD", "/media/none", ""); res.status != 403 {
		t.Errorf("HEAD %d", res.status)
	}
	if e := s.call(t, "GET", "/media/none", "").refused(t, 404, "NoSuchKey"); e["Key"] != "none" {
		t.Errorf("%v", e)
	}
	s.setPolicy(t, "media", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::media","arn:aws:s3:::media/*"]}]}`)
	s.anonymous(t, "GET", "/media/none", "").refused(t, 404, "NoSuchKey")
	s.anonymous(t, "GET", "/none/k", "").refused(t, 404, "NoSuchBucket")
}

func TestAnonymous(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.put(t, "media", "k", "x")
	for _, test := range [][2]string{
		{"GET", "/"}, {"PUT", "/fresh"}, {"GET", "/media"}, {"DELETE", "/media"}, {"GET", "/media/k"}, {"PUT", "/media/k"}, {"DELETE", "/media/k"},
		{"GET", "/media?cors"}, {"PUT", "/media?policy"}, {"DELETE", "/media?publicAccessBlock"}, {"POST", "/media/k?uploads"}, {"GET", "/media?location"},
	} {
		s.anonymous(t, test[0], test[1], "").refused(t, 403, "AccessDenied")
	}
	// Each key of a DeleteObjects is asked for by itself.
	s.setPolicy(t, "media", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::media/free*"}]}`)
	res := s.anonymous(t, "POST", "/media?delete", "<Delete><Object><Key>k</Key></Object><Object><Key>free</Key></Object></Delete>", "x-amz-checksum-crc32: "+crc32of("<Delete><Object><Key>k</Key></Object><Object><Key>free</Key></Object></Delete>"))
	if !strings.Contains(res.body, "<Deleted><Key>free</Key></Deleted>") || !strings.Contains(res.body, "<Error><Key>k</Key><Code>AccessDenied</Code>") {
		t.Errorf("%d %s", res.status, res.body)
	}
	if o, err := s.store.HeadObject(t.Context(), "media", store.Latest("k")); err != nil || o.Size != 1 {
		t.Error("a refused key was deleted")
	}
}

// TestOtherAccount: who owns nothing here needs the bucket's policy.
func TestOtherAccount(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.put(t, "media", "k", "x")
	c := awss3.New(awss3.Options{Region: "us-east-1", BaseEndpoint: aws.String(s.server.URL), UsePathStyle: true, HTTPClient: s.client,
		Credentials: credentials.NewStaticCredentialsProvider("other", "other", "")})
	get := func() error {
		_, err := c.GetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("media"), Key: aws.String("k")})
		return err
	}
	fails(t, get(), "AccessDenied")
	s.setPolicy(t, "media", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::media/*"}]}`)
	if err := get(); err != nil {
		t.Error(err)
	}
	_, err := c.CreateBucket(t.Context(), &awss3.CreateBucketInput{Bucket: aws.String("media")})
	fails(t, err, "BucketAlreadyExists")
	list := must[*awss3.ListBucketsOutput](t)(c.ListBuckets(t.Context(), &awss3.ListBucketsInput{}))
	if len(list.Buckets) != 0 {
		t.Error("somebody else's buckets are listed")
	}
	_, err = s.sdk("us-east-1", true).GetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("media"), Key: aws.String("k"), ExpectedBucketOwner: aws.String("111111111111")})
	fails(t, err, "AccessDenied")
}

// TestCopySource: a copy needs the right to read what it copies.
func TestCopySource(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.makeBucket(t, "secret")
	s.put(t, "secret", "k", "secret")
	s.setPolicy(t, "media", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::media","arn:aws:s3:::media/*"]}]}`)
	for _, source := range []string{"secret/k", "/secret/k", "secret/none"} {
		s.anonymous(t, "PUT", "/media/copy", "", "x-amz-copy-source: "+source).refused(t, 403, "AccessDenied")
	}
	up, err := s.store.CreateUpload(t.Context(), "media", "copy", store.UploadInput{})
	if err != nil {
		t.Fatal(err)
	}
	s.anonymous(t, "PUT", "/media/copy?partNumber=1&uploadId="+up.ID, "", "x-amz-copy-source: secret/k").refused(t, 403, "AccessDenied")
	if res := s.call(t, "PUT", "/media/copy", "", "x-amz-copy-source: secret/k"); res.status != 200 {
		t.Errorf("the owner: %d %s", res.status, res.body)
	}
	for header, status := range map[string]int{"x-amz-copy-source-if-match: x": 412, "x-amz-copy-source-if-none-match: *": 412, "x-amz-copy-source-if-match: *": 200} {
		if res := s.call(t, "PUT", "/media/copy", "", "x-amz-copy-source: secret/k", header); res.status != status {
			t.Errorf("%s: %d, want %d", header, res.status, status)
		}
	}
}

// TestEdgeCaller: requests of the edge come with their caller in the context
// and report into the edge's exchange.
func TestEdgeCaller(t *testing.T) {
	const distribution = "arn:aws:cloudfront::000000000000:distribution/EDEMO"
	s := newService(t)
	s.makeBucket(t, "media")
	s.setCORS(t, "media", rules)
	s.put(t, "media", "k", "x")
	policy, err := access.ParsePolicy(access.AllowCloudFront("media", distribution), "media")
	if err != nil {
		t.Fatal(err)
	}
	s.setPolicy(t, "media", string(policy.JSON()))
	for name, test := range map[string]struct {
		caller access.Caller
		status int
		code   string
	}{
		"distribution":       {access.Caller{Service: "cloudfront.amazonaws.com", SourceARN: distribution, SourceAccount: account}, 200, ""},
		"other distribution": {access.Caller{Service: "cloudfront.amazonaws.com", SourceARN: distribution + "X", SourceAccount: account}, 403, "AccessDenied"},
		"anonymous":          {access.Caller{Anonymous: true}, 403, "AccessDenied"},
		"signed host":        {access.Caller{Service: "cloudfront.amazonaws.com", SourceARN: distribution, SignedHost: "media.s3.us-east-1.amazonaws.com"}, 200, ""},
		"forwarded host":     {access.Caller{Service: "cloudfront.amazonaws.com", SourceARN: distribution, SignedHost: "media.s3.eu-west-1.amazonaws.com"}, 403, "SignatureDoesNotMatch"},
	} {
		var part journal.S3
		ctx := journal.WithS3(access.WithCaller(t.Context(), test.caller), &part)
		r := httptest.NewRequestWithContext(ctx, "GET", "https://media.s3.us-east-1.amazonaws.com/k", nil)
		r.Header.Set("Origin", "https://app.example")
		w := httptest.NewRecorder()
		before := len(s.journal.exchanges)
		s.handler.ServeHTTP(w, r)
		if w.Code != test.status || part.Code != test.code || part.Status != test.status || part.Operation != "GetObject" || part.Bucket != "media" || part.Key != "k" {
			t.Errorf("%s: %d, recorded %+v", name, w.Code, part)
		}
		if part.CORS == nil || part.CORS.Rule == nil || *part.CORS.Rule != 1 || len(part.CORS.Rules) != 2 || w.Header().Get("Access-Control-Allow-Origin") == "" {
			t.Errorf("%s: cors %+v", name, part.CORS)
		}
		if len(s.journal.exchanges) != before {
			t.Errorf("%s: an exchange of its own", name)
		}
	}
}

// atHead calls f when the head of an answer goes out.
type atHead struct {
	http.ResponseWriter
	f func()
}

func (w atHead) WriteHeader(status int) {
	w.f()
	w.ResponseWriter.WriteHeader(status)
}

// TestEdgePartComesFirst: the edge may read its exchange's S3 part as soon as
// it has the head of the answer.
func TestEdgePartComesFirst(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	var part journal.S3
	r := httptest.NewRequestWithContext(journal.WithS3(t.Context(), &part), "GET", "http://media.s3.amazonaws.com/k", nil)
	seen := ""
	s.handler.ServeHTTP(atHead{httptest.NewRecorder(), func() { seen = part.Code }}, r)
	if seen != "AccessDenied" {
		t.Errorf("at the head of the answer the part says %q", seen)
	}
	if len(s.journal.exchanges) != 0 {
		t.Error("an exchange of its own")
	}
}

func TestRequireRegion(t *testing.T) {
	s := newService(t, func(c *s3.Config) { c.RequireRegion = true })
	s.makeBucket(t, "media")
	frankfurt := s.sdk("eu-central-1", true)
	_, err := frankfurt.ListObjectsV2(t.Context(), &awss3.ListObjectsV2Input{Bucket: aws.String("media")})
	fails(t, err, "AuthorizationHeaderMalformed")
	must[*awss3.GetBucketLocationOutput](t)(frankfurt.GetBucketLocation(t.Context(), &awss3.GetBucketLocationInput{Bucket: aws.String("media")}))
	must[*awss3.ListObjectsV2Output](t)(s.sdk("us-east-1", true).ListObjectsV2(t.Context(), &awss3.ListObjectsV2Input{Bucket: aws.String("media")}))
}

// TestNoJournal: nobody needs to listen.
func TestNoJournal(t *testing.T) {
	s := newService(t, func(c *s3.Config) { c.Journal = nil })
	if res := s.call(t, "GET", "/", ""); res.status != http.StatusOK {
		t.Errorf("%d %s", res.status, res.body)
	}
}
