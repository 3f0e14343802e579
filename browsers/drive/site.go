package drive

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"crossfront/corsengine/fetch"
)

// An Ask is what a page asks for.
type Ask struct {
	URL         string            `json:"url"`
	Method      string            `json:"method"` // empty: GET
	Headers     map[string]string `json:"headers,omitempty"`
	Credentials string            `json:"credentials"` // empty: same-origin
	Mode        string            `json:"mode"`
	Cache       string            `json:"cache,omitempty"` // fetch's option
	// Initiator is what asks in place of fetch: img, script, module, style or xhr.
	Initiator   string `json:"initiator,omitempty"`
	CrossOrigin string `json:"crossorigin,omitempty"` // an element's attribute
}

// Asks are the initiators that [Ask] takes.
func Asks() []string { return []string{"", "fetch", "xhr", "img", "script", "module", "style"} }

// A Report is what a page says of one ask.
type Report struct {
	Allowed bool   `json:"allowed"`
	Status  int    `json:"status"`
	Headers string `json:"headers"` // names that the script can read, sorted
}

// A Site is the page that asks, on an origin of its own.
type Site struct {
	Origin string

	policy  fetch.EmbedderPolicy
	server  *http.Server
	asks    chan *Ask
	reports chan Report
}

// Paths of the page: one that asks by itself, and one that waits for whoever
// drives the browser otherwise.
const (
	Loop  = "/loop"
	Still = "/still"
)

const title = `<!doctype html><title>worlds</title>`

const loop = title + `<script>
const ask = ` + Script + `;
(async () => {
  for (;;) {
    const next = await fetch('/next', { cache: 'no-store' }).catch(() => null);
    if (!next?.ok) { await new Promise((resolve) => setTimeout(resolve, 100)); continue; }
    await fetch('/report', { method: 'POST', body: await ask(await next.json()) });
  }
})();
</script>`

// NewSite serves the page at a free port of this machine until Close. Its pages
// have the embedder policy, or none when it is empty.
func NewSite(policy fetch.EmbedderPolicy) (*Site, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	_, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		return nil, err
	}
	s := &Site{Origin: "http://app.localhost:" + port, policy: policy, asks: make(chan *Ask), reports: make(chan Report)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Still, func(w http.ResponseWriter, _ *http.Request) { s.page(w, title) })
	mux.HandleFunc("GET "+Loop, func(w http.ResponseWriter, _ *http.Request) { s.page(w, loop) })
	mux.HandleFunc("GET /next", s.next)
	mux.HandleFunc("POST /report", s.report)
	s.server = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.server.Serve(ln) }() // ends with ErrServerClosed
	return s, nil
}

// Close ends the site.
func (s *Site) Close() { _ = s.server.Close() }

func (s *Site) page(w http.ResponseWriter, text string) {
	if s.policy != "" {
		w.Header().Set("Cross-Origin-Embedder-Policy", string(s.policy))
	}
	w.Header().Set("Content-Type", "text/html")
	_, _ = io.WriteString(w, text)
}

// next is answered once there is something to ask for, or soon, with nothing.
func (s *Site) next(w http.ResponseWriter, r *http.Request) {
	select {
	case a := <-s.asks:
		_ = json.NewEncoder(w).Encode(a)
	case <-time.After(time.Second):
		w.WriteHeader(http.StatusServiceUnavailable)
	case <-r.Context().Done():
	}
}

func (s *Site) report(w http.ResponseWriter, r *http.Request) {
	var said Report
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&said); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	select {
	case s.reports <- said:
	case <-r.Context().Done():
	}
}

// patience covers a browser's first start on a busy machine.
const patience = 60 * time.Second

// Ask has the page that is open at [Loop] ask, and waits for its report.
func (s *Site) Ask(ctx context.Context, a *Ask) (Report, error) {
	late := time.After(patience)
	select {
	case s.asks <- a:
	case <-late:
		return Report{}, errors.New("the page does not ask")
	case <-ctx.Done():
		return Report{}, ctx.Err()
	}
	select {
	case r := <-s.reports:
		return r, nil
	case <-late:
		return Report{}, errors.New("the page does not report")
	case <-ctx.Done():
		return Report{}, ctx.Err()
	}
}
