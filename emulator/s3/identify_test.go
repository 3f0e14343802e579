package s3_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/store"
)

const otherAccount = "111111111111"

// other is AWS's client of another account.
func (s *service) other() *awss3.Client {
	return awss3.New(awss3.Options{Region: "us-east-1", BaseEndpoint: aws.String(s.server.URL), UsePathStyle: true, HTTPClient: s.client,
		Credentials: credentials.NewStaticCredentialsProvider("other", "other", "")})
}

// shared makes a bucket with lists of rights on and nothing blocked, and gives
// it a canned one.
func (s *service) shared(t *testing.T, name string, ownership types.ObjectOwnership, acl types.BucketCannedACL) {
	t.Helper()
	s.makeBucket(t, name)
	if err := s.store.UpdateSettings(t.Context(), name, func(s *store.Settings) error { s.PublicAccessBlock = nil; return nil }); err != nil {
		t.Fatal(err)
	}
	c := s.sdk("us-east-1", true)
	must[*awss3.PutBucketOwnershipControlsOutput](t)(c.PutBucketOwnershipControls(t.Context(), &awss3.PutBucketOwnershipControlsInput{Bucket: &name,
		OwnershipControls: &types.OwnershipControls{Rules: []types.OwnershipControlsRule{{ObjectOwnership: ownership}}}}))
	must[*awss3.PutBucketAclOutput](t)(c.PutBucketAcl(t.Context(), &awss3.PutBucketAclInput{Bucket: &name, ACL: acl}))
}

