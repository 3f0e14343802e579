package conformance_test

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"strings"
	"sync"
	"testing"
	"time"
)

// A recordingOrigin answers as a case says and remembers what it was asked.
type recordingOrigin struct {
	address string

	mu       sync.Mutex
	response response
	seen     []seenRequest
	held     <-chan struct{} // answers wait for it; nil: none does
	arrived  chan struct{}   // closed and made anew with each request
}

type seenRequest struct {
	method, uri string
	header      http.Header // with Host
}

func newRecordingOrigin(t *testing.T) *recordingOrigin {
	t.Helper()
	o := &recordingOrigin{arrived: make(chan struct{})}
	server := httptest.NewServer(o)
	t.Cleanup(server.Close)
	o.address = server.Listener.Addr().String()
	return o
}

// closed is an address that refuses connections: its port is below those that are
// given out.
const closed = "127.0.0.1:1"

// answer sets what is answered from now on, and forgets what was seen.
func (o *recordingOrigin) answer(r response) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.response, o.seen, o.held = r, nil, nil
}

// hold lets answers wait until release is closed.
func (o *recordingOrigin) hold(release <-chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.held = release
}

func (o *recordingOrigin) count() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.seen)
}

// waitFor waits until n requests have arrived.
func (o *recordingOrigin) waitFor(t *testing.T, n int) {
	t.Helper()
	timeout := time.After(30 * time.Second)
	for {
		o.mu.Lock()
		have, arrived := len(o.seen), o.arrived
		o.mu.Unlock()
		if have >= n {
			return
		}
		select {
		case <-arrived:
		case <-timeout:
			t.Fatalf("%d requests arrived, want %d", have, n)
		}
	}
}

// last is the last request seen, nil for none.
func (o *recordingOrigin) last() *seenRequest {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.seen) == 0 {
		return nil
	}
	return &o.seen[len(o.seen)-1]
}

func (o *recordingOrigin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	h := r.Header.Clone()
	h.Set("Host", r.Host)
	if len(r.TransferEncoding) > 0 {
		h["Transfer-Encoding"] = r.TransferEncoding
	}
	o.mu.Lock()
	o.seen = append(o.seen, seenRequest{r.Method, r.RequestURI, h})
	a, held := o.response, o.held
	close(o.arrived)
	o.arrived = make(chan struct{})
	o.mu.Unlock()
	if held != nil {
		<-held
	}
	host, _, _ := strings.Cut(r.Host, ":")
	if by, ok := a.ByHost[host]; ok {
		a = by
	}
	if a.Headers["Trailer"] != "" || a.Headers["Upgrade"] != "" {
		writeRaw(w, r, &a)
		return
	}
	for name, value := range a.Headers {
		w.Header()[textproto.CanonicalMIMEHeaderKey(name)] = []string{fill(value, r)}
	}
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	w.WriteHeader(a.Status)
	if a.Status != http.StatusNoContent && a.Status != http.StatusNotModified && r.Method != http.MethodHead {
		if a.Headers["Transfer-Encoding"] == "chunked" {
			w.(http.Flusher).Flush()
		}
		_, _ = io.WriteString(w, a.Body)
	}
}

// writeRaw is for headers that a server of net/http would read as orders.
func writeRaw(w http.ResponseWriter, r *http.Request, a *response) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	out := bufio.NewWriter(conn)
	h := http.Header{}
	for name, value := range a.Headers {
		h.Set(name, fill(value, r))
	}
	_, _ = out.WriteString("HTTP/1.1 200 OK\r\nConnection: close\r\n")
	_ = h.Write(out)
	_, _ = out.WriteString("\r\n" + a.Body)
	_ = out.Flush()
}

func fill(value string, r *http.Request) string {
	return strings.ReplaceAll(value, "{request.Origin}", r.Header.Get("Origin"))
}
