package origin

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// listen serves h and returns its address.
func listen(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://")
}

func client(t *testing.T, resolve map[string]string) *Client {
	t.Helper()
	c := New(Config{Resolve: resolve})
	t.Cleanup(c.Close)
	return c
}

func get(path string) *Request {
	return &Request{Method: http.MethodGet, Path: path, Host: "api.example.com", Header: http.Header{"User-Agent": {"Amazon CloudFront"}}}
}

func do(t *testing.T, c *Client, s *Server, r *Request) (int, http.Header, string) {
	t.Helper()
	resp, err := c.Do(t.Context(), s, r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(body)
}

func TestRequestArrivesAsGiven(t *testing.T) {
	var seen *http.Request
	to := listen(t, func(w http.ResponseWriter, r *http.Request) {
		seen = r
		w.Header().Set("Connection", "X-Hop")
		w.Header().Set("X-Hop", "1")
		w.Header().Set("X-Kept", "1")
	})
	c := client(t, map[string]string{"API.example.com": to})
	for _, path := range []string{"/a", "/a//b", "//a", "/a/../b", "/%7e%2F", "/a|b", "/a;b=c"} {
		r := get(path)
		r.RawQuery = "x=1&&y=%41"
		r.Header.Set("Connection", "Keep-Alive")
		_, h, _ := do(t, c, &Server{Host: "api.example.com", Scheme: "http", Port: 80}, r)
		if want := path + "?x=1&&y=%41"; seen.RequestURI != want {
			t.Errorf("the origin saw %q, want %q", seen.RequestURI, want)
		}
		if seen.Host != "api.example.com" || seen.Header.Get("Connection") != "Keep-Alive" || seen.Header.Get("Accept-Encoding") != "" {
			t.Errorf("the origin saw Host %q and %v", seen.Host, seen.Header)
		}
		if h.Get("X-Hop") != "" || h.Get("Connection") != "" || h.Get("X-Kept") == "" {
			t.Errorf("headers relayed: %v", h)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	to := listen(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://elsewhere.example/", http.StatusFound)
	})
	code, h, _ := do(t, client(t, map[string]string{"api.example.com": to}), &Server{Host: "api.example.com", Scheme: "http"}, get("/"))
	if code != http.StatusFound || h.Get("Location") != "https://elsewhere.example/" {
		t.Errorf("%d %v", code, h)
	}
}

func TestResolve(t *testing.T) {
	plain := listen(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "plain") })
	s := quietTLS(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "secure") }))
	t.Cleanup(s.Close)
	secure := strings.TrimPrefix(s.URL, "https://")
	_, port, _ := net.SplitHostPort(plain)
	tests := []struct {
		to, scheme string
		port       int
		want       string
	}{
		{plain, "http", 80, "plain"},
		{plain, "https", 443, "plain"}, // speaks no TLS
		{"http://" + plain, "https", 443, "plain"},
		{secure, "https", 443, "secure"}, // with a certificate of its own
		{"https://" + secure + "/", "https", 443, "secure"},
		{"127.0.0.1", "http", atoi(port), "plain"},
	}
	for _, tt := range tests {
		c := client(t, map[string]string{"api.example.com": tt.to})
		for range 2 {
			if _, _, body := do(t, c, &Server{Host: "api.example.com", Scheme: tt.scheme, Port: tt.port}, get("/")); body != tt.want {
				t.Errorf("%s over %s: %q, want %q", tt.to, tt.scheme, body, tt.want)
			}
		}
	}
}

// quietTLS is a server that says nothing about handshakes that fail.
func quietTLS(h http.Handler) *httptest.Server {
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	return s
}

