package wire

import "encoding/xml"

// Checksums are the members that carry a checksum, one for each algorithm.
type Checksums struct {
	CRC32     string `xml:"ChecksumCRC32,omitempty"`
	CRC32C    string `xml:"ChecksumCRC32C,omitempty"`
	CRC64NVME string `xml:"ChecksumCRC64NVME,omitempty"`
	SHA1      string `xml:"ChecksumSHA1,omitempty"`
	SHA256    string `xml:"ChecksumSHA256,omitempty"`
	SHA512    string `xml:"ChecksumSHA512,omitempty"`
	MD5       string `xml:"ChecksumMD5,omitempty"`
	XXHash64  string `xml:"ChecksumXXHASH64,omitempty"`
	XXHash3   string `xml:"ChecksumXXHASH3,omitempty"`
	XXHash128 string `xml:"ChecksumXXHASH128,omitempty"`
}

// NewChecksums is the one checksum value, of the algorithm called name.
func NewChecksums(name, value string) Checksums {
	var c Checksums
	if p := c.member(name); p != nil {
		*p = value
	}
	return c
}

// ChecksumNames are the algorithms that have a member.
func ChecksumNames() []string {
	return []string{"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256", "SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128"}
}

// Value is the checksum of the algorithm called name, empty when there is none.
func (c Checksums) Value(name string) string {
	if p := c.member(name); p != nil {
		return *p
	}
	return ""
}

func (c *Checksums) member(name string) *string {
	switch name {
	case "CRC32":
		return &c.CRC32
	case "CRC32C":
		return &c.CRC32C
	case "CRC64NVME":
		return &c.CRC64NVME
	case "SHA1":
		return &c.SHA1
	case "SHA256":
		return &c.SHA256
	case "SHA512":
		return &c.SHA512
	case "MD5":
		return &c.MD5
	case "XXHASH64":
		return &c.XXHash64
	case "XXHASH3":
		return &c.XXHash3
	case "XXHASH128":
		return &c.XXHash128
	}
	return nil
}

// CopyObjectResult answers CopyObject.
type CopyObjectResult struct {
	XMLName      xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ CopyObjectResult"`
	LastModified string   `xml:"LastModified"`
	ETag         string   `xml:"ETag"` // quoted
	ChecksumType string   `xml:"ChecksumType,omitempty"`
	Checksums
}

// CopyPartResult answers UploadPartCopy.
type CopyPartResult struct {
	XMLName      xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ CopyPartResult"`
	LastModified string   `xml:"LastModified"`
	ETag         string   `xml:"ETag"` // quoted
	Checksums
}

// InitiateMultipartUploadResult answers CreateMultipartUpload.
type InitiateMultipartUploadResult struct {
	XMLName  xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ InitiateMultipartUploadResult"`
	Bucket   string   `xml:"Bucket"`
	Key      string   `xml:"Key"`
	UploadID string   `xml:"UploadId"`
}

// CompleteMultipartUpload is the body of CompleteMultipartUpload.
type CompleteMultipartUpload struct {
	XMLName xml.Name        `xml:"CompleteMultipartUpload"`
	Parts   []CompletedPart `xml:"Part"`
}

// CompletedPart names a part to complete an upload with.
type CompletedPart struct {
	PartNumber *int    `xml:"PartNumber"`
	ETag       *string `xml:"ETag"`
	Checksums
}

// CompleteMultipartUploadResult answers CompleteMultipartUpload.
type CompleteMultipartUploadResult struct {
	XMLName      xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ CompleteMultipartUploadResult"`
	Location     string   `xml:"Location"`
	Bucket       string   `xml:"Bucket"`
	Key          string   `xml:"Key"`
	ETag         string   `xml:"ETag"` // quoted
	ChecksumType string   `xml:"ChecksumType,omitempty"`
	Checksums
}

// Delete is the body of DeleteObjects.
type Delete struct {
	XMLName xml.Name       `xml:"Delete"`
	Quiet   bool           `xml:"Quiet"`
	Objects []DeleteObject `xml:"Object"`
}

// DeleteObject names an object to delete.
type DeleteObject struct {
	Key       *string `xml:"Key"`
	VersionID string  `xml:"VersionId"`
	ETag      string  `xml:"ETag"`
	// LastModified and Size are conditions that only directory buckets know.
	LastModified string `xml:"LastModifiedTime"`
	Size         string `xml:"Size"`
}

// DeleteResult answers DeleteObjects.
type DeleteResult struct {
	XMLName xml.Name      `xml:"http://s3.amazonaws.com/doc/2006-03-01/ DeleteResult"`
	Deleted []Deleted     `xml:"Deleted"`
	Errors  []DeleteError `xml:"Error"`
}

// Deleted is an object that is gone.
type Deleted struct {
	Key                   string `xml:"Key"`
	VersionID             string `xml:"VersionId,omitempty"`
	DeleteMarker          bool   `xml:"DeleteMarker,omitempty"`
	DeleteMarkerVersionID string `xml:"DeleteMarkerVersionId,omitempty"`
}

// DeleteError is an object that could not be deleted.
type DeleteError struct {
	Key       string `xml:"Key"`
	VersionID string `xml:"VersionId,omitempty"`
	Code      string `xml:"Code"`
	Message   string `xml:"Message"`
}
