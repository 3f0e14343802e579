package store

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"strconv"
	"strings"

	"crossfront/emulator/s3/xxhash"
)

// An Algorithm is a checksum algorithm by the name the S3 API gives it.
type Algorithm string

// The algorithms of S3.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
const (
	CRC32     Algorithm = "CRC32"
	CRC32C    Algorithm = "CRC32C"
	CRC64NVME Algorithm = "CRC64NVME"
	SHA1      Algorithm = "SHA1"
	SHA256    Algorithm = "SHA256"
	SHA512    Algorithm = "SHA512"
	MD5       Algorithm = "MD5"
	XXHash64  Algorithm = "XXHASH64"
	XXHash3   Algorithm = "XXHASH3"
	XXHash128 Algorithm = "XXHASH128"
)

// ChecksumType says of what a multipart object's checksum is made.
type ChecksumType string

// FullObject is a checksum of all bytes; Composite one of the parts' checksums.
const (
	FullObject ChecksumType = "FULL_OBJECT"
	Composite  ChecksumType = "COMPOSITE"
)

// A Checksum is a checksum in base64; a composite one has "-N" behind it, N
// the number of parts.
type Checksum struct {
	Algorithm Algorithm
	Type      ChecksumType
	Value     string
}

// ParseAlgorithm is the algorithm called name, in capitals.
func ParseAlgorithm(name string) (Algorithm, bool) {
	switch a := Algorithm(name); a {
	case CRC32, CRC32C, CRC64NVME, SHA1, SHA256, SHA512, MD5, XXHash64, XXHash3, XXHash128:
		return a, true
	}
	return "", false
}

// New starts a checksum; the zero Algorithm is CRC64NVME, which S3 works out
// when a client asks for none.
func (a Algorithm) New() hash.Hash {
	switch a {
	case CRC32:
		return crc32.NewIEEE()
	case CRC32C:
		return crc32.New(crc32.MakeTable(crc32.Castagnoli))
	case SHA1:
		return sha1.New()
	case SHA256:
		return sha256.New()
	case SHA512:
		return sha512.New()
	case MD5:
		return md5.New()
	case XXHash64:
		return xxhash.New64()
	case XXHash3:
		return xxhash.New3()
	case XXHash128:
		return xxhash.New128()
	}
	return crc64.New(nvme)
}

// nvmePolynomial is the polynomial of CRC-64/NVME, reversed.
const nvmePolynomial = 0x9a6c9329ac4bc9b5

// nvme is its table; nothing changes it.
var nvme = crc64.MakeTable(nvmePolynomial)

// Allows says whether multipart objects may have a checksum of type t by
// algorithm a: digests are composite only, CRC64NVME is full only.
func (a Algorithm) Allows(t ChecksumType) bool {
	switch a {
	case SHA1, SHA256, SHA512, MD5, XXHash64, XXHash3, XXHash128:
		return t == Composite
	case CRC64NVME:
		return t == FullObject
	}
	return t == Composite || t == FullObject
}

// DefaultType is the type of a multipart object's checksum when the client
// stated none.
func (a Algorithm) DefaultType() ChecksumType {
	if a == CRC64NVME || a == "" {
		return FullObject
	}
	return Composite
}

func (a Algorithm) orDefault() Algorithm {
	if a == "" {
		return CRC64NVME
	}
	return a
}

// full is the checksum of everything that was written to h.
func (a Algorithm) full(h hash.Hash) Checksum {
	return Checksum{Algorithm: a.orDefault(), Type: FullObject, Value: base64.StdEncoding.EncodeToString(h.Sum(nil))}
}

// composite is the checksum of the parts' checksums.
func (a Algorithm) composite(parts []Part) Checksum {
	h := a.New()
	for _, p := range parts {
		sum, _ := base64.StdEncoding.DecodeString(p.Checksum.Value)
		h.Write(sum)
	}
	value := base64.StdEncoding.EncodeToString(h.Sum(nil)) + "-" + strconv.Itoa(len(parts))
	return Checksum{Algorithm: a.orDefault(), Type: Composite, Value: value}
}

// is says whether value states c. Clients that have always sent composite
// checksums without the number of parts behind them, such as minio-go, may.
func (c Checksum) is(value string) bool {
	if value == c.Value {
		return true
	}
	plain, _, found := strings.Cut(c.Value, "-")
	return found && c.Type == Composite && value == plain
}
