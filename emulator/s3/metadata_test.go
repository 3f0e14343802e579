package s3_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

// TestMetadataText: what S3 makes of metadata that is not plain text. The
// encoded words were recorded on AWS (localstack's
// test_user_metadata_rfc2047_encoded and test_put_unicode_metadata_with_sig_s3);
// ÄMÄZÕÑ is
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html's.
func TestMetadataText(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	for _, tt := range []struct{ sent, got string }{
		{"plain !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ a\tb", "plain !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ a\tb"},
		{"=?UTF-8?Q?actually-ascii?=", "actually-ascii"},
		{"=?UTF-8?B?YWJj?=", "abc"},
		{"=?UTF-8?Q?test=5F=E2=80=94=5Ffile%E2%80%94=5F=C3=A9=5F2=3F.pdf?=", "=?UTF-8?Q?test=5F=E2=80=94=5Ffile%E2%80%94=5F=C3=A9=5F2=3F.pdf?="},
		{"=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=", "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?="},
		{"=?UTF-8?B?AAECAw==?=", "=?UTF-8?B?AAECAw==?="},
		{"=?UTF-8?B?77+977+977+977+977+977+977+9?=", "=?UTF-8?B?77+977+977+977+977+977+977+9?="},
		{"ÄMÄZÕÑ S3", "=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?="},
		{"caf\xe9", "=?UTF-8?Q?caf=C3=A9?="},
		{"=?nonsense", "=?nonsense"},
		{"=?UTF-8?B?=GGG?=", "=?UTF-8?B?=GGG?="},
	} {
		if res := s.call(t, "PUT", "/media/a", "", "x-amz-meta-v: "+tt.sent); res.status != 200 {
			t.Errorf("%q: %d %s", tt.sent, res.status, res.body)
		}
		if got := s.call(t, "HEAD", "/media/a", "").header.Get("x-amz-meta-v"); got != tt.got {
			t.Errorf("%q: %q, want %q", tt.sent, got, tt.got)
		}
	}

	req, err := http.NewRequest("PUT", "http://localhost/media/a?x-amz-meta-v="+url.QueryEscape("non-ascii-%E2%80%94_—_é_"), nil)
	if err != nil {
		t.Fatal(err)
	}
	s.presign(t, req, "PUT", s.clock.Now(), time.Minute)
	s.do(t, req)
	const want = "=?UTF-8?Q?non-ascii-%E2%80%94=5F=E2=80=94=5F=C3=A9=5F?="
	if got := s.call(t, "HEAD", "/media/a", "").header.Get("x-amz-meta-v"); got != want {
		t.Errorf("in a URL: %q, want %q", got, want)
	}
}

// TestPostedText was recorded on AWS: localstack's
// test_post_object_with_unicode_metadata.
func TestPostedText(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	fields := [][2]string{keyField("a"),
		{"Content-Disposition", `filename="test_—_file%E2%80%94_é_2-.pdf"`}, {"x-amz-meta-nonascii", "ÄMÄZÕÑ S3"},
		{"x-amz-meta-nonascii-2", "test_—_file%E2%80%94_é_2👑.pdf"}, {"x-amz-meta-utf-8", "\x00\x01\x02\x03\x04"},
		{"x-amz-meta-q-encoded", "=?UTF-8?Q?actually-ascii?="}, {"x-amz-meta-b-encoded", "=?UTF-8?B?YWJj?="}}
	var conditions []any
	for _, f := range fields {
		conditions = append(conditions, []any{"eq", "$" + f[0], f[1]})
	}
	if res := s.post(t, "/media", s.signedForm(t, append(conditions, map[string]string{"bucket": "media"}), fields...)); res.status != 204 {
		t.Fatalf("%d %s", res.status, res.body)
	}
	head := s.call(t, "HEAD", "/media/a", "").header
	for name, want := range map[string]string{
		"Content-Disposition":   "filename=\"test_ _file%E2%80%94_\xe9_2-.pdf\"",
		"x-amz-meta-nonascii":   "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=",
		"x-amz-meta-nonascii-2": "=?UTF-8?Q?test=5F=E2=80=94=5Ffile%E2%80%94=5F=C3=A9=5F2=F0=9F=91=91.pdf?=",
		"x-amz-meta-utf-8":      "=?UTF-8?B?AAECAwQ=?=", "x-amz-meta-q-encoded": "=?UTF-8?Q?actually-ascii?=",
		"x-amz-meta-b-encoded": "=?UTF-8?B?YWJj?=",
	} {
		if got := head.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
