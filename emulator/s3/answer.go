package s3

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"

	"crossfront/emulator/fault"
	"crossfront/emulator/s3/wire"
)

// An answer is what a handler says; write puts it on the wire.
type answer struct {
	status int
	// header has names as S3 writes them (ETag, x-amz-request-id), which are
	// not always Go's canonical ones: index it by the exact name.
	header http.Header
	// document is an XML or JSON body, whole.
	document []byte
	// content is a body to stream, length bytes long; write closes it.
	content io.ReadCloser
	length  int64
	// failed is the error that the answer words, for the journal.
	failed *wire.Error
	// closes asks for Connection: close.
	closes bool
}

// empty is an answer without a body.
func empty(status int) *answer {
	a := &answer{status: status, header: http.Header{}}
	if status == http.StatusOK {
		a.set("Content-Length", "0")
	}
	return a
}

// document answers 200 with v as XML.
func document(v any) (*answer, error) {
	doc, err := wire.Marshal(v)
	if err != nil {
		return nil, err
	}
	return xmlAnswer(doc), nil
}

func xmlAnswer(doc []byte) *answer {
	a := &answer{status: http.StatusOK, header: http.Header{}, document: doc}
	a.set("Content-Type", "application/xml")
	return a
}

// set sets a header by its exact name; an empty value leaves it out.
func (a *answer) set(name, value string) {
	if value != "" {
		a.header[name] = []string{value}
	}
}

// refusal is the answer to a request that failed with err.
func (c *call) refusal(err error) *answer {
	var e *wire.Error
	if !errors.As(err, &e) {
		level := slog.LevelError
		if c.r.Context().Err() != nil {
			level = slog.LevelDebug // the client left
		}
		c.server.config.Log.Log(c.r.Context(), level, "s3: internal error", "err", err, "requestId", c.requestID)
		e = errInternal()
	}
	if e.Status == http.StatusNotModified {
		return empty(e.Status)
	}
	if e.Reason != "" && c.r.Context().Err() == nil {
		c.server.config.Log.Warn("s3: "+e.Code, "reason", e.Reason, "requestId", c.requestID)
	}
	a := xmlAnswer(e.Document(c.requestID, c.hostID))
	a.status, a.failed = e.Status, e
	return a
}

// write sends a and returns how many bytes of body went out.
func (c *call) write(w http.ResponseWriter, a *answer) int64 {
	h := w.Header()
	h["x-amz-id-2"] = []string{c.hostID}
	h["x-amz-request-id"] = []string{c.requestID}
	h["Date"] = []string{c.now.UTC().Format(http.TimeFormat)}
	h["Server"] = []string{"AmazonS3"}
	if !c.withoutCORS() {
		c.decision.WriteHeaders(h)
	}
	for name, values := range a.header {
		h[name] = values
	}
	if a.closes {
		h["Connection"] = []string{"close"}
	}
	switch {
	case a.content != nil:
		h["Content-Length"] = []string{strconv.FormatInt(a.length, 10)}
	case a.document != nil && c.r.ProtoMajor == 1 && !c.inside():
		// S3 sends documents chunked. Said here, head and body still leave
		// together. Flushed one after the other they would meet the AWS SDK for
		// Go, which on an answer closes what its transport still reads: on a
		// fast network that tears the connection down before the body is there.
		h["Transfer-Encoding"] = []string{"chunked"}
	}
	w.WriteHeader(a.status)
	return c.writeBody(w, a)
}

// sink is where the content is copied to. net/http gives away the last bytes of
// what it may read by itself before the exchange is recorded; from a plain writer
// it keeps some of them until all is done.
func (c *call) sink(w http.ResponseWriter, content io.Reader) io.Writer {
	if _, ok := content.(io.WriterTo); ok {
		return w
	}
	if c.fault != nil && c.fault.Bandwidth > 0 {
		return &trickle{w: w}
	}
	return struct{ io.Writer }{w}
}

func (c *call) writeBody(w http.ResponseWriter, a *answer) int64 {
	if a.content != nil {
		defer a.content.Close()
	}
	switch {
	case c.r.Method == http.MethodHead:
		return 0
	case a.content != nil:
		n, err := io.Copy(c.sink(w, a.content), a.content)
		if err != nil {
			c.cut = errors.Is(err, fault.ErrCut)
			c.server.config.Log.Debug("s3: body not sent", "err", err, "requestId", c.requestID)
		}
		return n
	case a.document == nil:
		return 0
	}
	n, _ := w.Write(a.document) // a client that left is no concern of ours
	return int64(n)
}
