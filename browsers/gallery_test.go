package browsers

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"crossfront/corsengine/fetch"
	"crossfront/emulator"
	"crossfront/emulator/browser"
	"crossfront/emulator/config"
	"crossfront/emulator/suite"
	"crossfront/scenarios"
)

// TestGallery has real browsers take the gallery's scenarios, each expectation
// against an emulator of its own on ports of its own, which no cache knows. What
// they make of each step is what the model says; over http, where scenarios say
// https. What cannot be staged here is named and left out.
func TestGallery(t *testing.T) {
	for _, e := range []struct {
		engine fetch.Engine
		open   func(*testing.T, *site) driver
	}{{fetch.Chromium, openChromium}, {fetch.Firefox, openFirefox}, {fetch.WebKit, openWebKit}} {
		t.Run(e.engine.String(), func(t *testing.T) {
			s := newSite(t, "")
			b := e.open(t, s)
			all, err := scenarios.ReadIn(stagedAt{scenarios.Files(), s.origin}, "gallery")
			if err != nil {
				t.Fatal(err)
			}
			taken, left := 0, 0
			for _, scenario := range all {
				for _, half := range []*suite.Suite{scenario.Broken, scenario.Fixed} {
					for i := range half.Expectations {
						g := &stage{engine: e.engine, page: s.origin, browser: b, half: half}
						if why := g.unable(&half.Expectations[i]); why != "" {
							t.Logf("left out: %s, %s: %s", half.Name, half.Expectations[i].Name, why)
							left++
							continue
						}
						taken += g.take(t, &half.Expectations[i])
					}
				}
			}
			t.Logf("%d steps taken in %d scenarios, %d expectations left out", taken, len(all), left)
			if taken < len(all) {
				t.Error("few steps were taken")
			}
		})
	}
}

// stagedAt is the gallery with its page at another origin.
type stagedAt struct {
	fs.FS
	origin string
}

func (f stagedAt) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".yaml") {
		return file, err
	}
	defer file.Close()
	doc, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	return &stagedFile{bytes.NewReader(bytes.ReplaceAll(doc, []byte("https://app.example.com"), []byte(f.origin))), info}, err
}

// ReadDir keeps folders as they are.
func (f stagedAt) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(f.FS, name) }

type stagedFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f *stagedFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *stagedFile) Close() error               { return nil }

// A stage is where one expectation is played.
type stage struct {
	engine  fetch.Engine
	page    string // origin
	browser driver
	half    *suite.Suite
}

// unable says why an expectation cannot be played here; empty when it can.
func (g *stage) unable(x *suite.Expectation) string {
	if x.ServiceWorker != "" {
		return "a service worker"
	}
	for i := range x.Steps {
		if x.Steps[i].Advance != 0 && x.SameBrowser {
			return "the browser's own clock"
		}
		p := x.Steps[i].Page
		if p == nil {
			continue
		}
		switch {
		case p.Origin != g.page:
			return "another page: " + p.Origin
		case p.Header.Get("Cookie") != "":
			return "cookies"
		case p.LocalNetwork != "":
			return "Local Network Access"
		case p.Embedder != "":
			return "an embedder policy"
		case strings.Contains(p.URL, "//s3.amazonaws.com"), strings.Contains(p.URL, ".s3.amazonaws.com"):
			return "the global endpoint, which knows all regions on this machine"
		case !slices.Contains([]string{"", "fetch", "xhr", "img", "script", "module", "style"}, p.Initiator):
			return "asked by " + p.Initiator
		}
	}
	for _, d := range g.half.Seed.Distributions {
		for _, o := range d.Config.Origins.Items {
			if !strings.Contains(o.DomainName, ".s3") {
				return "a custom origin"
			}
		}
	}
	return ""
}