// TestLists: a bucket that everybody may write to, and whose objects are whose.
func TestLists(t *testing.T) {
	s := newService(t)
	s.shared(t, "media", types.ObjectOwnershipObjectWriter, types.BucketCannedACLPublicReadWrite)
	mine, theirs := s.sdk("us-east-1", true), s.other()
	put := func(c *awss3.Client, key string, acl types.ObjectCannedACL) {
		t.Helper()
		must[*awss3.PutObjectOutput](t)(c.PutObject(t.Context(), &awss3.PutObjectInput{Bucket: aws.String("media"), Key: &key, Body: strings.NewReader("x"), ACL: acl}))
	}
	get := func(c *awss3.Client, key string) error {
		_, err := c.GetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("media"), Key: &key})
		return err
	}
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	put(theirs, "private", "")
	put(theirs, "shared", types.ObjectCannedACLBucketOwnerRead)
	put(theirs, "public", types.ObjectCannedACLPublicRead)
	put(mine, "mine", types.ObjectCannedACLAuthenticatedRead)
	ok(get(theirs, "private"))
	fails(t, get(mine, "private"), "AccessDenied")
	if why := s.journal.last(t).S3.Access; !strings.Contains(why, "the object belongs to the account "+otherAccount) {
		t.Errorf("journal: %q", why)
	}
	ok(get(mine, "shared"))
	ok(get(mine, "public"))
	ok(get(theirs, "mine"))
	s.anonymous(t, "GET", "/media/mine", "").refused(t, 403, "AccessDenied")
	if res := s.anonymous(t, "GET", "/media/public", ""); res.status != 200 {
		t.Errorf("%d %s", res.status, res.body)
	}
	if why := s.journal.last(t).S3.Access; !strings.Contains(why, "the object's access control list gives READ to "+access.AllUsers) {
		t.Errorf("journal: %q", why)
	}
	if res := s.anonymous(t, "GET", "/media?list-type=2", ""); res.status != 200 {
		t.Errorf("%d %s", res.status, res.body)
	}
	s.anonymous(t, "DELETE", "/media/mine", "").refused(t, 403, "AccessDenied")
	s.anonymous(t, "GET", "/media?policy", "").refused(t, 403, "AccessDenied")
	// A policy of the bucket's owner says nothing about what others own.
	s.setPolicy(t, "media", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::media/*"}]}`)
	s.anonymous(t, "GET", "/media/private", "").refused(t, 403, "AccessDenied")
	if res := s.anonymous(t, "GET", "/media/mine", ""); res.status != 200 {
		t.Errorf("%d %s", res.status, res.body)
	}
	must[*awss3.DeleteObjectOutput](t)(mine.DeleteObject(t.Context(), &awss3.DeleteObjectInput{Bucket: aws.String("media"), Key: aws.String("private")}))
}

// TestListsIgnored: IgnorePublicAcls takes public grants away, and
// BucketOwnerEnforced all of them.
func TestListsIgnored(t *testing.T) {
	s := newService(t)
	s.shared(t, "media", types.ObjectOwnershipObjectWriter, types.BucketCannedACLPublicRead)
	put := s.call(t, "PUT", "/media/k", "x", "x-amz-acl: public-read")
	if put.status != 200 {
		t.Fatalf("%d %s", put.status, put.body)
	}
	if res := s.anonymous(t, "GET", "/media/k", ""); res.status != 200 {
		t.Errorf("%d %s", res.status, res.body)
	}
	set := func(block *access.PublicAccessBlock) {
		t.Helper()
		if err := s.store.UpdateSettings(t.Context(), "media", func(s *store.Settings) error { s.PublicAccessBlock = block; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	set(&access.PublicAccessBlock{BlockPublicAcls: true})
	if res := s.anonymous(t, "GET", "/media/k", ""); res.status != 200 {
		t.Errorf("what was public before: %d", res.status)
	}
	s.call(t, "PUT", "/media/k2", "x", "x-amz-acl: public-read").refused(t, 403, "AccessDenied")
	set(&access.PublicAccessBlock{IgnorePublicAcls: true})
	s.anonymous(t, "GET", "/media/k", "").refused(t, 403, "AccessDenied")
	s.anonymous(t, "GET", "/media", "").refused(t, 403, "AccessDenied")
	if why := s.journal.last(t).S3.Access; !strings.Contains(why, "IgnorePublicAcls is on") {
		t.Errorf("journal: %q", why)
	}
	set(nil)
	if res := s.call(t, "PUT", "/media?acl", "", "x-amz-acl: private"); res.status != 200 {
		t.Fatalf("%d %s", res.status, res.body)
	}
	must[*awss3.PutBucketOwnershipControlsOutput](t)(s.sdk("us-east-1", true).PutBucketOwnershipControls(t.Context(), &awss3.PutBucketOwnershipControlsInput{Bucket: aws.String("media"),
		OwnershipControls: &types.OwnershipControls{Rules: []types.OwnershipControlsRule{{ObjectOwnership: types.ObjectOwnershipBucketOwnerEnforced}}}}))
	s.anonymous(t, "GET", "/media/k", "").refused(t, 403, "AccessDenied")
}

// TestFormWithList: a form may give what it stores a list, and tags.
func TestFormWithList(t *testing.T) {
	s := newService(t)
	s.shared(t, "media", types.ObjectOwnershipObjectWriter, types.BucketCannedACLPublicReadWrite)
	f := form{filename: "f", content: "x", fields: [][2]string{keyField("k"), {"acl", "public-read"}, {"Content-Type", "text/css"}}}
	if res := s.post(t, "/media", f); res.status != 204 {
		t.Fatalf("%d %s", res.status, res.body)
	}
	if res := s.anonymous(t, "GET", "/media/k", ""); res.status != 200 || res.header.Get("Content-Type") != "text/css" {
		t.Errorf("%d %v", res.status, res.header)
	}
	const tags = `<Tagging><TagSet><Tag><Key>a b</Key><Value>1+2</Value></Tag><Tag><Key>c</Key><Value></Value></Tag></TagSet></Tagging>`
	signed := s.signedForm(t, basic([]any{"starts-with", "$tagging", ""}), keyField("up/k"), [2]string{"tagging", tags})
	for _, tt := range []struct{ doc, want string }{{tags, "<TagSet><Tag><Key>a b</Key><Value>1+2</Value></Tag><Tag><Key>c</Key><Value></Value></Tag></TagSet>"},
		{"<InvalidXmlTagging></InvalidXmlTagging>", "<TagSet></TagSet>"}} {
		if res := s.post(t, "/media", signed.with("tagging", tt.doc)); res.status != 204 {
			t.Fatalf("%d %s", res.status, res.body)
		}
		if res := s.call(t, "GET", "/media/up/k?tagging", ""); !strings.Contains(res.body, tt.want) {
			t.Errorf("%s", res.body)
		}
	}
}

// TestTagConditions: a policy that asks for tags, of the object and of what is
// uploaded.
func TestTagConditions(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	for key, tag := range map[string]string{"open": "public=yes", "shut": "public=no", "bare": ""} {
		if res := s.call(t, "PUT", "/media/"+key, "x", "x-amz-tagging: "+tag); res.status != 200 {
			t.Fatalf("%d %s", res.status, res.body)
		}
	}
	s.setPolicy(t, "media", `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::media/*","Condition":{"StringEquals":{"s3:ExistingObjectTag/public":"yes"}}},
		{"Effect":"Allow","Principal":"*","Action":["s3:PutObject","s3:PutObjectTagging"],"Resource":"arn:aws:s3:::media/*","Condition":{"StringEquals":{"s3:RequestObjectTag/team":"web"}}}]}`)
	for key, status := range map[string]int{"open": 200, "shut": 403, "bare": 403, "none": 403} {
		if res := s.anonymous(t, "GET", "/media/"+key, ""); res.status != status {
			t.Errorf("%s: %d %s", key, res.status, res.body)
		}
	}
	for tag, status := range map[string]int{"web": 200, "ops": 403} {
		doc := "<Tagging><TagSet><Tag><Key>team</Key><Value>" + tag + "</Value></Tag></TagSet></Tagging>"
		if res := s.anonymous(t, "PUT", "/media/shut?tagging", doc, "x-amz-checksum-crc32: "+crc32of(doc), "x-amz-tagging: team=web"); res.status != status {
			t.Errorf("tag %q: %d %s", tag, res.status, res.body)
		}
	}
	if res := s.call(t, "GET", "/media/shut?tagging", ""); !strings.Contains(res.body, "<Key>team</Key><Value>web</Value>") {
		t.Errorf("%s", res.body)
	}
	for tag, status := range map[string]int{"team=web&x=y": 200, "team=ops": 403, "": 403} {
		if res := s.anonymous(t, "PUT", "/media/new", "x", "x-amz-tagging: "+tag); res.status != status {
			t.Errorf("%q: %d %s", tag, res.status, res.body)
		}
	}
}

// TestLockConditions: a policy that asks what a retention or a hold is to be,
// which stands in the request's document. What the policy lets through is
// refused for another reason: the bucket has no object lock.
func TestLockConditions(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.put(t, "media", "k", "x")
	s.setPolicy(t, "media", `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Principal":"*","Action":"s3:PutObjectRetention","Resource":"arn:aws:s3:::media/*","Condition":{"StringEquals":{"s3:object-lock-mode":"GOVERNANCE"},
			"NumericLessThanEquals":{"s3:object-lock-remaining-retention-days":"10"}}},
		{"Effect":"Allow","Principal":"*","Action":"s3:PutObjectLegalHold","Resource":"arn:aws:s3:::media/*","Condition":{"StringEquals":{"s3:object-lock-legal-hold":"ON"}}}]}`)
	days := func(n int) string { return s.clock.Now().UTC().AddDate(0, 0, n).Format("2006-01-02T15:04:05Z") }
	for _, tt := range []struct {
		target, doc string
		status      int
	}{
		{"/media/k?retention", "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>" + days(9) + "</RetainUntilDate></Retention>", 400},
		{"/media/k?retention", "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>" + days(11) + "</RetainUntilDate></Retention>", 403},
		{"/media/k?retention", "<Retention><Mode>COMPLIANCE</Mode><RetainUntilDate>" + days(9) + "</RetainUntilDate></Retention>", 403},
		{"/media/k?retention", "nonsense", 403},
		{"/media/k?legal-hold", "<LegalHold><Status>ON</Status></LegalHold>", 400},
		{"/media/k?legal-hold", "<LegalHold><Status>OFF</Status></LegalHold>", 403},
	} {
		if res := s.anonymous(t, "PUT", tt.target, tt.doc, "x-amz-checksum-crc32: "+crc32of(tt.doc)); res.status != tt.status {
			t.Errorf("%s: %d %s", tt.doc, res.status, res.body)
		}
	}
}

// TestHalfClosed: a client that closed its side of the connection is no fault
// of the server's.
func TestHalfClosed(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	ctx, cancel := context.WithCancel(access.WithCaller(t.Context(), access.Caller{AccountID: account}))
	cancel()
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "PUT", "http://media.s3.localhost/k", strings.NewReader("x")))
	if w.Code != 400 || !strings.Contains(w.Body.String(), "<Code>RequestTimeout</Code>") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
