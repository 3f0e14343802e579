package edge

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"testing"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// TestDroppedConnections: what an origin announced, or did not, decides about
// an answer that ends with its connection.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#ResponseCustomDroppedTCPConnections
func TestDroppedConnections(t *testing.T) {
	tests := []struct {
		name   string
		answer string
		body   string
		stored bool
		broken bool
	}{
		{"Content-Length, whole", "Content-Length: 5\r\n\r\nwhole", "whole", true, false},
		{"Content-Length, cut", "Content-Length: 9\r\n\r\nhalf", "half", false, true},
		{"chunked, whole", "Transfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n0\r\n\r\n", "whole", true, false},
		{"chunked, cut", "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", "half", false, true},
		{"neither: who knows", "\r\nhalf", "half", true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, func(_ *registry.Registry, c *policy.DistributionConfig) {
				c.Origins.Items[0] = policy.OriginConfig{Id: "o1", DomainName: "origin.example.net", CustomOriginConfig: &policy.CustomOriginConfig{
					HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "http-only"}}
			}, func(c *Config) {
				c.Resolve = map[string]string{"origin.example.net": answering(t, "HTTP/1.1 200 OK\r\nConnection: close\r\n"+tt.answer)}
			})
			w := newRecorder()
			broken := func() (broken bool) {
				defer func() { broken = recover() == http.ErrAbortHandler }()
				b.ServeHTTP(w, newRequest(http.MethodGet, "/a", "e1.cloudfront.localhost"))
				return false
			}()
			if broken != tt.broken || w.Body.String() != tt.body {
				t.Errorf("%q, broken off: %v", w.Body, broken)
			}
			if stored := b.CacheStats().Entries == 1; stored != tt.stored {
				t.Errorf("stored: %v", stored)
			}
		})
	}
}

// answering is a server that sends this to everybody, and its address.
func answering(t *testing.T, answer string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = http.ReadRequest(bufio.NewReader(conn))
			_, _ = io.WriteString(conn, answer)
			conn.Close()
		}
	}()
	return l.Addr().String()
}
