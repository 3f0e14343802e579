package staged

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"crossfront/browsers/drive"
	"crossfront/corsengine/fetch"
	"crossfront/emulator"
	"crossfront/emulator/browser"
	"crossfront/emulator/journal"
	"crossfront/emulator/suite"
)

// A Stage is a real browser, open on a site.
type Stage struct {
	Engine fetch.Engine
	Site   *drive.Site
}

// A Step is one request of a page, as the browser and the model of it saw it;
// over http, where the scenario says https.
type Step struct {
	Line  int             `json:"line"`
	URL   string          `json:"url"`
	Got   drive.Report    `json:"got"`
	Model journal.Verdict `json:"model"`
}

// Agrees reports whether browser and model allow, or block, alike.
func (s *Step) Agrees() bool { return s.Got.Allowed == s.Model.Allowed }

// Unable says why an expectation cannot be staged; empty when it can.
func (s *Stage) Unable(half *suite.Suite, x *suite.Expectation) string {
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
		case p.Origin != s.Site.Origin:
			return "another page: " + p.Origin
		case p.Header.Get("Cookie") != "":
			return "cookies"
		case p.LocalNetwork != "":
			return "Local Network Access"
		case p.Embedder != "":
			return "an embedder policy"
		case strings.Contains(p.URL, "//s3.amazonaws.com"), strings.Contains(p.URL, ".s3.amazonaws.com"):
			return "the global endpoint, which knows all regions on this machine"
		case !slices.Contains(drive.Asks(), p.Initiator):
			return "asked by " + p.Initiator
		}
	}
	return ""
}

// Take has the browser take the expectation.
func (s *Stage) Take(ctx context.Context, half *suite.Suite, x *suite.Expectation) ([]Step, error) {
	p, err := s.raise(ctx, half, x)
	if err != nil {
		return nil, err
	}
	defer p.end()
	var steps []Step
	for i := range x.Steps {
		taken, err := p.take(ctx, &x.Steps[i])
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", half.Name, x.Steps[i].Line, err)
		}
		if taken != nil {
			steps = append(steps, *taken)
		}
	}
	return steps, nil
}

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
	cfg, err := half.Settings([]string{"--aws=127.0.0.1:0", "--edge=127.0.0.1:0", "--edge-tls=127.0.0.1:0", "--console=127.0.0.1:0"}, func(string) string { return "" })
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
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = p.running.Close(ctx)
	})
	if p.origin != nil {
		p.origin.locate = p.here
	}
	if p.model, err = emulator.NewOffline(ctx, cfg, emulator.OfflineOptions{KnownObjects: half.KnownObjects}); err != nil {
		return nil, err
	}
	p.ends = append(p.ends, p.model.Close)
	p.session = browser.NewBrowser(p.model, s.Engine)
	return p, nil
}

// here is where a redirect of the scenario leads on this machine, or where it
// would.
func (p *play) here(url string) string {
	if here, err := addressOf(p.half, p.running.Addresses(), url); err == nil {
		return here
	}
	return url
}

func (p *play) end() {
	for _, end := range slices.Backward(p.ends) {
		end()
	}
}

// take takes one step; nil when it asks for nothing.
func (p *play) take(ctx context.Context, s *suite.Step) (*Step, error) {
	if err := p.prepare(ctx, s); err != nil || s.Page == nil {
		return nil, err
	}
	page := *s.Page
	page.URL = "http://" + strings.TrimPrefix(strings.TrimPrefix(page.URL, "https://"), "http://")
	at := p.running.Addresses()
	if !p.x.SameBrowser { // other ports are other URLs to the real one's caches
		p.session = browser.NewBrowser(p.model, p.Engine)
		for _, address := range []*string{&at.AWS, &at.Edge} {
			there, end, err := forward(*address)
			if err != nil {
				return nil, err
			}
			p.ends = append(p.ends, end)
			*address = there
		}
	}
	v, err := p.session.Go(ctx, &page)
	if err != nil {
		return nil, err
	}
	a := &drive.Ask{Method: page.Method, Headers: map[string]string{}, Credentials: string(page.Credentials), Mode: "cors",
		Initiator: page.Initiator, CrossOrigin: page.CrossOrigin, Cache: string(page.Cache)}
	for name := range page.Header {
		a.Headers[name] = page.Header.Get(name)
	}
	if a.URL, err = addressOf(p.half, at, page.URL); err != nil {
		return nil, err
	}
	got, err := p.Site.Ask(ctx, a)
	return &Step{Line: s.Line, URL: a.URL, Got: got, Model: v.Verdict}, err
}

// prepare does what comes before a step's request, here and there.
func (p *play) prepare(ctx context.Context, s *suite.Step) error {
	p.model.SetOrigin(s.Origin.Status, s.Origin.Header)
	if p.origin != nil {
		p.origin.answer.Store(&s.Origin)
	}
	if s.Advance != 0 {
		p.model.Advance(s.Advance)
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

// addressOf is where a scenario's URL is on this machine.
func addressOf(half *suite.Suite, at emulator.Addresses, raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return "", err
	}
	if host, isS3 := strings.CutSuffix(u.Host, ".amazonaws.com"); isS3 {
		u.Scheme = "http"
		u.Host = host + ".localhost:" + portOf(at.AWS)
		return u.String(), nil
	}
	for _, d := range half.Seed.Distributions {
		c := &d.Config
		if strings.EqualFold(u.Host, d.ID+".cloudfront.net") || c.Aliases != nil && slices.Contains(c.Aliases.Items, u.Host) {
			u.Scheme = "http"
			u.Host = strings.ToLower(d.ID) + ".cloudfront.localhost:" + portOf(at.Edge)
			return u.String(), nil
		}
	}
	return "", fmt.Errorf("nobody answers to %s", u.Host)
}

func portOf(address string) string {
	_, p, _ := net.SplitHostPort(address)
	return p
}

// forward listens on a port of its own and passes connections on.
func forward(to string) (address string, end func(), err error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
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
	return ln.Addr().String(), func() { ln.Close() }, nil
}
