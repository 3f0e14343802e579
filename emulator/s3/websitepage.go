package s3

import (
	"bytes"
	"errors"
	"html"
	"net/http"
	"strconv"

	"crossfront/emulator/s3/wire"
)

// errorPage is the page that says what went wrong, and what then went wrong
// with the error document, if anything. Recorded: localstack,
// test_website_hosting_404 and test_website_hosting_http_methods.
func (c *call) errorPage(err, custom error) *answer {
	e := c.inPage(err)
	a := &answer{status: e.Status, header: http.Header{}, failed: e}
	if e.Status < http.StatusBadRequest {
		a.failed = nil
	}
	if e.Status == http.StatusNotModified {
		return a
	}
	title := strconv.Itoa(e.Status) + " " + http.StatusText(e.Status)
	var b bytes.Buffer
	b.WriteString("<html>\n<head><title>" + title + "</title></head>\n<body>\n<h1>" + title + "</h1>\n<ul>\n")
	items(&b, e)
	item(&b, "RequestId", c.requestID)
	item(&b, "HostId", c.hostID)
	b.WriteString("</ul>\n")
	if custom != nil {
		b.WriteString("<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n<ul>\n")
		items(&b, c.inPage(custom))
		b.WriteString("</ul>\n")
	}
	b.WriteString("<hr/>\n</body>\n</html>\n")
	a.document = b.Bytes()
	a.set("Content-Type", "text/html; charset=utf-8")
	a.describeError(e)
	return a
}

// inPage is err in S3's words; an internal error is logged.
func (c *call) inPage(err error) *wire.Error {
	var e *wire.Error
	if errors.As(inWords(err), &e) {
		return e
	}
	return c.refusal(err).failed
}

func items(b *bytes.Buffer, e *wire.Error) {
	item(b, "Code", e.Code)
	item(b, "Message", e.Message)
	for _, f := range e.Fields {
		item(b, f.Name, f.Value)
	}
}

func item(b *bytes.Buffer, name, text string) {
	b.WriteString("<li>" + name + ": " + html.EscapeString(text) + "</li>\n")
}

// describeError says in headers what the page says, as website endpoints do
// (x-amz-error-code, -message and -detail-*).
func (a *answer) describeError(e *wire.Error) {
	a.set("x-amz-error-code", headerText(e.Code))
	a.set("x-amz-error-message", headerText(e.Message))
	for _, f := range e.Fields {
		a.set("x-amz-error-detail-"+f.Name, headerText(f.Value))
	}
}

// headerText is text without what a header cannot hold; a key may be anything.
func headerText(text string) string {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return ""
		}
	}
	return text
}
