package http1

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// memory is a listener whose connections are pipes: unbuffered, and under the
// clock of a synctest bubble.
type memory struct{ *queue }

func newMemory() memory { return memory{newQueue(&net.TCPAddr{})} }

func (m memory) dial(t *testing.T) net.Conn {
	t.Helper()
	ours, theirs := net.Pipe()
	m.give(theirs)
	t.Cleanup(func() { ours.Close() })
	return ours
}

// A pair is two servers with one handler: this package's and net/http's.
type pair struct {
	plain, whole memory
	handedOver   atomic.Int32
	server       *Server
	said         *bytes.Buffer
}

func newPair(t *testing.T, h http.HandlerFunc) *pair {
	t.Helper()
	p := &pair{plain: newMemory(), whole: newMemory(), said: new(bytes.Buffer)}
	configured := func() *http.Server {
		return &http.Server{Handler: h, DisableGeneralOptionsHandler: true, ReadHeaderTimeout: 30 * time.Second,
			IdleTimeout: 2 * time.Minute, ErrorLog: log.New(p.said, "", 0)}
	}
	p.server = &Server{HTTP: configured(), Patience: 30 * time.Second, Adopt: func(c net.Conn) net.Conn {
		p.handedOver.Add(1)
		return c
	}}
	other := configured()
	ended := make(chan error, 2)
	go func() { ended <- p.server.Serve(p.plain) }()
	go func() { ended <- other.Serve(p.whole) }()
	t.Cleanup(func() {
		p.server.Close()
		other.Close()
		for range 2 {
			if err := <-ended; err != http.ErrServerClosed {
				t.Errorf("Serve: %v", err)
			}
		}
	})
	return p
}

// A reading is what a client sees of an answer.
type reading struct {
	head, body string
	chunked    bool
	next       string // what the same connection answers to a second request
}

var dates = regexp.MustCompile(`Date: [^\r]*GMT`)

// read sends request and, behind the answer, a plain one.
func read(t *testing.T, conn net.Conn, request string) (r reading) {
	t.Helper()
	method, _, _ := strings.Cut(request, " ")
	go io.WriteString(conn, request)
	var raw bytes.Buffer
	buffered := bufio.NewReader(io.TeeReader(conn, &raw))
	res, err := http.ReadResponse(buffered, &http.Request{Method: method})
	if err != nil {
		return reading{head: "none: " + err.Error()}
	}
	body, err := io.ReadAll(res.Body)
	head, _, _ := strings.Cut(raw.String(), "\r\n\r\n")
	r = reading{head: dates.ReplaceAllString(head, "Date: now"), body: string(body), chunked: len(res.TransferEncoding) > 0}
	if err != nil {
		r.next = err.Error()
		return r
	}
	go io.WriteString(conn, "GET /second HTTP/1.1\r\nHost: a\r\n\r\n")
	res, err = http.ReadResponse(buffered, nil)
	if err != nil {
		r.next = "none"
		return r
	}
	res.Body.Close()
	r.next = res.Status
	return r
}

// compare asks both servers and wants the same, and tells whether the
// connection was handed over.
func (p *pair) compare(t *testing.T, request string) (plain bool) {
	t.Helper()
	before := p.handedOver.Load()
	got, want := read(t, p.plain.dial(t), request), read(t, p.whole.dial(t), request)
	if got != want {
		t.Errorf("%.200q:\n%.600s\nnet/http:\n%.600s", request, fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want))
	}
	return p.handedOver.Load() == before
}

