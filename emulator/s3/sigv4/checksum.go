package sigv4

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"net/http"
	"slices"
	"strings"

	"crossfront/emulator/s3/xxhash"
)

const checksumPrefix = "x-amz-checksum-"

// crc64NVME is the reversed polynomial of CRC-64/NVME.
const crc64NVME = 0x9a6c9329ac4bc9b5

// NewChecksum makes a hash for one of S3's checksum algorithms by its name in
// x-amz-checksum-algorithm: CRC32, CRC32C, CRC64NVME, MD5, SHA1, SHA256, SHA512,
// XXHASH64, XXHASH3 or XXHASH128, in any case. ok is false for others.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
func NewChecksum(algorithm string) (h hash.Hash, ok bool) {
	switch strings.ToUpper(algorithm) {
	case "CRC32":
		return crc32.NewIEEE(), true
	case "CRC32C":
		return crc32.New(crc32.MakeTable(crc32.Castagnoli)), true
	case "CRC64NVME":
		return crc64.New(crc64.MakeTable(crc64NVME)), true
	case "SHA1":
		return sha1.New(), true
	case "SHA256":
		return sha256.New(), true
	case "SHA512":
		return sha512.New(), true
	case "MD5":
		return md5.New(), true
	case "XXHASH64":
		return xxhash.New64(), true
	case "XXHASH3":
		return xxhash.New3(), true
	case "XXHASH128":
		return xxhash.New128(), true
	}
	return nil, false
}

// A checksum is one to compare when the payload has been read.
type checksum struct {
	hash      hash.Hash
	algorithm string // name in upper case
	want      string // base64; empty until a trailer brings it
	trailing  bool
}

// newChecksum makes the checksum that the header or trailer x-amz-checksum-…
// names.
func newChecksum(name string) (*checksum, error) {
	algorithm := strings.ToUpper(strings.TrimPrefix(name, checksumPrefix))
	if h, ok := NewChecksum(algorithm); ok {
		return &checksum{hash: h, algorithm: algorithm}, nil
	}
	return nil, invalidRequest("The algorithm type you specified in x-amz-checksum- header is invalid.")
}

// expect sets what the checksum has to be.
func (c *checksum) expect(value string) bool {
	sum, err := base64.StdEncoding.Strict().DecodeString(value)
	c.want = value
	return err == nil && len(sum) == c.hash.Size()
}

// compare fails when the payload is not what was expected. Recorded:
// localstack's test_put_object_checksum.
func (c *checksum) compare() error {
	if base64.StdEncoding.EncodeToString(c.hash.Sum(nil)) == c.want {
		return nil
	}
	return &Error{Code: "BadDigest", Status: http.StatusBadRequest,
		Message: "The " + c.algorithm + " you specified did not match the calculated checksum."}
}

// readChecksum finds the one checksum that headers or the announced trailers
// promise; nil when there is none.
func readChecksum(h http.Header, trailers []string) (*checksum, error) {
	var names []string
	for name := range h {
		name = strings.ToLower(name)
		if strings.HasPrefix(name, checksumPrefix) && !aboutChecksums(name) {
			names = append(names, name)
		}
	}
	inHeader := len(names) > 0
	names = append(names, trailers...)
	switch {
	case len(names) > 1:
		// Recorded: localstack's test_s3_checksum_no_algorithm.
		return nil, invalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
	case len(names) == 0:
		if h.Get("X-Amz-Sdk-Checksum-Algorithm") != "" {
			return nil, invalidRequest("x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.")
		}
		return nil, nil
	}
	c, err := newChecksum(names[0])
	if err != nil {
		return nil, err
	}
	if stated := h.Get("X-Amz-Sdk-Checksum-Algorithm"); stated != "" && !strings.EqualFold(stated, c.algorithm) {
		return nil, invalidRequest("Value for x-amz-sdk-checksum-algorithm header is invalid.")
	}
	c.trailing = !inHeader
	if inHeader && !c.expect(h.Get(names[0])) {
		return nil, invalidRequest("Value for " + names[0] + " header is invalid.")
	}
	return c, nil
}

// aboutChecksums reports whether a header talks about checksums without being
// one.
func aboutChecksums(name string) bool {
	return slices.Contains([]string{"x-amz-checksum-algorithm", "x-amz-checksum-mode", "x-amz-checksum-type"}, name)
}

// A contentMD5 is the Content-MD5 header to compare.
type contentMD5 struct {
	hash hash.Hash
	want []byte
	part bool // of UploadPart
}

// readContentMD5 reads the header; nil when there is none. Recorded:
// localstack's test_s3_invalid_content_md5.
func readContentMD5(r *http.Request) (*contentMD5, error) {
	lines := r.Header["Content-Md5"]
	if len(lines) == 0 {
		return nil, nil
	}
	want, err := base64.StdEncoding.DecodeString(lines[0])
	if err != nil || len(want) != md5.Size {
		return nil, &Error{Code: "InvalidDigest", Message: "The Content-MD5 you specified was invalid.", Status: http.StatusBadRequest,
			Fields: [][2]string{{"Content-MD5", lines[0]}}}
	}
	_, part := parseQuery(r.URL.RawQuery).get("uploadId")
	return &contentMD5{hash: md5.New(), want: want, part: part}, nil
}

// compare fails when the payload is not what was expected. S3 shows the
// expected digest in hex, but in base64 for UploadPart (same recording).
func (c *contentMD5) compare() error {
	sum := c.hash.Sum(nil)
	if string(sum) == string(c.want) {
		return nil
	}
	expected := hex.EncodeToString(c.want)
	if c.part {
		expected = base64.StdEncoding.EncodeToString(c.want)
	}
	return &Error{Code: "BadDigest", Message: "The Content-MD5 you specified did not match what we received.", Status: http.StatusBadRequest,
		Fields: [][2]string{{"ExpectedDigest", expected}, {"CalculatedDigest", base64.StdEncoding.EncodeToString(sum)}}}
}

func invalidRequest(message string) *Error {
	return &Error{Code: "InvalidRequest", Message: message, Status: http.StatusBadRequest}
}
