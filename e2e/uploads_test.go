package e2e_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/chromedp/cdproto/network"
)

const uploadBytes = 20 << 20 // four parts of 5 MiB

// uploadRule lets an app upload in every way that the page knows.
func uploadRule(origin string) types.CORSRule {
	return types.CORSRule{
		AllowedOrigins: []string{origin},
		AllowedMethods: []string{"GET", "PUT", "POST", "DELETE"},
		AllowedHeaders: []string{"*"},
		ExposeHeaders:  []string{"ETag", "x-amz-checksum-crc32"},
	}
}

func withoutMethod(method string) func(*types.CORSRule) {
	return func(r *types.CORSRule) {
		r.AllowedMethods = slices.DeleteFunc(r.AllowedMethods, func(m string) bool { return m == method })
	}
}

func onlyHeaders(names ...string) func(*types.CORSRule) {
	return func(r *types.CORSRule) { r.AllowedHeaders = names }
}

func exposing(names ...string) func(*types.CORSRule) {
	return func(r *types.CORSRule) { r.ExposeHeaders = names }
}

func asItIs(*types.CORSRule) {}

const (
	// S3 refuses the preflight with 403 and no CORS header at all, so Chromium
	// never gets to say which method or header was not allowed.
	preflightRefused = string(network.CorsErrorPreflightMissingAllowOriginHeader)
	answerRefused    = string(network.CorsErrorMissingAllowOriginHeader)
)

// uploadCase is one upload under the rule as it should be, or with one thing
// missing.
type uploadCase struct {
	name    string
	call    string // of the page
	headers map[string]string
	rule    func(*types.CORSRule)
	cors    string // Chromium's own error, "" for none
	fails   string // part of what the app is told, "" for success
	stored  bool   // whether the object is in the bucket afterwards
}

var uploadCases = []uploadCase{
	{name: "presigned PUT", call: "presignedPut", rule: asItIs, stored: true},
	{name: "presigned PUT, no PUT", call: "presignedPut", rule: withoutMethod("PUT"), cors: preflightRefused, fails: "Failed to fetch"},
	{name: "presigned PUT, no content-type", call: "presignedPut", rule: onlyHeaders("authorization"), cors: preflightRefused, fails: "Failed to fetch"},
	{name: "presigned PUT, no ETag", call: "presignedPut", rule: exposing("x-amz-checksum-crc32"), fails: "ETag header cannot be read", stored: true},

	{name: "presigned POST", call: "presignedPost", rule: asItIs, stored: true},
	{name: "presigned POST of a widget", call: "presignedPost", headers: map[string]string{"X-Requested-With": "XMLHttpRequest"}, rule: onlyHeaders("x-requested-with"), stored: true},
	// A form needs no preflight: S3 stores it, and only the answer is blocked.
	{name: "presigned POST, no POST", call: "presignedPost", rule: withoutMethod("POST"), cors: answerRefused, fails: "Failed to fetch", stored: true},
	{name: "presigned POST of a widget, no x-requested-with", call: "presignedPost", headers: map[string]string{"X-Requested-With": "XMLHttpRequest"}, rule: onlyHeaders("content-type"), cors: preflightRefused, fails: "Failed to fetch"},
	{name: "presigned POST, no ETag", call: "presignedPost", rule: exposing("x-amz-checksum-crc32"), fails: "ETag header cannot be read", stored: true},

	{name: "multipart", call: "multipart", rule: asItIs, stored: true},
	{name: "multipart, no PUT", call: "multipart", rule: withoutMethod("PUT"), cors: preflightRefused, fails: "Failed to fetch"},
	{name: "multipart, no POST", call: "multipart", rule: withoutMethod("POST"), cors: preflightRefused, fails: "Failed to fetch"},
	{name: "multipart, no x-amz-*", call: "multipart", rule: onlyHeaders("authorization", "content-type"), cors: preflightRefused, fails: "Failed to fetch"},
	{name: "multipart, no ETag", call: "multipart", rule: exposing("x-amz-checksum-crc32"), fails: "missing ETag in UploadPart response"},
	// Since version 3.729 the SDK starts uploads with a checksum algorithm, and
	// S3 then wants every part's checksum back (aws/aws-sdk-js-v3 issue 6818):
	// a page that cannot read it cannot complete.
	{name: "multipart, no x-amz-checksum-crc32", call: "multipart", rule: exposing("ETag"), fails: "must include the checksum for each part"},
}