func handlers() map[string]http.HandlerFunc {
	header := func(pairs ...string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			for i := 0; i < len(pairs); i += 2 {
				w.Header()[pairs[i]] = append(w.Header()[pairs[i]], pairs[i+1])
			}
		}
	}
	reply := func(status int, body string, h func(http.ResponseWriter)) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			h(w)
			w.WriteHeader(status)
			io.WriteString(w, body)
		}
	}
	long := strings.Repeat("0123456789", 1000)
	return map[string]http.HandlerFunc{
		"nothing":           func(http.ResponseWriter, *http.Request) {},
		"empty":             reply(200, "", header()),
		"sniffed":           reply(200, "<html>hello", header()),
		"typed":             reply(200, "hello", header("Content-Type", "text/x")),
		"counted":           reply(200, "hello", header("Content-Length", "5")),
		"both":              reply(200, "hello", header("Content-Length", "5", "Content-Type", "text/x")),
		"spelling and sort": reply(200, "hello", header("ETag", `"v"`, "x-amz-b", "2", "x-amz-a", "1", "Content-Type", "t", "Content-Length", "5")),
		"two lines":         reply(200, "x", header("Vary", "a", "Vary", "b", "Content-Type", "t")),
		"untyped":           reply(200, "hello", func(w http.ResponseWriter) { w.Header()["Content-Type"] = nil }),
		"encoded":           reply(200, "hello", header("Content-Encoding", "br")),
		"dated":             reply(200, "", header("Date", "yesterday")),
		"undated":           reply(200, "", func(w http.ResponseWriter) { w.Header()["Date"] = nil }),
		"odd values":        reply(200, "", header("A", " x\r\ny ", "B\r\nC", "x", "", "x", "D", "")),
		"long":              reply(200, long, header("Content-Type", "t", "Content-Length", "10000")),
		"long, unknown":     reply(200, long, header()),
		"just held":         reply(200, long[:2048], header()),
		"no longer held":    reply(200, long[:2049], header()),
		"too short":         reply(200, "hell", header("Content-Length", "5", "Content-Type", "t")),
		"too long":          reply(200, "hello!", header("Content-Length", "5", "Content-Type", "t")),
		"closing":           reply(200, "hello", header("Connection", "close")),
		"keeping":           reply(200, "hello", header("Connection", "keep-alive")),
		"204":               reply(204, "hello", header("Content-Length", "5", "Content-Type", "t")),
		"304":               reply(304, "", header("Content-Length", "5", "Content-Type", "t", "Etag", "x")),
		"206":               reply(206, "ell", header("Content-Range", "bytes 1-3/5", "Content-Length", "3", "Content-Type", "t")),
		"404":               reply(404, "nope", header("Content-Type", "t")),
		"unknown status":    reply(799, "x", header()),
		"flushed": func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "one")
			http.NewResponseController(w).Flush()
			io.WriteString(w, "two")
		},
		"flushed, counted": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "6")
			http.NewResponseController(w).Flush()
			io.WriteString(w, "onetwo")
		},
		"pieces": func(w http.ResponseWriter, _ *http.Request) {
			for range 10 {
				io.WriteString(w, long[:700])
			}
		},
		"counted pieces": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "10000")
			for at := 0; at < len(long); at += 1000 {
				io.WriteString(w, long[at:at+1000])
			}
		},
		"changed afterwards": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("A", "before")
			w.WriteHeader(201)
			w.Header().Set("A", "after")
			w.Header().Set("Content-Type", "after")
			w.WriteHeader(500)
			io.WriteString(w, "hello")
		},
		"what arrived": func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintln(w, r.Method, r.URL, r.URL.Path, r.URL.RawQuery, r.Host, r.RequestURI, r.Proto, r.ContentLength, r.Close, r.Body == http.NoBody, r.TransferEncoding, r.Header)
		},
	}
}

func TestSameAnswers(t *testing.T) {
	for name, h := range handlers() {
		t.Run(name, func(t *testing.T) {
			p := newPair(t, h)
			for _, method := range [...]string{"GET", "HEAD", "OPTIONS"} {
				if !p.compare(t, method+" /a%20b?c=d HTTP/1.1\r\nHost: x.test:80\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n") {
					t.Error("handed over")
				}
			}
		})
	}
}

// TestChangingHeaders has answers with other names follow each other on one
// connection.
func TestChangingHeaders(t *testing.T) {
	sets := [][]string{
		{"A", "B"}, {"B", "A"}, {"B", "C"}, {"A"}, {"A", "B", "C", "D"}, {"A", "bad name", "C"}, {"A", "B", "C"},
		{"A", "bad name"}, {"A", "C"}, {"A", "Connection"}, {"Connection"}, {},
	}
	p := newPair(t, func(w http.ResponseWriter, r *http.Request) {
		var n int
		fmt.Sscanf(r.URL.Path, "/%d", &n)
		for _, name := range sets[n%len(sets)] {
			w.Header()[name] = []string{"1", "2"}
		}
		w.Header()["Content-Length"] = []string{"0"}
	})
	heads := func(conn net.Conn) (all []string) {
		var raw bytes.Buffer
		answers := bufio.NewReader(io.TeeReader(conn, &raw))
		for i := range 2*len(sets) + 1 {
			fmt.Fprintf(conn, "GET /%d HTTP/1.1\r\nHost: a\r\n\r\n", i)
			if _, err := http.ReadResponse(answers, nil); err != nil {
				t.Fatal(i, err)
			}
			all = append(all, dates.ReplaceAllString(raw.String(), "Date: now"))
			raw.Reset()
		}
		return all
	}
	if diff := cmp.Diff(heads(p.whole.dial(t)), heads(p.plain.dial(t))); diff != "" {
		t.Errorf("net/http and here:\n%s", diff)
	}
}

