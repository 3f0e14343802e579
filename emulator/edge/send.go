package edge

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// send writes the reply. What cannot be completed breaks the connection, so
// that no viewer takes a part for the whole.
func send(x *visit) bool {
	if x.abandoned {
		return false
	}
	r, h := &x.reply, x.wire.Header()
	if etag, ok := h["Etag"]; ok { // S3's and CloudFront's spelling
		delete(h, "Etag")
		h["ETag"] = etag
	}
	if h["Content-Type"] == nil {
		h["Content-Type"] = nil // keeps the server from guessing one
	}
	if r.length >= 0 && r.status != http.StatusNoContent && r.status != http.StatusNotModified {
		h["Content-Length"] = x.line(ownLength, formatLength(r.length))
	}
	if x.dist != nil && x.dist.Logging != nil {
		x.firstByte = time.Since(x.started)
	}
	x.wire.WriteHeader(r.status)
	switch {
	case bodiless(x.viewer.Method, r.status):
	case r.stream == nil:
		if r.length < 0 { // else net/http would work the length out
			_ = http.NewResponseController(x.wire).Flush()
		}
		n, err := x.write(r.body)
		x.sent = int64(n)
		x.viewerLeft = err != nil
	default:
		x.stream()
	}
	x.delivered = !x.viewerLeft && !x.broken
	return false
}

func formatLength(n int64) string { return strconv.FormatInt(n, 10) }

// atOnce is how large a body may be that is given to the connection's buffers
// in one piece. Of larger ones it takes waiting to know how much arrived.
const atOnce = 128 << 10

// write sends a body that is in memory, and never changes.
func (x *visit) write(body []byte) (int, error) {
	if w, ok := x.wire.(interface{ WriteEnd([]byte) (int, error) }); ok && len(body) <= atOnce {
		return w.WriteEnd(body)
	}
	return x.wire.Write(body)
}

// stream copies a body as it arrives, handing each piece on at once.
func (x *visit) stream() {
	flusher := http.NewResponseController(x.wire)
	size := int64(32 << 10)
	if x.reply.length > 0 {
		size = min(size, x.reply.length)
	}
	buf := make([]byte, size)
	for {
		n, err := x.reply.stream.Read(buf)
		if n > 0 {
			wrote, werr := x.wire.Write(buf[:n])
			x.sent += int64(wrote)
			if werr != nil {
				x.viewerLeft = true
				return
			}
			if err == nil && x.reply.length < 0 {
				_ = flusher.Flush() // not supported: the server flushes later
			}
		}
		if errors.Is(err, io.EOF) && (x.reply.length < 0 || x.sent == x.reply.length) {
			return
		}
		if err != nil {
			_ = flusher.Flush() // what there is still reaches the viewer
			x.broken = true
			x.note = "the answer broke off after " + strconv.FormatInt(x.sent, 10) + " bytes: " + err.Error()
			return
		}
		if x.sent == x.reply.length {
			return
		}
	}
}
