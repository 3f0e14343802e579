package origin

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	"crossfront/emulator/fault"
)

// A faulty transport is one on which injected faults act. An answer that is
// slow was still asked for; one that is replaced was not.
type faulty struct {
	http.RoundTripper
	faults *fault.Set
	server *Server
	watch  *watch
	// inProcess: there is no connection whose making the watch could notice.
	inProcess bool
}

// RoundTrip asks, and does what a fault says.
func (f *faulty) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	if f.inProcess {
		f.connected()
	}
	path := req.URL.Path
	if req.URL.Opaque != "" {
		path = req.URL.Opaque
	}
	hit := f.faults.AtOrigin(ctx, f.server.Host, req.Method, path, f.server.S3)
	if hit == nil {
		return f.RoundTripper.RoundTrip(req)
	}
	if hit.InPlace() {
		f.connected()
		return f.inPlace(ctx, hit, req)
	}
	resp, err := f.RoundTripper.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	f.watch.progress() // what the origin itself took is not counted twice
	if err := hit.Wait(ctx); err != nil {
		resp.Body.Close()
		return nil, err
	}
	resp.Body = endOf(resp, hit.Body(ctx, resp.Body))
	return resp, nil
}

func (f *faulty) connected() {
	f.watch.connected.Store(true)
	f.watch.answer.begin()
	f.watch.progress()
}

// inPlace is the answer, or what there is in place of one.
func (f *faulty) inPlace(ctx context.Context, hit *fault.Hit, req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		_, _ = io.Copy(io.Discard, req.Body)
		req.Body.Close()
	}
	if err := hit.Wait(ctx); err != nil {
		return nil, err
	}
	hit.Broke()
	if hit.Reset {
		return nil, syscall.ECONNRESET
	}
	text := strconv.Itoa(hit.Status) + " " + http.StatusText(hit.Status) + "\n"
	resp := &http.Response{
		StatusCode: hit.Status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header:        http.Header{"Content-Type": {"text/plain"}, "Content-Length": {strconv.Itoa(len(text))}},
		ContentLength: int64(len(text)), Body: io.NopCloser(strings.NewReader(text)),
	}
	if req.Method == http.MethodHead {
		resp.Body = http.NoBody
	} else {
		resp.Body = endOf(resp, hit.Body(ctx, resp.Body))
	}
	return resp, nil
}

// endOf has a body that is cut end as one does whose connection was closed: as
// an error, unless its end is nothing but the connection's.
func endOf(resp *http.Response, body io.ReadCloser) io.ReadCloser {
	if resp.ContentLength >= 0 || len(resp.TransferEncoding) > 0 {
		return cutBody{body, io.ErrUnexpectedEOF}
	}
	return cutBody{body, io.EOF}
}

type cutBody struct {
	io.ReadCloser
	end error
}

func (b cutBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == fault.ErrCut {
		err = b.end
	}
	return n, err
}

// injected names the fault for which a request failed in the reason.
func injected(ctx context.Context, err error) error {
	if h := fault.TraceFrom(ctx).Breaker(); h != nil {
		return fmt.Errorf("%w (injected fault: %s, from %s)", err, h, h.From)
	}
	return err
}

// afterFunc is time's, or while there are faults that of the clock they go by:
// a wait that moves that clock, or ends when somebody does, must move the
// timeouts too.
func (c *Client) afterFunc(d time.Duration, f func()) timer {
	if c.faults.Any() {
		return c.faults.AfterFunc(d, f)
	}
	return time.AfterFunc(d, f)
}
