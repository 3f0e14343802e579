package corsengine

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"

	"crossfront/corsengine/wellformed"
)

// ParseXML reads and validates the body of PutBucketCors, as the REST API does:
// strictly. The root is CORSConfiguration, in S3's namespace or none
// (cfg-no-namespace-ok); an unknown element, a repeated ID or MaxAgeSeconds,
// stray text or a document type declaration makes it malformed. The error is
// [Errors].
func (o Options) ParseXML(doc []byte) (*Config, error) {
	switch {
	case len(doc) == 0:
		// Disputed: cfg-empty-body.
		return nil, Errors{{Code: CodeMissingRequestBody, Message: messageEmptyBody, Rule: -1}}
	case len(doc) > MaxBytes:
		// DOC API_PutBucketCors gives the limit, the code is disputed: cfg-over-64kb.
		return nil, tooBig(len(doc))
	}
	r := newXMLReader(o, doc)
	r.document()
	return o.finish(&r.src)
}

func tooBig(size int) Errors {
	return Errors{{
		Code: CodeTooBig, Message: messageTooBig, Rule: -1,
		Hint: "a configuration has at most " + strconv.Itoa(MaxBytes) + " bytes of XML, this one has " + strconv.Itoa(size),
	}}
}

// xmlReader walks over the tokens of a document. It keeps going after a mistake
// of structure, so that the others are found too, and stops where the document
// is not well-formed.
type xmlReader struct {
	options   Options
	decoder   *xml.Decoder
	body      []byte
	positions *positions
	start     int // offset of the present token
	namespace string
	src       source
	broken    bool
}

func newXMLReader(o Options, doc []byte) *xmlReader {
	body := bytes.TrimPrefix(doc, []byte(bom))
	return &xmlReader{
		options:   o,
		decoder:   xml.NewDecoder(bytes.NewReader(body)),
		body:      body,
		positions: newPositions(body),
		src:       source{names: xmlNames()},
	}
}

// next is the next token that means something: a start, an end or text. It is
// nil at the end and where the document is not well-formed.
func (r *xmlReader) next() xml.Token {
	for !r.broken {
		r.start = int(r.decoder.InputOffset())
		token, err := r.decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			r.notWellFormed(err)
			return nil
		}
		if what := wellformed.Mistake(token, r.body[:r.decoder.InputOffset()], r.start); what != "" {
			r.refuse(-1, nameOf(token), "not well-formed: "+what)
		}
		switch t := token.(type) {
		case xml.StartElement, xml.EndElement, xml.CharData:
			return t
		case xml.Directive:
			r.refuse(-1, "", "a document type declaration is not allowed")
			r.broken = true
		}
	}
	return nil
}

// nameOf is the element that begins with the token; empty for others.
func nameOf(token xml.Token) string {
	start, _ := token.(xml.StartElement)
	return start.Name.Local
}

func (r *xmlReader) notWellFormed(err error) {
	r.broken = true
	hint := err.Error()
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		hint = syntax.Msg
	}
	r.start = int(r.decoder.InputOffset())
	r.refuse(-1, "", "not well-formed: "+hint)
}

// refuse notes a mistake of structure at the present token.
func (r *xmlReader) refuse(rule int, field, hint string) {
	r.src.malformed = append(r.src.malformed, malformed(rule, field, r.positions.of(r.start), hint))
}

func (r *xmlReader) document() {
	root := false
	for token := r.next(); token != nil; token = r.next() {
		switch t := token.(type) {
		case xml.CharData:
			if !blank(t) {
				r.refuse(-1, "", outsideHint(t))
				return
			}
		case xml.StartElement:
			if !r.root(t, root) {
				return
			}
			root = true
			r.src.at = r.positions.of(r.start)
			r.configuration()
		}
	}
	if !root && !r.broken {
		r.refuse(-1, "", "there is no CORSConfiguration element")
	}
}

func outsideHint(text xml.CharData) string {
	if c := bytes.TrimSpace(text)[0]; c == '[' || c == '{' {
		return "the REST API takes XML; JSON is for the console and the CLI"
	}
	return "text outside the root element"
}

func (r *xmlReader) root(t xml.StartElement, second bool) bool {
	switch {
	case second:
		r.refuse(-1, t.Name.Local, "there is a second root element")
		return false
	case t.Name.Local != "CORSConfiguration":
		r.refuse(-1, t.Name.Local, "the root element is CORSConfiguration")
		return false
	case t.Name.Space != "" && t.Name.Space != Namespace:
		r.refuse(-1, t.Name.Local, "the namespace is "+Namespace+" or none")
		return false
	}
	r.namespace = t.Name.Space
	return true
}

func (r *xmlReader) configuration() {
	for token := r.next(); token != nil; token = r.next() {
		switch t := token.(type) {
		case xml.EndElement:
			return
		case xml.CharData:
			r.noText(-1, t)
		case xml.StartElement:
			if r.is(t, "CORSRule") {
				r.rule()
				continue
			}
			hint := "CORSConfiguration holds CORSRule elements only"
			if t.Name.Local == "CORSRule" {
				hint = otherNamespace
			}
			r.unknown(-1, t, hint)
		}
	}
}

// is reports whether an element has the name, in the root's namespace.
func (r *xmlReader) is(t xml.StartElement, name string) bool {
	return t.Name.Local == name && t.Name.Space == r.namespace
}

// unknown refuses an element (cfg-unknown-child, cfg-wrong-rule-element) and
// walks past it.
func (r *xmlReader) unknown(i int, t xml.StartElement, hint string) {
	r.refuse(i, t.Name.Local, hint)
	for depth := 1; depth > 0; {
		switch r.next().(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case nil:
			return
		}
	}
}

func (r *xmlReader) noText(i int, text xml.CharData) {
	if !blank(text) {
		r.refuse(i, "", "text between elements")
	}
}

func blank(text []byte) bool { return len(bytes.Trim(text, " \t\r\n")) == 0 }
