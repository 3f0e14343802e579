package s3_test

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc64"
	"net/http"
	"strings"
	"testing"
	"time"
)

// public makes a service with a bucket "media" that anyone may do anything to.
func public(t *testing.T) *service {
	t.Helper()
	s := newService(t)
	s.makeBucket(t, "media")
	s.setPolicy(t, "media", `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::media","arn:aws:s3:::media/*"]}]}`)
	return s
}

func TestRanges(t *testing.T) {
	s := public(t)
	s.put(t, "media", "k", "0123456789")
	s.put(t, "media", "empty", "")
	for _, test := range []struct {
		key, header  string
		status       int
		body         string
		contentRange string
	}{
		{"k", "", 200, "0123456789", ""},
		{"k", "bytes=0-3", 206, "0123", "bytes 0-3/10"},
		{"k", "bytes=3-3", 206, "3", "bytes 3-3/10"},
		{"k", "bytes=7-", 206, "789", "bytes 7-9/10"},
		{"k", "bytes=-2", 206, "89", "bytes 8-9/10"},
		{"k", "bytes=-100", 206, "0123456789", "bytes 0-9/10"},
		{"k", "bytes=8-100", 206, "89", "bytes 8-9/10"},
		{"k", "bytes=0-99999999999999999999999", 206, "0123456789", "bytes 0-9/10"},
		{"k", "bytes=10-", 416, "", ""},
		{"k", "bytes=99999999999999999999999-", 416, "", ""},
		{"k", "bytes=-0", 416, "", ""},
		{"empty", "bytes=0-", 416, "", ""},
		{"empty", "bytes=-1", 200, "", ""}, // all there is
		{"empty", "bytes=-0", 416, "", ""},
		{"empty", "", 200, "", ""},
		// What S3 does not understand it leaves aside.
		{"k", "bytes=0-1,3-4", 200, "0123456789", ""},
		{"k", "bytes=5-2", 200, "0123456789", ""},
		{"k", "bytes=", 200, "0123456789", ""},
		{"k", "bytes=-", 200, "0123456789", ""},
		{"k", "bytes=a-b", 200, "0123456789", ""},
		{"k", "items=0-3", 200, "0123456789", ""},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			res := s.anonymous(t, method, "/media/"+test.key, "", "Range: "+test.header)
			name := fmt.Sprintf("%s %s %q", method, test.key, test.header)
			if res.status != test.status {
				t.Errorf("%s: status %d, want %d", name, res.status, test.status)
				continue
			}
			if got := res.header.Get("Content-Range"); got != test.contentRange {
				t.Errorf("%s: Content-Range %q, want %q", name, got, test.contentRange)
			}
			switch {
			case method == "HEAD":
				if res.body != "" {
					t.Errorf("%s: a body", name)
				}
				if got := res.header.Get("Content-Length"); test.status < 400 && got != fmt.Sprint(len(test.body)) {
					t.Errorf("%s: Content-Length %s", name, got)
				}
			case test.status == 416:
				e := res.refused(t, 416, "InvalidRange")
				size := map[string]string{"k": "10", "empty": "0"}[test.key]
				if e["RangeRequested"] != test.header || e["ActualObjectSize"] != size || e["Message"] != "The requested range is not satisfiable" {
					t.Errorf("%s: %v", name, e)
				}
			case res.body != test.body || res.header.Get("Accept-Ranges") != "bytes":
				t.Errorf("%s: body %q, want %q", name, res.body, test.body)
			}
		}
	}
}

func TestIfRange(t *testing.T) {
	s := public(t)
	o := s.put(t, "media", "k", "0123456789")
	for value, status := range map[string]int{
		`"` + o.ETag + `"`: 206, `"other"`: 200, `W/"` + o.ETag + `"`: 200,
		o.LastModified.Format(http.TimeFormat):                  206,
		o.LastModified.Add(time.Second).Format(http.TimeFormat): 200,
	} {
		if res := s.anonymous(t, "GET", "/media/k", "", "Range: bytes=0-1", "If-Range: "+value); res.status != status {
			t.Errorf("%s: %d, want %d", value, res.status, status)
		}
	}
}

