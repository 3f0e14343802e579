package clients

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// seats is how many clients a browser runs at a time: each in a frame of one page.
const seats = 3

// A visit is a page of the site on which a client does something.
type visit struct {
	client string            // a file of src
	header map[string]string // of the page's document
	with   string            // the client's settings, as JSON
	cookie []string          // set by the page before

	answer chan answer
}

// An answer is what a client says of its visit.
type answer struct {
	OK   bool   `json:"ok"`
	What string `json:"what"`
}

// A site is where the app's pages are: in the frames of one page, which ask for
// the next visit as soon as they have told what came of the last.
type site struct {
	origin string

	visits chan *visit
	mu     sync.Mutex
	going  map[string]*visit
}

// page is one visit. Its client has a minute, for some wait for what never comes. A
// sandboxed page is of another origin than the site that it tells.
const page = `<!doctype html><meta charset="utf-8"><title>%[1]s</title><body><script src="/%[1]s.js"></script><script>
(async () => {
  for (const cookie of %[4]s) document.cookie = cookie;
  const late = new Promise((resolve) => setTimeout(() => resolve({ ok: false, what: 'nothing happens' }), 60000));
  const said = await Promise.race([late, (async () => client.default(%[3]s))()]).catch((error) => ({ ok: false, what: error.name + ': ' + error.message }));
  await fetch('/told/%[2]s', { method: 'POST', mode: 'no-cors', body: JSON.stringify(said) });
  location.replace('/seat');
})();
</script>`

// newSite serves the pages until the test ends. Their origin and that of
// distributions have cookies in common, as app and cdn of one domain do.
func newSite(t *testing.T) *site {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s := &site{origin: "http://app.cloudfront.localhost:" + port, visits: make(chan *visit), going: map[string]*visit{}}
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServer(http.Dir("dist")))
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		html(w, "<!doctype html><title>clients</title>"+strings.Repeat(`<iframe src="/seat" width="300" height="200"></iframe>`, seats))
	})
	mux.HandleFunc("GET /seat", s.seat)
	mux.HandleFunc("GET /visit/{id}/", s.page)
	mux.HandleFunc("POST /told/{id}", s.told)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(ln) }() // ends with ErrServerClosed
	t.Cleanup(func() { server.Close() })
	return s
}

func html(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/html")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, text)
}

// seat leads to a visit once there is one, or soon, to itself.
func (s *site) seat(w http.ResponseWriter, r *http.Request) {
	select {
	case v := <-s.visits:
		s.mu.Lock()
		id := strconv.Itoa(len(s.going))
		s.going[id] = v
		s.mu.Unlock()
		http.Redirect(w, r, "/visit/"+id+"/", http.StatusSeeOther)
	case <-time.After(5 * time.Second):
		html(w, `<!doctype html><meta http-equiv="refresh" content="0">`)
	case <-r.Context().Done():
	}
}

// page is one visit's, in a folder of its own, which a service worker can have
// for its scope.
func (s *site) page(w http.ResponseWriter, r *http.Request) {
	v, id := s.visit(r)
	if v == nil {
		http.NotFound(w, r)
		return
	}
	for name, value := range v.header {
		w.Header().Set(name, value)
	}
	cookies, _ := json.Marshal(append([]string{}, v.cookie...)) // strings do not fail
	html(w, fmt.Sprintf(page, v.client, id, v.with, cookies))
}

// visit is the one that the path names; nil when it names none.
func (s *site) visit(r *http.Request) (v *visit, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id = r.PathValue("id")
	return s.going[id], id
}

func (s *site) told(w http.ResponseWriter, r *http.Request) {
	v, _ := s.visit(r)
	var said answer
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&said); err != nil || v == nil {
		http.Error(w, "no answer of a visit", http.StatusBadRequest)
		return
	}
	v.answer <- said
}

// patience covers a browser's first start on a busy machine, and the visits that
// are before one.
const patience = 3 * time.Minute

// send has a page take the visit, and waits for what its client says.
func (s *site) send(t *testing.T, v *visit) answer {
	t.Helper()
	v.answer = make(chan answer, 1)
	late := time.After(patience)
	select {
	case s.visits <- v:
	case <-late:
		t.Fatal("no page asks for its visit")
	}
	select {
	case said := <-v.answer:
		return said
	case <-late:
		t.Fatalf("%s says nothing", v.client)
	}
	return answer{}
}
