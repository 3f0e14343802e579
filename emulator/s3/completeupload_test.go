package s3_test

import (
	"net/url"
	"strings"
	"testing"

	"crossfront/emulator/s3/store"
)

// begin starts an upload of media/big and returns the query that names it.
func (s *service) begin(t *testing.T, headers ...string) string {
	t.Helper()
	res := s.call(t, "POST", "/media/big?uploads", "", headers...)
	_, rest, _ := strings.Cut(res.body, "<UploadId>")
	id, _, found := strings.Cut(rest, "</UploadId>")
	if res.status != 200 || !found {
		t.Fatalf("%d %s", res.status, res.body)
	}
	return "uploadId=" + url.QueryEscape(id)
}

const completion = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"9dd4e461268c8034f5c8564e155c67a6"</ETag></Part></CompleteMultipartUpload>`

// TestCompleteAgain: a completion that a client repeats is answered as the
// first one was, whatever the conditions it came with, as long as what it made
// is there.
func TestCompleteAgain(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	err := s.store.UpdateSettings(t.Context(), "media", func(s *store.Settings) error {
		s.Versioning = store.VersioningEnabled
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	upload := s.begin(t)
	s.call(t, "PUT", "/media/big?partNumber=1&"+upload, "x")
	first := s.call(t, "POST", "/media/big?"+upload, completion)
	if first.status != 200 {
		t.Fatalf("%d %s", first.status, first.body)
	}
	again := s.call(t, "POST", "/media/big?"+upload, completion, "If-None-Match: *")
	if again.status != 200 || again.body != first.body || again.header.Get("x-amz-version-id") != first.header.Get("x-amz-version-id") {
		t.Errorf("again: %d %v %s, first %v %s", again.status, again.header, again.body, first.header, first.body)
	}
	s.call(t, "POST", "/media/big?"+upload, strings.Replace(completion, ">1<", ">2<", 1)).refused(t, 404, "NoSuchUpload")
	s.call(t, "POST", "/media/big?"+upload, strings.Replace(completion, "9dd4", "0000", 1)).refused(t, 404, "NoSuchUpload")
	s.call(t, "POST", "/media/other?"+upload, completion).refused(t, 404, "NoSuchUpload")
	s.call(t, "GET", "/media/big?"+upload, "").refused(t, 404, "NoSuchUpload")
	if res := s.call(t, "GET", "/media?versions", ""); strings.Count(res.body, "<Version>") != 1 {
		t.Errorf("versions: %s", res.body)
	}
	// A copy onto itself is no longer what the upload made.
	s.call(t, "PUT", "/media/big", "", "x-amz-copy-source: media/big", "x-amz-storage-class: STANDARD_IA")
	s.call(t, "POST", "/media/big?"+upload, completion).refused(t, 404, "NoSuchUpload")
}

// TestCompleteChecksums: what is wrong with the checksums of a completion.
func TestCompleteChecksums(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	const sum = "jNwWgw==" // CRC-32 of x, as a part's
	part := func(checksums string) string {
		return strings.Replace(completion, "</ETag>", "</ETag>"+checksums, 1)
	}
	full := []string{"x-amz-checksum-algorithm: CRC32", "x-amz-checksum-type: FULL_OBJECT"}
	composite := []string{"x-amz-checksum-algorithm: CRC32"}
	for _, test := range []struct {
		name          string
		begin         []string
		body, header  string
		code, message string
	}{
		{"several headers", full, completion, "x-amz-checksum-crc32: " + sum + "|x-amz-checksum-sha1: " + sum, "InvalidRequest", "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."},
		{"no base64", full, completion, "x-amz-checksum-crc32: nonsense!", "InvalidRequest", "Value for x-amz-checksum-crc32 header is invalid."},
		{"too long", full, completion, "x-amz-checksum-crc32: AAAAAAAA", "InvalidRequest", "Value for x-amz-checksum-crc32 header is invalid."},
		{"odd count", composite, part("<ChecksumCRC32>" + sum + "</ChecksumCRC32>"), "x-amz-checksum-crc32: " + sum + "-x", "InvalidRequest", "Value for x-amz-checksum-crc32 header is invalid."},
		{"type", full, completion, "x-amz-checksum-type: HALF", "InvalidRequest", "Value for x-amz-checksum-type header is invalid."},
		{"other type", full, completion, "x-amz-checksum-type: COMPOSITE", "InvalidRequest", "The upload was created using the FULL_OBJECT checksum mode. The complete request must use the same checksum mode."},
		{"part's is no base64", full, part("<ChecksumCRC32>nonsense!</ChecksumCRC32>"), "", "InvalidArgument", "Invalid Base64 or multiple checksums present in request"},
		{"part has two", full, part("<ChecksumCRC32>" + sum + "</ChecksumCRC32><ChecksumSHA1>Kq5sNclPz7QV2+lfQIuc6R7oRu0=</ChecksumSHA1>"), "", "InvalidArgument", "Invalid Base64 or multiple checksums present in request"},
		{"part 0", full, strings.Replace(completion, ">1<", ">0<", 1), "", "InvalidArgument", "PartNumber must be >= 1"},
		{"wrong", full, completion, "x-amz-checksum-crc32: AAAAAA==", "BadDigest", "The crc32 you specified did not match the calculated checksum."},
		{"missing", composite, completion, "", "InvalidRequest", "The upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request."},
		{"right", full, part("<ChecksumCRC32>" + sum + "</ChecksumCRC32>"), "x-amz-checksum-crc32: " + sum, "", ""},
		{"nobody asked for one", nil, completion, "x-amz-checksum-crc64nvme: AAAAAAAAAAA=", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			upload := s.begin(t, test.begin...)
			if res := s.call(t, "PUT", "/media/big?partNumber=1&"+upload, "x", "x-amz-checksum-crc32: "+sum); res.status != 200 {
				t.Fatalf("part: %d %s", res.status, res.body)
			}
			var headers []string
			if test.header != "" {
				headers = strings.Split(test.header, "|")
			}
			res := s.call(t, "POST", "/media/big?"+upload, test.body, headers...)
			if test.code == "" {
				if res.status != 200 {
					t.Errorf("%d %s", res.status, res.body)
				}
				return
			}
			if e := res.refused(t, 400, test.code); e["Message"] != test.message {
				t.Errorf("%q, want %q", e["Message"], test.message)
			}
		})
	}
}

// TestChecksumsNobodyChose: parts of an upload that chose no checksum get
// CRC64NVME, which may be given back; what a client made of them itself does
// not fit.
func TestChecksumsNobodyChose(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	upload := s.begin(t)
	part := s.call(t, "PUT", "/media/big?partNumber=1&"+upload, "x")
	sum := part.header.Get("x-amz-checksum-crc64nvme")
	for _, test := range []struct {
		checksum, code string
	}{
		{"<ChecksumCRC32>jNwWgw==</ChecksumCRC32>", "InvalidPart"},
		{"<ChecksumCRC64NVME>AAAAAAAAAAA=</ChecksumCRC64NVME>", "InvalidPart"},
		{"<ChecksumCRC64NVME>" + sum + "</ChecksumCRC64NVME>", ""},
	} {
		res := s.call(t, "POST", "/media/big?"+upload, strings.Replace(completion, "</ETag>", "</ETag>"+test.checksum, 1))
		if test.code != "" {
			res.refused(t, 400, test.code)
		} else if res.status != 200 {
			t.Errorf("%d %s", res.status, res.body)
		}
	}
}

// TestPartWithoutChecksum: where the object's checksum is made of the parts',
// each must come with one; elsewhere it is worked out.
func TestPartWithoutChecksum(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	composite := s.begin(t, "x-amz-checksum-algorithm: SHA256")
	e := s.call(t, "PUT", "/media/big?partNumber=1&"+composite, "x").refused(t, 400, "InvalidRequest")
	if want := "Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: null"; e["Message"] != want {
		t.Errorf("%q, want %q", e["Message"], want)
	}
	xxhash := s.begin(t, "x-amz-checksum-algorithm: XXHASH128")
	s.call(t, "PUT", "/media/big?partNumber=1&"+xxhash, "hello", "x-amz-checksum-xxhash128: tenBrQcbPn/Hec+qXlI4GA==")
	body := `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>5d41402abc4b2a76b9719d911017c592</ETag><ChecksumXXHASH128>tenBrQcbPn/Hec+qXlI4GA==</ChecksumXXHASH128></Part></CompleteMultipartUpload>`
	if res := s.call(t, "POST", "/media/big?"+xxhash, body); res.status != 200 || !strings.Contains(res.body, "-1</ChecksumXXHASH128>") {
		t.Errorf("%d %s", res.status, res.body)
	}
	full := s.begin(t, "x-amz-checksum-algorithm: CRC32", "x-amz-checksum-type: FULL_OBJECT")
	if res := s.call(t, "PUT", "/media/big?partNumber=1&"+full, "x"); res.status != 200 || res.header.Get("x-amz-checksum-crc32") != "jNwWgw==" {
		t.Errorf("%d %v %s", res.status, res.header, res.body)
	}
}

// TestCompleteConflict: a condition that holds, about what came while the
// upload ran (localstack's test_multipart_if_match_with_put_identical and
// test_multipart_if_none_match_with_delete, recorded on AWS).
func TestCompleteConflict(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	s.put(t, "media", "big", "old")
	upload := s.begin(t)
	s.call(t, "PUT", "/media/big?partNumber=1&"+upload, "x")
	s.put(t, "media", "big", "old")
	e := s.call(t, "POST", "/media/big?"+upload, completion, "If-Match: 149603e6c03516362a8da23f624db945").refused(t, 409, "ConditionalRequestConflict")
	if e["Condition"] != "If-Match" || e["Key"] != "big" ||
		e["Message"] != "The conditional request cannot succeed due to a conflicting operation against this resource." {
		t.Errorf("%v", e)
	}
	s.call(t, "DELETE", "/media/big", "")
	e = s.call(t, "POST", "/media/big?"+upload, completion, "If-None-Match: *").refused(t, 409, "ConditionalRequestConflict")
	if e["Condition"] != "If-None-Match" {
		t.Errorf("%v", e)
	}
}