func TestConditionalReads(t *testing.T) {
	s := public(t)
	o := s.put(t, "media", "k", "content")
	etag := `"` + o.ETag + `"`
	same, before, after := o.LastModified.Format(http.TimeFormat), o.LastModified.Add(-time.Hour).Format(http.TimeFormat), o.LastModified.Add(time.Hour).Format(http.TimeFormat)
	s.clock.Advance(2 * time.Hour)
	future := s.clock.Now().Add(time.Hour).UTC().Format(http.TimeFormat)
	for _, test := range []struct {
		headers []string
		status  int
		failed  string
	}{
		{[]string{"If-Match: " + etag}, 200, ""},
		{[]string{"If-Match: " + o.ETag}, 200, ""},
		{[]string{"If-Match: *"}, 200, ""},
		{[]string{`If-Match: "x", ` + etag}, 200, ""},
		{[]string{`If-Match: "x"`}, 412, "If-Match"},
		{[]string{"If-None-Match: " + etag}, 304, ""},
		{[]string{"If-None-Match: W/" + etag}, 304, ""},
		{[]string{"If-None-Match: *"}, 304, ""},
		{[]string{`If-None-Match: "x"`}, 200, ""},
		{[]string{"If-Modified-Since: " + before}, 200, ""},
		{[]string{"If-Modified-Since: " + same}, 304, ""},
		{[]string{"If-Modified-Since: " + after}, 304, ""},
		{[]string{"If-Modified-Since: " + future}, 200, ""}, // S3 leaves it aside
		{[]string{"If-Modified-Since: yesterday"}, 200, ""},
		{[]string{"If-Unmodified-Since: " + same}, 200, ""},
		{[]string{"If-Unmodified-Since: " + before}, 412, "If-Unmodified-Since"},
		// ETags outweigh dates.
		{[]string{"If-Match: " + etag, "If-Unmodified-Since: " + before}, 200, ""},
		{[]string{`If-Match: "x"`, "If-Unmodified-Since: " + after}, 412, "If-Match"},
		{[]string{"If-None-Match: " + etag, "If-Modified-Since: " + before}, 304, ""},
		{[]string{`If-None-Match: "x"`, "If-Modified-Since: " + after}, 200, ""},
		// 412 outweighs 304.
		{[]string{`If-Match: "x"`, "If-None-Match: " + etag}, 412, "If-Match"},
		{[]string{`If-Match: "x"`, "Range: bytes=999-"}, 412, "If-Match"},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			res := s.anonymous(t, method, "/media/k", "", test.headers...)
			if res.status != test.status {
				t.Errorf("%s %q: %d, want %d", method, test.headers, res.status, test.status)
				continue
			}
			switch {
			case test.status == 304:
				if res.body != "" || res.header.Get("ETag") != etag || res.header.Get("Last-Modified") != same || res.header.Get("Content-Type") != "" {
					t.Errorf("%q: %q %v", test.headers, res.body, res.header)
				}
			case test.status == 412 && method == "GET":
				if e := res.refused(t, 412, "PreconditionFailed"); e["Condition"] != test.failed {
					t.Errorf("%q: %v", test.headers, e)
				}
			}
		}
	}
}

func TestConditionalWrites(t *testing.T) {
	s := public(t)
	steps := []struct {
		method, body string
		headers      []string
		status       int
		code         string
	}{
		{"PUT", "a", []string{"If-Match: *"}, 501, "NotImplemented"},
		{"PUT", "a", []string{`If-Match: "0cc175b9c0f1b6a831c399e269772661"`}, 404, "NoSuchKey"},
		{"PUT", "a", []string{"If-Match: x", "If-None-Match: *"}, 501, "NotImplemented"},
		{"DELETE", "", []string{"x-amz-if-match-size: 1"}, 501, "NotImplemented"},
		{"PUT", "a", []string{"If-None-Match: *"}, 200, ""},
		{"PUT", "b", []string{"If-None-Match: *"}, 412, "PreconditionFailed"},
		{"PUT", "b", []string{`If-None-Match: "x"`}, 501, "NotImplemented"},
		{"PUT", "b", []string{`If-Match: "x"`}, 412, "PreconditionFailed"},
		{"PUT", "b", []string{`If-Match: "0cc175b9c0f1b6a831c399e269772661"`}, 200, ""},
		{"DELETE", "", []string{`If-Match: "0cc175b9c0f1b6a831c399e269772661"`}, 412, "PreconditionFailed"},
		{"DELETE", "", []string{"If-Match: *"}, 204, ""},
	}
	for i, step := range steps {
		res := s.anonymous(t, step.method, "/media/k", step.body, step.headers...)
		if step.code != "" {
			res.refused(t, step.status, step.code)
		} else if res.status != step.status {
			t.Errorf("step %d: %d %s", i, res.status, res.body)
		}
	}
}

