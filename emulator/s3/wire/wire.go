// Package wire is S3's XML, in and out, and its error documents. It holds no
// behaviour: what to answer is decided in package s3.
//
// The shapes are those of https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html.
package wire

import (
	"bytes"
	"encoding/xml"
	"io"
	"time"

	"crossfront/corsengine/wellformed"
)

// Namespace is the XML namespace of S3's documents, error documents excepted.
const Namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

// Declaration opens each of S3's documents.
const Declaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// Marshal is v as a document of S3's, in S3's namespace when v's XMLName says
// so.
func Marshal(v any) ([]byte, error) {
	if r, ok := v.(interface{ render() }); ok {
		r.render()
	}
	b := bytes.NewBufferString(Declaration)
	if err := xml.NewEncoder(b).Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Unmarshal reads one document into v, with S3's namespace or without any. It
// fails on what is not well-formed, on anything but space behind the root, and
// on a root in another namespace.
func Unmarshal(doc []byte, v any) error {
	if err := wellformed.Check(doc); err != nil {
		return err
	}
	d := xml.NewDecoder(bytes.NewReader(doc))
	root, err := rootOf(d)
	if err != nil {
		return err
	}
	if root.Name.Space != "" && root.Name.Space != Namespace {
		return &xml.SyntaxError{Msg: "unknown namespace " + root.Name.Space}
	}
	if err := d.DecodeElement(v, &root); err != nil {
		return err
	}
	return onlySpace(d)
}

func rootOf(d *xml.Decoder) (xml.StartElement, error) {
	for {
		token, err := d.Token()
		if err != nil {
			return xml.StartElement{}, err
		}
		if root, ok := token.(xml.StartElement); ok {
			return root, nil
		}
	}
}

// onlySpace reads what stands behind the root.
func onlySpace(d *xml.Decoder) error {
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.Comment, xml.ProcInst:
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 {
				return &xml.SyntaxError{Msg: "text behind the root element"}
			}
		default:
			return &xml.SyntaxError{Msg: "a second root element"}
		}
	}
}

// Time is a moment as S3's documents give it: UTC with milliseconds.
func Time(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// Quote is an ETag as headers and documents carry it.
func Quote(etag string) string { return `"` + etag + `"` }

// Owner is an account by its canonical user id.
type Owner struct {
	ID string `xml:"ID"`
}
