package s3

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"

	"crossfront/emulator/journal"
	"crossfront/emulator/s3/wire"
)

// meetsFault looks for a fault at the bucket.
func (c *call) meetsFault() {
	if set := c.server.config.Faults; set.Any() && c.address.bucket != "" {
		c.fault = set.AtBucket(c.r.Context(), c.address.bucket, c.r.Method, "/"+c.address.key)
	}
}

// inPlace is the answer where S3's own is not asked for: an error, or nothing.
// Whether S3 puts CORS headers on a 5xx of its own is not known: here it fails
// before it looks at the rules, which is the stricter of the two.
func (c *call) inPlace() (*answer, error) {
	c.operation = c.server.operation(c)
	if c.fault.Reset {
		return &answer{header: http.Header{}}, nil
	}
	c.bare = c.fault.Status >= http.StatusInternalServerError
	e := errInjected(c.fault.Status, c.fault.Code)
	if c.address.website {
		return c.errorPage(e, nil), nil
	}
	return nil, e
}

// errInjected words a status as S3 does; code may name another of S3's codes.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
func errInjected(status int, code string) *wire.Error {
	usual := map[int]*wire.Error{
		http.StatusBadRequest:          refuse(status, "RequestTimeout", "Your socket connection to the server was not read from or written to within the timeout period."),
		http.StatusForbidden:           errAccessDenied(),
		http.StatusNotFound:            refuse(status, "NoSuchKey", "The specified key does not exist."),
		http.StatusMethodNotAllowed:    refuse(status, "MethodNotAllowed", "The specified method is not allowed against this resource."),
		http.StatusConflict:            refuse(status, "OperationAborted", "A conflicting conditional operation is currently in progress against this resource. Please try again."),
		http.StatusPreconditionFailed:  refuse(status, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold"),
		http.StatusInternalServerError: errInternal(),
		http.StatusNotImplemented:      errNotImplemented(),
		http.StatusServiceUnavailable:  refuse(status, "SlowDown", "Please reduce your request rate."),
	}
	e := usual[status]
	if e == nil {
		text := http.StatusText(status)
		if text == "" {
			text = "Unknown Error"
		}
		e = refuse(status, strings.ReplaceAll(text, " ", ""), text)
	}
	if code != "" && code != e.Code {
		e.Code, e.Message = code, "Please try again."
	}
	return e
}

// serveFaulty gives the answer as the fault has it: late, not at all, slowly, or
// in part. Who is answered in part, or not, is recorded before he notices.
func (c *call) serveFaulty(w http.ResponseWriter, a *answer, part journal.S3) {
	ctx := c.r.Context()
	late := c.fault.Wait(ctx)
	if late == nil && c.fault.InPlace() {
		c.fault.Broke()
	}
	if late != nil || c.fault.Reset {
		a.discard()
		a.status = 0
		c.record(part, nil, a, 0)
		reset(w)
	}
	if c.r.Method != http.MethodHead {
		a.paced(func(body io.ReadCloser) io.ReadCloser { return c.fault.Body(ctx, body) })
	}
	sent := c.write(w, a)
	c.record(part, w.Header(), a, sent)
	if c.cut {
		_ = http.NewResponseController(w).Flush() // not supported: nothing is held back
		panic(http.ErrAbortHandler)
	}
}

// paced puts the answer's body, if it has one, behind another reader.
func (a *answer) paced(behind func(io.ReadCloser) io.ReadCloser) {
	switch {
	case a.content != nil:
		a.content = behind(a.content)
	case len(a.document) > 0:
		a.content, a.length = behind(io.NopCloser(bytes.NewReader(a.document))), int64(len(a.document))
		a.document = nil
	}
}

// reset breaks the connection without a word. Where there is no connection, the
// panic says so.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		if c, ok := conn.(interface{ NetConn() net.Conn }); ok {
			conn = c.NetConn()
		}
		if c, ok := conn.(*net.TCPConn); ok {
			_ = c.SetLinger(0) // closed so, it is reset
		}
		conn.Close()
	}
	panic(http.ErrAbortHandler)
}

// A trickle hands each piece of a slow body on when the next one comes.
type trickle struct {
	w    http.ResponseWriter
	some bool
}

func (t *trickle) Write(p []byte) (int, error) {
	if t.some {
		_ = http.NewResponseController(t.w).Flush()
	}
	t.some = true
	return t.w.Write(p)
}
