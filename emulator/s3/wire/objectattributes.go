package wire

import "encoding/xml"

// ObjectAttributes answers GetObjectAttributes. What was not asked for is
// nil or empty.
type ObjectAttributes struct {
	XMLName      xml.Name     `xml:"http://s3.amazonaws.com/doc/2006-03-01/ GetObjectAttributesResponse"`
	ETag         string       `xml:"ETag,omitempty"` // without quotes, unlike anywhere else
	Checksum     *Checksum    `xml:"Checksum"`
	ObjectParts  *ObjectParts `xml:"ObjectParts"`
	StorageClass string       `xml:"StorageClass,omitempty"`
	ObjectSize   *int64       `xml:"ObjectSize"`
}

// Checksum is the checksum of an object.
type Checksum struct {
	Checksums
	ChecksumType string `xml:"ChecksumType,omitempty"`
}

// ObjectParts are the parts of an object that came from a multipart upload.
// Without composite checksums S3 gives their number alone.
type ObjectParts struct {
	IsTruncated          *bool        `xml:"IsTruncated"`
	MaxParts             *int         `xml:"MaxParts"`
	NextPartNumberMarker *int         `xml:"NextPartNumberMarker"`
	PartNumberMarker     *int         `xml:"PartNumberMarker"`
	Parts                []ObjectPart `xml:"Part"`
	PartsCount           int          `xml:"PartsCount"`
}

// ObjectPart is a part of an object.
type ObjectPart struct {
	Checksums
	PartNumber int   `xml:"PartNumber"`
	Size       int64 `xml:"Size"`
}
