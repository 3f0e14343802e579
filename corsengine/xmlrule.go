package corsengine

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// rule reads a CORSRule, up to its end.
func (r *xmlReader) rule() {
	r.src.rules = append(r.src.rules, sourceRule{at: r.positions.of(r.start)})
	i := len(r.src.rules) - 1
	seen := map[string]bool{}
	for token := r.next(); token != nil; token = r.next() {
		switch t := token.(type) {
		case xml.EndElement:
			return
		case xml.CharData:
			r.noText(i, t)
		case xml.StartElement:
			r.member(i, t, seen)
		}
	}
	// The document broke off: what the rule still held is not known.
	r.src.rules[i].spoil("AllowedOrigins", "AllowedMethods")
}

func (r *xmlReader) member(i int, t xml.StartElement, seen map[string]bool) {
	name := t.Name.Local
	list := r.list(&r.src.rules[i], name)
	single := name == "ID" || name == "MaxAgeSeconds"
	if !r.is(t, name) || list == nil && !single {
		r.src.rules[i].spoil(meant(name))
		r.unknown(i, t, elementHint(name))
		return
	}
	if single && seen[name] {
		r.refuse(i, name, "a rule has at most one "+name)
	}
	seen[name] = true
	at := r.positions.of(r.start)
	text, ok := r.text(i, name)
	if !ok {
		return
	}
	switch rule := &r.src.rules[i]; name {
	case "ID":
		rule.id = value{text, at}
	case "MaxAgeSeconds":
		rule.maxAgeAt = at
		r.maxAge(i, text, at)
	default:
		*list = append(*list, value{text, at})
	}
}

// list is where the values of an element go; nil for one that is no list.
func (r *xmlReader) list(rule *sourceRule, name string) *[]value {
	switch name {
	case "AllowedOrigin":
		return &rule.origins
	case "AllowedMethod":
		return &rule.methods
	case "AllowedHeader":
		return &rule.headers
	case "ExposeHeader":
		return &rule.expose
	}
	return nil
}

// maxAge reads an integer of 32 bits, with blanks around it as XML Schema's
// integers may have (cfg-maxage-not-integer, cfg-maxage-overflow).
func (r *xmlReader) maxAge(i int, text string, at position) {
	text = strings.Trim(text, " \t\r\n")
	if text == "" && r.options.AcceptEmptyMaxAge {
		return
	}
	seconds, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		mistake := malformed(i, "MaxAgeSeconds", at, maxAgeHint)
		mistake.Value = text
		r.src.malformed = append(r.src.malformed, mistake)
		return
	}
	age := int(seconds)
	r.src.rules[i].maxAge = &age
}

// text is what an element holds, up to its end; elements in it are refused.
func (r *xmlReader) text(i int, name string) (string, bool) {
	var b strings.Builder
	ok := true
	for token := r.next(); token != nil; token = r.next() {
		switch t := token.(type) {
		case xml.EndElement:
			return b.String(), ok
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			r.unknown(i, t, name+" holds text only")
			ok = false
		}
	}
	return "", false
}
