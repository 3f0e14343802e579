package function

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// An Event is what a function is called with.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
type Event struct {
	Type               EventType
	DistributionDomain string
	DistributionID     string
	RequestID          string
	ViewerIP           string
	Request            Request
	Response           *Response // in viewer-response events
}

// A Request is a viewer's request.
type Request struct {
	Method   string
	URI      string // as it stands in the request line, begins with "/"
	Query    string // without "?"
	HasQuery bool   // there was a "?"
	Host     string // without a port
	Header   http.Header
}

// A Response is the response that a viewer is about to get.
type Response struct {
	Status int
	Header http.Header
}

// A field is a header, cookie or query parameter of an event: a name with one
// value or several.
type field struct {
	name   string
	values []value

	// In what a function returned: the value beside a list of several.
	single    string
	hasSingle bool
}

type value struct {
	text       string
	attributes string // of a response's cookie
}

// A message is a request's or response's fields, as the event has them.
type message struct {
	headers, cookies, query []field
}

// requestMessage is what of a request a function sees. Names are in lower case
// and sorted; cookies and query parameters are in their order.
func requestMessage(r *Request) *message {
	m := &message{headers: headerFields(r.Header, "Cookie")}
	if r.Host != "" {
		m.headers = append(m.headers, field{name: "host", values: []value{{text: r.Host}}})
		slices.SortFunc(m.headers, func(a, b field) int { return strings.Compare(a.name, b.name) })
	}
	for _, line := range r.Header["Cookie"] {
		for pair := range strings.SplitSeq(line, ";") {
			name, text, _ := strings.Cut(strings.Trim(pair, " \t"), "=")
			m.cookies = addField(m.cookies, name, value{text: text})
		}
	}
	for pair := range strings.SplitSeq(r.Query, "&") {
		name, text, _ := strings.Cut(pair, "=")
		m.query = addField(m.query, name, value{text: text})
	}
	return m
}

func responseMessage(r *Response) *message {
	m := &message{headers: headerFields(r.Header, "Set-Cookie")}
	for _, line := range r.Header["Set-Cookie"] {
		pair, attributes, _ := strings.Cut(line, ";")
		name, text, _ := strings.Cut(strings.Trim(pair, " \t"), "=")
		m.cookies = addField(m.cookies, name, value{text, strings.Trim(attributes, " \t")})
	}
	return m
}

// headerFields are the headers that functions see: not cookies, which stand
// apart, and not those that are disallowed.
func headerFields(h http.Header, cookies string) []field {
	fields := make([]field, 0, len(h)+1)
	for name, lines := range h {
		lower := strings.ToLower(name)
		if name == cookies || len(lines) == 0 || disallowed(lower) {
			continue
		}
		f := field{name: lower}
		for _, line := range lines {
			f.values = append(f.values, value{text: utf8Text(line)})
		}
		fields = append(fields, f)
	}
	slices.SortFunc(fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
	return fields
}

// addField adds a value to the field of that name. Values are UTF-8: what is
// not is taken for ISO-8859-1.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html#function-restrictions-encoding
func addField(fields []field, name string, v value) []field {
	if name == "" {
		return fields
	}
	name, v.text, v.attributes = utf8Text(name), utf8Text(v.text), utf8Text(v.attributes)
	for i := range fields {
		if fields[i].name == name {
			fields[i].values = append(fields[i].values, v)
			return fields
		}
	}
	return append(fields, field{name: name, values: []value{v}})
}

func utf8Text(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

// document is the event object as JSON.
func (e *Event) document(request, response *message) []byte {
	w := &writer{}
	w.open()
	w.text("version", "1.0")
	w.key("context")
	w.open()
	if e.DistributionDomain != "" {
		w.text("distributionDomainName", e.DistributionDomain)
	}
	if e.DistributionID != "" {
		w.text("distributionId", e.DistributionID)
	}
	w.text("eventType", string(e.Type))
	if e.RequestID != "" {
		w.text("requestId", e.RequestID)
	}
	w.close()
	w.key("viewer")
	w.open()
	w.text("ip", e.ViewerIP)
	w.close()
	w.key("request")
	w.open()
	w.text("method", e.Request.Method)
	w.text("uri", utf8Text(e.Request.URI))
	w.fields("querystring", request.query)
	w.fields("headers", request.headers)
	w.fields("cookies", request.cookies)
	w.close()
	if e.Response != nil {
		w.key("response")
		w.open()
		w.number("statusCode", e.Response.Status)
		w.text("statusDescription", http.StatusText(e.Response.Status))
		w.fields("headers", response.headers)
		w.fields("cookies", response.cookies)
		w.close()
	}
	w.close()
	return w.doc
}

// A writer writes JSON objects, their members in the order given.
type writer struct {
	doc   []byte
	comma bool
}

func (w *writer) open() {
	w.doc = append(w.doc, '{')
	w.comma = false
}

func (w *writer) close() {
	w.doc = append(w.doc, '}')
	w.comma = true
}

func (w *writer) key(name string) {
	if w.comma {
		w.doc = append(w.doc, ',')
	}
	w.string(name)
	w.doc = append(w.doc, ':')
	w.comma = true
}

func (w *writer) string(text string) {
	quoted, err := json.Marshal(text)
	must(err)
	w.doc = append(w.doc, quoted...)
}

func (w *writer) text(name, text string) {
	w.key(name)
	w.string(text)
}

func (w *writer) number(name string, n int) {
	w.key(name)
	quoted, err := json.Marshal(n)
	must(err)
	w.doc = append(w.doc, quoted...)
}

func (w *writer) fields(name string, fields []field) {
	w.key(name)
	w.open()
	for _, f := range fields {
		w.key(f.name)
		w.open()
		w.value(f.values[0])
		if len(f.values) > 1 {
			w.key("multiValue")
			w.doc = append(w.doc, '[')
			for i, v := range f.values {
				if i > 0 {
					w.doc = append(w.doc, ',')
				}
				w.open()
				w.value(v)
				w.close()
			}
			w.doc = append(w.doc, ']')
			w.comma = true
		}
		w.close()
	}
	w.close()
}

func (w *writer) value(v value) {
	w.text("value", v.text)
	if v.attributes != "" {
		w.text("attributes", v.attributes)
	}
}
