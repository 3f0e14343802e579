package emulator

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener whose connections are pipes, which wait by the bubble's
// clock.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	c, ok := <-p
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}
func (p pipes) Close() error   { close(p); return nil }
func (p pipes) Addr() net.Addr { return &net.UnixAddr{} }

// TestStalledClient: who stops sending a body, or stops taking one, is cut off
// after the patience, and who is slow is not.
func TestStalledClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const patience = 30 * time.Second
		var readError, writeError error
		done := make(chan struct{}, 1)
		ln := make(pipes)
		srv := &http.Server{Handler: impatient(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, readError = io.Copy(io.Discard, r.Body)
			if readError == nil {
				_, writeError = w.Write(bytes.Repeat([]byte("x"), 1<<20))
			}
			done <- struct{}{}
		}), patience)}
		go srv.Serve(stallingListener{ln, patience})
		defer srv.Close()
		dial := func(text string) net.Conn {
			client, server := net.Pipe()
			ln <- server
			io.WriteString(client, text)
			return client
		}
		const head = "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n"

		begun := time.Now()
		stops := dial(head + "a")
		<-done
		if !errors.Is(readError, os.ErrDeadlineExceeded) || time.Since(begun) != patience {
			t.Errorf("a client that stops sending: %v after %v", readError, time.Since(begun))
		}
		stops.Close()

		slow := dial(head + "a")
		for range 2 {
			time.Sleep(patience - time.Second) // by the bubble's clock
			io.WriteString(slow, "b")
		}
		begun = time.Now()
		<-done // it takes nothing of the answer
		if readError != nil {
			t.Errorf("a slow client: %v", readError)
		}
		if !errors.Is(writeError, os.ErrDeadlineExceeded) || time.Since(begun) != patience {
			t.Errorf("a client that stops taking: %v after %v", writeError, time.Since(begun))
		}
		slow.Close()

		taking := dial(head + "abc")
		piece := make([]byte, 50<<10) // each in time, the whole not
		for got := 0; got < 1<<20; {
			time.Sleep(patience - time.Second)
			n, err := taking.Read(piece)
			if got += n; err != nil {
				t.Fatalf("a client that takes slowly got %d bytes: %v", got, err)
			}
		}
		go io.Copy(io.Discard, taking) // what the head took of the count
		if <-done; writeError != nil {
			t.Errorf("a client that takes slowly: %v", writeError)
		}
		taking.Close()
	})
}

// TestRefusedBodyIsNoRequest: what is left of a body that was refused half-way
// is not taken for the next request.
func TestRefusedBodyIsNoRequest(t *testing.T) {
	var asked []string
	done := make(chan struct{}, 4)
	srv := httptest.NewServer(impatient(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method)
		io.CopyN(io.Discard, r.Body, 1000)
		r.Body.Close()
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, "full")
		http.NewResponseController(w).Flush()
		done <- struct{}{}
	}), time.Minute))
	defer srv.Close()
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const size = 1 << 20
	io.WriteString(conn, "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: "+strconv.Itoa(size)+"\r\n\r\n")
	smuggled := "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
	go io.WriteString(conn, strings.Repeat(smuggled, size/len(smuggled)))
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	<-done
	if !res.Close {
		t.Errorf("the connection stays open: %v", res.Header)
	}
	srv.Close() // no request is under way any more
	if len(asked) != 1 {
		t.Errorf("requests: %q", asked)
	}
}

// TestStallingConnSendsFiles: whole files, parts of files and plain readers
// arrive, in as many stretches as it takes.
func TestStallingConnSendsFiles(t *testing.T) {
	content := strings.Repeat("0123456789abcdef", (2*stretch+stretch/2)/16)
	name := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		limit  int64 // 0: none
		reader func(*os.File) io.Reader
	}{
		"file":        {0, func(f *os.File) io.Reader { return f }},
		"part":        {stretch + 5, func(f *os.File) io.Reader { return f }},
		"reader":      {0, func(*os.File) io.Reader { return strings.NewReader(content) }},
		"short part":  {int64(len(content)) + 7, func(f *os.File) io.Reader { return f }},
		"even part":   {2 * stretch, func(f *os.File) io.Reader { return f }},
		"empty limit": {-1, func(f *os.File) io.Reader { return f }},
	} {
		t.Run(what, func(t *testing.T) {
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer ln.Close()
			arrived := make(chan string, 1)
			go func() {
				c, err := net.Dial("tcp", ln.Addr().String())
				if err != nil {
					close(arrived)
					return
				}
				defer c.Close()
				all, _ := io.ReadAll(c)
				arrived <- string(all)
			}()
			conn, err := stallingListener{ln, time.Minute}.Accept()
			if err != nil {
				t.Fatal(err)
			}
			file, err := os.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			from, want := c.reader(file), content
			if c.limit != 0 {
				from = io.LimitReader(from, max(c.limit, 0))
				want = content[:max(min(int(c.limit), len(content)), 0)]
			}
			n, err := conn.(io.ReaderFrom).ReadFrom(from)
			conn.Close()
			if got := <-arrived; err != nil || n != int64(len(want)) || got != want {
				t.Errorf("%d of %d bytes sent, %d arrived, %v", n, len(want), len(got), err)
			}
		})
	}
}
