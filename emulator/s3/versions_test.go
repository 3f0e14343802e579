package s3_test

import (
	"crypto/md5"
	"encoding/base64"
	"strings"
	"testing"

	"crossfront/emulator/s3/store"
)

// versioned makes media a bucket that keeps versions, with locks if asked.
func (s *service) versioned(t *testing.T, locks bool) {
	t.Helper()
	s.makeBucket(t, "media")
	err := s.store.UpdateSettings(t.Context(), "media", func(s *store.Settings) error {
		s.Versioning = store.VersioningEnabled
		if locks {
			s.ObjectLock = &store.ObjectLock{}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestVersionsDocument: all of a listing's elements are in S3's namespace.
func TestVersionsDocument(t *testing.T) {
	s := newService(t)
	s.versioned(t, false)
	s.put(t, "media", "k", "x")
	s.call(t, "DELETE", "/media/k", "")
	res := s.call(t, "GET", "/media?versions", "")
	for _, want := range []string{"<Version><Key>k</Key>", "<DeleteMarker><Key>k</Key>"} {
		if !strings.Contains(res.body, want) {
			t.Errorf("no %s in %s", want, res.body)
		}
	}
	if strings.Contains(res.body, `xmlns=""`) {
		t.Errorf("an element of no namespace: %s", res.body)
	}
}

// TestBucketNotEmpty: S3 says how to empty a bucket that keeps versions.
func TestBucketNotEmpty(t *testing.T) {
	s := newService(t)
	s.versioned(t, false)
	s.makeBucket(t, "plain")
	for bucket, want := range map[string]string{
		"media": "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
		"plain": "The bucket you tried to delete is not empty",
	} {
		s.put(t, bucket, "k", "x")
		e := s.call(t, "DELETE", "/"+bucket, "").refused(t, 409, "BucketNotEmpty")
		if e["Message"] != want || e["BucketName"] != bucket {
			t.Errorf("%s: %v, want %q", bucket, e, want)
		}
	}
}

// TestRetentionMode: another mode takes the bypass, the stricter one too.
func TestRetentionMode(t *testing.T) {
	s := newService(t)
	s.versioned(t, true)
	s.put(t, "media", "k", "x")
	until := s.clock.Now().AddDate(0, 0, 1).UTC().Format("2006-01-02T15:04:05Z")
	later := s.clock.Now().AddDate(0, 0, 2).UTC().Format("2006-01-02T15:04:05Z")
	for _, step := range []struct {
		mode, until string
		bypass      bool
		status      int
	}{
		{"GOVERNANCE", until, false, 200},
		{"COMPLIANCE", until, false, 403},
		{"COMPLIANCE", later, false, 403},
		{"GOVERNANCE", later, false, 200},
		{"GOVERNANCE", until, false, 403},
		{"GOVERNANCE", until, true, 200},
		{"COMPLIANCE", until, true, 200},
		{"GOVERNANCE", later, true, 403},
		{"COMPLIANCE", later, false, 200},
		{"COMPLIANCE", until, true, 403},
	} {
		document := "<Retention><Mode>" + step.mode + "</Mode><RetainUntilDate>" + step.until + "</RetainUntilDate></Retention>"
		headers := []string{"Content-MD5: " + md5Of(document)}
		if step.bypass {
			headers = append(headers, "x-amz-bypass-governance-retention: true")
		}
		res := s.call(t, "PUT", "/media/k?retention", document, headers...)
		if res.status != step.status {
			t.Errorf("%+v: %d %s", step, res.status, res.body)
		}
	}
}

// TestEmptyMetadata: metadata without a value are metadata.
func TestEmptyMetadata(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.call(t, "PUT", "/media/k", "x", "x-amz-meta-empty: ", "x-amz-meta-full: 1")
	res := s.call(t, "GET", "/media/k", "")
	if got, there := res.header["X-Amz-Meta-Empty"]; !there || got[0] != "" || res.header.Get("x-amz-meta-full") != "1" {
		t.Errorf("%v", res.header)
	}
}

// TestInventedVersion: S3 can tell ids that it never gave out (recorded:
// localstack's test_delete_object, test_delete_objects,
// test_get_object_with_version_unversioned_bucket).
func TestInventedVersion(t *testing.T) {
	const invented = "HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD"
	s := newService(t)
	s.makeBucket(t, "media")
	s.put(t, "media", "a", "x")
	for _, method := range []string{"GET", "DELETE"} {
		e := s.call(t, method, "/media/a?versionId="+invented, "").refused(t, 400, "InvalidArgument")
		if e["Message"] != "Invalid version id specified" || e["ArgumentName"] != "versionId" || e["ArgumentValue"] != invented {
			t.Errorf("%s: %v", method, e)
		}
	}
	sum := md5.Sum([]byte(deletion(invented)))
	res := s.call(t, "POST", "/media?delete", deletion(invented), "Content-MD5: "+base64.StdEncoding.EncodeToString(sum[:]))
	if res.status != 200 || !strings.Contains(res.body, "<Error><Key>a</Key><VersionId>"+invented+"</VersionId><Code>NoSuchVersion</Code>") {
		t.Errorf("%d %s", res.status, res.body)
	}
	if res := s.call(t, "GET", "/media/a", ""); res.status != 200 {
		t.Errorf("%d %s", res.status, res.body)
	}
}

func deletion(version string) string {
	return "<Delete><Object><Key>a</Key><VersionId>" + version + "</VersionId></Object></Delete>"
}
