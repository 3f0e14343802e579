package http1

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// bufferSize is the longest head of a request that is read here; what is
// longer goes to net/http.
const bufferSize = 4 << 10

// A conn is one connection. Its goroutine reads a request, answers it, and
// reads the next.
type conn struct {
	server *Server
	net    net.Conn
	rest   *queue
	remote string
	base   context.Context

	busy atomic.Bool // answering; else it may be closed at any time

	in         [bufferSize]byte // in[start:end] was read and not used yet
	start, end int
	out        []byte   // an answer's head, and a small body
	held       []byte   // what is held back of a body
	names      []string // of the last answer's header, sorted
	parts      [3][]byte
	leaving    net.Buffers // what is being written, of parts

	readUntil, writeUntil time.Time // the deadlines that are set
}

func newConn(s *Server, base context.Context, c net.Conn, rest *queue) *conn {
	return &conn{
		server: s, net: c, rest: rest, remote: c.RemoteAddr().String(),
		base: context.WithValue(base, http.LocalAddrContextKey, c.LocalAddr()),
	}
}

func (c *conn) serve() {
	wait := c.server.HTTP.ReadHeaderTimeout
	for c.fill(wait) && c.set(true) {
		x := &exchange{context: requestContext{Context: c.base, conn: c}}
		r := new(http.Request).WithContext(&x.context)
		head := bytes.Index(c.in[c.start:c.end], []byte("\r\n\r\n"))
		if head < 0 || !parse(string(c.in[c.start:c.start+head+2]), r) {
			c.handOver()
			return
		}
		c.start += head + 4
		if !c.answer(x, r) || !c.set(false) {
			break
		}
		wait = c.server.HTTP.IdleTimeout
	}
	c.net.Close()
}

// set notes whether the connection is busy; false when the server shuts down.
func (c *conn) set(busy bool) bool {
	c.busy.Store(busy)
	return !c.server.closing.Load()
}

// fill has something of a request in the buffer; false when none comes.
func (c *conn) fill(wait time.Duration) bool {
	if c.start < c.end {
		return true
	}
	c.start, c.end = 0, 0
	if !extend(&c.readUntil, wait, c.net.SetReadDeadline) {
		return false
	}
	var err error
	for c.end == 0 && err == nil {
		c.end, err = c.net.Read(c.in[:])
	}
	return c.end > 0
}

// extend moves a deadline to wait from now; 0 is never. A deadline that is
// less than a second short of that stays: setting one for each request is dear.
func extend(deadline *time.Time, wait time.Duration, set func(time.Time) error) bool {
	var until time.Time
	if wait > 0 {
		until = time.Now().Add(wait)
	}
	if near := until.Sub(*deadline); near >= 0 && near < time.Second && wait > 0 || wait == 0 && deadline.IsZero() {
		return true
	}
	*deadline = until
	return set(until) == nil
}

// handOver gives the connection to net/http, with everything that was read of
// the request at hand.
func (c *conn) handOver() {
	if c.net.SetDeadline(time.Time{}) != nil {
		c.net.Close()
		return
	}
	given := net.Conn(&started{Conn: c.net, read: c.in[c.start:c.end]})
	if c.server.Adopt != nil {
		given = c.server.Adopt(given)
	}
	c.rest.give(given)
}

// An exchange is what is made for a request besides the request: one
// allocation.
type exchange struct {
	response response
	context  requestContext
}

// answer runs the handler; false when the connection cannot be used again.
func (c *conn) answer(x *exchange, r *http.Request) (again bool) {
	r.RemoteAddr = c.remote
	x.response = response{conn: c, isHead: r.Method == http.MethodHead, length: -1}
	defer func() {
		x.context.end()
		if p := recover(); p != nil {
			again = false
			if p != http.ErrAbortHandler {
				c.server.logf("http1: panic serving %v: %v\n%s", c.remote, p, debug.Stack())
			}
		}
	}()
	c.server.HTTP.Handler.ServeHTTP(&x.response, r)
	return x.response.finish()
}

// write sends parts[:n], as one where they are several. As long as the client
// takes something before the deadline, it gets another one.
func (c *conn) write(n int) error {
	c.leaving = c.parts[:n]
	defer clear(c.parts[:])
	for {
		if !extend(&c.writeUntil, c.server.Patience, c.net.SetWriteDeadline) {
			return net.ErrClosed
		}
		n, err := c.leaving.WriteTo(c.net) // takes off what was written
		if err == nil || n == 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			return err
		}
	}
}
