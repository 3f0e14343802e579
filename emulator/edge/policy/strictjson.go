package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
)

// strictJSON reads doc into out, a pointer to a struct, and reports every
// member that out has no place for or that is of another type. Members match
// in their exact case, as with AWS's own tools; null is the same as absent.
func strictJSON(doc []byte, out any) Errors {
	doc = bytes.TrimPrefix(doc, []byte("\xef\xbb\xbf"))
	w := &jsonWalker{doc: doc, dec: json.NewDecoder(bytes.NewReader(doc))}
	w.dec.UseNumber()
	w.value("", reflect.TypeOf(out).Elem())
	if w.fatal == nil {
		if _, err := w.dec.Token(); !errors.Is(err, io.EOF) {
			w.report("", w.dec.InputOffset(), "there is something after the end of the document")
		}
	}
	if len(w.errs) > 0 {
		return w.errs
	}
	if err := json.Unmarshal(doc, out); err != nil {
		line, column := position(doc, int64(len(doc)))
		return Errors{malformed("MalformedInput", "", line, column, err.Error())}
	}
	return nil
}

// jsonWalker walks a document along a type.
type jsonWalker struct {
	doc   []byte
	dec   *json.Decoder
	errs  Errors
	fatal error // bad syntax: nothing can be read after it
}

func (w *jsonWalker) token() (json.Token, bool) {
	t, err := w.dec.Token()
	if err == nil {
		return t, true
	}
	if w.fatal == nil {
		w.fatal = err
		at := w.dec.InputOffset()
		message := err.Error()
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			at = syntax.Offset
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			at, message = int64(len(w.doc)), "the document ends too early"
		}
		w.report("", at, message)
	}
	return nil, false
}

// value reads the next value, which belongs into a t.
func (w *jsonWalker) value(field string, t reflect.Type) {
	at := w.nextStart(w.dec.InputOffset())
	tok, ok := w.token()
	if !ok {
		return
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == reflect.TypeFor[anything]() {
		w.skip(tok)
		return
	}
	if tok == nil {
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		if tok == json.Delim('{') {
			w.object(field, t)
			return
		}
	case reflect.Slice:
		if tok == json.Delim('[') {
			w.array(field, t.Elem())
			return
		}
	default:
		if fitsJSON(tok, t.Kind()) {
			return
		}
	}
	w.report(field, at, "expected "+wanted(t))
	w.skip(tok)
}

// fitsJSON takes a scalar.
func fitsJSON(tok json.Token, kind reflect.Kind) bool {
	switch tok := tok.(type) {
	case string:
		return kind == reflect.String
	case bool:
		return kind == reflect.Bool
	case json.Number:
		switch kind {
		case reflect.Float64:
			_, err := tok.Float64()
			return err == nil
		case reflect.Int, reflect.Int64:
			_, err := tok.Int64()
			return err == nil
		}
	}
	return false
}

// wanted is a type in words.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct:
		return "an object"
	case reflect.Slice:
		return "a list"
	case reflect.Bool:
		return "true or false"
	case reflect.Float64:
		return "a number"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	}
	return "a text"
}

func (w *jsonWalker) object(field string, t reflect.Type) {
	members := membersOf(t, "json")
	seen := make(map[string]bool)
	for w.dec.More() {
		tok, ok := w.token()
		if !ok {
			return
		}
		name, ok := tok.(string)
		if !ok {
			return
		}
		start := w.keyStart(w.dec.InputOffset())
		path := join(field, name)
		if seen[name] {
			w.report(path, start, "the member "+name+" stands twice")
		}
		seen[name] = true
		member, known := members[name]
		if !known {
			w.report(path, start, unknownMember(name, members))
			if tok, ok := w.token(); ok {
				w.skip(tok)
			}
		} else {
			w.value(path, member.t)
		}
		if w.fatal != nil {
			return
		}
	}
	w.token()
}

func (w *jsonWalker) array(field string, elem reflect.Type) {
	for i := 0; w.dec.More(); i++ {
		w.value(index(field, i), elem)
		if w.fatal != nil {
			return
		}
	}
	w.token()
}

// skip passes over the rest of the value that tok begins.
func (w *jsonWalker) skip(tok json.Token) {
	depth := 0
	for {
		switch tok {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth <= 0 {
			return
		}
		var ok bool
		if tok, ok = w.token(); !ok {
			return
		}
	}
}

// nextStart is where the value after offset begins.
func (w *jsonWalker) nextStart(offset int64) int64 {
	rest := w.doc[min(int(offset), len(w.doc)):]
	return offset + int64(len(rest)-len(bytes.TrimLeft(rest, " \t\r\n:,"))) + 1
}

// keyStart is where the key that ends at end begins.
func (w *jsonWalker) keyStart(end int64) int64 {
	if end < 2 || int(end) > len(w.doc) {
		return end
	}
	if at := bytes.LastIndexByte(w.doc[:end-1], '"'); at >= 0 {
		return int64(at) + 1
	}
	return end
}

func (w *jsonWalker) report(field string, offset int64, message string) {
	line, column := position(w.doc, offset)
	w.errs = append(w.errs, malformed("MalformedInput", field, line, column, message))
}

// position is the line and column, from 1, of the byte before offset.
func position(doc []byte, offset int64) (line, column int) {
	before := doc[:min(max(int(offset)-1, 0), len(doc))]
	line = 1 + bytes.Count(before, []byte("\n"))
	return line, len(before) - (bytes.LastIndexByte(before, '\n') + 1) + 1
}

func malformed(code, field string, line, column int, message string) *Error {
	return &Error{Code: code, Status: 400, Field: field, Message: message, Line: line, Column: column}
}

func join(field, name string) string {
	if field == "" {
		return name
	}
	return field + "." + name
}

// member is one place of a struct.
type member struct {
	t     reflect.Type
	inner string // XML: the name of list entries within the member
}

// membersOf reads the tags of t, embedded structs taken in.
func membersOf(t reflect.Type, tag string) map[string]member {
	all := make(map[string]member)
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get(tag), ",")
		if f.Anonymous && name == "" {
			for n, m := range membersOf(f.Type, tag) {
				all[n] = m
			}
			continue
		}
		name, inner, _ := strings.Cut(name, ">")
		all[name] = member{f.Type, inner}
	}
	return all
}

// unknownMember says so, with the right spelling when only the case is wrong.
func unknownMember(name string, members map[string]member) string {
	for known := range members {
		if strings.EqualFold(known, name) {
			return "unknown member " + name + "; it is spelled " + known
		}
	}
	return "unknown member " + name
}
