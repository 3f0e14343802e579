package api

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"crossfront/corsengine/wellformed"
	"crossfront/emulator/edge/policy"
)

// Bounds of a document. The API's deepest structure is a dozen levels.
const (
	maxDepth    = 32
	maxElements = 200_000
)

// element is one element of a parsed document.
type element struct {
	name         string
	text         []byte // character data, children's left out
	children     []*element
	line, column int // of the start tag, from 1
}

// malformedXML is the answer to what is no well-formed document.
func malformedXML(line, column int, message string) *policy.Error {
	return &policy.Error{Code: "MalformedXML", Message: message, Status: http.StatusBadRequest, Line: line, Column: column}
}

// malformedInput is the answer to a document that is not one of the
// operation's.
func malformedInput(at *element, message string) *policy.Error {
	return &policy.Error{Code: "MalformedInput", Message: message, Status: http.StatusBadRequest, Field: at.name, Line: at.line, Column: at.column}
}

// parse reads one document: no document type, no attributes but namespaces,
// nothing behind the root element.
func parse(doc []byte) (*element, error) {
	d := xml.NewDecoder(bytes.NewReader(doc))
	if err := wellformed.Check(doc); err != nil {
		return nil, syntaxError(d, err)
	}
	var root *element
	var open []*element
	count := 0
	for {
		line, column := d.InputPos()
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, syntaxError(d, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if count++; count > maxElements || len(open) >= maxDepth {
				return nil, malformedXML(line, column, "The document has too many elements or levels.")
			}
			el := &element{name: t.Name.Local, line: line, column: column}
			if err := checkStart(el, t); err != nil {
				return nil, err
			}
			switch {
			case len(open) > 0:
				parent := open[len(open)-1]
				parent.children = append(parent.children, el)
			case root != nil:
				return nil, malformedXML(line, column, "The document has more than one root element.")
			default:
				root = el
			}
			open = append(open, el)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				top := open[len(open)-1]
				top.text = append(top.text, t...)
			} else if strings.TrimSpace(string(t)) != "" {
				return nil, malformedXML(line, column, "There is text outside the root element.")
			}
		case xml.Directive:
			return nil, malformedXML(line, column, "A document type declaration is not allowed.")
		}
	}
	if root == nil {
		return nil, malformedXML(1, 1, "The document has no root element.")
	}
	return root, nil
}

// checkStart refuses other namespaces than the API's and attributes.
func checkStart(el *element, t xml.StartElement) error {
	if t.Name.Space != "" && t.Name.Space != Namespace {
		return malformedInput(el, fmt.Sprintf("Unexpected namespace %s of element %s: expected %s", t.Name.Space, el.name, Namespace))
	}
	for _, a := range t.Attr {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			return malformedInput(el, "Unexpected attribute "+a.Name.Local+" of element "+el.name)
		}
	}
	return nil
}

func syntaxError(d *xml.Decoder, err error) error {
	line, column := d.InputPos()
	message := err.Error()
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		line, message = syntax.Line, syntax.Msg
	}
	return malformedXML(line, column, fmt.Sprintf("Could not parse the document: %s (line %d)", message, line))
}
