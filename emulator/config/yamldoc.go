package config

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// parseYAML reads a YAML file of one document. It returns nil after reporting
// a mistake.
func parseYAML(src *source, r *report) *node {
	if at, why := unfitYAML(src.text); why != "" {
		r.add(src.at(at), "%s", why)
		return nil
	}
	file, err := yamlTree(src.text)
	if err != nil {
		at, message := src.whole(), err.Error()
		var located yaml.Error
		if errors.As(err, &located) {
			at, message = tokenAt(src, located.GetToken()), located.GetMessage()
		}
		r.add(at, "this is no YAML: %s", yamlWords(message))
		return nil
	}
	var docs []*ast.DocumentNode
	for _, doc := range file.Docs {
		if doc.Body != nil {
			docs = append(docs, doc)
		}
	}
	if len(docs) == 0 {
		return &node{at: position{src: src, line: 1, col: 1}}
	}
	if len(docs) > 1 {
		start := docs[1].Start
		if start == nil {
			start = docs[1].Body.GetToken()
		}
		r.add(tokenAt(src, start), "a second document starts here; expected one document a file")
		return nil
	}
	y := &yamlReader{src: src, report: r, anchors: map[string]*node{}}
	n := y.value(docs[0].Body, 0)
	if y.failed {
		return nil
	}
	return n
}

// yamlWords is the parser's message, with the usual mistake behind it.
func yamlWords(message string) string {
	switch {
	case strings.HasPrefix(message, "found character '\t'"):
		return "a tab stands here; expected spaces, which alone may indent"
	case strings.HasPrefix(message, "value is not allowed in this context"):
		return message + " (is the line indented as those that it belongs to?)"
	}
	return message
}

const (
	// maxYAML is the largest YAML text that is read, in bytes. Larger documents
	// are AWS's, in JSON.
	maxYAML = 1 << 20
	// maxIndent is the longest run of spaces and dashes a line may start with.
	maxIndent = 400
)

// unfitYAML finds text that would cost the parser more than it is worth: the
// parser recurses without a limit of its own. It goes by brackets and
// indentation alone, so it says no before anything is parsed. why is empty for
// text that is fit.
func unfitYAML(text []byte) (at int, why string) {
	if len(text) > maxYAML {
		return maxYAML, fmt.Sprintf("the file is larger than %d MiB; expected a short YAML file, or JSON", maxYAML>>20)
	}
	depth, indent, leading := 0, 0, true
	for i, c := range text {
		switch c {
		case '\n':
			indent, leading = 0, true
			continue
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(depth-1, 0)
		}
		if leading = leading && (c == ' ' || c == '-' || c == '?'); leading {
			indent++
		}
		if depth > maxDepth || indent > maxIndent {
			return i, fmt.Sprintf("values are nested more than %d deep", maxDepth)
		}
	}
	return 0, ""
}

// yamlTree parses text. A panic of the parser, which fuzzing others' text can
// provoke, counts as a syntax error.
func yamlTree(text []byte) (file *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			file, err = nil, fmt.Errorf("it cannot be parsed (%v)", p)
		}
	}()
	return parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey()) // doubles are reported by us, all of them
}

func tokenAt(src *source, t *token.Token) position {
	if t == nil || t.Position == nil {
		return src.whole()
	}
	return position{src: src, line: t.Position.Line, col: t.Position.Column}
}

type yamlReader struct {
	src     *source
	report  *report
	anchors map[string]*node
	failed  bool
}

func (y *yamlReader) fail(at position, format string, args ...any) *node {
	y.failed = true
	y.report.add(at, format, args...)
	return &node{at: at}
}

func (y *yamlReader) value(from ast.Node, depth int) *node {
	if from == nil {
		return &node{at: y.src.whole()}
	}
	at := tokenAt(y.src, from.GetToken())
	if depth > maxDepth {
		return y.fail(at, "values are nested more than %d deep", maxDepth)
	}
	switch v := from.(type) {
	case *ast.NullNode:
		return &node{at: at}
	case *ast.StringNode:
		return &node{kind: text, at: at, scalar: v.Value}
	case *ast.LiteralNode:
		return &node{kind: text, at: at, scalar: v.Value.Value}
	case *ast.BoolNode:
		return &node{kind: boolean, at: at, scalar: strconv.FormatBool(v.Value), json: strconv.FormatBool(v.Value)}
	case *ast.IntegerNode:
		return &node{kind: number, at: at, scalar: v.Token.Value, json: fmt.Sprint(v.Value)}
	case *ast.FloatNode:
		return &node{kind: number, at: at, scalar: v.Token.Value, json: strconv.FormatFloat(v.Value, 'g', -1, 64)}
	case *ast.SequenceNode:
		n := &node{kind: list, at: at}
		for _, item := range v.Values {
			n.items = append(n.items, y.value(item, depth+1))
		}
		return n
	case *ast.MappingNode:
		return y.mapping(at, v.Values, depth)
	case *ast.MappingValueNode:
		return y.mapping(at, []*ast.MappingValueNode{v}, depth)
	case *ast.AnchorNode:
		n := y.value(v.Value, depth+1)
		y.anchors[nameOf(v.Name)] = n
		return n
	case *ast.AliasNode:
		if n, ok := y.anchors[nameOf(v.Value)]; ok {
			return n
		}
		return y.fail(at, "no anchor &%s stands before this alias", nameOf(v.Value))
	default:
		return y.fail(at, "%s is not understood here; expected plain YAML without tags", from.Type())
	}
}

func (y *yamlReader) mapping(at position, values []*ast.MappingValueNode, depth int) *node {
	n := &node{kind: mapping, at: at}
	if len(values) > 0 && values[0].Key != nil {
		n.at = tokenAt(y.src, values[0].Key.GetToken())
		if values[0].IsFlowStyle {
			n.at = at
		}
	}
	var merged []field
	for _, v := range values {
		keyAt := tokenAt(y.src, v.Key.GetToken())
		value := y.value(v.Value, depth+1)
		if value.at.line == 0 {
			value.at = keyAt
		}
		if v.Key.IsMergeKey() {
			merged = append(merged, value.fields...)
			continue
		}
		name := keyName(v.Key)
		if n.has(name) {
			y.report.add(keyAt, "field %q is given twice", name)
		}
		n.fields = append(n.fields, field{name: name, at: keyAt, value: value})
	}
	for _, f := range merged {
		if !n.has(f.name) {
			n.fields = append(n.fields, f)
		}
	}
	return n
}

func keyName(key ast.MapKeyNode) string {
	if s, ok := key.(*ast.StringNode); ok {
		return s.Value
	}
	return key.GetToken().Value
}

func nameOf(n ast.Node) string {
	if n == nil || n.GetToken() == nil {
		return ""
	}
	return n.GetToken().Value
}
