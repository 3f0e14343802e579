package http1

import (
	"context"
	"sync"
	"time"
)

// A requestContext ends with its request, or when the client leaves. The
// latter costs a goroutine that reads, which is started when somebody asks for
// Done. It is a request's context only while the handler runs.
type requestContext struct {
	context.Context // the connection's
	conn            *conn

	mu      sync.Mutex
	done    chan struct{} // nil until somebody asks
	err     error
	watched chan struct{} // closed when the watcher has ended; nil without one
}

// Done is closed when the client has left or the request is answered.
func (x *requestContext) Done() <-chan struct{} {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.done == nil {
		x.done = make(chan struct{})
		if x.err != nil {
			close(x.done)
		} else {
			x.watch()
		}
	}
	return x.done
}

// Err does not start watching: without Done it is nil until the request ends.
func (x *requestContext) Err() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.err
}

func (x *requestContext) cancel() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.err != nil {
		return
	}
	x.err = context.Canceled
	if x.done != nil {
		close(x.done)
	}
}

// watch reads on, in a goroutine of its own: a client that leaves ends the read.
// One that sends the next request already is not watched any longer.
func (x *requestContext) watch() {
	c := x.conn
	c.readUntil = time.Time{}
	if c.end == len(c.in) || c.net.SetReadDeadline(time.Time{}) != nil {
		return
	}
	x.watched = make(chan struct{})
	go func() {
		defer close(x.watched)
		n, err := c.net.Read(c.in[c.end:])
		c.end += n
		if err != nil {
			x.cancel()
		}
	}()
}

// end ends the request, and the watcher before its connection is used again.
func (x *requestContext) end() {
	x.cancel()
	x.mu.Lock() // from here on no watcher is started: the context has ended
	watched := x.watched
	x.mu.Unlock()
	if watched == nil {
		return
	}
	_ = x.conn.net.SetReadDeadline(time.Unix(1, 0)) // fails when the connection is closed, and the read then too
	x.conn.readUntil = time.Unix(1, 0)
	<-watched
}
