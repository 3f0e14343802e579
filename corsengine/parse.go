package corsengine

import "bytes"

// Parse is [Options.Parse] with the default options.
func Parse(doc []byte) (*Config, error) { return Options{}.Parse(doc) }

// ParseXML is [Options.ParseXML] with the default options.
func ParseXML(doc []byte) (*Config, error) { return Options{}.ParseXML(doc) }

// ParseJSON is [Options.ParseJSON] with the default options.
func ParseJSON(doc []byte) (*Config, error) { return Options{}.ParseJSON(doc) }

// Parse reads and validates a configuration in any of the three forms: the REST
// API's XML, the console's JSON array, the CLI's {"CORSRules": [...]}. The error
// is [Errors].
func (o Options) Parse(doc []byte) (*Config, error) {
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(doc, []byte(bom)), " \t\r\n")
	if len(trimmed) > 0 && (trimmed[0] == '[' || trimmed[0] == '{') {
		return o.ParseJSON(doc)
	}
	return o.ParseXML(doc)
}

// bom is the mark that some editors put before UTF-8 text.
const bom = "\ufeff"

// finish validates what a reader made of a document.
func (o Options) finish(src *source) (*Config, error) {
	if errs := o.validate(src); len(errs) > 0 {
		return nil, errs
	}
	return src.config(), nil
}

// positions turns offsets in a document into lines and columns; quick when they
// are asked for in rising order.
type positions struct {
	doc    []byte
	offset int
	at     position
}

func newPositions(doc []byte) *positions {
	return &positions{doc: doc, at: position{1, 1}}
}

// of is the line and column, in characters, of an offset; an offset before the
// last one asked for starts from the beginning again.
func (p *positions) of(offset int) position {
	if offset < p.offset {
		p.offset, p.at = 0, position{1, 1}
	}
	for ; p.offset < offset && p.offset < len(p.doc); p.offset++ {
		switch c := p.doc[p.offset]; {
		case c == '\n':
			p.at = position{p.at.line + 1, 1}
		case c&0xC0 != 0x80: // not inside a UTF-8 sequence
			p.at.column++
		}
	}
	return p.at
}
