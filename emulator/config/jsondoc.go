package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// maxDepth bounds how deep values may be nested.
const maxDepth = 100

// parseJSON reads a JSON document. It returns nil after reporting a mistake.
func parseJSON(src *source, r *report) *node {
	var raw json.RawMessage
	if err := json.Unmarshal(src.text, &raw); err != nil {
		at := len(src.text)
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			at = max(int(syntax.Offset)-1, 0)
		}
		r.add(src.at(at), "this is no JSON: %s%s", strings.TrimPrefix(err.Error(), "json: "), jsonHint(src.text, at))
		return nil
	}
	p := &jsonParser{src: src, report: r, dec: json.NewDecoder(bytes.NewReader(src.text))}
	p.dec.UseNumber()
	n := p.value(0)
	if p.failed {
		return nil
	}
	return n
}

// jsonHint names the usual mistake behind a character that cannot stand at an
// offset of the text; empty when it is none of them.
func jsonHint(text []byte, at int) string {
	if at >= len(text) {
		return ""
	}
	before := bytes.TrimRight(text[:at], " \t\r\n")
	var last byte
	if len(before) > 0 {
		last = before[len(before)-1]
	}
	switch c := text[at]; {
	case last == ',' && (c == '}' || c == ']'):
		return " (the comma before it is one too many)"
	case c == '\'':
		return " (texts stand in double quotes)"
	case c == '/' || c == '#':
		return " (JSON has no comments)"
	case c == '"' && (last == '"' || last == '}' || last == ']'), c == '{' && last == '}':
		return " (a comma is missing before it)"
	}
	return ""
}

type jsonParser struct {
	src    *source
	report *report
	dec    *json.Decoder
	failed bool
}

// next is the next token and where it starts.
func (p *jsonParser) next() (json.Token, position) {
	start := int(p.dec.InputOffset())
	for start < len(p.src.text) && strings.IndexByte(" \t\r\n,:", p.src.text[start]) >= 0 {
		start++
	}
	at := p.src.at(start)
	token, err := p.dec.Token()
	if err != nil && !p.failed {
		p.failed = true
		p.report.add(at, "this is no JSON: %v", err)
	}
	return token, at
}

func (p *jsonParser) value(depth int) *node {
	token, at := p.next()
	n := &node{at: at}
	if depth > maxDepth {
		p.failed = true
		p.report.add(at, "values are nested more than %d deep", maxDepth)
	}
	if p.failed {
		return n
	}
	switch t := token.(type) {
	case nil:
		n.kind = null
	case string:
		n.kind, n.scalar = text, t
	case json.Number:
		n.kind, n.scalar, n.json = number, t.String(), t.String()
	case bool:
		n.kind, n.scalar = boolean, map[bool]string{true: "true", false: "false"}[t]
		n.json = n.scalar
	case json.Delim:
		if t == '[' {
			p.list(n, depth)
		} else {
			p.mapping(n, depth)
		}
	}
	return n
}

func (p *jsonParser) list(n *node, depth int) {
	n.kind = list
	for p.dec.More() && !p.failed {
		n.items = append(n.items, p.value(depth+1))
	}
	p.next() // the closing bracket
}

func (p *jsonParser) mapping(n *node, depth int) {
	n.kind = mapping
	for p.dec.More() && !p.failed {
		token, at := p.next()
		name, _ := token.(string)
		if n.has(name) {
			p.report.add(at, "field %q is given twice", name)
		}
		n.fields = append(n.fields, field{name: name, at: at, value: p.value(depth + 1)})
	}
	p.next() // the closing brace
}
