package staged

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"crossfront/browsers/drive"
	"crossfront/corsengine/fetch"
	"crossfront/emulator"
	"crossfront/emulator/browser"
	"crossfront/emulator/journal"
	"crossfront/emulator/suite"
)

// A play is an expectation on stage: an emulator, and the same world offline with
// the model of the browser.
type play struct {
	*Stage
	half    *suite.Suite
	x       *suite.Expectation
	running *emulator.Emulator
	model   *emulator.Offline
	session *browser.Browser
	origin  *origin // nil: no custom origin
	s3TLS   string  // S3's address over https, which the emulator has none of
	port    int     // of all servers, as the browser sees them
	ends    []func()
}

// raise makes the play; what fails half way ends what was begun.
func (s *Stage) raise(ctx context.Context, half *suite.Suite, x *suite.Expectation) (_ *play, err error) {
	p := &play{Stage: s, half: half, x: x}
	defer func() {
		if err != nil {
			p.end()
		}
	}()
	cfg, err := half.Settings(emulator.FreePorts(), func(string) string { return "" })
	if err != nil {
		return nil, err
	}
	if p.origin, err = standIn(half, cfg); err != nil {
		return nil, err
	}
	p.ends = append(p.ends, p.origin.end)
	if p.running, err = emulator.New(cfg, emulator.Options{}); err != nil {
		return nil, err
	}
	if err = p.running.Start(ctx); err != nil {
		return nil, err
	}
	p.ends = append(p.ends, func() {
		// Nobody asks any more; a browser may have a connection on which it never did.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 100*time.Millisecond)
		defer cancel()
		_ = p.running.Close(ctx)
	})
	s3, end, err := secured(p.running.Addresses().AWS)
	if err != nil {
		return nil, err
	}
	p.s3TLS, p.ends = s3, append(p.ends, end)
	if p.origin != nil {
		p.origin.locate = func(to string) string { return p.here(to, "") }
	}
	asSeen, err := half.Settings(nil, func(string) string { return "" }) // with the usual ports
	if err != nil {
		return nil, err
	}
	if p.model, err = emulator.NewOffline(ctx, asSeen, emulator.OfflineOptions{KnownObjects: half.KnownObjects}); err != nil {
		return nil, err
	}
	p.ends = append(p.ends, p.model.Close)
	p.begin()
	if x.ServiceWorker != "" {
		p.session.Install(x.ServiceWorker)
	}
	return p, nil
}

func (p *play) end() {
	for _, end := range slices.Backward(p.ends) {
		end()
	}
}

// begin makes the model a browser that has kept nothing. To the real one, servers
// at another port are others.
func (p *play) begin() {
	p.session, p.port = browser.NewBrowser(p.model, p.Engine), p.network.freshPort()
}

// take takes one step; nil when it asks for nothing.
func (p *play) take(ctx context.Context, i int) (*Step, error) {
	s := &p.x.Steps[i]
	if err := p.prepare(ctx, i); err != nil || s.Page == nil {
		return nil, err
	}
	if !p.x.SameBrowser {
		p.begin()
	}
	v, err := p.session.Go(ctx, s.Page)
	if err != nil {
		return nil, err
	}
	if _, err := p.browser.Heard(); err != nil { // of what was before
		return nil, err
	}
	p.running.Journal().Clear()
	got, err := p.ask(ctx, s)
	if err != nil {
		return nil, err
	}
	taken := &Step{Line: s.Line, URL: s.Page.URL, Got: seen(s, got), Want: expected(s, v, got), Model: v.Verdict, Asks: asks(v)}
	if taken.Asked, err = p.asked(ctx, len(taken.Asks)); err != nil {
		return nil, err
	}
	if !got.Allowed && !v.Verdict.Allowed && audible(v.Verdict.Message) {
		taken.Console, err = p.heard(ctx, s, v.Verdict.Message)
	}
	return taken, err
}

// ask has the real browser do it.
func (p *play) ask(ctx context.Context, s *suite.Step) (drive.Report, error) {
	page := s.Page
	at := &drive.Page{Origin: page.Origin, Embedder: page.Embedder, Worker: string(p.x.ServiceWorker)}
	a := &drive.Ask{URL: p.here(page.URL, page.Via), Method: page.Method, Headers: map[string]string{}, Credentials: string(page.Credentials), Mode: "cors",
		Initiator: page.Initiator, CrossOrigin: page.CrossOrigin, Cache: string(page.Cache), Timing: s.Want.Timing != nil}
	if page.Origin == "null" {
		at.Origin, a.Sandbox = "https://frames.example", true
	}
	for name := range page.Header {
		if name != "Cookie" {
			a.Headers[name] = page.Header.Get(name)
		}
	}
	j := &jar{Stage: p.Stage, url: page.URL, page: at, lines: page.Header["Cookie"]}
	if err := j.fill(ctx); err != nil {
		return drive.Report{}, err
	}
	if err := p.visit(ctx, at); err != nil {
		return drive.Report{}, err
	}
	r, err := p.site.Ask(ctx, a)
	if err != nil {
		return r, err
	}
	return r, j.empty(ctx)
}

// here is a URL of the scenario as the browser is to ask for it: at the play's
// own port, behind which is whoever answers to the host. One that leads out of
// the world stays.
func (p *play) here(raw, via string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	entry, err := p.model.Entry(u, via)
	if err != nil {
		return raw
	}
	at := p.running.Addresses()
	to := door{tls: u.Scheme == "https"}
	switch {
	case entry == journal.EntryEdge && to.tls:
		to.address = at.EdgeTLS
	case entry == journal.EntryEdge:
		to.address = at.Edge
	case to.tls:
		to.address = p.s3TLS
	default:
		to.address = at.AWS
	}
	if u.Hostname() == "localhost" && p.Engine == fetch.Chromium {
		u.Host = p.network.proxy.Direct
	} else {
		u.Host = u.Hostname() + ":" + strconv.Itoa(p.port)
	}
	p.network.lead(u, to)
	return u.String()
}

// prepare does what comes before a step's request, here and there.
func (p *play) prepare(ctx context.Context, i int) error {
	s := &p.x.Steps[i]
	p.model.SetOrigin(s.Origin.Status, s.Origin.Header)
	if p.origin != nil {
		p.origin.answer.Store(&s.Origin)
	}
	if s.Advance != 0 && p.x.SameBrowser {
		if err := wait(ctx, min(s.Advance, keptUntil(p.x, i))); err != nil {
			return err
		}
	}
	if s.Advance != 0 {
		p.model.Advance(s.Advance)
		p.session.Advance(s.Advance)
		if err := p.post(ctx, "/api/clock", fmt.Sprintf(`{"advance":%q}`, s.Advance)); err != nil {
			return err
		}
	}
	if len(s.Invalidate) == 0 {
		return nil
	}
	if err := p.model.Invalidate(s.Invalidate); err != nil {
		return err
	}
	for _, d := range p.half.Seed.Distributions {
		if err := p.post(ctx, "/api/distributions/"+d.ID+"/invalidations", `{"paths":["`+strings.Join(s.Invalidate, `","`)+`"]}`); err != nil {
			return err
		}
	}
	return nil
}

func (p *play) post(ctx context.Context, path, body string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+p.running.Addresses().Console+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode/100 != 2 {
		doc, _ := io.ReadAll(io.LimitReader(res.Body, 1000))
		return fmt.Errorf("POST %s: %d %s", path, res.StatusCode, doc)
	}
	return nil
}
