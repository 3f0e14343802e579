package emulator

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"sync"
	"syscall"

	"crossfront/emulator/edge/origin"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/s3/access"
)

// s3Transport carries the edge's requests to S3 without a socket: it is the
// network between CloudFront and S3, and the place where CloudFront's
// signature becomes the caller that S3 sees.
type s3Transport struct {
	s3 http.Handler
}

var _ http.RoundTripper = (*s3Transport)(nil)

// errAnswerCut is what a reader gets when the handler failed half-way, as a
// broken connection would show it.
var errAnswerCut = fmt.Errorf("S3 broke off its answer: %w", syscall.ECONNRESET)

// RoundTrip serves req in another goroutine and returns as soon as the head of
// the answer is there; the body streams.
func (t *s3Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	in := req.Clone(ctx)
	in.RequestURI = req.URL.RequestURI()
	if in.Host == "" {
		in.Host = req.URL.Host
	}
	if req.URL.Scheme == "https" { // a bucket policy may ask (aws:SecureTransport)
		in.TLS = &tls.ConnectionState{}
	}
	in.URL.Scheme, in.URL.Host = "", ""
	in.Proto, in.ProtoMajor, in.ProtoMinor = "HTTP/1.1", 1, 1
	if in.Body == nil {
		in.Body = http.NoBody
	}
	if id, ok := origin.IdentityFrom(ctx); ok {
		in = in.WithContext(access.WithCaller(ctx, callerOf(id)))
	}

	body, out := io.Pipe()
	w := &answerWriter{header: make(http.Header), body: out, head: make(chan struct{})}
	go t.serve(w, in)
	select {
	case <-w.head:
		switch {
		case w.status == 0 && ctx.Err() != nil: // S3 gave up for that
			return nil, context.Cause(ctx)
		case w.status == 0:
			return nil, errAnswerCut
		}
		return w.response(req, body), nil
	case <-ctx.Done():
		body.CloseWithError(context.Cause(ctx))
		return nil, context.Cause(ctx)
	}
}

// serve runs the handler. A panic breaks the answer off, as net/http would
// break the connection.
func (t *s3Transport) serve(w *answerWriter, in *http.Request) {
	defer func() {
		if recover() != nil {
			w.once.Do(func() { close(w.head) })
			w.body.CloseWithError(errAnswerCut)
			return
		}
		w.WriteHeader(http.StatusOK)
		w.body.Close()
	}()
	t.s3.ServeHTTP(w, in)
}

// callerOf is who S3 takes the edge for under an origin access control or
// identity.
func callerOf(id origin.Identity) access.Caller {
	c := access.Caller{SignedHost: id.SignedHost, SourceARN: id.DistributionARN, SourceAccount: id.AccountID}
	if id.OAI != "" {
		c.OAI, c.CanonicalUser = id.OAI, registry.CanonicalUser(id.OAI)
		return c
	}
	c.Service = "cloudfront.amazonaws.com"
	return c
}

// answerWriter is the http.ResponseWriter that S3 writes to.
type answerWriter struct {
	header http.Header
	body   *io.PipeWriter
	once   sync.Once
	head   chan struct{} // closed when status and sent are set, or never will be
	status int           // 0: broken off before the head
	sent   http.Header
}

func (w *answerWriter) Header() http.Header { return w.header }

func (w *answerWriter) WriteHeader(status int) {
	if status >= 100 && status < 200 {
		return
	}
	w.once.Do(func() {
		w.status, w.sent = status, canonical(w.header)
		close(w.head)
	})
}

func (w *answerWriter) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// Flush is there for handlers that ask for it; the pipe holds nothing back.
func (w *answerWriter) Flush() { w.WriteHeader(http.StatusOK) }

func (w *answerWriter) response(req *http.Request, body io.ReadCloser) *http.Response {
	res := &http.Response{
		Status:     http.StatusText(w.status),
		StatusCode: w.status,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        w.sent,
		Body:          body,
		ContentLength: contentLength(req.Method, w.status, w.sent),
		Request:       req,
	}
	return res
}
