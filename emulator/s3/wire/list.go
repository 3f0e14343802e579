package wire

import (
	"bytes"
	"encoding/xml"
	"strconv"
)

// ListBucketResult answers ListObjectsV2 and, with other members, ListObjects.
// Pointers are members that only one of the two has, or that are left out when
// the request did not name them.
type ListBucketResult struct {
	XMLName               xml.Name       `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ListBucketResult"`
	Name                  string         `xml:"Name"`
	Prefix                string         `xml:"Prefix"`
	Marker                *string        `xml:"Marker"`
	NextMarker            string         `xml:"NextMarker,omitempty"`
	StartAfter            string         `xml:"StartAfter,omitempty"`
	ContinuationToken     *string        `xml:"ContinuationToken"`
	NextContinuationToken string         `xml:"NextContinuationToken,omitempty"`
	KeyCount              *int           `xml:"KeyCount"`
	MaxKeys               int            `xml:"MaxKeys"`
	Delimiter             string         `xml:"Delimiter,omitempty"`
	EncodingType          string         `xml:"EncodingType,omitempty"`
	IsTruncated           bool           `xml:"IsTruncated"`
	Contents              []Content      `xml:"-"` // written as Rendered
	Rendered              []byte         `xml:",innerxml"`
	CommonPrefixes        []CommonPrefix `xml:"CommonPrefixes"`
}

// render writes the keys, of which there may be a thousand, without reflection.
func (l *ListBucketResult) render() {
	w := texts{Buffer: bytes.NewBuffer(make([]byte, 0, 400*len(l.Contents)))}
	for i := range l.Contents {
		l.Contents[i].write(&w)
	}
	l.Rendered = w.Bytes()
}

// Content is a key of a listing.
type Content struct {
	Key               string `xml:"Key"`
	LastModified      string `xml:"LastModified"`
	ETag              string `xml:"ETag"` // quoted
	ChecksumAlgorithm string `xml:"ChecksumAlgorithm,omitempty"`
	ChecksumType      string `xml:"ChecksumType,omitempty"`
	Size              int64  `xml:"Size"`
	Owner             *Owner `xml:"Owner"`
	StorageClass      string `xml:"StorageClass"`
}

func (c *Content) write(w *texts) {
	w.WriteString("<Contents>")
	w.element("Key", c.Key)
	w.element("LastModified", c.LastModified)
	w.element("ETag", c.ETag)
	if c.ChecksumAlgorithm != "" {
		w.element("ChecksumAlgorithm", c.ChecksumAlgorithm)
	}
	if c.ChecksumType != "" {
		w.element("ChecksumType", c.ChecksumType)
	}
	w.element("Size", strconv.FormatInt(c.Size, 10))
	if c.Owner != nil {
		w.WriteString("<Owner>")
		w.element("ID", c.Owner.ID)
		w.WriteString("</Owner>")
	}
	w.element("StorageClass", c.StorageClass)
	w.WriteString("</Contents>")
}

// texts is a document in which elements with text are written.
type texts struct {
	*bytes.Buffer
	room []byte
}

func (w *texts) element(name, text string) {
	w.WriteByte('<')
	w.WriteString(name)
	w.WriteByte('>')
	w.room = append(w.room[:0], text...)
	_ = xml.EscapeText(w.Buffer, w.room) // a buffer takes everything
	w.WriteString("</")
	w.WriteString(name)
	w.WriteByte('>')
}

// CommonPrefix is a common prefix of a listing.
type CommonPrefix struct {
	Prefix string `xml:"Prefix"`
}

// ListMultipartUploadsResult answers ListMultipartUploads.
type ListMultipartUploadsResult struct {
	XMLName            xml.Name       `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ListMultipartUploadsResult"`
	Bucket             string         `xml:"Bucket"`
	KeyMarker          string         `xml:"KeyMarker"`
	UploadIDMarker     string         `xml:"UploadIdMarker"`
	NextKeyMarker      string         `xml:"NextKeyMarker"`
	NextUploadIDMarker string         `xml:"NextUploadIdMarker"`
	Prefix             string         `xml:"Prefix,omitempty"`
	Delimiter          string         `xml:"Delimiter,omitempty"`
	EncodingType       string         `xml:"EncodingType,omitempty"`
	MaxUploads         int            `xml:"MaxUploads"`
	IsTruncated        bool           `xml:"IsTruncated"`
	Uploads            []Upload       `xml:"Upload"`
	CommonPrefixes     []CommonPrefix `xml:"CommonPrefixes"`
}

