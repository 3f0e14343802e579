package browsers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"crossfront/corsengine/fetch"
)

// TestChromiumKeeps: what a browser keeps of answers and preflights is what the
// model keeps. For every load of a sequence: allowed or blocked, and what
// reaches the server, conditional requests and preflights among it.
func TestChromiumKeeps(t *testing.T) { testSequences(t, fetch.Chromium, openChromium) }

// TestFirefoxKeeps: the same.
func TestFirefoxKeeps(t *testing.T) { testSequences(t, fetch.Firefox, openFirefox) }

// TestWebKitKeeps: likewise.
func TestWebKitKeeps(t *testing.T) { testSequences(t, fetch.WebKit, openWebKit) }

func testSequences(t *testing.T, engine fetch.Engine, open func(*testing.T, *site) driver) {
	s := newSite(t, "")
	d := newDraw(t, s, 3)
	b := open(t, s)
	server := newShelf(t)
	statuses := []int{200, 200, 200, 200, 200, 404, 403, 410}
	if engine == fetch.Chromium { // the others' kept redirects have rules of their own, not found yet
		statuses = append(statuses, 301, 302, 308)
	}
	loads, blocked, kept := 0, 0, 0
	for i := range *worldCount {
		q := d.sequence(i, statuses)
		got := server.play(t, b, q)
		want := q.expect(t, engine, server, s.origin)
		for j := range q.Asks {
			loads++
			if !want[j].allowed {
				blocked++
			}
			if want[j].kept {
				kept++
			}
			want[j].kept = false
		}
		if !slices.Equal(got, want) {
			t.Errorf("the browser: %+v\nthe model:   %+v; in\n%s", got, want, q)
		}
	}
	t.Logf("%d loads in %d sequences, %d blocked, %d had something kept", loads, *worldCount, blocked, kept)
	if blocked < loads/20 || kept < loads/20 {
		t.Error("the draw shows too little")
	}
}

// A sequence is loads of one thing, one after the other. There is one image in it
// at most, as pages keep images in a cache of their own. With the status of a
// redirect, resource a leads to b, which answers 200.
type sequence struct {
	Name   string
	Site   string            // of the server's host: the page's or another one
	With   map[string]string // headers of the answer to requests with Origin
	Bare   map[string]string // and without
	Status int
	Permit map[string]string // and to preflights
	Asks   []ask
}

func (q *sequence) String() string {
	doc, _ := json.Marshal(q)
	return string(doc)
}

func (d *draw) sequence(i int, statuses []int) *sequence {
	q := &sequence{Name: fmt.Sprint("q", i), Site: pick(d, "cdn.localhost", "cdn.localhost", "cdn.app.localhost"),
		With: map[string]string{}, Bare: map[string]string{}, Permit: map[string]string{}, Status: pick(d, statuses...)}
	for name, value := range map[string]string{
		"Cache-Control": pick(d, "max-age=600", "max-age=600", "public, max-age=600", "max-age=0", "no-cache", "no-store", "must-revalidate", "", "", "s-maxage=60"),
		"ETag":          pick(d, `"e"`, `"e"`, "", `W/"w"`),
		"Last-Modified": pick(d, "", "", "Wed, 21 Oct 2015 07:28:00 GMT"),
		"Vary":          pick(d, "", "", "", "Origin", "Accept-Encoding"),
	} {
		set(q.With, name, value)
		set(q.Bare, name, value)
	}
	if d.IntN(4) == 0 {
		set(q.With, "Vary", "Origin")
	}
	set(q.With, "Access-Control-Allow-Origin", pick(d, d.page, d.page, d.page, "*", "", "http://b.example"))
	set(q.With, "Access-Control-Allow-Credentials", pick(d, "true", "true", ""))
	if d.IntN(4) == 0 {
		set(q.Bare, "Access-Control-Allow-Origin", pick(d, d.page, "*"))
	}
	set(q.Permit, "Access-Control-Allow-Origin", d.page)
	set(q.Permit, "Access-Control-Allow-Credentials", "true")
	set(q.Permit, "Access-Control-Allow-Methods", pick(d, "PUT", "PUT, DELETE"))
	set(q.Permit, "Access-Control-Allow-Headers", pick(d, "x-a", "x-a, x-b"))
	set(q.Permit, "Access-Control-Max-Age", pick(d, "", "600", "600", "0", "-1", "x", "600, 600", "1.5"))
	for range 2 + d.IntN(3) {
		a := d.load()
		if a.Initiator != "" && slices.ContainsFunc(q.Asks, func(b ask) bool { return b.Initiator != "" }) {
			continue // the page has that image already, in a cache of its own
		}
		q.Asks = append(q.Asks, a)
	}
	return q
}

func set(h map[string]string, name, value string) {
	if value != "" {
		h[name] = value
	}
}

func (d *draw) load() ask {
	a := ask{Method: "GET", Mode: "cors", Credentials: pick(d, "same-origin", "same-origin", "include")}
	switch d.IntN(9) {
	case 0, 1, 2:
		a.Initiator, a.CrossOrigin = "img", pick(d, "", "", "anonymous", "use-credentials")
	case 3:
		a.Mode = "no-cors"
	case 4:
		a.Method = pick(d, "PUT", "PUT", "DELETE")
	case 5:
		a.Headers = map[string]string{pick(d, "X-A", "X-B"): "1"}
	case 6:
		a.Cache = pick(d, "no-cache", "reload", "no-store")
	}
	return a
}

