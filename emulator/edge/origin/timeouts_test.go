package origin

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// A firewalled origin is tried as often as the settings say, no more: three
// times ten seconds by default, whatever the method.
func TestConnectionAttempts(t *testing.T) {
	tests := []struct {
		server Server
		method string
		tries  int32
		took   time.Duration
	}{
		{Server{}, "GET", 3, 30 * time.Second},
		{Server{}, "POST", 3, 30 * time.Second},
		{Server{ConnectionAttempts: 1, ConnectTimeout: 4 * time.Second}, "GET", 1, 4 * time.Second},
		{Server{ConnectionAttempts: 2, ConnectTimeout: time.Second}, "OPTIONS", 2, 2 * time.Second},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			var tries atomic.Int32
			c := New(Config{})
			defer c.Close()
			c.pools.dialer.dial = func(ctx context.Context, _, _ string, timeout time.Duration) (net.Conn, error) {
				tries.Add(1)
				select {
				case <-time.After(timeout):
					return nil, &net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}
				case <-ctx.Done():
					return nil, ctx.Err()
				}
			}
			s, r := tt.server, get("/")
			s.Host, s.Scheme, r.Method = "a.example", "http", tt.method
			start := time.Now()
			_, err := c.Do(t.Context(), &s, r)
			var fail *Error
			if !errors.As(err, &fail) || fail.Kind != CommError || fail.Connected || fail.Status() != 504 || fail.FailoverCode() != 503 {
				t.Errorf("%s: %v", tt.method, err)
			}
			if tries.Load() != tt.tries || time.Since(start) != tt.took {
				t.Errorf("%s: %d attempts in %v, want %d in %v", tt.method, tries.Load(), time.Since(start), tt.tries, tt.took)
			}
		})
	}
}

// Idle connections are kept as long as each origin says.
func TestKeepAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var made atomic.Int32
		c := pipeClient(func(conn net.Conn) {
			made.Add(1)
			defer conn.Close()
			in := bufio.NewReader(conn)
			for {
				if _, err := http.ReadRequest(in); err != nil {
					return
				}
				_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
			}
		})
		defer c.Close()
		long := &Server{Host: "a.example", Scheme: "http", KeepaliveTimeout: time.Minute}
		usual := &Server{Host: "a.example", Scheme: "http"}
		ask := func(s *Server, connections int32) {
			t.Helper()
			if _, _, body := do(t, c, s, get("/")); body != "ok" {
				t.Errorf("body %q", body)
			}
			if got := made.Load(); got != connections {
				t.Errorf("%d connections, want %d", got, connections)
			}
		}
		ask(usual, 1)
		time.Sleep(4 * time.Second)
		ask(usual, 1)
		time.Sleep(6 * time.Second)
		ask(usual, 2)
		ask(long, 3)
		time.Sleep(50 * time.Second)
		ask(long, 3)
		ask(usual, 4)
		time.Sleep(61 * time.Second)
		ask(long, 5)
	})
}

// The completion timeout covers silence, repetitions and a body that trickles.
func TestCompletionTimeout(t *testing.T) {
	s := &Server{Host: "a.example", Scheme: "http", ReadTimeout: 30 * time.Second, CompletionTimeout: 45 * time.Second}
	synctest.Test(t, func(t *testing.T) {
		c := pipeClient(func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) })
		defer c.Close()
		start := time.Now()
		_, err := c.Do(t.Context(), s, get("/"))
		var fail *Error
		if !errors.As(err, &fail) || fail.Kind != CommError || fail.Status() != 504 || fail.FailoverCode() != 504 || time.Since(start) != 45*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
	synctest.Test(t, func(t *testing.T) {
		c := pipeClient(func(conn net.Conn) {
			defer conn.Close()
			if _, err := http.ReadRequest(bufio.NewReader(conn)); err != nil {
				return
			}
			_, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
			for err == nil {
				time.Sleep(10 * time.Second)
				_, err = io.WriteString(conn, "x")
			}
		})
		defer c.Close()
		start := time.Now()
		resp, err := c.Do(t.Context(), s, get("/"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(resp.Body)
		var fail *Error
		if string(got) != "xxxx" || !errors.As(err, &fail) || fail.Kind != CommError || time.Since(start) != 45*time.Second {
			t.Errorf("%q, %v after %v", got, err, time.Since(start))
		}
		resp.Body.Close()
		time.Sleep(10 * time.Second) // the origin notices
	})
	synctest.Test(t, func(t *testing.T) { // S3 is in process, with the same limit
		c := New(Config{S3: silentS3{}})
		_, err := c.Do(t.Context(), &Server{Host: "media.s3.amazonaws.com", Scheme: "https", S3: true, CompletionTimeout: time.Minute}, get("/"))
		var fail *Error
		if !errors.As(err, &fail) || fail.Kind != CommError {
			t.Errorf("S3: %v", err)
		}
	})
}

type silentS3 struct{}

func (silentS3) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestFailoverCode(t *testing.T) {
	for _, tt := range []struct {
		fail Error
		code int
	}{
		{Error{Kind: ConnectError}, 503},
		{Error{Kind: DNSError}, 503},
		{Error{Kind: CommError}, 503},
		{Error{Kind: CommError, Connected: true}, 504},
		{Error{Kind: ReadError, Connected: true}, 502},
		{Error{Kind: InvalidReply, Connected: true}, 502},
		{Error{Kind: Aborted, Connected: true}, 0},
		{Error{Kind: TooLarge}, 0},
	} {
		if got := tt.fail.FailoverCode(); got != tt.code {
			t.Errorf("%+v: %d, want %d", tt.fail, got, tt.code)
		}
	}
}

// An origin that says nonsense is no connection problem.
func TestInvalidReplies(t *testing.T) {
	for _, reply := range []string{"hello\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"} {
		c := pipeClient(func(conn net.Conn) {
			defer conn.Close()
			_, _ = http.ReadRequest(bufio.NewReader(conn))
			_, _ = io.WriteString(conn, reply)
		})
		_, err := c.Do(t.Context(), &Server{Host: "a.example", Scheme: "http"}, get("/"))
		var fail *Error
		if !errors.As(err, &fail) || fail.Kind != InvalidReply || !fail.Connected || fail.Status() != 502 || fail.FailoverCode() != 502 {
			t.Errorf("%q: %v", strings.TrimSpace(reply), err)
		}
		c.Close()
	}
}

// What a request took is told with its answer; a kept connection took nothing.
func TestTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := pipeClient(func(conn net.Conn) {
			defer conn.Close()
			in := bufio.NewReader(conn)
			for {
				if _, err := http.ReadRequest(in); err != nil {
					return
				}
				time.Sleep(3 * time.Second)
				_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
			}
		})
		defer c.Close()
		made := c.pools.dialer.dial
		c.pools.dialer.dial = func(ctx context.Context, network, addr string, timeout time.Duration) (net.Conn, error) {
			time.Sleep(2 * time.Second)
			return made(ctx, network, addr, timeout)
		}
		for _, want := range []Times{{Connect: 2 * time.Second, FirstByte: 3 * time.Second}, {FirstByte: 3 * time.Second}} {
			var took Times
			r := get("/")
			r.Times = &took
			do(t, c, &Server{Host: "a.example", Scheme: "http"}, r)
			if took != want {
				t.Errorf("%+v, want %+v", took, want)
			}
		}
	})
}