func atoi(s string) (n int) {
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

func TestFailures(t *testing.T) {
	cut := listen(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	talkative := listen(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-A", strings.Repeat("a", 20480)) })
	untrusted := quietTLS(nil)
	t.Cleanup(untrusted.Close)
	noServer := httptest.NewServer(nil)
	noServer.Close()
	refused := strings.TrimPrefix(noServer.URL, "http://")
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(untrusted.URL, "https://"))
	tests := []struct {
		name   string
		to     string
		server Server
		kind   Kind
		status int
	}{
		{"refused", refused, Server{Host: "api.example.com", Scheme: "http"}, ConnectError, 502},
		{"cut off", cut, Server{Host: "api.example.com", Scheme: "http"}, ReadError, 502},
		{"headers too long", talkative, Server{Host: "api.example.com", Scheme: "http"}, HeaderTooBig, 502},
		{"certificate not trusted", refused, Server{Host: "127.0.0.1", Scheme: "https", Port: atoi(port)}, ConnectError, 502},
		{"S3 without a transport", refused, Server{Host: "media.s3.amazonaws.com", Scheme: "https", S3: true}, InvalidReply, 502},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := client(t, map[string]string{"api.example.com": tt.to}).Do(t.Context(), &tt.server, get("/"))
			var fail *Error
			if !errors.As(err, &fail) || fail.Kind != tt.kind || fail.Status() != tt.status || fail.Host != tt.server.Host {
				t.Errorf("%v (%#v)", err, fail)
			}
		})
	}
}

// An answer's head may have 20,480 bytes.
func TestLongHeaders(t *testing.T) {
	const rest = len("HTTP/1.1 204 No Content\r\nX-A: \r\n\r\n")
	for size, status := range map[int]int{20480 - rest: 204, 20481 - rest: 502} {
		to := listen(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Date"] = nil
			w.Header().Set("X-A", strings.Repeat("a", size))
			w.WriteHeader(http.StatusNoContent)
		})
		resp, err := client(t, map[string]string{"api.example.com": to}).Do(t.Context(), &Server{Host: "api.example.com", Scheme: "http"}, get("/"))
		got := 0
		if fail := (*Error)(nil); errors.As(err, &fail) {
			got = fail.Status()
		} else {
			got = resp.StatusCode
			resp.Body.Close()
		}
		if got != status {
			t.Errorf("%d bytes: %d, want %d", size+rest, got, status)
		}
	}
}

// S3's endpoints listen at two ports, its websites at one. What comes elsewhere
// is never answered; here it need not be waited for.
func TestS3Ports(t *testing.T) {
	c := New(Config{S3: answering{}})
	for _, tt := range []struct {
		scheme  string
		port    int
		website bool
		reached bool
	}{
		{"http", 80, false, true}, {"https", 443, false, true}, {"http", 0, false, true}, {"https", 0, false, true},
		{"http", 8080, false, false}, {"https", 8443, false, false}, {"http", 443, false, false}, {"https", 80, false, false},
		{"http", 80, true, true}, {"http", 0, true, true}, {"https", 443, true, false}, {"https", 0, true, false}, {"http", 8080, true, false},
	} {
		s := &Server{Host: "media.s3.amazonaws.com", Scheme: tt.scheme, Port: tt.port, S3: true, Website: tt.website}
		_, err := c.Do(t.Context(), s, get("/"))
		var fail *Error
		if tt.reached != (err == nil) || err != nil && (!errors.As(err, &fail) || fail.Status() != 504 || fail.FailoverCode() != 503) {
			t.Errorf("%+v: %v", tt, err)
		}
	}
}

type answering struct{}

func (answering) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

func TestDNSFailure(t *testing.T) {
	ctx := t.Context()
	if got := failure(ctx, "x", false, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}); got.Kind != DNSError || got.Status() != 502 {
		t.Errorf("%v", got)
	}
	if got := failure(ctx, "x", false, context.DeadlineExceeded); got.Kind != CommError || got.Status() != 504 {
		t.Errorf("%v", got)
	}
}

