package wire

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"crossfront/corsengine/wellformed"
)

// Read reads one document into v, a pointer to a struct with xml tags, as
// strictly as S3 reads configurations: an element that is not expected, one
// that stands there twice, text between elements, a document type declaration
// or a missing element make the document malformed. Attributes mean nothing,
// except where a field asks for one.
//
// A field's rule tag says more: "required", or the values that it may have,
// "Enabled|Disabled", or both with a comma between. Lists may be empty unless
// required. The error says what is wrong for a log; S3 says MalformedXML
// whatever it is.
func Read(doc []byte, v any) error {
	if err := wellformed.Check(doc); err != nil {
		return err
	}
	r := &reader{decoder: xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(doc, []byte("\ufeff"))))}
	target := reflect.ValueOf(v).Elem()
	root, err := r.root(rootName(target.Type()))
	if err != nil {
		return err
	}
	r.namespace = root.Name.Space
	if err := r.structure(target, root); err != nil {
		return err
	}
	return r.end()
}

// reader walks over a document once.
type reader struct {
	decoder   *xml.Decoder
	namespace string // the root's; every element is in it
}

// rootName is the name in the tag of the field XMLName.
func rootName(t reflect.Type) string {
	f, _ := t.FieldByName("XMLName")
	name := f.Tag.Get("xml")
	return name[strings.LastIndexByte(name, ' ')+1:]
}

// token is the next token that means something.
func (r *reader) token() (xml.Token, error) {
	for {
		token, err := r.decoder.Token()
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.Directive:
			return nil, errors.New("a document type declaration")
		case xml.StartElement, xml.EndElement, xml.CharData:
			return t, nil
		}
	}
}

func (r *reader) root(name string) (xml.StartElement, error) {
	for {
		token, err := r.token()
		if err != nil {
			return xml.StartElement{}, err
		}
		switch t := token.(type) {
		case xml.CharData:
			if !blank(t) {
				return xml.StartElement{}, errors.New("text before the root element")
			}
		case xml.StartElement:
			if t.Name.Local != name || t.Name.Space != "" && t.Name.Space != Namespace {
				return t, errors.New("the root element is " + t.Name.Space + " " + t.Name.Local)
			}
			return t, nil
		}
	}
}

// end makes sure that nothing stands behind the root element.
func (r *reader) end() error {
	for {
		token, err := r.token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if text, ok := token.(xml.CharData); !ok || !blank(text) {
			return errors.New("something behind the root element")
		}
	}
}

// structure reads the children of start, up to its end.
func (r *reader) structure(target reflect.Value, start xml.StartElement) error {
	fields := fieldsOf(target.Type())
	seen := make(map[string]bool)
	for _, f := range fields {
		if f.attribute {
			readAttribute(target.Field(f.index), f.name, start)
		}
	}
	for {
		token, err := r.token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.CharData:
			if !blank(t) {
				return errors.New("text in " + start.Name.Local)
			}
		case xml.EndElement:
			return missing(fields, seen, start.Name.Local)
		case xml.StartElement:
			i := slices.IndexFunc(fields, func(f member) bool { return !f.attribute && f.name == t.Name.Local })
			if i < 0 || t.Name.Space != r.namespace {
				return errors.New("unexpected element " + t.Name.Local + " in " + start.Name.Local)
			}
			if seen[t.Name.Local] && !fields[i].list {
				return errors.New(t.Name.Local + " twice")
			}
			seen[t.Name.Local] = true
			if err := r.member(target.Field(fields[i].index), fields[i], t); err != nil {
				return err
			}
		}
	}
}

func missing(fields []member, seen map[string]bool, of string) error {
	for _, f := range fields {
		if f.required && !seen[f.name] && !f.attribute {
			return errors.New(of + " without " + f.name)
		}
	}
	return nil
}

// member reads one element into a field: itself, what it points to, or one
// more item of a list.
func (r *reader) member(field reflect.Value, f member, start xml.StartElement) error {
	switch field.Kind() {
	case reflect.Slice:
		item := reflect.New(field.Type().Elem()).Elem()
		if err := r.member(item, member{values: f.values}, start); err != nil {
			return err
		}
		field.Set(reflect.Append(field, item))
		return nil
	case reflect.Pointer:
		field.Set(reflect.New(field.Type().Elem()))
		return r.member(field.Elem(), f, start)
	case reflect.Struct:
		return r.structure(field, start)
	}
	text, err := r.text(start)
	if err != nil {
		return err
	}
	return setText(field, f, text)
}

// text is what an element holds; elements in it are refused.
func (r *reader) text(start xml.StartElement) (string, error) {
	var b strings.Builder
	for {
		token, err := r.token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.EndElement:
			return b.String(), nil
		case xml.StartElement:
			return "", errors.New("an element in " + start.Name.Local)
		}
	}
}

// setText gives a field its value. Numbers and truth values may have blanks
// around them, as XML Schema's may.
func setText(field reflect.Value, f member, text string) error {
	switch field.Kind() {
	case reflect.String:
		if f.values != nil && !slices.Contains(f.values, text) {
			return errors.New(f.name + " is " + strconv.Quote(text))
		}
		field.SetString(text)
		return nil
	case reflect.Bool:
		switch strings.Trim(text, blanks) {
		case "true", "1":
			field.SetBool(true)
			return nil
		case "false", "0":
			field.SetBool(false)
			return nil
		}
		return errors.New(f.name + " is neither true nor false")
	}
	n, err := strconv.ParseInt(strings.Trim(text, blanks), 10, field.Type().Bits())
	if err != nil {
		return err
	}
	field.SetInt(n)
	return nil
}

func readAttribute(field reflect.Value, name string, start xml.StartElement) {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			field.SetString(a.Value)
		}
	}
}

const blanks = " \t\r\n"

func blank(text []byte) bool { return len(bytes.Trim(text, blanks)) == 0 }

// A member is a field of a structure, by its tags.
type member struct {
	index     int
	name      string // of the element or, without its prefix, of the attribute
	attribute bool
	list      bool
	required  bool
	values    []string // nil: any
}

func fieldsOf(t reflect.Type) []member {
	members := make([]member, 0, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("xml"), ",")
		if f.Name == "XMLName" || name == "-" {
			continue
		}
		m := member{index: i, name: name, attribute: options == "attr", list: f.Type.Kind() == reflect.Slice}
		if m.attribute {
			m.name = name[strings.LastIndexByte(name, ':')+1:]
		}
		for rule := range strings.SplitSeq(f.Tag.Get("rule"), ",") {
			switch rule {
			case "":
			case "required":
				m.required = true
			default:
				m.values = strings.Split(rule, "|")
			}
		}
		members = append(members, m)
	}
	return members
}
