package s3_test

import (
	"net"
	"net/http/httptest"
	"sync/atomic"
	"testing"
)

// countingListener counts what its connections write.
type countingListener struct {
	net.Listener
	writes atomic.Int32
}

func (l *countingListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return &countingConn{c, &l.writes}, err
}

type countingConn struct {
	net.Conn
	writes *atomic.Int32
}

func (c *countingConn) Write(p []byte) (int, error) {
	c.writes.Add(1)
	return c.Conn.Write(p)
}

// TestRefusalInOneWrite holds documents to leave chunked, as S3's do, and
// together with their head. The AWS SDK for Go closes the request's body when
// the head is there; its transport, if it still looks for that body's end,
// closes the connection over it, and the error would be lost on the way.
func TestRefusalInOneWrite(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	listener := &countingListener{Listener: listen(t)}
	server := httptest.NewUnstartedServer(s.handler)
	server.Listener.Close()
	server.Listener = listener
	server.Start()
	defer server.Close()
	s.server.Listener.Close()
	s.server.Listener = listener // where the client dials

	res := s.call(t, "PUT", "/media?cors", "<CORSConfiguration/>", "Content-MD5: cf2YFV3DTo9ncRPUKbJPQQ==")
	if res.status != 400 || !res.chunked {
		t.Errorf("%d, chunked %v: %s", res.status, res.chunked, res.body)
	}
	if n := listener.writes.Load(); n != 1 {
		t.Errorf("the answer took %d writes", n)
	}
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}
