package function

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// A returned value is what a function gave back, taken apart: a request or a
// response.
type returned struct {
	isResponse bool
	message

	method, uri string
	queryText   string // a query string given as text
	queryGiven  bool

	status      int
	description string
	body        []byte
	hasBody     bool
}

// readResult takes JSON of what a function returned apart, and checks its form.
func readResult(event EventType, doc []byte) (*returned, *Fault) {
	tree, err := readTree(doc)
	if err != nil {
		return nil, invalidValue("the returned value cannot be read: " + err.Error())
	}
	if tree.kind != '{' {
		return nil, invalidValue("the function must return a request or a response object")
	}
	r := &reader{returned: &returned{}}
	if event == ViewerResponse || tree.get("statusCode") != nil {
		r.isResponse = true
		r.response(tree)
	} else {
		r.request(tree)
	}
	if r.fault != nil {
		return nil, r.fault
	}
	return r.returned, nil
}

func invalidValue(what string) *Fault {
	return &Fault{Validation, invalidSentence + ": " + what, ""}
}

// A reader reads one result; its first mistake counts.
type reader struct {
	*returned
	fault *Fault
}

func (r *reader) refuse(what string) {
	if r.fault == nil {
		r.fault = invalidValue(what)
	}
}

func (r *reader) request(n *node) {
	r.method = r.text(n, "request", "method", true)
	r.uri = r.text(n, "request", "uri", true)
	r.checkURI()
	switch q := n.get("querystring"); {
	case q == nil || q.kind == 'n':
	case q.kind == '"':
		r.queryText, r.queryGiven = q.text, true
	default:
		r.query = r.fields(q, "request.querystring", false, false)
	}
	r.headers = r.fields(n.get("headers"), "request.headers", true, false)
	r.cookies = r.fields(n.get("cookies"), "request.cookies", false, false)
}

// checkURI: "The new uri value must begin with a forward slash".
func (r *reader) checkURI() {
	if !strings.HasPrefix(r.uri, "/") {
		r.refuse("request.uri must begin with a forward slash")
	}
}

func (r *reader) response(n *node) {
	code := n.get("statusCode")
	if code == nil || code.kind != '0' {
		r.refuse("response.statusCode must be an integer")
		return
	}
	status, err := strconv.Atoi(code.number.String())
	if err != nil || status < 200 || status > 599 {
		r.refuse("response.statusCode must be an integer from 200 to 599")
		return
	}
	r.status = status
	r.description = r.text(n, "response", "statusDescription", false)
	r.headers = r.fields(n.get("headers"), "response.headers", true, false)
	r.cookies = r.fields(n.get("cookies"), "response.cookies", false, true)
	r.readBody(n.get("body"))
}

// readBody: text, or an object that says how its data is encoded.
func (r *reader) readBody(n *node) {
	if n == nil || n.kind == 'n' {
		return
	}
	r.hasBody = true
	if n.kind == '"' {
		r.body = []byte(n.text)
		return
	}
	encoding, data := r.text(n, "response.body", "encoding", true), r.text(n, "response.body", "data", false)
	switch encoding {
	case "text":
		r.body = []byte(data)
	case "base64":
		raw, err := base64.StdEncoding.DecodeString(data)
		if err != nil {
			r.refuse("response.body.data is not valid base64")
		}
		r.body = raw
	default:
		r.refuse("response.body.encoding must be text or base64")
	}
}

// text is a member that is a string.
func (r *reader) text(n *node, path, name string, required bool) string {
	v := n.get(name)
	switch {
	case v == nil || v.kind == 'n':
		if required {
			r.refuse(path + "." + name + " is missing")
		}
	case v.kind == '"':
		return v.text
	default:
		r.refuse(path + "." + name + " must be a string")
	}
	return ""
}