// TestUploadsInChromium uploads from a page on another origin with the AWS SDK
// for JavaScript. Each way works under the right rule; with one thing missing
// it fails as apps on S3 are seen to fail, by Chromium's own error where CORS
// blocks a request, and by the app's where only the ETag cannot be read
// (transloadit/uppy issue 1762).
func TestUploadsInChromium(t *testing.T) {
	p := openPage(t)
	s := start(t)
	client := s.client()
	for i, c := range uploadCases {
		t.Run(c.name, func(t *testing.T) {
			u := newUpload(t, client, p, i, c.rule)
			p.t = t
			got, blocked := p.upload(c.call, map[string]any{"endpoint": s.aws, "bucket": u.bucket, "key": u.key,
				"text": "hello from the page", "headers": c.headers, "bytes": uploadBytes})
			if !strings.Contains(got.Error, c.fails) || (c.fails == "") != (got.Error == "") {
				t.Errorf("the app is told %q, want %q", got.Error, c.fails)
			}
			if c.cors == "" && len(blocked) > 0 || c.cors != "" && !slices.Contains(blocked, c.cors) {
				t.Errorf("Chromium reported %q, want %q", blocked, c.cors)
			}
			body, stored := u.object(t)
			if stored != c.stored {
				t.Errorf("the object is there: %v, want %v", stored, c.stored)
			}
			if c.fails == "" {
				u.compare(t, got, body)
			}
		})
	}
}

// TestAbortInChromium gives an upload up: the SDK removes its parts, which
// takes DELETE in the rule; without it they stay and cost money.
func TestAbortInChromium(t *testing.T) {
	p := openPage(t)
	s := start(t)
	for i, c := range []struct {
		name string
		rule func(*types.CORSRule)
		cors string
		left int
	}{
		{"the rule has DELETE", asItIs, "", 0},
		{"no DELETE", withoutMethod("DELETE"), preflightRefused, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := newUpload(t, s.client(), p, i, c.rule)
			p.t = t
			got, blocked := p.upload("abort", u.arguments(s))
			if got.Error == "" {
				t.Error("the upload that was given up succeeded")
			}
			// The SDK tidies up after it has told the app.
			if c.cors == "" {
				eventually(t, "the parts are removed", func() bool { return u.uploads(t) == 0 })
			} else {
				eventually(t, "Chromium reports "+c.cors, func() bool {
					blocked = append(blocked, p.cors.take()...)
					return slices.Contains(blocked, c.cors)
				})
			}
			if n := u.uploads(t); n != c.left {
				t.Errorf("%d uploads are left, want %d", n, c.left)
			}
			if c.cors == "" && len(append(blocked, p.cors.take()...)) > 0 {
				t.Errorf("Chromium reported %q", blocked)
			}
			if _, stored := u.object(t); stored {
				t.Error("the object is there")
			}
		})
	}
}

