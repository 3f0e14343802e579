package config

import (
	"strings"
)

// A loader reads one seed file and everything that it names.
type loader struct {
	*report
	files files
}

// loaded is a document that was looked up: inline, or in its file.
type loaded struct {
	node *node // nil for XML
	xml  []byte
	at   position // of the document as a whole
	file bool     // xml is the whole of at's source
}

// load looks a document up. It returns nil after reporting a mistake.
func (l *loader) load(d document, what string) *loaded {
	n := d.node
	if n.kind != text {
		return &loaded{node: n, at: n.at}
	}
	if start := strings.TrimLeft(n.scalar, " \t\r\n"); start != "" && strings.IndexByte("{[<", start[0]) >= 0 {
		return l.embeddedText(n, what)
	}
	if strings.TrimSpace(n.scalar) == "" {
		l.add(n.at, "%s is an empty text; expected the document or a file's path", what)
		return nil
	}
	body, err := read(l.files, n.scalar)
	if err != nil {
		l.add(n.at, "%s: cannot read %s: %v", what, l.files.name(n.scalar), err)
		return nil
	}
	src := &source{name: l.files.name(n.scalar), text: body}
	if looksLikeXML(body) {
		return &loaded{xml: body, at: src.at(0), file: true}
	}
	parsed := parse(src, l.report)
	if parsed == nil {
		return nil
	}
	if parsed.kind == null {
		l.add(src.whole(), "the file is empty; expected %s", what)
		return nil
	}
	return &loaded{node: parsed, at: parsed.at}
}

// embeddedText reads a document that stands in a text, as get-bucket-policy
// prints it. Mistakes in it are reported where the text stands.
func (l *loader) embeddedText(n *node, what string) *loaded {
	if looksLikeXML([]byte(n.scalar)) {
		return &loaded{xml: []byte(n.scalar), at: n.at}
	}
	inner := &report{}
	parsed := parseJSON(&source{name: "text", text: []byte(n.scalar)}, inner)
	for _, p := range inner.problems {
		l.add(n.at, "%s in this text: line %d, column %d: %s", what, p.Line, p.Column, p.Message)
	}
	if parsed == nil || len(inner.problems) > 0 {
		return nil
	}
	parsed.place(n.at)
	return &loaded{node: parsed, at: n.at}
}

// place moves a value and all in it to one position: that of the text in which
// it was written.
func (n *node) place(at position) {
	n.at = at
	for _, item := range n.items {
		item.place(at)
	}
	for i := range n.fields {
		n.fields[i].at = at
		n.fields[i].value.place(at)
	}
}

func looksLikeXML(text []byte) bool {
	return strings.HasPrefix(strings.TrimLeft(string(text[:min(len(text), 512)]), "\ufeff \t\r\n"), "<")
}

// unwrap steps through the structures that the AWS CLI prints round a
// document, as long as the names are there.
func unwrap(n *node, names ...string) *node {
	for _, name := range names {
		if inner := n.get(name); inner != nil {
			n = inner
		}
	}
	return n
}
