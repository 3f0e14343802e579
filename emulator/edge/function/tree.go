package function

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// A node is one JSON value, an object's members in their order.
type node struct {
	kind    byte // one of { [ " 0 t n
	text    string
	number  json.Number
	truth   bool
	members []member
	items   []*node
}

type member struct {
	name string
	node *node
}

// get is an object's member, nil when there is none or it is no object.
func (n *node) get(name string) *node {
	if n == nil {
		return nil
	}
	for _, m := range n.members {
		if m.name == name {
			return m.node
		}
	}
	return nil
}

var errDeep = errors.New("nested too deep")

// readTree reads one JSON value. A name that comes twice has its last value.
func readTree(doc []byte) (*node, error) {
	d := json.NewDecoder(bytes.NewReader(doc))
	d.UseNumber()
	n, err := readNode(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("text after the value")
	}
	return n, nil
}

func readNode(d *json.Decoder, depth int) (*node, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case json.Delim:
		if depth == maxNesting {
			return nil, errDeep
		}
		if t == '[' {
			return readList(d, depth)
		}
		return readObject(d, depth)
	case string:
		return &node{kind: '"', text: t}, nil
	case json.Number:
		return &node{kind: '0', number: t}, nil
	case bool:
		return &node{kind: 't', truth: t}, nil
	}
	return &node{kind: 'n'}, nil
}

func readObject(d *json.Decoder, depth int) (*node, error) {
	n := &node{kind: '{'}
	at := map[string]int{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := t.(string)
		v, err := readNode(d, depth+1)
		if err != nil {
			return nil, err
		}
		if i, ok := at[name]; ok {
			n.members[i].node = v
			continue
		}
		at[name] = len(n.members)
		n.members = append(n.members, member{name, v})
	}
	_, err := d.Token()
	return n, err
}

func readList(d *json.Decoder, depth int) (*node, error) {
	n := &node{kind: '['}
	for d.More() {
		v, err := readNode(d, depth+1)
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, v)
	}
	_, err := d.Token()
	return n, err
}
