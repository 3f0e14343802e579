package policy

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"
)

// strictXML reads doc into out, a pointer to a struct, and reports every
// element that out has no place for or whose text is of another type. The root
// element's name and namespaces are not looked at.
func strictXML(doc []byte, out any) Errors {
	w := &xmlWalker{dec: xml.NewDecoder(bytes.NewReader(doc))}
	if start, ok := w.root(); ok {
		w.element("", start, reflect.TypeOf(out).Elem(), "")
	}
	if len(w.errs) > 0 {
		return w.errs
	}
	if err := xml.Unmarshal(doc, out); err != nil {
		return Errors{malformed("MalformedXML", "", 1, 1, err.Error())}
	}
	return nil
}

// xmlRoot is the name of the root element.
func xmlRoot(doc []byte) (string, *Error) {
	w := &xmlWalker{dec: xml.NewDecoder(bytes.NewReader(doc))}
	start, ok := w.root()
	if !ok {
		return "", w.errs[0]
	}
	return start.Name.Local, nil
}

// xmlWalker walks a document along a type.
type xmlWalker struct {
	dec          *xml.Decoder
	errs         Errors
	line, column int // where the last token began
	fatal        bool
}

func (w *xmlWalker) token() xml.Token {
	if w.fatal {
		return nil
	}
	w.line, w.column = w.dec.InputPos()
	t, err := w.dec.Token()
	if err == nil {
		return t
	}
	w.fatal = true
	message := err.Error()
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		w.line, message = syntax.Line, syntax.Msg
	}
	if errors.Is(err, io.EOF) {
		message = "the document has no root element or ends too early"
	}
	w.report("", message)
	return nil
}

func (w *xmlWalker) report(field, message string) {
	w.errs = append(w.errs, malformed("MalformedXML", field, w.line, w.column, message))
}

func (w *xmlWalker) root() (xml.StartElement, bool) {
	for {
		switch t := w.token().(type) {
		case xml.StartElement:
			return t, true
		case nil:
			return xml.StartElement{}, false
		}
	}
}

// element reads what stands in start, which belongs into a t; inner is the
// name of list entries when t is a slice within a member.
func (w *xmlWalker) element(field string, start xml.StartElement, t reflect.Type, inner string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[anything]():
		w.skip()
	case t.Kind() == reflect.Struct:
		w.children(field, membersOf(t, "xml"))
	case t.Kind() == reflect.Slice:
		w.children(field, map[string]member{inner: {t: t.Elem()}})
	default:
		w.text(field, t)
	}
}

// children reads elements up to the end of their parent.
func (w *xmlWalker) children(field string, members map[string]member) {
	for {
		switch t := w.token().(type) {
		case nil, xml.EndElement:
			return
		case xml.StartElement:
			name := t.Name.Local
			path := join(field, name)
			m, known := members[name]
			if !known {
				w.report(path, unknownMember(name, members))
				w.skip()
				continue
			}
			w.element(path, t, m.t, m.inner)
		case xml.CharData:
			if text := strings.TrimSpace(string(t)); text != "" {
				w.report(field, "unexpected text "+strconv.Quote(text))
			}
		}
	}
}

// text reads a scalar up to the end of its element.
func (w *xmlWalker) text(field string, t reflect.Type) {
	var text strings.Builder
	line, column := w.line, w.column
	for {
		switch tok := w.token().(type) {
		case nil:
			return
		case xml.CharData:
			text.Write(tok)
		case xml.StartElement:
			w.report(join(field, tok.Name.Local), "expected "+wanted(t)+", not an element")
			w.skip()
		case xml.EndElement:
			if !fitsText(strings.TrimSpace(text.String()), t.Kind()) {
				w.errs = append(w.errs, malformed("MalformedXML", field, line, column, "expected "+wanted(t)))
			}
			return
		}
	}
}

func fitsText(s string, kind reflect.Kind) bool {
	var err error
	switch kind {
	case reflect.Bool:
		_, err = strconv.ParseBool(s)
	case reflect.Int, reflect.Int64:
		_, err = strconv.ParseInt(s, 10, 64)
	case reflect.Float64:
		_, err = strconv.ParseFloat(s, 64)
	}
	return err == nil
}

// skip passes over the rest of the element that has begun.
func (w *xmlWalker) skip() {
	for depth := 1; depth > 0; {
		switch w.token().(type) {
		case nil:
			return
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
}