// TestResumeInChromium breaks an upload off, keeping its parts, and takes it
// up again, for which the page must be able to list the parts.
func TestResumeInChromium(t *testing.T) {
	p := openPage(t)
	s := start(t)
	for i, c := range []struct {
		name  string
		rule  func(*types.CORSRule)
		cors  string
		fails string
	}{
		{"the rule has GET", asItIs, "", ""},
		{"no GET", withoutMethod("GET"), preflightRefused, "Failed to fetch"},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := newUpload(t, s.client(), p, i, c.rule)
			p.t = t
			arguments := u.arguments(s)
			arguments["keepParts"] = true
			broken, _ := p.upload("abort", arguments)
			if broken.UploadID == "" || u.uploads(t) != 1 {
				t.Fatalf("no upload is left to resume: %+v", broken)
			}
			arguments["uploadId"] = broken.UploadID
			got, blocked := p.upload("resume", arguments)
			if !strings.Contains(got.Error, c.fails) || (c.fails == "") != (got.Error == "") {
				t.Errorf("the app is told %q, want %q", got.Error, c.fails)
			}
			if c.fails != "" {
				if !slices.Contains(blocked, c.cors) {
					t.Errorf("Chromium reported %q, want %q", blocked, c.cors)
				}
				return
			}
			if got.Found < 1 || got.Found > 3 {
				t.Errorf("%d parts were there, want some and not all", got.Found)
			}
			body, _ := u.object(t)
			u.compare(t, got, body)
		})
	}
}

// upload is one case's bucket, and the key that the page writes there.
type upload struct {
	client      *s3.Client
	bucket, key string
}

// newUpload makes a bucket, one a case: a browser remembers preflights by URL.
func newUpload(t *testing.T, client *s3.Client, p *page, number int, change func(*types.CORSRule)) *upload {
	t.Helper()
	u := &upload{client: client, bucket: "uploads-" + string(rune('a'+number)), key: "a file.bin"}
	createBucket(t, t.Context(), client, u.bucket)
	rule := uploadRule(p.origin)
	change(&rule)
	if _, err := client.PutBucketCors(t.Context(), &s3.PutBucketCorsInput{Bucket: &u.bucket,
		CORSConfiguration: &types.CORSConfiguration{CORSRules: []types.CORSRule{rule}}}); err != nil {
		t.Fatal(err)
	}
	return u
}

func (u *upload) arguments(s *server) map[string]any {
	return map[string]any{"endpoint": s.aws, "bucket": u.bucket, "key": u.key, "bytes": uploadBytes}
}

// object is what S3 has under the key.
func (u *upload) object(t *testing.T) (body []byte, stored bool) {
	t.Helper()
	out, err := u.client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: &u.bucket, Key: &u.key})
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

// uploads counts the uploads that are under way.
func (u *upload) uploads(t *testing.T) int {
	t.Helper()
	out, err := u.client.ListMultipartUploads(context.WithoutCancel(t.Context()), &s3.ListMultipartUploadsInput{Bucket: &u.bucket})
	if err != nil {
		t.Fatal(err)
	}
	return len(out.Uploads)
}

// compare holds what the page says it sent against what S3 has.
func (u *upload) compare(t *testing.T, got result, body []byte) {
	t.Helper()
	if got.ETag == "" {
		t.Error("the app has no ETag")
	}
	if got.SHA256 == "" { // a small file
		if string(body) != "hello from the page" {
			t.Errorf("S3 has %q", body)
		}
		return
	}
	sum := sha256.Sum256(body)
	if len(body) != uploadBytes || hex.EncodeToString(sum[:]) != got.SHA256 {
		t.Errorf("S3 has %d bytes with SHA-256 %x, the page sent %d with %s", len(body), sum, uploadBytes, got.SHA256)
	}
	if got.Found > 0 {
		return
	}
	if len(got.Progress) < 4 {
		t.Fatalf("progress was told %d times of four parts", len(got.Progress))
	}
	if last := got.Progress[len(got.Progress)-1]; last.Loaded != uploadBytes || last.Total != uploadBytes {
		t.Errorf("the last progress is %+v, want all of %d bytes", last, uploadBytes)
	}
	if !slices.IsSortedFunc(got.Progress, func(a, b struct{ Loaded, Total, Part int64 }) int { return int(a.Loaded - b.Loaded) }) {
		t.Errorf("progress went back: %+v", got.Progress)
	}
}