// TestHandOver sends what is not plain, as a whole and behind a plain request.
func TestHandOver(t *testing.T) {
	p := newPair(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		fmt.Fprintln(w, r.Method, r.RequestURI, r.Proto, r.Header, string(body), err)
	})
	requests := []string{
		"PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
		"POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
		"GET /" + strings.Repeat("a", bufferSize) + " HTTP/1.1\r\nHost: a\r\n\r\n",
	}
	for head, plain := range heads() {
		unfinished := head == "" || !strings.HasSuffix(head, "\r\n") || strings.Contains(head, "PUT") || strings.Contains(head, "chunked")
		if !plain && !unfinished {
			requests = append(requests, head+"\r\n")
		}
	}
	for _, r := range requests {
		if p.compare(t, r) {
			t.Errorf("%q: not handed over", r)
		}
		const first = "GET /first HTTP/1.1\r\nHost: a\r\n\r\n"
		if p.compare(t, first+r) {
			t.Errorf("%q behind another: not handed over", r)
		}
	}
}

// TestHeadInPieces has the rest of a head come later.
func TestHeadInPieces(t *testing.T) {
	p := newPair(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.RequestURI) })
	for at := range len("GET /a HTTP/1.1\r\nHost: a\r\n\r\n") {
		request := "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
		conn := p.plain.dial(t)
		go func() {
			io.WriteString(conn, request[:at])
			io.WriteString(conn, request[at:])
		}()
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(at, err)
		}
		if body, err := io.ReadAll(res.Body); string(body) != "/a" || err != nil {
			t.Errorf("%d: %q, %v", at, body, err)
		}
		conn.Close()
	}
}

func TestPipeline(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"":        func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.RequestURI) },
		"watched": func(w http.ResponseWriter, r *http.Request) { r.Context().Done(); io.WriteString(w, r.RequestURI) },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t, h)
			conn := p.plain.dial(t)
			go func() {
				for i := range 200 { // together more than the buffer takes
					fmt.Fprintf(conn, "GET /%d HTTP/1.1\r\nHost: a\r\n\r\nGET /%d-2 HTTP/1.1\r\nHost: a\r\n\r\n", i, i)
				}
			}()
			answers := bufio.NewReader(conn)
			for i := range 200 {
				for _, want := range []string{fmt.Sprintf("/%d", i), fmt.Sprintf("/%d-2", i)} {
					res, err := http.ReadResponse(answers, nil)
					if err != nil {
						t.Fatal(want, err)
					}
					if body, err := io.ReadAll(res.Body); string(body) != want || err != nil {
						t.Fatalf("%q, %v, want %q", body, err, want)
					}
				}
			}
			// What a watcher reads may end in the middle of a head.
			if name == "" && p.handedOver.Load() != 0 {
				t.Error("handed over")
			}
		})
	}
}

const plainRequest = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"

// TestClientLeaves wants the context to end while the handler runs, and not
// before.
func TestClientLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seen := make(chan error, 1)
		p := newPair(t, func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), time.Hour) // longer than any deadline of the server's
			defer cancel()
			<-ctx.Done()
			seen <- r.Context().Err()
		})
		conn := p.plain.dial(t)
		io.WriteString(conn, plainRequest)
		time.Sleep(10 * time.Minute)
		select {
		case err := <-seen:
			t.Fatal("the context ended before the client left:", err)
		default:
		}
		conn.Close()
		if err := <-seen; err != context.Canceled {
			t.Errorf("Err %v", err)
		}
	})
}

// TestContextEndsWithRequest wants it for contexts that were asked for Done
// before, and afterwards.
func TestContextEndsWithRequest(t *testing.T) {
	for _, early := range []bool{true, false} {
		contexts := make(chan context.Context, 2)
		p := newPair(t, func(w http.ResponseWriter, r *http.Request) {
			if early {
				r.Context().Done()
			}
			if err := r.Context().Err(); err != nil {
				t.Error("ended already:", err)
			}
			contexts <- r.Context()
		})
		if r := read(t, p.plain.dial(t), plainRequest); !strings.HasPrefix(r.head, "HTTP/1.1 200") {
			t.Error(r)
		}
		ctx := <-contexts
		<-ctx.Done()
		if ctx.Err() != context.Canceled || ctx.Value(http.ServerContextKey) != p.server.HTTP || ctx.Value(http.LocalAddrContextKey) == nil {
			t.Errorf("%v, %v", ctx.Err(), ctx)
		}
		<-contexts // of the second request
	}
}

