// Package wellformed refuses what encoding/xml lets pass though it is no
// well-formed XML 1.0 (https://www.w3.org/TR/xml/): S3 and CloudFront read
// documents with parsers that do not.
package wellformed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// Check reads doc, which may begin with a byte order mark, from end to end. The
// error is an [xml.SyntaxError], of encoding/xml's own or of what it lets pass.
// Whether end tags fit is left to who reads the document.
func Check(doc []byte) error {
	doc = bytes.TrimPrefix(doc, []byte("\ufeff"))
	d := xml.NewDecoder(bytes.NewReader(doc))
	for {
		start := d.InputOffset()
		line, _ := d.InputPos()
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if what := Mistake(token, doc[:d.InputOffset()], int(start)); what != "" {
			return &xml.SyntaxError{Msg: what, Line: line}
		}
	}
}

// Mistake is what encoding/xml has let pass in a token; empty when it is well. doc
// is the document up to the token's end, and start where in it the token begins.
func Mistake(token xml.Token, doc []byte, start int) string {
	switch t := token.(type) {
	case xml.StartElement:
		return ofAttributes(t, doc[start:])
	case xml.ProcInst:
		return ofInstruction(t, doc[start:], start)
	case xml.Comment:
		return ofAside(t)
	}
	return ""
}

// ofAttributes: none stands there twice, and there is a blank between (XML 1.0,
// section 3.1).
func ofAttributes(t xml.StartElement, tag []byte) string {
	for i, a := range t.Attr {
		if slices.ContainsFunc(t.Attr[:i], func(b xml.Attr) bool { return b.Name == a.Name }) {
			return "the attribute " + a.Name.Local + " stands there twice"
		}
	}
	if len(t.Attr) > 1 && runOn(tag) {
		return "there is no blank between attributes"
	}
	return ""
}

// runOn reports whether an attribute of a start tag begins right behind the
// value of another.
func runOn(tag []byte) bool {
	quote := byte(0)
	for i, c := range tag {
		switch {
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote != 0 && c == quote:
			quote = 0
			if i+1 < len(tag) && bytes.IndexByte([]byte(blanks+"/>"), tag[i+1]) < 0 {
				return true
			}
		}
	}
	return false
}

// ofInstruction: an XML declaration is one, and comes first. Other processing
// instructions mean nothing, but have a blank behind their name (XML 1.0, section
// 2.6).
func ofInstruction(t xml.ProcInst, text []byte, start int) string {
	behind := text[len("<?")+len(t.Target):]
	switch {
	case len(t.Inst) > 0 && bytes.IndexByte([]byte(blanks), behind[0]) < 0:
		return "<?" + t.Target + " has no blank behind it"
	case !strings.EqualFold(t.Target, "xml"):
		return ofAside(t.Inst)
	case start > 0: // XML 1.0, section 2.8
		return "nothing may stand before the XML declaration, not even a blank"
	case t.Target != "xml" || !isDeclaration(string(t.Inst)):
		return `an XML declaration is <?xml version="1.0" encoding="UTF-8"?>`
	}
	return ""
}

// ofAside: a comment or an instruction has no characters that XML cannot hold (XML
// 1.0, section 2.2).
func ofAside(text []byte) string {
	if bytes.IndexFunc(text, NotXML) >= 0 {
		return "a character that XML cannot hold"
	}
	return ""
}

// isDeclaration reports whether the content of an XML declaration is a version,
// an encoding perhaps, and perhaps whether it stands alone, in this order (XML
// 1.0, section 2.8). Which version and which encoding, encoding/xml checks.
func isDeclaration(content string) bool {
	content = strings.Trim(content, blanks)
	version, content, ok := pseudoAttribute(content, "version")
	if !ok || version == "" {
		return false
	}
	if encoding, rest, ok := pseudoAttribute(content, "encoding"); ok {
		if content = rest; encoding == "" {
			return false
		}
	}
	if alone, rest, ok := pseudoAttribute(content, "standalone"); ok {
		if content = rest; alone != "yes" && alone != "no" {
			return false
		}
	}
	return content == ""
}

// NotXML reports whether a document cannot hold the character, not even escaped
// (XML 1.0, section 2.2).
func NotXML(c rune) bool {
	return c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0xFFFE || c == 0xFFFF
}

const blanks = " \t\r\n"

// pseudoAttribute takes name="value" off the beginning of s, and the blanks
// behind it, of which there must be some unless it is the last.
func pseudoAttribute(s, name string) (value, rest string, ok bool) {
	s, ok = strings.CutPrefix(s, name)
	if !ok {
		return "", "", false
	}
	s, ok = strings.CutPrefix(strings.TrimLeft(s, blanks), "=")
	if s = strings.TrimLeft(s, blanks); !ok || s == "" || s[0] != '"' && s[0] != '\'' {
		return "", "", false
	}
	value, s, ok = strings.Cut(s[1:], s[:1])
	rest = strings.TrimLeft(s, blanks)
	return value, rest, ok && (s == "" || rest != s)
}
