package wire

import "encoding/xml"

// Retention is the body of PutObjectRetention and the answer of
// GetObjectRetention. An empty one takes the retention away.
type Retention struct {
	XMLName         xml.Name `xml:"Retention"`
	Namespace       string   `xml:"xmlns,attr,omitempty"` // in answers only
	Mode            string   `xml:"Mode,omitempty"`
	RetainUntilDate string   `xml:"RetainUntilDate,omitempty"`
}

// LegalHold is the body of PutObjectLegalHold and the answer of
// GetObjectLegalHold.
type LegalHold struct {
	XMLName   xml.Name `xml:"LegalHold"`
	Namespace string   `xml:"xmlns,attr,omitempty"` // in answers only
	Status    string   `xml:"Status"`
}
