package s3_test

import (
	"context"
	"net"
	"net/http"
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
	server := &http.Server{Handler: s.handler}
	go server.Serve(listener)
	defer server.Close()
	s.client.Transport = &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", listener.Addr().String())
	}}
	defer s.client.CloseIdleConnections()

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
