package wire

import "encoding/xml"

// PostResponse answers a form that asks for the status 201. It has no
// namespace (captured: jamhall/s3rver#504).
type PostResponse struct {
	XMLName  xml.Name `xml:"PostResponse"`
	Location string   `xml:"Location"`
	Bucket   string   `xml:"Bucket"`
	Key      string   `xml:"Key"`
	ETag     string   `xml:"ETag"` // quoted
}
