// Package origin goes out to origins: it finds the server, connects within the
// origin's attempts and timeouts, never follows a redirect, and lets any
// number of viewers share one request.
//
// It knows nothing of distributions and policies: what to send is decided
// before, what to do with the answer afterwards.
package origin

import (
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"crossfront/emulator/fault"
	"crossfront/emulator/hosts"
)

// Config is what a [Client] needs.
type Config struct {
	// S3 reaches the emulator's own S3, in process. It gets every request to a
	// server with S3 set, and finds the caller with [IdentityFrom]. Nil: S3
	// origins cannot be reached.
	S3 http.RoundTripper
	// Network reaches all other servers. Nil: the real network.
	Network http.RoundTripper
	// Resolve says where a host name really is, as curl's --resolve:
	// "api.example.com": "127.0.0.1:9000". Without a port the origin's own
	// holds; "http://" or "https://" before it fixes how it is spoken to.
	Resolve map[string]string
	// TLS holds the roots that origins' certificates are checked against; nil:
	// the system's.
	TLS *tls.Config
	// MaxRequestBytes is the largest request body that is sent; 0: no limit.
	MaxRequestBytes int64
	// Faults are those to inject; nil: none.
	Faults *fault.Set
}

// A Request is what an origin is sent, complete: nothing is added to Header
// but what HTTP/1.1 itself requires.
type Request struct {
	Method   string
	Path     string // escaped, as it goes on the wire
	RawQuery string
	Host     string // the Host header
	Header   http.Header

	Body          io.Reader // nil: none
	ContentLength int64     // of Body; -1: unknown

	Times *Times // filled in when there is an answer; nil: nobody asks
}

// A Client sends requests to origins. It is safe for concurrent use.
type Client struct {
	s3      http.RoundTripper
	network http.RoundTripper // nil: the pools
	pools   pools
	maxReq  int64
	faults  *fault.Set
}

// New makes a client. Close frees its connections.
func New(c Config) *Client {
	d := &dialer{dial: dialNet, resolve: make(map[string]string, len(c.Resolve)), roots: c.TLS, plain: map[string]bool{}}
	for host, to := range c.Resolve {
		d.resolve[hosts.Normalize(host)] = to
	}
	if d.roots == nil {
		d.roots = new(tls.Config)
	}
	return &Client{s3: c.S3, network: c.Network, maxReq: c.MaxRequestBytes, pools: pools{dialer: d}, faults: c.Faults}
}

// Close closes idle connections.
func (c *Client) Close() { c.pools.close() }

// Do sends r to s and returns the answer's head with its body still to be
// read; the caller closes the body. The error is an [*Error]. A GET or HEAD
// that is not answered in time is sent again, as often as the origin has
// connection attempts; other methods are not.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-request-timeout
func (c *Client) Do(ctx context.Context, s *Server, r *Request) (*http.Response, error) {
	if c.maxReq > 0 && r.ContentLength > c.maxReq {
		return nil, failure(ctx, s.Host, false, errTooLarge)
	}
	ctx, limit := c.within(ctx, s.CompletionTimeout)
	resp, err := c.do(ctx, s, r)
	if err != nil {
		limit.end()
		return nil, err
	}
	limit.watch(resp, s.Host)
	return resp, nil
}

func (c *Client) do(ctx context.Context, s *Server, r *Request) (*http.Response, error) {
	if s.S3 && !c.faults.Any() {
		return c.askS3(ctx, s, r)
	}
	tries := 1
	if r.Body == nil && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		tries = s.attempts()
	}
	for {
		resp, err := c.ask(ctx, s, r)
		if err == nil {
			return resp, nil
		}
		tries--
		// An attempt to connect has been repeated already.
		if silent := err.Kind == CommError && err.Connected; !silent || tries <= 0 || ctx.Err() != nil {
			return nil, err
		}
	}
}

// reachesS3 is nil where S3 is there to be asked.
func (c *Client) reachesS3(ctx context.Context, s *Server) *Error {
	switch {
	case c.s3 == nil:
		return failure(ctx, s.Host, false, http.ErrServerClosed)
	case !s.listens(): // viewers get 504: https://github.com/aws/aws-cdk/issues/17835
		return &Error{Kind: CommError, Host: s.Host, Err: errNotListening}
	}
	return nil
}

