package drive

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
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
	// Initiator is what asks, as emulator/browser calls it; empty: fetch.
	Initiator   string `json:"initiator,omitempty"`
	CrossOrigin string `json:"crossorigin,omitempty"` // an element's attribute
	// Sandbox: a sandboxed frame of the page asks, whose origin is null.
	Sandbox bool `json:"sandbox,omitempty"`
	Timing  bool `json:"timing,omitempty"` // its [Report] is to tell of it
}

// A Report is what a page says of one ask.
type Report struct {
	Allowed bool   `json:"allowed"`
	Status  int    `json:"status"`
	Headers string `json:"headers"` // names that the script can read, sorted
	Opaque  bool   `json:"opaque"`  // of an image: a canvas with it cannot be read
	Timing  bool   `json:"timing"`  // Resource Timing shows times
	trouble string // the page could not ask
}

// A Site is the page that asks, on an origin of its own, and on any other whose
// requests are led to its Address.
type Site struct {
	Origin  string
	Address string // HOST:PORT

	policy  fetch.EmbedderPolicy
	server  *http.Server
	at      string // the URL of the page that asks
	next    chan *order
	reports chan Report
}

// An order is what a page is to do next: to ask, or to go elsewhere.
type order struct {
	*Ask
	GoTo string `json:"goTo,omitempty"`
}

// Paths of the site: the page that asks by itself, and one that waits for whoever
// drives the browser otherwise.
const (
	Loop  = "/loop"
	Still = "/still"
	// Cookies sets what its query has under the name set, as Set-Cookie has it.
	Cookies = "/cookies"
)

// A Page is one of the pages at [Loop].
type Page struct {
	Origin   string               // empty: the site's own
	Embedder fetch.EmbedderPolicy // empty: the site's own
	// Worker is the page's service worker; empty: none. See [Workers].
	Worker string
}

// URL is where the page is.
func (p *Page) URL(s *Site) string {
	origin, path := p.Origin, Loop
	if origin == "" {
		origin = s.Origin
	}
	if p.Worker != "" {
		path = "/worker/" + p.Worker + Loop
	}
	if p.Embedder != "" {
		path += "?" + url.Values{"embedder": {string(p.Embedder)}}.Encode()
	}
	return origin + path
}

const title = `<!doctype html><title>worlds</title>`

const loop = title + `<body><script>
const ask = ` + Script + `;
const framed = ` + framed + `;
const worked = ` + worked + `;
(async () => {
  const trouble = await worked();
  for (;;) {
    const next = await fetch('/next', { cache: 'no-store' }).catch(() => null);
    if (!next?.ok) { await new Promise((resolve) => setTimeout(resolve, 100)); continue; }
    const a = await next.json();
    if (a.goTo) { location = a.goTo; return; }
    await fetch('/report', { method: 'POST', body: trouble || await (a.sandbox ? framed(a) : ask(a)) });
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
	s := &Site{Origin: "http://app.localhost:" + port, Address: ln.Addr().String(), policy: policy, next: make(chan *order), reports: make(chan Report)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Still, func(w http.ResponseWriter, _ *http.Request) { s.page(w, policy, title) })
	mux.HandleFunc("GET "+Loop, s.loop)
	mux.HandleFunc("GET /worker/{name}"+Loop, s.loop)
	mux.HandleFunc("GET /worker/{name}/worker.js", worker)
	mux.HandleFunc("GET "+Cookies, cookies)
	mux.HandleFunc("GET /next", s.order)
	mux.HandleFunc("POST /report", s.report)
	s.server = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.server.Serve(ln) }() // ends with ErrServerClosed
	return s, nil
}

// Close ends the site.
func (s *Site) Close() { _ = s.server.Close() }

func (s *Site) loop(w http.ResponseWriter, r *http.Request) {
	policy := s.policy
	if own := r.FormValue("embedder"); own != "" {
		policy = fetch.EmbedderPolicy(own)
	}
	s.page(w, policy, loop)
}

func (s *Site) page(w http.ResponseWriter, policy fetch.EmbedderPolicy, text string) {
	if policy != "" {
		w.Header().Set("Cross-Origin-Embedder-Policy", string(policy))
	}
	w.Header().Set("Content-Type", "text/html")
	_, _ = io.WriteString(w, text)
}

// cookies sets a host's cookies, for pages of any origin.
func cookies(w http.ResponseWriter, r *http.Request) {
	for _, pair := range r.URL.Query()["set"] {
		w.Header().Add("Set-Cookie", pair+"; Path=/; Secure; SameSite=None")
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
	w.Header().Set("Access-Control-Allow-Credentials", "true")
	_, _ = io.WriteString(w, "set")
}

// order is answered once there is something to do, or soon, with nothing.
func (s *Site) order(w http.ResponseWriter, r *http.Request) {
	select {
	case o := <-s.next:
		_ = json.NewEncoder(w).Encode(o)
	case <-time.After(time.Second):
		w.WriteHeader(http.StatusServiceUnavailable)
	case <-r.Context().Done():
	}
}

func (s *Site) report(w http.ResponseWriter, r *http.Request) {
	said := struct {
		Report
		Trouble string `json:"trouble"`
	}{}
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&said); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	said.trouble = said.Trouble
	select {
	case s.reports <- said.Report:
	case <-r.Context().Done():
	}
}

// patience covers a browser's first start on a busy machine.
const patience = 60 * time.Second

// Ask has the page that is open at one of [Loop] ask, and waits for its report.
func (s *Site) Ask(ctx context.Context, a *Ask) (Report, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case s.next <- &order{Ask: a}:
	case <-ctx.Done():
		return Report{}, errors.New("the page does not ask: " + context.Cause(ctx).Error())
	}
	select {
	case r := <-s.reports:
		if r.trouble != "" {
			return r, errors.New("the page is in trouble: " + r.trouble)
		}
		return r, nil
	case <-ctx.Done():
		return Report{}, errors.New("the page does not report: " + context.Cause(ctx).Error())
	}
}

// Go has the browser go to a page, unless it is there.
func (s *Site) Go(ctx context.Context, p *Page) error {
	to := p.URL(s)
	if to == s.at {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case s.next <- &order{GoTo: to}:
		s.at = to
		return nil
	case <-ctx.Done():
		return errors.New("the page does not go on: " + context.Cause(ctx).Error())
	}
}
