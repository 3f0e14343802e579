package corsengine

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// rules reads an array of rules whose bracket was read.
func (r *jsonReader) rules() {
	for r.decoder.More() {
		token, at := r.next()
		r.src.rules = append(r.src.rules, sourceRule{at: at})
		i := len(r.src.rules) - 1
		if token != json.Delim('{') {
			r.refuse(i, "", at, "a rule is an object, not "+kind(token), "")
			r.src.rules[i].spoil("AllowedOrigins", "AllowedMethods")
			r.skip(token)
			continue
		}
		r.rule(i)
	}
	r.next() // ]
}

func (r *jsonReader) rule(i int) {
	seen := map[string]bool{}
	for r.decoder.More() {
		token, at := r.next()
		name, _ := token.(string)
		if seen[name] {
			r.refuse(i, name, at, name+" stands there twice", "")
		}
		seen[name] = true
		r.member(i, name, at)
	}
	r.next() // }
}

func (r *jsonReader) member(i int, name string, nameAt position) {
	rule := &r.src.rules[i]
	token, at := r.next()
	switch name {
	case "ID":
		text, ok := token.(string)
		if !ok {
			r.refuse(i, name, at, "ID is a string, not "+kind(token), "")
			r.skip(token)
			return
		}
		rule.id = value{text, at}
	case "AllowedOrigins":
		rule.origins = r.list(i, name, token, at)
	case "AllowedMethods":
		rule.methods = r.list(i, name, token, at)
	case "AllowedHeaders":
		rule.headers = r.list(i, name, token, at)
	case "ExposeHeaders":
		rule.expose = r.list(i, name, token, at)
	case "MaxAgeSeconds":
		rule.maxAgeAt = at
		r.maxAge(i, token, at)
	default:
		r.refuse(i, name, nameAt, fmt.Sprintf("unknown member %q", name), memberHint(name))
		rule.spoil(meant(name))
		r.skip(token)
	}
}

func (r *jsonReader) list(i int, name string, token json.Token, at position) []value {
	if token != json.Delim('[') {
		hint := ""
		if text, ok := token.(string); ok {
			hint = "write [" + strconv.Quote(text) + "]"
		}
		r.refuse(i, name, at, name+" is a list of strings, not "+kind(token), hint)
		r.src.rules[i].spoil(name)
		r.skip(token)
		return nil
	}
	var values []value
	for r.decoder.More() {
		item, itemAt := r.next()
		text, ok := item.(string)
		if !ok {
			r.refuse(i, name, itemAt, name+" holds strings, not "+kind(item), "")
			r.src.rules[i].spoil(name)
			r.skip(item)
			continue
		}
		values = append(values, value{text, itemAt})
	}
	r.next() // ]
	return values
}

func (r *jsonReader) maxAge(i int, token json.Token, at position) {
	number, ok := token.(json.Number)
	if !ok {
		r.refuse(i, "MaxAgeSeconds", at, "MaxAgeSeconds is a number, not "+kind(token), "")
		r.skip(token)
		return
	}
	seconds, err := strconv.ParseInt(number.String(), 10, 32)
	if err != nil {
		mistake := malformed(i, "MaxAgeSeconds", at, maxAgeHint)
		mistake.Value = number.String()
		r.src.malformed = append(r.src.malformed, mistake)
		return
	}
	age := int(seconds)
	r.src.rules[i].maxAge = &age
}

// kind is a token's kind of value, with its article.
func kind(token json.Token) string {
	switch token.(type) {
	case string:
		return "a string"
	case json.Number:
		return "a number"
	case bool:
		return "a boolean"
	case nil:
		return "null"
	}
	if token == json.Delim('[') {
		return "an array"
	}
	return "an object"
}
