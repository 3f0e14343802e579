package wire

import (
	"bytes"
	"encoding/xml"
)

// A Field is an element of an error document that says more than its code and
// message: {"BucketName", "media"}.
type Field struct{ Name, Value string }

// An Error is a refusal as S3 words it. Status is the HTTP status.
type Error struct {
	Status  int
	Code    string
	Message string
	Fields  []Field // between Message and RequestId, in this order
	Reason  string  // for the journal and the log, not for clients
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// With is e with further fields.
func (e *Error) With(fields ...Field) *Error {
	c := *e
	c.Fields = append(append([]Field(nil), e.Fields...), fields...)
	return &c
}

// Document is the error as S3's XML: declaration, a newline, and Error without
// a namespace, its elements in the order Code, Message, the fields, RequestId,
// HostId (recorded body in versity/versitygw#2083).
func (e *Error) Document(requestID, hostID string) []byte {
	var b bytes.Buffer
	b.WriteString(Declaration)
	b.WriteString("<Error>")
	element(&b, "Code", e.Code)
	element(&b, "Message", e.Message)
	for _, f := range e.Fields {
		element(&b, f.Name, f.Value)
	}
	element(&b, "RequestId", requestID)
	element(&b, "HostId", hostID)
	b.WriteString("</Error>")
	return b.Bytes()
}

func element(b *bytes.Buffer, name, text string) {
	b.WriteString("<" + name + ">")
	escape(b, text)
	b.WriteString("</" + name + ">")
}

// escape writes text as S3 does in its errors: quotes and line feeds stay as
// they are (recorded body in versity/versitygw#1870).
func escape(b *bytes.Buffer, text string) {
	plain := 0
	for i := range len(text) {
		if text[i] == '"' || text[i] == '\'' || text[i] == '\n' || text[i] == '\t' {
			xml.EscapeText(b, []byte(text[plain:i])) // a Buffer never fails
			b.WriteByte(text[i])
			plain = i + 1
		}
	}
	xml.EscapeText(b, []byte(text[plain:]))
}
