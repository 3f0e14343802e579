// Package http1 answers plain requests over HTTP/1.1 for about half of what
// net/http takes for them: requests without a body, on connections that stay
// open. Most requests to a cache are such.
//
// It knows no other kind. A connection on which anything else arrives (a body,
// an upgrade, an old version, a header in pieces, a mistake) goes to a net/http
// server for good, with the request unread: what such a request means, and how
// it is refused, is decided there alone. Handlers cannot tell the two apart, and
// answers have the same bytes, but for the order of headers where
// [Server.Last] says so; a test compares them.
//
// What net/http does for every request, and is saved here: a second goroutine
// that reads ahead to notice a client who leaves (here it is started when a
// handler asks for its context's Done), a copy of the reply's header, a context
// of three layers, and a second write for a body that does not fit into a
// buffer.
package http1

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// A Server serves one listener. HTTP must be set before Serve.
type Server struct {
	// HTTP has the handler, the time limits, the base context and the log, which
	// hold here too, and takes the connections that are not plain.
	HTTP *http.Server
	// Patience is how long a client may take no byte of an answer before it is
	// cut off; 0 is forever.
	Patience time.Duration
	// Adopt, when set, makes of a connection what HTTP is given.
	Adopt func(net.Conn) net.Conn
	// Last are the names of headers that stand behind all others, in this order.
	Last []string

	closing atomic.Bool
	ended   sync.WaitGroup // goroutines of conns

	mu       sync.Mutex
	listener net.Listener
	conns    map[*conn]struct{}
}

// Serve answers on ln until Shutdown or Close, and then returns
// [http.ErrServerClosed].
func (s *Server) Serve(ln net.Listener) error {
	if !s.begin(ln) {
		ln.Close()
		return http.ErrServerClosed
	}
	base := context.Background()
	if s.HTTP.BaseContext != nil {
		base = s.HTTP.BaseContext(ln)
	}
	base = context.WithValue(base, http.ServerContextKey, s.HTTP)
	rest := newQueue(ln.Addr())
	var serving sync.WaitGroup
	serving.Go(func() { _ = s.HTTP.Serve(rest) }) // ends with ErrServerClosed
	defer serving.Wait()
	defer rest.Close()
	for {
		c, err := accept(ln)
		if err != nil {
			if s.closing.Load() {
				err = http.ErrServerClosed
			}
			return err
		}
		s.start(newConn(s, base, c, rest))
	}
}

// accept waits out what may pass, such as too many open files, as net/http
// does.
func accept(ln net.Listener) (net.Conn, error) {
	for wait := 5 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		c, err := ln.Accept()
		var passing interface{ Temporary() bool }
		if err == nil || !errors.As(err, &passing) || !passing.Temporary() {
			return c, err
		}
		time.Sleep(wait)
	}
}

func (s *Server) begin(ln net.Listener) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listener, s.conns = ln, make(map[*conn]struct{})
	return !s.closing.Load()
}

func (s *Server) start(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing.Load() {
		c.net.Close()
		return
	}
	s.conns[c] = struct{}{}
	s.ended.Go(func() {
		c.serve()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.conns, c)
	})
}

// Shutdown stops listening and closes idle connections, then waits until the
// others have been answered, or ctx ends.
func (s *Server) Shutdown(ctx context.Context) error {
	s.close(false)
	err := s.HTTP.Shutdown(ctx)
	ended := make(chan struct{})
	go func() {
		s.ended.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return err
	case <-ctx.Done():
		return errors.Join(err, ctx.Err())
	}
}

// Close stops listening and cuts all connections off.
func (s *Server) Close() error {
	s.close(true)
	return s.HTTP.Close()
}

func (s *Server) close(all bool) {
	s.closing.Store(true)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener != nil {
		s.listener.Close()
	}
	for c := range s.conns {
		if all || !c.busy.Load() {
			c.net.Close()
		}
	}
}

func (s *Server) logf(format string, args ...any) {
	if s.HTTP.ErrorLog != nil {
		s.HTTP.ErrorLog.Printf(format, args...)
	}
}