// askS3 asks in process: there is no connection that could fail or be slow,
// unless a fault has it so, which takes the way of [Client.ask].
func (c *Client) askS3(ctx context.Context, s *Server, r *Request) (*http.Response, error) {
	if err := c.reachesS3(ctx, s); err != nil {
		return nil, err
	}
	start := time.Now()
	resp, err := c.s3.RoundTrip(c.request(ctx, s, r, nil))
	if err != nil {
		return nil, failure(ctx, s.Host, true, err)
	}
	if r.Times != nil {
		r.Times.FirstByte = time.Since(start)
	}
	dropHopByHop(resp.Header)
	return resp, nil
}

// ask sends r once, over the network.
func (c *Client) ask(ctx context.Context, s *Server, r *Request) (*http.Response, *Error) {
	if s.S3 {
		if err := c.reachesS3(ctx, s); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithCancelCause(withServer(ctx, s, r.Host))
	w := &watch{limit: s.readTimeout(), cancel: cancel}
	// While connections are being made, their own timeouts hold.
	w.timer = c.afterFunc(w.limit+time.Duration(s.attempts())*s.connectTimeout(), w.expire)
	resp, err := c.transport(s, r.Host, w).RoundTrip(c.request(ctx, s, r, w))
	if err != nil {
		w.head()
		fail := failure(ctx, s.Host, w.connected.Load(), err)
		fail.Err = injected(ctx, fail.Err)
		cancel(nil)
		return nil, fail
	}
	w.head()
	if headSize(resp) > maxHead {
		resp.Body.Close()
		cancel(nil)
		return nil, &Error{Kind: HeaderTooBig, Host: s.Host, Connected: true, Err: errHeaderTooBig}
	}
	if r.Times != nil {
		*r.Times = w.times()
	}
	resp.Body = &watchedBody{ReadCloser: resp.Body, watch: w, ctx: ctx, host: s.Host}
	dropHopByHop(resp.Header)
	return resp, nil
}

// maxHead is how long status line and headers of an answer may be, in bytes.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
// ("Maximum length of a request or an origin response").
const maxHead = 20480

// headSize is the length of status line and headers as HTTP/1.1 writes them.
func headSize(resp *http.Response) int {
	n := len("HTTP/1.1 \r\n\r\n") + len(resp.Status)
	for name, values := range resp.Header {
		for _, value := range values {
			n += len(name) + len(": \r\n") + len(value)
		}
	}
	return n
}

// transport reaches the server, through the faults that there may be.
func (c *Client) transport(s *Server, host string, w *watch) http.RoundTripper {
	var to http.RoundTripper
	switch {
	case s.S3:
		to = c.s3
	case c.network != nil:
		to = c.network
	default:
		to = c.pools.of(s, host)
	}
	if !c.faults.Any() {
		return to
	}
	return &faulty{RoundTripper: to, faults: c.faults, server: s, watch: w, inProcess: s.S3 || c.network != nil}
}

func (c *Client) request(ctx context.Context, s *Server, r *Request, w *watch) *http.Request {
	req := &http.Request{
		Method:     r.Method,
		URL:        target(s, r),
		Host:       r.Host,
		Header:     r.Header,
		Proto:      "HTTP/1.1",
		ProtoMajor: 1,
		ProtoMinor: 1,
	}
	if r.Body != nil {
		req.ContentLength = r.ContentLength
		req.Body = &upload{Reader: r.Body, watch: w, left: c.maxReq, limited: c.maxReq > 0}
	}
	if w != nil {
		ctx = w.trace(ctx)
	}
	return req.WithContext(ctx)
}

// target is the URL whose request line holds r.Path byte for byte: an origin
// sees the path that the viewer sent, even where Go would write it otherwise.
func target(s *Server, r *Request) *url.URL {
	u := &url.URL{Scheme: s.Scheme, Host: s.authority(), RawQuery: r.RawQuery}
	path, err := url.PathUnescape(r.Path)
	if err != nil {
		path = r.Path
	}
	u.Path, u.RawPath = path, r.Path
	if u.EscapedPath() != r.Path && !strings.HasPrefix(r.Path, "//") && !s.S3 {
		u.Opaque = r.Path
	}
	return u
}

// dropHopByHop removes what concerns only the connection to the origin
// (RFC 9110, section 7.6.1).
func dropHopByHop(h http.Header) {
	for _, line := range h["Connection"] {
		for name := range strings.SplitSeq(line, ",") {
			if name = http.CanonicalHeaderKey(strings.TrimSpace(name)); name != "" {
				delete(h, name)
			}
		}
	}
	for _, name := range [...]string{"Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Trailer", "Upgrade", "Te"} {
		delete(h, name)
	}
}
