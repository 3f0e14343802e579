package staged

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"crossfront/browsers/drive"
	"crossfront/corsengine/fetch"
	"crossfront/emulator/browser"
	"crossfront/emulator/suite"
)

// A Stage is a real browser in a network of its own.
type Stage struct {
	Engine fetch.Engine // whose it is

	network *network
	site    *drive.Site
	browser *drive.Browser
	ends    []func()
}

// Open opens the engine's browser. The error is [drive.ErrMissing] when it is not
// installed.
func Open(e fetch.Engine) (*Stage, error) { return open(e, "") }

// open is Open where the user lets an origin reach this machine, if it is not
// empty.
func open(e fetch.Engine, permitted string) (_ *Stage, err error) {
	s := &Stage{Engine: e}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	if s.site, err = drive.NewSite(""); err != nil {
		return nil, err
	}
	s.ends = append(s.ends, s.site.Close)
	if s.network, err = newNetwork(); err != nil {
		return nil, err
	}
	s.ends = append(s.ends, s.network.close)
	authority, err := s.network.authority.PEM()
	if err != nil {
		return nil, err
	}
	const start = "https://start.example"
	s.serve(start)
	w := &drive.Window{Engine: e, URL: start + drive.Loop, Proxy: &s.network.proxy,
		Authority: authority, LocalNetwork: permitted}
	if s.browser, err = w.Open(); err != nil {
		return nil, err
	}
	s.ends = append(s.ends, s.browser.Close)
	return s, nil
}

// visit has the browser go to a page.
func (s *Stage) visit(ctx context.Context, p *drive.Page) error {
	s.serve(p.Origin)
	return s.site.Go(ctx, p)
}

// serve has an origin lead to the site.
func (s *Stage) serve(origin string) {
	u, err := url.Parse(origin)
	if err != nil {
		return // it is no page's, and not found
	}
	s.network.lead(u, door{address: s.site.Address})
}

// Close ends the browser and what was there for it.
func (s *Stage) Close() {
	for _, end := range slices.Backward(s.ends) {
		end()
	}
}

// Take has the browser take the expectation.
func (s *Stage) Take(ctx context.Context, half *suite.Suite, x *suite.Expectation) (steps []Step, err error) {
	if origin := permitted(x); origin != "" && s.Engine == fetch.Chromium {
		other, err := open(s.Engine, origin)
		if err != nil {
			return nil, err
		}
		defer other.Close()
		s = other
	}
	p, err := s.raise(ctx, half, x)
	if err != nil {
		return nil, err
	}
	defer p.end()
	for i := range x.Steps {
		taken, err := p.take(ctx, i)
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", half.Name, x.Steps[i].Line, err)
		}
		if taken != nil {
			steps = append(steps, *taken)
		}
	}
	return steps, nil
}

// permitted is the origin that the user lets reach this machine; empty: none.
func permitted(x *suite.Expectation) string {
	for i := range x.Steps {
		if p := x.Steps[i].Page; p != nil && p.LocalNetwork == browser.Granted {
			return p.Origin
		}
	}
	return ""
}