// load is an ask in the model's words.
func (a *ask) load(page string) *fetch.Load {
	l := &fetch.Load{Cache: fetch.CacheMode(a.Cache), Request: fetch.Request{
		Method: a.Method, URL: a.URL, Origin: page, Mode: a.Mode, Credentials: fetch.CredentialsMode(a.Credentials), Headers: http.Header{},
	}}
	for name, value := range a.Headers {
		l.Headers.Set(name, value)
	}
	if a.Initiator == "" {
		return l
	}
	l.Initiator, l.Credentials = fetch.InitiatorImage, fetch.SameOrigin
	switch a.CrossOrigin {
	case "":
		l.Mode, l.Credentials = "no-cors", fetch.Include
	case "use-credentials":
		l.Credentials = fetch.Include
	}
	return l
}

// answer is what the server says; the same to a browser and to the model.
func (q *sequence) answer(method, url string, h http.Header) (int, [][2]string) {
	headers := q.With
	switch {
	case method == http.MethodOptions:
		return 200, pairs(q.Permit)
	case h.Get("Origin") == "":
		headers = q.Bare
	}
	status := q.Status
	if redirects(status) && strings.HasSuffix(url, "/b") {
		status = http.StatusOK
	} else if redirects(status) {
		headers = leading(headers, strings.TrimSuffix(url, "a")+"b")
	}
	if tag := headers["ETag"]; status == 200 && method == http.MethodGet && tag != "" && h.Get("If-None-Match") == tag {
		status = http.StatusNotModified
	}
	return status, pairs(headers)
}

func redirects(status int) bool { return status/100 == 3 }

// leading are the headers of a redirect.
func leading(h map[string]string, to string) map[string]string {
	next := map[string]string{"Location": to}
	for name, value := range h {
		if name != "ETag" && name != "Last-Modified" {
			next[name] = value
		}
	}
	return next
}

func pairs(h map[string]string) [][2]string {
	var list [][2]string
	for name, value := range h {
		list = append(list, [2]string{name, value})
	}
	return list
}

// said is one load: what the page saw, and what reached the server.
type said struct {
	allowed bool
	sent    string
	kept    bool // the model had something kept
}

// line is a request as far as caches shape it.
func line(method string, status int, h http.Header) string {
	text := method + " " + strconv.Itoa(status)
	for _, name := range [...]string{"Origin", "If-None-Match", "If-Modified-Since", "Range"} {
		if h.Get(name) != "" {
			text += " " + name
		}
	}
	return text
}

// expect is what the model of the browser says.
func (q *sequence) expect(t *testing.T, e fetch.Engine, at *shelf, page string) []said {
	t.Helper()
	var sent []string
	s := fetch.NewSession(e, time.Now(), func(r *fetch.Sent) (*fetch.Response, error) {
		status, h := q.answer(r.Method, r.Request.URL, r.Header)
		sent = append(sent, line(r.Method, status, r.Header))
		return fetch.ResponseOf(status, h), nil
	})
	var all []said
	for i := range q.Asks {
		sent = nil
		q.Asks[i].URL = at.url(q)
		o, err := s.Load(q.Asks[i].load(page))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, said{allowed: o.Verdict.Allowed, sent: strings.Join(sent, ", "), kept: o.Cached != nil})
	}
	return all
}

// A shelf is the server of the sequence at hand, and remembers what reached it.
type shelf struct {
	port string

	mu   sync.Mutex
	q    *sequence
	sent []string
}

func newShelf(t *testing.T) *shelf {
	s := &shelf{}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !strings.HasPrefix(r.URL.Path, "/"+s.q.Name+"/") {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		status, h := s.q.answer(r.Method, "http://"+r.Host+r.URL.Path, r.Header)
		s.sent = append(s.sent, line(r.Method, status, r.Header))
		for _, one := range h {
			w.Header()[one[0]] = []string{one[1]}
		}
		w.Header().Set("Content-Type", "image/png")
		w.WriteHeader(status)
		if status != http.StatusNotModified {
			_, _ = w.Write(picture.Bytes())
		}
	}))
	t.Cleanup(server.Close)
	_, s.port, _ = strings.Cut(strings.TrimPrefix(server.URL, "http://"), ":")
	return s
}

func (s *shelf) url(q *sequence) string {
	return "http://" + q.Site + ":" + s.port + "/" + q.Name + "/a"
}

// play has the browser load everything, in order.
func (s *shelf) play(t *testing.T, b driver, q *sequence) []said {
	t.Helper()
	s.mu.Lock()
	s.q = q
	s.mu.Unlock()
	var all []said
	for i := range q.Asks {
		s.mu.Lock()
		s.sent = nil
		s.mu.Unlock()
		q.Asks[i].URL = s.url(q)
		r := b.fetch(t, &q.Asks[i])
		s.mu.Lock()
		all = append(all, said{allowed: r.Allowed, sent: strings.Join(s.sent, ", ")})
		s.mu.Unlock()
	}
	return all
}