// take plays the expectation and returns how many steps were compared.
func (g *stage) take(t *testing.T, x *suite.Expectation) (steps int) {
	t.Helper()
	running, model := g.start(t), g.model(t)
	session := browser.NewBrowser(model, g.engine)
	for i := range x.Steps {
		s := &x.Steps[i]
		if s.Advance != 0 {
			model.Advance(s.Advance)
			post(t, running, "/api/clock", fmt.Sprintf(`{"advance":%q}`, s.Advance))
		}
		if len(s.Invalidate) > 0 {
			if err := model.Invalidate(s.Invalidate); err != nil {
				t.Fatal(err)
			}
			for _, d := range g.half.Seed.Distributions {
				post(t, running, "/api/distributions/"+d.ID+"/invalidations", `{"paths":["`+strings.Join(s.Invalidate, `","`)+`"]}`)
			}
		}
		if s.Page == nil {
			continue
		}
		page := *s.Page
		page.URL = "http://" + strings.TrimPrefix(strings.TrimPrefix(page.URL, "https://"), "http://")
		at := running.Addresses()
		if !x.SameBrowser { // other ports are other URLs to the real one's caches
			session = browser.NewBrowser(model, g.engine)
			at.AWS, at.Edge = forward(t, at.AWS), forward(t, at.Edge)
		}
		v, err := session.Go(t.Context(), &page)
		if err != nil {
			t.Fatal(err)
		}
		a := &ask{URL: g.address(t, at, page.URL), Method: page.Method, Headers: map[string]string{}, Credentials: string(page.Credentials),
			Mode: "cors", Initiator: page.Initiator, CrossOrigin: page.CrossOrigin, Cache: string(page.Cache)}
		for name := range page.Header {
			a.Headers[name] = page.Header.Get(name)
		}
		got := g.browser.fetch(t, a)
		if got.Allowed != v.Verdict.Allowed {
			t.Errorf("%s, %s, step %d, %s: the browser: %+v; the model: %+v", g.half.Name, x.Name, i+1, a.URL, got, v.Verdict)
		}
		steps++
	}
	return steps
}

func (g *stage) start(t *testing.T) *emulator.Emulator {
	t.Helper()
	cfg := g.config(t)
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

func (g *stage) config(t *testing.T) *config.Config {
	t.Helper()
	args := []string{"--aws=127.0.0.1:0", "--edge=127.0.0.1:0", "--edge-tls=127.0.0.1:0", "--console=127.0.0.1:0"}
	for _, name := range g.half.Switches {
		args = append(args, "--switch="+name)
	}
	cfg, err := config.Settings(args, func(string) string { return "" }, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Plant(g.half.Seed)
	return cfg
}

func (g *stage) model(t *testing.T) *emulator.Offline {
	t.Helper()
	w, err := emulator.NewOffline(t.Context(), g.config(t), emulator.OfflineOptions{KnownObjects: g.half.KnownObjects})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// address is where a scenario's URL is on this machine.
func (g *stage) address(t *testing.T, at emulator.Addresses, raw string) string {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	if host, isS3 := strings.CutSuffix(u.Host, ".amazonaws.com"); isS3 {
		u.Host = host + ".localhost:" + port(at.AWS)
		return u.String()
	}
	for _, d := range g.half.Seed.Distributions {
		c := &d.Config
		if strings.EqualFold(u.Host, d.ID+".cloudfront.net") || c.Aliases != nil && slices.Contains(c.Aliases.Items, u.Host) {
			u.Host = strings.ToLower(d.ID) + ".cloudfront.localhost:" + port(at.Edge)
			return u.String()
		}
	}
	t.Fatalf("nobody answers to %s", u.Host)
	return ""
}

// forward listens on a port of its own and passes connections on.
func forward(t *testing.T, to string) (address string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			in, err := ln.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", to)
			if err != nil {
				in.Close()
				continue
			}
			go func() { _, _ = io.Copy(out, in); out.Close() }()
			go func() { _, _ = io.Copy(in, out); in.Close() }()
		}
	}()
	return ln.Addr().String()
}

func post(t *testing.T, e *emulator.Emulator, path, body string) {
	t.Helper()
	client := &http.Client{Timeout: 10 * time.Second}
	res, err := client.Post("http://"+e.Addresses().Console+path, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode/100 != 2 {
		doc, _ := io.ReadAll(res.Body)
		t.Fatalf("%s: %d %s", path, res.StatusCode, doc)
	}
}
