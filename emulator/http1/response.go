package http1

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// smallBody is how much of a body is held back until its length is known, or
// the handler asks for it to be sent: as much as net/http holds back.
const smallBody = 2 << 10

// lastBytes is how much of a larger body is held back until the handler is
// done: who has the whole answer can rely on what the handler did, such as
// recording it.
const lastBytes = 256

// A response is the [http.ResponseWriter] of one request. Its answer has the
// bytes that net/http would send, but for where pieces of chunked bodies end.
type response struct {
	conn   *conn
	isHead bool
	header http.Header

	status  int         // 0: not given yet
	given   http.Header // header, as it stood when the status was given
	length  int64       // of the body; -1: not known
	written int64       // of the body, by the handler
	held    []byte      // of the body, not sent yet; in conn.held
	end     []byte      // of the body, likewise, as WriteEnd got it
	head    bool        // the head stands in conn.out
	begun   bool        // the head is sent
	chunked bool
	last    bool // the connection is closed after this answer
	err     error
}

var (
	_ http.ResponseWriter = (*response)(nil)
	_ http.Flusher        = (*response)(nil)
)

// Header is the header to fill in.
func (w *response) Header() http.Header {
	if w.header == nil {
		w.header = make(http.Header, 16)
	}
	return w.header
}

// WriteHeader takes the status, and the header as it is now. Informational
// answers are not sent.
func (w *response) WriteHeader(status int) {
	if w.status != 0 || status < 200 {
		return
	}
	w.status, w.given = status, w.header
	if declared := w.header["Content-Length"]; len(declared) > 0 {
		n, err := strconv.ParseInt(declared[0], 10, 64)
		if err == nil && n >= 0 {
			w.length = n
		} else {
			delete(w.header, "Content-Length")
		}
	}
	if !bodyAllowed(status) || w.length == 0 || w.length > 0 && w.header["Content-Type"] != nil {
		w.makeHead(nil, false)
		return
	}
	w.given = maps.Clone(w.header) // what else is in the head depends on the body
}

// admit counts p to the body.
func (w *response) admit(p []byte) error {
	w.WriteHeader(http.StatusOK)
	if len(p) == 0 {
		return nil
	}
	if !bodyAllowed(w.status) {
		return http.ErrBodyNotAllowed
	}
	if w.written += int64(len(p)); w.length >= 0 && w.written > w.length {
		return http.ErrContentLength
	}
	return nil
}

// WriteEnd is Write for the end of a body that nobody changes any more. Under a
// Content-Length it is sent when the handler is done, as one with what is still
// here of the answer, and without a copy.
func (w *response) WriteEnd(p []byte) (int, error) {
	if w.WriteHeader(http.StatusOK); w.written+int64(len(p)) != w.length {
		return w.Write(p)
	}
	if err := w.admit(p); err != nil {
		return 0, err
	}
	w.end = p
	return len(p), nil
}

// Write adds to the body.
func (w *response) Write(p []byte) (int, error) {
	if err := w.admit(p); err != nil || len(p) == 0 {
		return 0, err
	}
	now := len(p)
	switch {
	case !w.begun && len(w.held)+len(p) <= smallBody:
		now = 0
	case w.written == w.length:
		now = max(0, len(p)-lastBytes)
	}
	if now > 0 {
		if w.send(p[:now], false); w.err != nil {
			return 0, w.err
		}
	}
	w.conn.held = append(w.conn.held[:len(w.held)], p[now:]...)
	w.held = w.conn.held
	return len(p), nil
}

// Flush sends what there is.
func (w *response) Flush() {
	w.WriteHeader(http.StatusOK)
	w.send(nil, false)
}

// finish ends the answer; false when the connection cannot be used again.
func (w *response) finish() bool {
	w.WriteHeader(http.StatusOK)
	w.send(w.end, true)
	short := !w.isHead && bodyAllowed(w.status) && w.length >= 0 && w.written != w.length
	return w.err == nil && !w.last && !short
}

// send sends the head, when it is still here, what was held back, and p; done
// says that this is the end of the body.
func (w *response) send(p []byte, done bool) {
	if w.err != nil {
		return
	}
	held := w.held
	w.held = nil
	if !w.begun && !w.head {
		body := held
		if len(body) == 0 {
			body = p
		}
		w.makeHead(body, done)
	}
	out := w.conn.out
	if w.begun {
		out = out[:0]
	}
	w.begun = true
	if w.isHead {
		held, p = nil, nil
	}
	end := ""
	if n := len(held) + len(p); n > 0 && w.chunked {
		out = append(strconv.AppendInt(out, int64(n), 16), "\r\n"...)
		end = "\r\n"
	}
	if done && w.chunked {
		end += "0\r\n\r\n"
	}
	w.conn.out = append(out, held...)
	w.err = w.conn.sendOut(p, end)
}