// TestWriteEnd compares it with Write, alone and behind Write.
func TestWriteEnd(t *testing.T) {
	for _, before := range [...]int{0, 10, 5000} {
		for _, size := range [...]int{0, 10, 3000, 100_000} {
			for _, declared := range [...]int{-1, before + size, before + size + 1, before + size - 1} {
				p := newPair(t, func(w http.ResponseWriter, _ *http.Request) {
					if declared >= 0 {
						w.Header().Set("Content-Length", fmt.Sprint(declared))
					}
					w.Write(make([]byte, before))
					write := w.Write
					if ours, ok := w.(interface{ WriteEnd([]byte) (int, error) }); ok {
						write = ours.WriteEnd
					}
					n, err := write(make([]byte, size))
					if short := size > 0 && declared >= 0 && declared < before+size; (err != nil) != short || !short && n != size {
						t.Errorf("%d + %d of %d: %d, %v", before, size, declared, n, err)
					}
				})
				for _, method := range [...]string{"GET", "HEAD"} {
					p.compare(t, method+" / HTTP/1.1\r\nHost: a\r\n\r\n")
				}
			}
		}
	}
}

// TestAnswerEndsWithHandler holds that nobody has a whole answer before the
// handler is done: what it does last, such as recording, has happened then.
func TestAnswerEndsWithHandler(t *testing.T) {
	for _, size := range [...]int{1, smallBody, smallBody + 1, 100_000} {
		goOn := make(chan bool)
		p := newPair(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(size))
			w.Write(make([]byte, size))
			<-goOn
		})
		conn := p.plain.dial(t)
		whole := make(chan int64)
		go func() {
			io.WriteString(conn, plainRequest)
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Error(err)
				whole <- 0
				return
			}
			n, _ := io.Copy(io.Discard, res.Body)
			whole <- n
		}()
		select {
		case n := <-whole:
			t.Errorf("%d of %d bytes before the handler was done", n, size)
		case goOn <- true: // once it has written
			if n := <-whole; n != int64(size) {
				t.Errorf("%d of %d bytes", n, size)
			}
		}
	}
}

func TestIdleConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPair(t, func(http.ResponseWriter, *http.Request) {})
		for name, c := range map[string]struct {
			requests int
			ends     time.Duration
		}{
			"a connection without a request":    {0, 30 * time.Second},
			"a connection between two requests": {1, 2 * time.Minute},
			"the same after several":            {3, 2 * time.Minute},
		} {
			conn := p.plain.dial(t)
			answers := bufio.NewReader(conn)
			for range c.requests {
				io.WriteString(conn, plainRequest)
				if _, err := http.ReadResponse(answers, nil); err != nil {
					t.Fatal(name, err)
				}
			}
			start := time.Now()
			if _, err := answers.ReadByte(); err != io.EOF {
				t.Errorf("%s: %v", name, err)
			}
			if took := time.Since(start); took < c.ends-time.Second || took > c.ends {
				t.Errorf("%s ends after %v, want %v", name, took, c.ends)
			}
		}
	})
}

// TestSlowClients cuts off who takes nothing for the server's patience, and
// nobody who takes a little.
func TestSlowClients(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPair(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100000")
			w.Write(make([]byte, 100_000))
		})
		for name, c := range map[string]struct {
			pause time.Duration
			whole bool
		}{
			"slow":    {25 * time.Second, true},
			"stalled": {31 * time.Second, false},
		} {
			conn := p.plain.dial(t)
			io.WriteString(conn, plainRequest)
			got, piece := 0, make([]byte, 10_000)
			for {
				time.Sleep(c.pause)
				n, err := conn.Read(piece)
				if got += n; err != nil || got > 100_000 {
					break
				}
			}
			if whole := got > 100_000; whole != c.whole {
				t.Errorf("a %s client got %d bytes", name, got)
			}
			conn.Close()
		}
	})
}

func TestPanics(t *testing.T) {
	for _, abort := range []bool{true, false} {
		p := newPair(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "10000")
			w.Write(make([]byte, 5000))
			if abort {
				panic(http.ErrAbortHandler)
			}
			panic("a mistake")
		})
		r := read(t, p.plain.dial(t), plainRequest)
		if len(r.body) != 5000 || r.next != "unexpected EOF" {
			t.Errorf("a broken answer: %d bytes, then %q", len(r.body), r.next)
		}
		p.server.Close()
		if said := p.said.String(); strings.Contains(said, "a mistake") == abort {
			t.Errorf("abort %v: the log says %q", abort, said)
		}
	}
}

func TestShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun, goOn := make(chan bool), make(chan bool)
		p := newPair(t, func(_ http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/slow" {
				begun <- true
				<-goOn
			}
		})
		idle, busy := p.plain.dial(t), p.plain.dial(t)
		io.WriteString(idle, plainRequest)
		if _, err := http.ReadResponse(bufio.NewReader(idle), nil); err != nil {
			t.Fatal(err)
		}
		io.WriteString(busy, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
		<-begun
		ended := make(chan error)
		go func() { ended <- p.server.Shutdown(t.Context()) }()
		if _, err := idle.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("the idle connection: %v", err)
		}
		synctest.Wait()
		select {
		case err := <-ended:
			t.Fatalf("ended with %v while a request was under way", err)
		default:
		}
		close(goOn)
		res, err := http.ReadResponse(bufio.NewReader(busy), nil)
		if err != nil || !res.Close {
			t.Errorf("the busy connection: %+v, %v", res, err)
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// TestShutdownIsBounded cuts off what does not end.
func TestShutdownIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := make(chan bool)
		p := newPair(t, func(_ http.ResponseWriter, r *http.Request) {
			begun <- true
			<-r.Context().Done()
		})
		conn := p.plain.dial(t)
		io.WriteString(conn, plainRequest)
		<-begun
		ctx, cancel := context.WithTimeout(t.Context(), 8*time.Second)
		defer cancel()
		if err := p.server.Shutdown(ctx); err == nil {
			t.Error("ended without an error")
		}
		p.server.Close()
		if _, err := conn.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("the connection: %v", err)
		}
	})
}

// TestServeAfterShutdown has nothing of a listener that comes too late.
func TestServeAfterShutdown(t *testing.T) {
	s := &Server{HTTP: &http.Server{}}
	if err := s.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Serve(ln); err != http.ErrServerClosed {
		t.Errorf("Serve: %v", err)
	}
	if _, err := ln.Accept(); err == nil {
		t.Error("the listener is open")
	}
}

// allocations is the most that a request and its answer may take here: the
// request with its URL, its header and their text, the answer with its header,
// and the context.
const allocations = 11

func TestAllocations(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	body, lines := make([]byte, 64<<10), map[string][]string{"Content-Length": {"65536"}, "Content-Type": {"x"}, "Date": {"x"}, "A": {"b"}}
	s := &Server{Patience: time.Minute, HTTP: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		for name, values := range lines {
			h[name] = values
		}
		w.Write(body)
	})}}
	ended := make(chan error)
	go func() { ended <- s.Serve(ln) }()
	defer func() { s.Close(); <-ended }()
	conn, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	request, answer, size := []byte("GET /a HTTP/1.1\r\nHost: a\r\nAccept: */*\r\nUser-Agent: x\r\n\r\n"), make([]byte, 128<<10), 0
	exchange := func() {
		conn.Write(request)
		for n := 0; size == 0 || n < size; {
			m, err := conn.Read(answer[n:])
			if n += m; err != nil {
				t.Fatal(err)
			}
			if head := bytes.Index(answer[:n], []byte("\r\n\r\n")); size == 0 && head >= 0 {
				size = head + 4 + len(body)
			}
		}
	}
	got := testing.AllocsPerRun(200, exchange)
	t.Logf("%v allocations", got)
	if got > allocations {
		t.Errorf("%v allocations, want at most %d", got, allocations)
	}
}

func TestLastHeaders(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	last := []string{"Vary", "Age"}
	s := &Server{Last: last, HTTP: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, name := range []string{"Age", "Vary", "X-B", "A-A", "Date", "Content-Length"} {
			w.Header()[name] = []string{"0"}
		}
		if r.URL.Path == "/second" { // the same number of names
			delete(w.Header(), "Age")
			w.Header()["C-C"] = []string{"0"}
		}
	})}}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ln) }()
	defer func() {
		s.Close()
		<-ended
	}()
	conn, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	answers := bufio.NewReader(conn)
	for path, want := range map[string]string{
		"/":       "A-A Content-Length Date X-B Vary Age",
		"/second": "A-A C-C Content-Length Date X-B Vary",
	} {
		go io.WriteString(conn, "GET "+path+" HTTP/1.1\r\nHost: a\r\n\r\n")
		var names []string
		for {
			line, err := answers.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			if line == "\r\n" {
				break
			}
			if name, _, ok := strings.Cut(line, ":"); ok {
				names = append(names, name)
			}
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