// pipeNet is a network in memory, for tests on a bubble's clock: every
// connection reaches serve.
func pipeClient(serve func(net.Conn)) *Client {
	c := New(Config{})
	c.pools.dialer.dial = func(context.Context, string, string, time.Duration) (net.Conn, error) {
		near, far := net.Pipe()
		go serve(far)
		return near, nil
	}
	return c
}

func TestReadTimeout(t *testing.T) {
	tests := []struct {
		method string
		tries  int32
	}{{"GET", 3}, {"HEAD", 3}, {"OPTIONS", 1}, {"POST", 1}}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			var tries atomic.Int32
			c := pipeClient(func(conn net.Conn) {
				tries.Add(1)
				_, _ = io.Copy(io.Discard, conn) // takes the request and says nothing
			})
			defer c.Close()
			start := time.Now()
			r := get("/")
			r.Method = tt.method
			_, err := c.Do(t.Context(), &Server{Host: "a.example", Scheme: "http", ReadTimeout: 7 * time.Second}, r)
			var fail *Error
			if !errors.As(err, &fail) || fail.Kind != CommError || fail.Status() != 504 {
				t.Errorf("%s: %v", tt.method, err)
			}
			if tries.Load() != tt.tries || time.Since(start) != time.Duration(tt.tries)*7*time.Second {
				t.Errorf("%s: %d tries in %v", tt.method, tries.Load(), time.Since(start))
			}
		})
	}
}

func TestSilenceInTheBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := pipeClient(func(conn net.Conn) {
			if _, err := http.ReadRequest(bufio.NewReader(conn)); err != nil {
				t.Error(err)
			}
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
		})
		defer c.Close()
		resp, err := c.Do(t.Context(), &Server{Host: "a.example", Scheme: "http", ReadTimeout: 7 * time.Second}, get("/"))
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour) // a slow viewer is not the origin's fault
		got, err := io.ReadAll(resp.Body)
		var fail *Error
		if string(got) != "half" || !errors.As(err, &fail) || fail.Kind != CommError {
			t.Errorf("%q, %v", got, err)
		}
		resp.Body.Close()
	})
}

func TestRequestBodies(t *testing.T) {
	to := listen(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) })
	c := New(Config{Resolve: map[string]string{"api.example.com": to}, MaxRequestBytes: 10})
	defer c.Close()
	s := &Server{Host: "api.example.com", Scheme: "http"}
	for body, length := range map[string]int64{"0123456789": 10, "01234": -1} {
		r := get("/")
		r.Method, r.Body, r.ContentLength = "PUT", strings.NewReader(body), length
		if _, _, got := do(t, c, s, r); got != body {
			t.Errorf("%q came back as %q", body, got)
		}
	}
	for _, length := range []int64{11, -1} {
		r := get("/")
		r.Method, r.Body, r.ContentLength = "PUT", strings.NewReader("0123456789a"), length
		_, err := c.Do(t.Context(), s, r)
		var fail *Error
		if !errors.As(err, &fail) || fail.Status() != http.StatusRequestEntityTooLarge {
			t.Errorf("too large, announced as %d: %v", length, err)
		}
	}
}

func TestIdentity(t *testing.T) {
	want := Identity{DistributionARN: "arn", SignedHost: "media.s3.amazonaws.com", Override: true}
	if got, ok := IdentityFrom(WithIdentity(t.Context(), want)); !ok || got != want {
		t.Errorf("%+v, %v", got, ok)
	}
	if _, ok := IdentityFrom(t.Context()); ok {
		t.Error("an identity out of nothing")
	}
}

func TestURL(t *testing.T) {
	for want, s := range map[string]Server{
		"https://a.example/p?q":      {Host: "a.example", Scheme: "https", Port: 443},
		"http://a.example/p?q":       {Host: "a.example", Scheme: "http"},
		"http://a.example:8080/p?q":  {Host: "a.example", Scheme: "http", Port: 8080},
		"https://a.example:8443/p?q": {Host: "a.example", Scheme: "https", Port: 8443},
	} {
		if got := s.URL("/p", "q"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
