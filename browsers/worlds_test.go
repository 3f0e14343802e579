package browsers

import (
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"crossfront/corsengine/fetch"
	"crossfront/emulator"
	"crossfront/emulator/browser"
	"crossfront/emulator/config"
)

var (
	worldCount = flag.Int("worlds", 60, "how many random worlds each browser is asked for")
	worldSeed  = flag.Uint64("seed", 1, "of the draw; 0 takes a new one")
)

// TestChromium: for every ask, allowed or blocked, the number of preflights,
// the status and the name of the error are what the model says.
func TestChromium(t *testing.T) {
	testWorlds(t, fetch.Chromium, openChromium)
}

// TestFirefox: the same, but for the names, which Firefox does not give.
func TestFirefox(t *testing.T) {
	testWorlds(t, fetch.Firefox, openFirefox)
}

// TestWebKit: likewise.
func TestWebKit(t *testing.T) {
	testWorlds(t, fetch.WebKit, openWebKit)
}

// newDraw is the draw that the flags ask for, and says how to repeat it. Each test
// has a stream of its own.
func newDraw(t *testing.T, s *site, stream uint64) *draw {
	t.Helper()
	n := *worldSeed
	if n == 0 {
		n = rand.Uint64()
	}
	t.Logf("go test ./browsers -run '%s' -worlds %d -seed %d", t.Name(), *worldCount, n)
	return &draw{rand.New(rand.NewPCG(n, stream)), s.origin}
}

func testWorlds(t *testing.T, engine fetch.Engine, open func(*testing.T, *site) driver) {
	s := newSite(t, "")
	d := newDraw(t, s, 1)
	worlds := make([]*world, *worldCount)
	for i := range worlds {
		worlds[i] = d.world(i)
	}
	b := open(t, s)
	asks, blocked := 0, 0
	for batch := range slices.Chunk(worlds, batchSize) {
		file := seed(t, batch)
		h := &held{engine: engine, page: s.origin, emulator: start(t, file), model: offline(t, file), browser: b}
		for _, w := range batch {
			asks += len(w.Asks)
			blocked += h.compare(t, w)
		}
	}
	t.Logf("%d asks in %d worlds, %d blocked", asks, len(worlds), blocked)
	if blocked < asks/10 || blocked > asks*9/10 {
		t.Errorf("%d of %d asks were blocked: the draw shows too little", blocked, asks)
	}
}

// batchSize is how many response headers policies an account may have.
const batchSize = 20

// held are the two that are held against each other.
type held struct {
	engine   fetch.Engine
	page     string // origin
	emulator *emulator.Emulator
	model    *emulator.Offline
	browser  driver
}

// compare asks for everything in a world, and returns how much was blocked.
func (h *held) compare(t *testing.T, w *world) (blocked int) {
	t.Helper()
	for i := range w.Asks {
		a := &w.Asks[i]
		a.URL = address(h.emulator, w, a, i)
		h.emulator.Journal().Clear()
		want := expect(t, h.model, h.engine, a.page(h.page))
		got := measured(h.browser.fetch(t, a), h.emulator, a, want.preflights)
		if h.engine != fetch.Chromium { // the others have no names
			want.err, got.err = "", ""
		}
		if got != want {
			t.Errorf("ask %d: the browser: %+v; the model: %+v; in\n%s", i, got, want, w)
		}
		if !got.allowed {
			blocked++
		}
	}
	return blocked
}

// An outcome is what a page can see of one ask, and its server.
type outcome struct {
	allowed    bool
	status     int    // that the page reads; 0: none
	headers    string // whose names it can list
	preflights int
	err        string
}

// expect is what the model of the browser says, in the same world offline.
func expect(t *testing.T, w browser.World, engine fetch.Engine, p *browser.Page) outcome {
	t.Helper()
	v, err := browser.Go(t.Context(), w, engine, p)
	if err != nil {
		t.Fatalf("%s %s: %v", p.Method, p.URL, err)
	}
	out := outcome{allowed: v.Verdict.Allowed, err: v.Verdict.Error}
	for _, l := range v.Legs {
		if l.Preflight {
			out.preflights++
		}
	}
	if x := v.Answer(); x != nil && out.allowed && p.Initiator != "img" {
		out.status, out.headers = x.Response.Status, endToEnd(strings.Join(v.Readable, " "))
	}
	return out
}

// page is the ask as the model has it: of the loads that are no CORS, an image's.
func (a *ask) page(origin string) *browser.Page {
	p := &browser.Page{
		Method: a.Method, URL: a.URL, Origin: origin, Header: http.Header{}, Via: a.Via,
		Credentials: fetch.CredentialsMode(a.Credentials), Initiator: "fetch",
	}
	for name, value := range a.Headers {
		p.Header.Set(name, value)
	}
	if a.Mode == "no-cors" {
		p.Initiator, p.Credentials = "img", ""
	}
	return p
}

// endToEnd leaves out the names that belong to a connection, which the model has
// none of.
func endToEnd(names string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(names), func(name string) bool {
		return name == "connection" || name == "keep-alive" || name == "transfer-encoding"
	}), " ")
}

// measured adds to a browser's report what the emulator saw: the preflights. A
// browser may have read an answer, and the page reported, before the answer is
// recorded: so many as are expected are waited for.
func measured(r report, e *emulator.Emulator, a *ask, expected int) outcome {
	feed := e.Journal().Subscribe()
	defer feed.Close()
	out := outcome{allowed: r.Allowed, err: r.Error, status: r.Status, headers: endToEnd(r.Headers)}
	late := time.After(patience)
	for {
		out.preflights = 0
		for _, x := range e.Journal().Exchanges("", 20) {
			if x.Request.Method == http.MethodOptions && x.Request.URL == a.URL {
				out.preflights++
			}
		}
		if out.preflights >= expected {
			return out
		}
		select {
		case <-feed.C():
		case <-late:
			return out
		}
	}
}

// address is where an ask goes: a query of its own keeps the browser's caches
// out, and is no part of the edge's key.
func address(e *emulator.Emulator, w *world, a *ask, i int) string {
	at := e.Addresses()
	if a.Via == "s3" {
		return fmt.Sprintf("http://localhost:%s/%s/%s?ask=%d", port(at.AWS), w.bucket(), a.Key, i)
	}
	return fmt.Sprintf("http://%s.cloudfront.localhost:%s/%s?ask=%d", strings.ToLower(w.distribution()), port(at.Edge), a.Key, i)
}

func port(address string) string {
	_, p, _ := net.SplitHostPort(address)
	return p
}

func start(t *testing.T, file string) *emulator.Emulator {
	t.Helper()
	cfg := load(t, file)
	e, err := emulator.New(cfg, emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close(t.Context()) })
	return e
}

func load(t *testing.T, file string) *config.Config {
	t.Helper()
	cfg, err := config.Load(emulator.FreePorts("--config", file),
		func(string) string { return "" }, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func offline(t *testing.T, file string) *emulator.Offline {
	t.Helper()
	w, err := emulator.NewOffline(t.Context(), load(t, file), emulator.OfflineOptions{KnownObjects: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}