// fields reads headers, cookies or query parameters. "response.headers must
// have header names in lower case" is the service's own wording.
func (r *reader) fields(n *node, path string, header, attributes bool) []field {
	if n == nil || n.kind == 'n' {
		return nil
	}
	if n.kind != '{' {
		r.refuse(path + " must be an object")
		return nil
	}
	fields := make([]field, 0, len(n.members))
	for _, m := range n.members {
		if header {
			r.headerName(m.name, path)
		}
		if m.node.kind != '{' {
			r.refuse(path + "." + m.name + " must be an object with a value")
			return nil
		}
		fields = append(fields, r.field(m.name, m.node, path+"."+m.name, attributes))
	}
	return fields
}

func (r *reader) headerName(name, path string) {
	switch {
	case name != strings.ToLower(name):
		r.refuse(path + " must have header names in lower case.")
	case !isToken(name):
		r.refuse(path + " has a name that no header can have: " + strconv.Quote(name))
	case name == "cookie" || name == "set-cookie":
		r.refuse(path + " cannot have cookies: they belong into the cookies object")
	}
}

func (r *reader) field(name string, n *node, path string, attributes bool) field {
	one := func(n *node, path string) value {
		v := value{text: r.text(n, path, "value", true)}
		if attributes {
			v.attributes = r.text(n, path, "attributes", false)
		}
		if strings.ContainsFunc(name+v.text+v.attributes, isControl) {
			r.refuse(path + ".value has a control character")
		}
		return v
	}
	f := field{name: name}
	several := n.get("multiValue")
	if several == nil || several.kind == 'n' || several.kind == '[' && len(several.items) == 0 {
		f.values = []value{one(n, path)}
		return f
	}
	if several.kind != '[' {
		r.refuse(path + ".multiValue must be an array")
		return f
	}
	for i, item := range several.items {
		if item.kind != '{' {
			r.refuse(path + ".multiValue must have objects with a value")
			return f
		}
		f.values = append(f.values, one(item, path+".multiValue["+strconv.Itoa(i)+"]"))
	}
	// The first value also stands alone; see changed.
	if single := n.get("value"); single != nil && single.kind == '"' {
		f.single, f.hasSingle = single.text, true
	}
	return f
}

func isControl(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }

// isToken: RFC 9110, section 5.6.2.
func isToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool {
		return c <= ' ' || c >= 0x7f || strings.ContainsRune("()<>@,;:\\\"/[]?={}", c)
	})
}

// settle applies the rules for fields with several values: a changed list
// counts; otherwise a changed value takes the first one's place.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html#functions-event-structure-multivalue
func settle(before, after []field) []field {
	settled := make([]field, 0, len(after))
	for _, f := range after {
		if f.hasSingle {
			i := slices.IndexFunc(before, func(b field) bool { return b.name == f.name })
			if i >= 0 && slices.Equal(before[i].values, f.values) && len(f.values) > 0 {
				f.values = slices.Clone(f.values)
				f.values[0].text = f.single
			}
			f.single, f.hasSingle = "", false
		}
		if len(f.values) > 0 {
			settled = append(settled, f)
		}
	}
	return settled
}

func equalFields(a, b []field) bool {
	return slices.EqualFunc(a, b, func(a, b field) bool { return a.name == b.name && slices.Equal(a.values, b.values) })
}

// output is what was returned as TestFunction shows it.
func (r *returned) output() string {
	w := &writer{}
	w.open()
	if r.isResponse {
		w.key("response")
		w.open()
		w.fields("headers", r.headers)
		w.text("statusDescription", describe(r.status, r.description))
		w.fields("cookies", r.cookies)
		w.number("statusCode", r.status)
		if r.hasBody {
			w.key("body")
			w.open()
			w.text("encoding", "text")
			w.text("data", string(r.body))
			w.close()
		}
	} else {
		w.key("request")
		w.open()
		w.fields("headers", r.headers)
		w.text("method", r.method)
		if r.queryGiven {
			w.text("querystring", r.queryText)
		} else {
			w.fields("querystring", r.query)
		}
		w.text("uri", r.uri)
		w.fields("cookies", r.cookies)
	}
	w.close()
	w.close()
	return string(w.doc)
}

func describe(status int, given string) string {
	if given != "" {
		return given
	}
	return http.StatusText(status)
}