// sendOut sends out, p and end.
func (c *conn) sendOut(p []byte, end string) error {
	if len(p) <= smallBody {
		c.out = append(append(c.out, p...), end...)
		if len(c.out) == 0 {
			return nil
		}
		c.parts[0] = c.out
		return c.write(1)
	}
	c.parts[0], c.parts[1], c.parts[2] = c.out, p, []byte(end)
	return c.write(3)
}

// makeHead writes the head into conn.out. body is what the body begins with;
// done says that it is all of it.
func (w *response) makeHead(body []byte, done bool) {
	h, allowed, closing := w.given, bodyAllowed(w.status), w.conn.server.closing.Load()
	if w.length < 0 && done && allowed && (!w.isHead || len(body) > 0) {
		w.length = int64(len(body))
	}
	w.chunked = w.length < 0 && allowed && !w.isHead
	w.last = closing || first(h, "Connection") == "close"

	out := appendStatus(w.conn.out[:0], w.status)
	out = w.conn.appendFields(out, h, func(name string) bool {
		switch name {
		case "Transfer-Encoding":
			return false // the connection's own affair
		case "Content-Length":
			return allowed
		case "Content-Type":
			return w.status != http.StatusNotModified
		case "Connection":
			return !closing
		}
		return true
	})
	if _, dated := h["Date"]; !dated {
		out = append(out, "Date: "...)
		out = time.Now().UTC().AppendFormat(out, http.TimeFormat)
		out = append(out, "\r\n"...)
	}
	if allowed && w.length >= 0 && h["Content-Length"] == nil {
		out = append(out, "Content-Length: "...)
		out = strconv.AppendInt(out, w.length, 10)
		out = append(out, "\r\n"...)
	}
	if _, typed := h["Content-Type"]; allowed && !typed && len(body) > 0 && first(h, "Content-Encoding") == "" {
		out = append(out, "Content-Type: "+http.DetectContentType(body)+"\r\n"...)
	}
	if closing {
		out = append(out, "Connection: close\r\n"...)
	}
	if w.chunked {
		out = append(out, "Transfer-Encoding: chunked\r\n"...)
	}
	w.conn.out, w.head = append(out, "\r\n"...), true
}

func appendStatus(out []byte, status int) []byte {
	out = append(out, "HTTP/1.1 "...)
	out = strconv.AppendInt(out, int64(status), 10)
	text := http.StatusText(status)
	if text == "" {
		text = "status code " + strconv.Itoa(status)
	}
	return append(append(append(out, ' '), text...), "\r\n"...)
}

// appendFields adds the fields of h that keep lets pass, sorted by name as
// net/http has them, those in Server.Last behind the others. Names that are none
// are left out.
func (c *conn) appendFields(out []byte, h http.Header, keep func(string) bool) []byte {
	before := len(out)
	if len(h) == len(c.names) {
		if out, ok := appendNamed(out, c.names, h, keep); ok {
			return out
		}
	}
	c.names = sortedNames(c.names[:0], h, c.server.Last)
	out, _ = appendNamed(out[:before], c.names, h, keep)
	return out
}

// appendNamed adds the fields of these names; false when h lacks one. Mostly the
// answers on a connection have the same names, and need not be sorted again.
func appendNamed(out []byte, names []string, h http.Header, keep func(string) bool) ([]byte, bool) {
	for _, name := range names {
		values, ok := h[name]
		if !ok {
			return out, false
		}
		if !keep(name) {
			continue
		}
		for _, value := range values {
			out = append(append(out, name...), ": "...)
			out = append(append(out, clean(value)...), "\r\n"...)
		}
	}
	return out, true
}

func sortedNames(names []string, h http.Header, last []string) []string {
	for name := range h {
		if isToken(name) && !slices.Contains(last, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range last {
		if _, there := h[name]; there {
			names = append(names, name)
		}
	}
	return names
}

// clean keeps a value on its line.
func clean(value string) string {
	if strings.IndexByte(value, '\n') >= 0 || strings.IndexByte(value, '\r') >= 0 {
		value = strings.NewReplacer("\n", " ", "\r", " ").Replace(value)
	}
	return strings.Trim(value, " \t\r\n")
}

// bodyAllowed is RFC 9110, section 6.4.1.
func bodyAllowed(status int) bool {
	return status >= 200 && status != http.StatusNoContent && status != http.StatusNotModified
}

func first(h http.Header, name string) string {
	if values := h[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}
