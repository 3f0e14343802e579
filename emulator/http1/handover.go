package http1

import (
	"net"
	"sync"
)

// A queue is the listener of the net/http server: it gives connections that
// turned out not to be plain.
type queue struct {
	addr   net.Addr
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

var _ net.Listener = (*queue)(nil)

func newQueue(addr net.Addr) *queue {
	return &queue{addr: addr, conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (q *queue) Accept() (net.Conn, error) {
	select {
	case c := <-q.conns:
		return c, nil
	case <-q.closed:
		return nil, net.ErrClosed
	}
}

func (q *queue) Close() error {
	q.once.Do(func() { close(q.closed) })
	return nil
}

func (q *queue) Addr() net.Addr { return q.addr }

// give hands c on, or closes it when nobody takes it any more.
func (q *queue) give(c net.Conn) {
	select {
	case q.conns <- c:
	case <-q.closed:
		c.Close()
	}
}

// A started is a connection of which something was read that its next reader
// should read again.
type started struct {
	net.Conn
	read []byte
}

func (s *started) Read(p []byte) (int, error) {
	if len(s.read) == 0 {
		return s.Conn.Read(p)
	}
	n := copy(p, s.read)
	s.read = s.read[n:]
	return n, nil
}
