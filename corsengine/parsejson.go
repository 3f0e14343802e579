package corsengine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// ParseJSON reads and validates the S3 console's form, a bare array of rules, or
// that of the AWS CLI and SDKs, an object with the one member CORSRules. It is
// as strict as these are: member names are exact, unknown and repeated members
// are refused. CloudFormation's and Terraform's names are refused too, with a
// hint that says the right one. The error is [Errors].
func (o Options) ParseJSON(doc []byte) (*Config, error) {
	doc = bytes.TrimPrefix(doc, []byte(bom))
	switch {
	case len(bytes.TrimSpace(doc)) == 0:
		return nil, Errors{{Code: CodeMissingRequestBody, Message: messageEmptyBody, Rule: -1}}
	case len(doc) > maxJSONBytes:
		return nil, tooBig(len(doc))
	}
	r := &jsonReader{doc: doc, positions: newPositions(doc), src: source{names: jsonNames()}}
	if !r.syntax() {
		return nil, r.src.malformed
	}
	r.decoder = json.NewDecoder(bytes.NewReader(doc))
	r.decoder.UseNumber()
	r.document()
	c, err := o.finish(&r.src)
	if err != nil {
		return nil, err
	}
	// It is the XML that S3 gets.
	if size := len(c.XML()); size > MaxBytes {
		return nil, tooBig(size)
	}
	return c, nil
}

// jsonReader walks over the tokens of a document whose syntax is right.
type jsonReader struct {
	doc       []byte
	decoder   *json.Decoder
	positions *positions
	src       source
}

// syntax reports whether the document is JSON, and notes where it is not.
func (r *jsonReader) syntax() bool {
	if !utf8.Valid(r.doc) {
		r.refuse(-1, "", position{}, "the document is not UTF-8", "")
		return false
	}
	var whole json.RawMessage
	err := json.Unmarshal(r.doc, &whole)
	if err == nil {
		return true
	}
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		r.refuse(-1, "", position{}, err.Error(), "")
		return false
	}
	offset := max(int(syntax.Offset)-1, 0)
	if int(syntax.Offset) >= len(r.doc) && syntax.Error() == "unexpected end of JSON input" {
		offset = len(r.doc)
	}
	r.refuse(-1, "", r.positions.of(offset), syntax.Error(), syntaxHint(r.doc, offset))
	return false
}

// syntaxHint names the usual slips: a comma too many, quotes of another kind,
// a comment, Python's or YAML's words.
func syntaxHint(doc []byte, offset int) string {
	if offset >= len(doc) {
		return "a bracket or quote is not closed"
	}
	before := bytes.TrimRight(doc[:offset], " \t\r\n")
	c, _ := utf8.DecodeRune(doc[offset:])
	switch {
	case (c == ']' || c == '}') && bytes.HasSuffix(before, []byte(",")):
		return "take the comma before it away"
	case c == '\'' || c == '“' || c == '”' || c == '‘' || c == '’':
		return `strings stand in straight double quotes: "`
	case c == '/' || c == '#':
		return "JSON has no comments"
	case c == '"' || c == '{' || c == '[':
		return "is a comma missing before it?"
	}
	return ""
}

func (r *jsonReader) refuse(rule int, field string, at position, message, hint string) {
	r.src.malformed = append(r.src.malformed, &Error{
		Code: CodeMalformedJSON, Message: message,
		Rule: rule, Field: field, Line: at.line, Column: at.column, Hint: hint,
	})
}

// next is the next token and its place. The syntax has been checked, so there
// is one wherever one is asked for.
func (r *jsonReader) next() (json.Token, position) {
	start := int(r.decoder.InputOffset())
	for start < len(r.doc) && bytes.IndexByte([]byte(" \t\r\n,:"), r.doc[start]) >= 0 {
		start++
	}
	token, err := r.decoder.Token()
	if err != nil {
		return nil, r.positions.of(start)
	}
	return token, r.positions.of(start)
}

// skip walks past a value whose first token was read.
func (r *jsonReader) skip(token json.Token) {
	depth := 0
	for {
		switch token {
		case json.Delim('['), json.Delim('{'):
			depth++
		case json.Delim(']'), json.Delim('}'):
			depth--
		}
		if depth == 0 {
			return
		}
		token, _ = r.next()
	}
}

func (r *jsonReader) document() {
	token, at := r.next()
	r.src.at = at
	switch token {
	case json.Delim('['):
		r.rules()
	case json.Delim('{'):
		r.wrapper(at)
	default:
		r.refuse(-1, "", at, "a CORS configuration is an array of rules, or an object with CORSRules", "")
	}
}

// wrapper reads the CLI's object.
func (r *jsonReader) wrapper(at position) {
	found := false
	for r.decoder.More() {
		name, nameAt := r.next()
		token, valueAt := r.next()
		switch {
		case name != "CORSRules":
			r.refuse(-1, fmt.Sprint(name), nameAt, fmt.Sprintf("unknown member %q", name), wrapperHint(fmt.Sprint(name)))
			r.skip(token)
			found = found || meant(fmt.Sprint(name)) != ""
		case found:
			r.refuse(-1, "CORSRules", nameAt, "CORSRules stands there twice", "")
			r.skip(token)
		case token != json.Delim('['):
			found = true
			r.refuse(-1, "CORSRules", valueAt, "CORSRules is an array of rules, not "+kind(token), "")
			r.skip(token)
		default:
			found = true
			r.rules()
		}
	}
	if !found {
		r.refuse(-1, "CORSRules", at, "the object has no CORSRules", "")
	}
}

func wrapperHint(name string) string {
	switch {
	case meant(name) != "":
		return "put rules into an array: [{…}]"
	case name == "CORSConfiguration" || name == "CorsConfiguration":
		return "leave " + name + " out and keep what is in it"
	}
	return "the member is CORSRules"
}
