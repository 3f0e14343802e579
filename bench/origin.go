package main

import (
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// originHost is the origin's name in the emulator's seed file; RFC 2606 keeps
// it from being anybody's.
const originHost = "origin.example"

// slowness is how long the origin takes for a path under /slow/: long enough
// that a herd has arrived in full.
const slowness = 300 * time.Millisecond

// An origin is the web server behind the caches, in this process. /SIZE/… is an
// object of that many bytes, good for an hour; under /slow/ it takes its time.
type origin struct {
	address string
	server  *http.Server
	body    []byte

	mu    sync.Mutex
	asked map[string]int // paths under /slow/, how often
}

func startOrigin() (*origin, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	o := &origin{address: ln.Addr().String(), body: make([]byte, 2<<20), asked: make(map[string]int)}
	o.server = &http.Server{Handler: o}
	go o.server.Serve(ln)
	return o, nil
}

func (o *origin) close() { o.server.Close() }

func (o *origin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, slow := strings.CutPrefix(r.URL.Path, "/slow")
	if slow {
		o.mu.Lock()
		o.asked[r.URL.Path]++
		o.mu.Unlock()
		time.Sleep(slowness)
	}
	first, _, _ := strings.Cut(path[1:], "/")
	size, err := strconv.Atoi(first)
	if err != nil || size < 0 || size > len(o.body) {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Content-Length", strconv.Itoa(size))
	h.Set("Content-Type", "video/mp2t")
	h.Set("Etag", `"`+first+`"`)
	h.Set("Last-Modified", "Mon, 23 Nov 2026 11:00:00 GMT")
	w.Write(o.body[:size])
}

// fetches is how often a slow path was asked for.
func (o *origin) fetches(path string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.asked[path]
}