func TestObjectHeaders(t *testing.T) {
	s := public(t)
	sent := []string{
		"Content-Type: text/vtt", "Cache-Control: public, max-age=60", "Content-Disposition: inline", "Content-Language: de",
		"Content-Encoding: aws-chunked,gzip", "Expires: Thu, 01 Dec 2026 16:00:00 GMT", "x-amz-website-redirect-location: /other",
		"x-amz-meta-Colour: blue", "x-amz-server-side-encryption: AES256", "x-amz-storage-class: STANDARD_IA",
	}
	// An aws-chunked Content-Encoding without such a body: the name alone is
	// not part of the object.
	if res := s.anonymous(t, "PUT", "/media/k", "text", sent[:4]...); res.status != 200 || res.header.Get("x-amz-server-side-encryption") != "AES256" {
		t.Fatalf("%d %s", res.status, res.body)
	}
	sent[4] = "Content-Encoding: gzip"
	if res := s.anonymous(t, "PUT", "/media/k", "text", sent...); res.status != 200 {
		t.Fatalf("%d %s", res.status, res.body)
	}
	res := s.anonymous(t, "GET", "/media/k", "", "x-amz-checksum-mode: ENABLED")
	for name, want := range map[string]string{
		"Content-Type": "text/vtt", "Cache-Control": "public, max-age=60", "Content-Disposition": "inline", "Content-Language": "de",
		"Content-Encoding": "gzip", "Expires": "Thu, 01 Dec 2026 16:00:00 GMT", "x-amz-website-redirect-location": "/other",
		"x-amz-meta-colour": "blue", "x-amz-server-side-encryption": "AES256", "x-amz-storage-class": "STANDARD_IA",
		"Content-Length": "4", "ETag": `"1cb251ec0d568de6a929b520c4aed8d1"`, "x-amz-checksum-type": "FULL_OBJECT",
		"Server": "AmazonS3", "x-amz-checksum-crc64nvme": crc64nvme("text"),
	} {
		if got := res.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	s.anonymous(t, "PUT", "/media/plain", "x")
	if got := s.anonymous(t, "GET", "/media/plain", "").header.Get("Content-Type"); got != "binary/octet-stream" && got != "application/octet-stream" {
		t.Errorf("Content-Type %q", got)
	}
}

// crc64nvme is the checksum that S3 works out when nobody names one.
func crc64nvme(text string) string {
	sum := crc64.Checksum([]byte(text), crc64.MakeTable(0x9a6c9329ac4bc9b5))
	return base64.StdEncoding.EncodeToString(binary.BigEndian.AppendUint64(nil, sum))
}

func TestResponseOverrides(t *testing.T) {
	s := public(t)
	s.put(t, "media", "k", "content")
	query := "?response-content-type=text%2Fhtml&response-cache-control=no-store&response-expires=never&response-content-language=fr&response-content-encoding=br&response-content-disposition=attachment"
	res := s.call(t, "GET", "/media/k"+query, "")
	for name, want := range map[string]string{"Content-Type": "text/html", "Cache-Control": "no-store", "Expires": "never", "Content-Language": "fr", "Content-Encoding": "br", "Content-Disposition": "attachment"} {
		if got := res.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if e := s.anonymous(t, "GET", "/media/k"+query, "").refused(t, 400, "InvalidRequest"); !strings.HasPrefix(e["Message"], "Request specific response headers cannot be used for anonymous GET requests") {
		t.Error(e["Message"])
	}
}

// TestConditionsInURL: recorded on AWS, localstack's
// test_pre_signed_url_if_none_match and test_pre_signed_url_if_match.
func TestConditionsInURL(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	for _, tt := range []struct {
		condition string
		status    int
	}{
		{"If-None-Match=%2A", 200}, {"if-none-match=%2A", 412},
		{"If-Match=d41d8cd98f00b204e9800998ecf8427e", 200}, {"If-Match=00000000000000000000000000000000", 412},
	} {
		req, err := http.NewRequest("PUT", "http://localhost/media/a?"+tt.condition, nil)
		if err != nil {
			t.Fatal(err)
		}
		s.presign(t, req, "PUT", s.clock.Now(), time.Minute)
		if res := s.do(t, req); res.status != tt.status {
			t.Errorf("%s: %d %s", tt.condition, res.status, res.body)
		}
	}
}
