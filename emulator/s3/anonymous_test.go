package s3_test

import (
	"testing"

	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// TestAuthenticated: some operations are nobody's who has no name, whatever the
// bucket's policy allows, and the policy itself is its owner's account's.
func TestAuthenticated(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.makeBucket(t, "private")
	s.put(t, "media", "k", "x")
	s.setPolicy(t, "media", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::media","arn:aws:s3:::media/*"]}]}`)
	err := s.store.UpdateSettings(t.Context(), "media", func(s *store.Settings) error {
		s.Ownership = &settings.Ownership{Rules: []settings.OwnershipRule{{ObjectOwnership: settings.ObjectWriter}}}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		method, target, header string
		status                 int
		message                string
	}{
		{"PUT", "/fresh", "", 403, "Anonymous users cannot invoke this API. Please authenticate."},
		{"PUT", "/media?acl", "x-amz-acl: private", 403, "Anonymous users cannot invoke this API. Please authenticate."},
		{"PUT", "/media/k?acl", "x-amz-acl: private", 403, "Anonymous users cannot invoke this API. Please authenticate."},
		{"PUT", "/media/l", "x-amz-copy-source: media/k", 403, "Anonymous users cannot copy objects. Please authenticate."},
		{"POST", "/media/l?uploads", "", 403, "Anonymous users cannot initiate multipart uploads. Please authenticate."},
		{"POST", "/private/l?uploads", "", 403, "Anonymous users cannot initiate multipart uploads. Please authenticate."},
		{"GET", "/media?ownershipControls", "", 403, "s3:GetBucketOwnershipControls does not support Anonymous requests!"},
		{"DELETE", "/media?ownershipControls", "", 403, "s3:PutBucketOwnershipControls does not support Anonymous requests!"},
		{"GET", "/media?policy", "", 405, "The specified method is not allowed against this resource."},
		{"DELETE", "/media?policy", "", 405, "The specified method is not allowed against this resource."},
		{"GET", "/private?policy", "", 403, "Access Denied"},
		{"GET", "/media?acl", "", 200, ""},
		{"PUT", "/media/l", "", 200, ""},
	} {
		var headers []string
		if test.header != "" {
			headers = append(headers, test.header)
		}
		res := s.anonymous(t, test.method, test.target, "", headers...)
		message := ""
		if res.status != 200 {
			message = res.errorDocument(t)["Message"]
		}
		if res.status != test.status || message != test.message {
			t.Errorf("%s %s: %d %q, want %d %q", test.method, test.target, res.status, message, test.status, test.message)
		}
	}
	// The account that owns the bucket may read its policy.
	if res := s.call(t, "GET", "/media?policy", ""); res.status != 200 {
		t.Errorf("the owner's: %d %s", res.status, res.body)
	}
}
