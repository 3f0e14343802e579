package config

import (
	"bytes"
	"encoding/json"
	"strings"
)

type kind int

const (
	null kind = iota
	text
	number
	boolean
	list
	mapping
)

// String is what messages call the kind.
func (k kind) String() string {
	return [...]string{"nothing", "a text", "a number", "true or false", "a list", "a mapping"}[k]
}

// A node is one value of a YAML or JSON document with the place where it
// stands. Nodes are shared where YAML uses an alias; nothing changes them.
type node struct {
	kind   kind
	at     position
	scalar string  // text, number or boolean, as written
	json   string  // number as JSON writes it
	fields []field // mapping, in document order
	items  []*node // list
}

type field struct {
	name  string
	at    position // of the name
	value *node
}

// get is the value of a mapping's field, or nil.
func (n *node) get(name string) *node {
	if n == nil {
		return nil
	}
	for _, f := range n.fields {
		if f.name == name {
			return f.value
		}
	}
	return nil
}

// has reports whether a mapping has one of the fields.
func (n *node) has(names ...string) bool {
	for _, name := range names {
		if n.get(name) != nil {
			return true
		}
	}
	return false
}

// given reports whether a mapping has one of the fields, with a value: nothing,
// null, is as if it were left out.
func (n *node) given(names ...string) bool {
	for _, name := range names {
		if v := n.get(name); v != nil && v.kind != null {
			return true
		}
	}
	return false
}

// nearest is the place of the innermost value that the path leads to, or of its
// name when it is a list or a mapping. Names
// step into mappings, numbers into lists; steps that lead nowhere are passed
// over, so that a path in somebody else's spelling still comes near.
func (n *node) nearest(path ...any) position {
	at := n.at
	for _, step := range path {
		switch step := step.(type) {
		case string:
			for _, f := range n.fields {
				if strings.EqualFold(f.name, step) {
					n, at = f.value, f.at
					if n.kind == text || n.kind == number || n.kind == boolean {
						at = n.at
					}
					break
				}
			}
		case int:
			if step >= 0 && step < len(n.items) {
				n = n.items[step]
				at = n.at
			}
		}
	}
	return at
}

// maxNodes bounds how many values a document may unfold to through aliases.
const maxNodes = 200_000

// toJSON writes the value as JSON; ok is false when it unfolds to too much.
// <, > and &, which stand in policies as they are, are not escaped.
func (n *node) toJSON() (doc []byte, ok bool) {
	w := &jsonWriter{budget: maxNodes}
	w.strings = json.NewEncoder(&w.out)
	w.strings.SetEscapeHTML(false)
	w.value(n)
	return w.out.Bytes(), w.budget > 0
}

type jsonWriter struct {
	out     bytes.Buffer
	strings *json.Encoder // writes to out
	budget  int           // values still allowed
}

func (w *jsonWriter) value(n *node) {
	if w.budget--; w.budget <= 0 {
		return
	}
	switch n.kind {
	case null:
		w.out.WriteString("null")
	case text:
		w.text(n.scalar)
	case number, boolean:
		w.out.WriteString(n.json)
	case list:
		w.out.WriteByte('[')
		for i, item := range n.items {
			if i > 0 {
				w.out.WriteByte(',')
			}
			w.value(item)
		}
		w.out.WriteByte(']')
	case mapping:
		w.out.WriteByte('{')
		for i, f := range n.fields {
			if i > 0 {
				w.out.WriteByte(',')
			}
			w.text(f.name)
			w.out.WriteByte(':')
			w.value(f.value)
		}
		w.out.WriteByte('}')
	}
}

func (w *jsonWriter) text(s string) {
	if w.strings.Encode(s) == nil { // a string always encodes
		w.out.Truncate(w.out.Len() - 1) // Encode's newline
	}
}
