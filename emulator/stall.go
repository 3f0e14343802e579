package emulator

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

// stallTimeout is how long a client may neither send nor take a byte of a body
// before it is cut off. S3 answers RequestTimeout then, after some 20 seconds;
// CloudFront gives a viewer 30.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const stallTimeout = 30 * time.Second

// impatient bounds each read of a request's body: a client that stops sending
// gets an error where one that is merely slow gets through.
func impatient(next http.Handler, patience time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			// In a copy: net/http looks at the type of its own request's body to
			// tell whether what is left of it may still be on the connection.
			r = r.WithContext(r.Context())
			r.Body = &stallingBody{ReadCloser: r.Body, connection: http.NewResponseController(w), patience: patience}
		}
		next.ServeHTTP(w, r)
	})
}

// stallingBody is a body whose every read has a deadline of its own.
type stallingBody struct {
	io.ReadCloser
	connection *http.ResponseController
	patience   time.Duration
}

func (b *stallingBody) Read(p []byte) (int, error) {
	// Where deadlines cannot be set, there is no connection to wait for.
	_ = b.connection.SetReadDeadline(time.Now().Add(b.patience))
	n, err := b.ReadCloser.Read(p)
	if err != nil { // from here on, waiting is the server's business again
		_ = b.connection.SetReadDeadline(time.Time{})
	}
	return n, err
}

// stallingListener gives connections whose every write has a deadline: a client
// that no longer takes what it asked for does not hold it in memory forever.
type stallingListener struct {
	net.Listener
	patience time.Duration
}

func (l stallingListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &stallingConn{Conn: c, patience: l.patience}, nil
}

type stallingConn struct {
	net.Conn
	patience time.Duration
}

// NetConn is the connection itself, as [crypto/tls.Conn] gives its.
func (c *stallingConn) NetConn() net.Conn { return c.Conn }

// Write gives the client another deadline as long as it took something before
// the last one: a large p may take a slow client long.
func (c *stallingConn) Write(p []byte) (total int, err error) {
	for {
		if err := c.SetWriteDeadline(time.Now().Add(c.patience)); err != nil {
			return total, err
		}
		n, err := c.Conn.Write(p[total:])
		total += n
		if err == nil || n == 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			return total, err
		}
	}
}

// stretch is how much of a file is handed to the kernel under one deadline: so
// little that a slow client takes it in time.
const stretch = 256 << 10

// ReadFrom lets the kernel send files, as the connection itself would.
func (c *stallingConn) ReadFrom(r io.Reader) (total int64, err error) {
	to, ok := c.Conn.(io.ReaderFrom)
	if !ok {
		return io.Copy(struct{ io.Writer }{c}, r)
	}
	whole, bounded := r.(*io.LimitedReader)
	for {
		part := &io.LimitedReader{R: r, N: stretch}
		if bounded { // what is inside a LimitedReader is what the kernel can read from
			part.R, part.N = whole.R, min(whole.N, stretch)
		}
		asked := part.N
		if err := c.SetWriteDeadline(time.Now().Add(c.patience)); err != nil {
			return total, err
		}
		n, err := to.ReadFrom(part)
		total += n
		if bounded {
			whole.N -= n
		}
		if err != nil || n < asked || bounded && whole.N == 0 {
			return total, err
		}
	}
}