// Upload is a running multipart upload.
type Upload struct {
	Key               string `xml:"Key"`
	UploadID          string `xml:"UploadId"`
	Initiator         Owner  `xml:"Initiator"`
	Owner             Owner  `xml:"Owner"`
	StorageClass      string `xml:"StorageClass"`
	Initiated         string `xml:"Initiated"`
	ChecksumAlgorithm string `xml:"ChecksumAlgorithm,omitempty"`
	ChecksumType      string `xml:"ChecksumType,omitempty"`
}

// ListPartsResult answers ListParts.
type ListPartsResult struct {
	XMLName              xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ListPartsResult"`
	Bucket               string   `xml:"Bucket"`
	Key                  string   `xml:"Key"`
	UploadID             string   `xml:"UploadId"`
	Initiator            Owner    `xml:"Initiator"`
	Owner                Owner    `xml:"Owner"`
	StorageClass         string   `xml:"StorageClass"`
	PartNumberMarker     int      `xml:"PartNumberMarker"`
	NextPartNumberMarker int      `xml:"NextPartNumberMarker"`
	MaxParts             int      `xml:"MaxParts"`
	IsTruncated          bool     `xml:"IsTruncated"`
	ChecksumAlgorithm    string   `xml:"ChecksumAlgorithm,omitempty"`
	ChecksumType         string   `xml:"ChecksumType,omitempty"`
	Parts                []Part   `xml:"Part"`
}

// Part is an uploaded part.
type Part struct {
	PartNumber   int    `xml:"PartNumber"`
	LastModified string `xml:"LastModified"`
	ETag         string `xml:"ETag"` // quoted
	Size         int64  `xml:"Size"`
	Checksums
}

// ListVersionsResult answers ListObjectVersions.
type ListVersionsResult struct {
	XMLName             xml.Name       `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ListVersionsResult"`
	Name                string         `xml:"Name"`
	Prefix              string         `xml:"Prefix"`
	KeyMarker           string         `xml:"KeyMarker"`
	VersionIDMarker     string         `xml:"VersionIdMarker"`
	NextKeyMarker       string         `xml:"NextKeyMarker,omitempty"`
	NextVersionIDMarker string         `xml:"NextVersionIdMarker,omitempty"`
	MaxKeys             int            `xml:"MaxKeys"`
	Delimiter           string         `xml:"Delimiter,omitempty"`
	EncodingType        string         `xml:"EncodingType,omitempty"`
	IsTruncated         bool           `xml:"IsTruncated"`
	Versions            []Version      // each names its own element
	CommonPrefixes      []CommonPrefix `xml:"CommonPrefixes"`
}

// Version is a version of an object or a delete marker. Of the latter ETag,
// Size and StorageClass are left out.
type Version struct {
	DeleteMarker      bool   `xml:"-"` // the element is called so, else Version
	Key               string `xml:"Key"`
	VersionID         string `xml:"VersionId"`
	IsLatest          bool   `xml:"IsLatest"`
	LastModified      string `xml:"LastModified"`
	ETag              string `xml:"ETag,omitempty"` // quoted
	ChecksumAlgorithm string `xml:"ChecksumAlgorithm,omitempty"`
	ChecksumType      string `xml:"ChecksumType,omitempty"`
	Size              *int64 `xml:"Size"`
	Owner             *Owner `xml:"Owner"`
	StorageClass      string `xml:"StorageClass,omitempty"`
}

// MarshalXML names the element.
func (v Version) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	type content Version
	start.Name.Local = "Version"
	if v.DeleteMarker {
		start.Name.Local = "DeleteMarker"
	}
	return e.EncodeElement(content(v), start)
}
