package function

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// forward turns a returned request into what goes on. What the function did not
// change stays as the viewer sent it, byte for byte.
func (r *returned) forward(res *Result, before *Request, had *message) *Fault {
	r.headers, r.cookies, r.query = settle(had.headers, r.headers), settle(had.cookies, r.cookies), settle(had.query, r.query)
	if r.method != before.Method {
		return invalidValue("request.method cannot be changed")
	}
	if fault := checkHeaders(ViewerRequest, had.headers, r.headers); fault != nil {
		return fault
	}
	next := *before
	if r.uri != utf8Text(before.URI) {
		next.URI = escapeURI(r.uri)
		res.note("uri: " + before.URI + " → " + next.URI)
	}
	if fault := r.setQuery(&next, had); fault != nil {
		return fault
	}
	if len(next.URI)+1+len(next.Query) >= maxURI && (next.URI != before.URI || next.Query != before.Query) {
		return invalidValue("the URI and the query string must have less than 8,192 characters")
	}
	if next.Query != before.Query {
		res.note("query string: " + quoteEmpty(before.Query) + " → " + quoteEmpty(next.Query))
	}
	next.Header = r.header(res, before.Header, had, "Cookie")
	delete(next.Header, "Host")
	res.Request = &next
	return nil
}

func quoteEmpty(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func (r *returned) setQuery(next *Request, had *message) *Fault {
	switch {
	case r.queryGiven:
		next.Query = r.queryText
	case equalFields(had.query, r.query):
		return nil
	default:
		next.Query = joinFields(r.query, "&")
	}
	next.HasQuery = next.Query != ""
	if strings.ContainsFunc(next.Query, func(c rune) bool { return c <= ' ' || c == '#' || c == 0x7f }) {
		return invalidValue("the query string can't include spaces, control characters, or #")
	}
	next.Query = escapeBytes(next.Query, func(c byte) bool { return c >= 0x80 })
	return nil
}

// joinFields puts names and values together; what is between them is sep.
func joinFields(fields []field, sep string) string {
	var parts []string
	for _, f := range fields {
		for _, v := range f.values {
			parts = append(parts, f.name+"="+v.text)
		}
	}
	return strings.Join(parts, sep)
}

// escapeURI makes a path of a function's uri: what no request line can have is
// percent-encoded, and so is what would end the path.
func escapeURI(uri string) string {
	return escapeBytes(uri, func(c byte) bool { return c <= ' ' || c >= 0x7f || strings.IndexByte(`"<>\^{|}?#`+"`", c) >= 0 })
}

func escapeBytes(s string, must func(byte) bool) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; must(c) {
			const digits = "0123456789ABCDEF"
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// header is the headers that go on: those that functions do not see as they
// were, and of the others what was returned.
func (r *returned) header(res *Result, before http.Header, had *message, cookies string) http.Header {
	after := make(http.Header, len(r.headers)+len(before))
	for name, lines := range before {
		if disallowed(strings.ToLower(name)) {
			after[name] = lines
		}
	}
	gone := make(map[string]bool, len(had.headers))
	for _, f := range had.headers {
		gone[f.name] = true
	}
	for _, f := range r.headers {
		name := http.CanonicalHeaderKey(f.name)
		delete(gone, f.name)
		i := slices.IndexFunc(had.headers, func(b field) bool { return b.name == f.name })
		if i >= 0 && slices.Equal(had.headers[i].values, f.values) {
			if lines := before[name]; lines != nil {
				after[name] = lines
			}
			continue
		}
		for _, v := range f.values {
			after[name] = append(after[name], v.text)
		}
		what := "added"
		if i >= 0 {
			what = "changed"
		}
		res.note("header " + name + " " + what + ": " + strings.Join(after[name], ", "))
	}
	for _, name := range slices.Sorted(maps.Keys(gone)) {
		res.note("header " + http.CanonicalHeaderKey(name) + " removed")
	}
	switch {
	case equalFields(had.cookies, r.cookies):
		if lines := before[cookies]; lines != nil {
			after[cookies] = lines
		}
	case len(r.cookies) > 0:
		after[cookies] = r.cookieLines(cookies)
		res.note("cookies changed: " + strings.Join(after[cookies], ", "))
	default:
		res.note("cookies removed")
	}
	return after
}

func (r *returned) cookieLines(header string) []string {
	if header == "Cookie" {
		return []string{joinFields(r.cookies, "; ")}
	}
	var lines []string
	for _, f := range r.cookies {
		for _, v := range f.values {
			line := f.name + "=" + v.text
			if v.attributes != "" {
				line += "; " + v.attributes
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// answer turns a returned response into the one that leaves. The body's length
// is not the function's to say.
func (r *returned) answer(res *Result, before *Response, had *message) *Fault {
	r.headers, r.cookies = settle(had.headers, r.headers), settle(had.cookies, r.cookies)
	if fault := checkHeaders(ViewerResponse, had.headers, r.headers); fault != nil {
		return fault
	}
	g := &Generated{Description: r.description, Body: r.body, HasBody: r.hasBody}
	g.Status = r.status
	if before.Status != 0 && before.Status != r.status {
		res.note("status: " + strconv.Itoa(before.Status) + " → " + strconv.Itoa(r.status))
	}
	g.Header = r.header(res, before.Header, had, "Set-Cookie")
	delete(g.Header, "Content-Length")
	delete(g.Header, "Transfer-Encoding")
	if r.hasBody {
		res.note("body: " + strconv.Itoa(len(r.body)) + " bytes")
	}
	res.Response = g
	return nil
}

func (res *Result) note(what string) { res.Changes = append(res.Changes, what) }
