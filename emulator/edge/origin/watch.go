package origin

import (
	"context"
	"io"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// A watch ends a request whose origin is silent for longer than the origin's
// read timeout: from the last byte sent to the first received, and in any one
// read of the body. Bytes that go out count as progress too.
type watch struct {
	limit  time.Duration
	timer  *time.Timer
	cancel context.CancelCauseFunc
	headed atomic.Bool // the head is here: from now on only reads are timed

	connected atomic.Bool
}

func (w *watch) expire() { w.cancel(errReadTimeout) }

// progress starts the wait for the head afresh.
func (w *watch) progress() {
	if !w.headed.Load() {
		w.timer.Reset(w.limit)
	}
}

// head ends the wait for the head.
func (w *watch) head() {
	w.headed.Store(true)
	w.timer.Stop()
}

// trace restarts the watch once there is a connection, and once the request is
// out.
func (w *watch) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) {
			w.connected.Store(true)
			w.progress()
		},
		WroteRequest: func(httptrace.WroteRequestInfo) { w.progress() },
	})
}

// watchedBody is an origin's answer under a watch.
type watchedBody struct {
	io.ReadCloser
	watch *watch
	ctx   context.Context
	host  string
}

func (b *watchedBody) Read(p []byte) (int, error) {
	b.watch.timer.Reset(b.watch.limit)
	n, err := b.ReadCloser.Read(p)
	b.watch.timer.Stop()
	if err != nil && err != io.EOF {
		err = failure(b.ctx, b.host, true, err)
	}
	return n, err
}

func (b *watchedBody) Close() error {
	b.watch.timer.Stop()
	err := b.ReadCloser.Close()
	b.watch.cancel(nil)
	return err
}

// upload is a viewer's request body on its way to the origin.
type upload struct {
	io.Reader
	watch   *watch // nil in process
	left    int64
	limited bool
}

func (u *upload) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	if u.watch != nil {
		u.watch.progress()
	}
	if u.limited {
		if u.left -= int64(n); u.left < 0 {
			return 0, errTooLarge
		}
	}
	return n, err
}

// Close leaves the viewer's body to its own server.
func (u *upload) Close() error { return nil }
