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
	timer  timer
	cancel context.CancelCauseFunc
	headed atomic.Bool // the head is here: from now on only reads are timed

	connected            atomic.Bool
	lookUp, wait, answer span // the name, the connection, the first byte
}

// A timer is a [time.Timer], or one of the clock that faults go by.
type timer interface {
	Stop() bool
	Reset(d time.Duration) bool
}

// A span is a stretch of time whose ends may be noted by several goroutines,
// in nanoseconds since the epoch.
type span struct{ start, end atomic.Int64 }

func (s *span) begin()  { s.start.Store(time.Now().UnixNano()) }
func (s *span) finish() { s.end.Store(time.Now().UnixNano()) }

func (s *span) length() time.Duration {
	start, end := s.start.Load(), s.end.Load()
	if start == 0 || end < start {
		return 0
	}
	return time.Duration(end - start)
}

// Times are what one request to an origin took: finding its address,
// connecting, both 0 on a connection that was there, and waiting for the first
// byte once the request was out.
type Times struct{ DNS, Connect, FirstByte time.Duration }

func (w *watch) times() Times {
	w.answer.finish()
	dns := w.lookUp.length()
	return Times{DNS: dns, Connect: max(0, w.wait.length()-dns), FirstByte: w.answer.length()}
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
		GetConn:  func(string) { w.wait.begin() },
		DNSStart: func(httptrace.DNSStartInfo) { w.lookUp.begin() },
		DNSDone:  func(httptrace.DNSDoneInfo) { w.lookUp.finish() },
		GotConn: func(got httptrace.GotConnInfo) {
			w.connected.Store(true)
			if !got.Reused {
				w.wait.finish()
			}
			w.progress()
		},
		WroteRequest: func(httptrace.WroteRequestInfo) {
			w.answer.begin()
			w.progress()
		},
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
