package corsengine

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strings"
)

// What follows is not well-formed, and encoding/xml lets it pass.

// attributes refuses a repeated one, and ones without a blank between (XML 1.0,
// section 3.1). Otherwise attributes mean nothing and are ignored.
func (r *xmlReader) attributes(t xml.StartElement) {
	for i, a := range t.Attr {
		if slices.ContainsFunc(t.Attr[:i], func(b xml.Attr) bool { return b.Name == a.Name }) {
			r.refuse(-1, t.Name.Local, "not well-formed: the attribute "+a.Name.Local+" stands there twice")
		}
	}
	if len(t.Attr) > 1 && runOn(r.body[r.start:r.decoder.InputOffset()]) {
		r.refuse(-1, t.Name.Local, "not well-formed: there is no blank between attributes")
	}
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
			if i+1 < len(tag) && bytes.IndexByte([]byte(xmlBlanks+"/>"), tag[i+1]) < 0 {
				return true
			}
		}
	}
	return false
}

// instruction refuses an XML declaration that is none, and one that does not
// come first. Other processing instructions mean nothing, but have a blank behind
// their name (XML 1.0, section 2.6).
func (r *xmlReader) instruction(t xml.ProcInst) {
	behind := r.body[r.start+len("<?")+len(t.Target):]
	switch {
	case len(t.Inst) > 0 && bytes.IndexByte([]byte(xmlBlanks), behind[0]) < 0:
		r.refuse(-1, "", "not well-formed: <?"+t.Target+" has no blank behind it")
	case !strings.EqualFold(t.Target, "xml"):
		r.aside(t.Inst)
	case r.start > 0: // XML 1.0, section 2.8
		r.refuse(-1, "", "nothing may stand before the XML declaration, not even a blank")
	case t.Target != "xml" || !isDeclaration(string(t.Inst)):
		r.refuse(-1, "", `not well-formed: an XML declaration is <?xml version="1.0" encoding="UTF-8"?>`)
	}
}

// aside refuses characters in a comment or an instruction that XML cannot hold
// (XML 1.0, section 2.2).
func (r *xmlReader) aside(text []byte) {
	if bytes.IndexFunc(text, notXML) >= 0 {
		r.refuse(-1, "", "not well-formed: a character that XML cannot hold")
	}
}

// isDeclaration reports whether the content of an XML declaration is a version,
// an encoding perhaps, and perhaps whether it stands alone, in this order (XML
// 1.0, section 2.8). Which version and which encoding, encoding/xml checks.
func isDeclaration(content string) bool {
	content = strings.Trim(content, xmlBlanks)
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

const xmlBlanks = " \t\r\n"

// pseudoAttribute takes name="value" off the beginning of s, and the blanks
// behind it, of which there must be some unless it is the last.
func pseudoAttribute(s, name string) (value, rest string, ok bool) {
	s, ok = strings.CutPrefix(s, name)
	if !ok {
		return "", "", false
	}
	s, ok = strings.CutPrefix(strings.TrimLeft(s, xmlBlanks), "=")
	if s = strings.TrimLeft(s, xmlBlanks); !ok || s == "" || s[0] != '"' && s[0] != '\'' {
		return "", "", false
	}
	value, s, ok = strings.Cut(s[1:], s[:1])
	rest = strings.TrimLeft(s, xmlBlanks)
	return value, rest, ok && (s == "" || rest != s)
}
