package har

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/advice"
	"crossfront/emulator/browser"
	"crossfront/emulator/journal"
)

// A World answers what an archive asked.
type World interface {
	browser.World
	// Advance moves the clock of TTLs and expiries.
	Advance(d time.Duration)
}

// Replayed counts what a configuration was asked.
type Replayed struct {
	Requests  int `json:"requests"`
	Elsewhere int `json:"elsewhere"` // requests to hosts that the configuration does not have
}

// A Replay is what a configuration makes of a failure.
type Replay struct {
	// Explained: its answer is blocked as well, and where the archive has an
	// answer, for the same reason.
	Explained bool             `json:"explained"`
	Status    int              `json:"status"` // 0: not replayed
	Browser   *journal.Browser `json:"browser,omitempty"`
	Advice    []journal.Advice `json:"advice"`
	// Here is in what the configuration's answer differs from the archive's, and
	// There what the archive's has instead.
	Here    []string `json:"here,omitempty"`
	There   []string `json:"there,omitempty"`
	Assumed []string `json:"assumed,omitempty"`
	Because string   `json:"because,omitempty"` // why it was not replayed
}

// Replay sends what the archive holds to a world, in its order and at its pace,
// so that caches hold then what they held; what the browser's own cache answered
// is left out. Bodies are not in it.
func (r *Report) Replay(ctx context.Context, a *Archive, w World) error {
	p := &replaying{world: w, answers: map[*Entry]*answer{}, failures: map[*Entry]*Failure{}, count: &Replayed{}}
	for _, f := range r.Failures {
		if f.entry != nil {
			p.failures[f.entry] = f
		}
	}
	var order []*Entry
	for i := range a.Entries {
		if e := &a.Entries[i]; web(e.Request.URL) && !e.FromCache {
			order = append(order, e)
		}
	}
	slices.SortStableFunc(order, func(a, b *Entry) int { return a.Started.Compare(b.Started) })
	for _, e := range order {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.send(ctx, e)
	}
	for _, f := range r.Failures {
		f.Replay = p.outcome(f)
	}
	r.Replayed = p.count
	return nil
}

type replaying struct {
	world    World
	answers  map[*Entry]*answer
	failures map[*Entry]*Failure // by their requests
	count    *Replayed
	last     time.Time
}

type answer struct {
	exchange *journal.Exchange
	assumed  []string
	err      error
}

func (p *replaying) send(ctx context.Context, e *Entry) {
	if !e.Started.IsZero() {
		if d := e.Started.Sub(p.last); !p.last.IsZero() && d > 0 && d < maxPause {
			p.world.Advance(d)
		}
		p.last = e.Started
	}
	got := &answer{}
	p.answers[e] = got
	u, err := url.Parse(e.Request.URL)
	if err == nil {
		_, err = p.world.Entry(u, "")
	}
	if err != nil {
		got.err = err
		p.count.Elsewhere++
		return
	}
	h := e.Request.Header.Clone()
	for _, name := range [...]string{"Host", "Content-Length", "Connection", "Transfer-Encoding"} {
		h.Del(name)
	}
	p.count.Requests++
	if f := p.failures[e]; f != nil { // its headers may not all be in the archive
		if h.Get("Origin") == "" {
			h.Set("Origin", f.Origin)
		}
		if p.askFirst(ctx, f, u, got); got.err != nil || got.exchange != nil {
			return
		}
	}
	q := (&http.Request{Method: e.Request.Method, URL: u, Host: u.Host, Header: h}).WithContext(ctx)
	got.exchange, got.assumed, got.err = p.world.Ask(ctx, q, "")
}

// askFirst sends the preflight of a request whose own is not in the archive. The
// answer is given when it does not pass.
func (p *replaying) askFirst(ctx context.Context, f *Failure, u *url.URL, got *answer) {
	needed, unsafe := fetch.NeedsPreflight(&f.page)
	if f.asked != nil || !f.Hidden || !needed {
		return
	}
	h := http.Header{"Origin": {f.Origin}, "Access-Control-Request-Method": {f.page.Sent()}}
	if len(unsafe) > 0 {
		h.Set("Access-Control-Request-Headers", strings.Join(unsafe, ","))
	}
	q := (&http.Request{Method: http.MethodOptions, URL: u, Host: u.Host, Header: h}).WithContext(ctx)
	x, assumed, err := p.world.Ask(ctx, q, "")
	if err != nil {
		got.err = err
		return
	}
	res := &fetch.Response{Status: x.Response.Status, Header: advice.Headers(x.Response.Headers)}
	if !fetch.CheckPreflight(&f.page, res).Allowed() {
		got.exchange, got.assumed = x, assumed
	}
}

// maxPause is the longest that an archive may move the clock by at once.
const maxPause = 366 * 24 * time.Hour

// outcome is what the world's answers say of a failure: to its preflight, and
// when that passes, to the request.
func (p *replaying) outcome(f *Failure) *Replay {
	out := &Replay{Advice: []journal.Advice{}}
	for _, e := range []*Entry{f.asked, f.entry} {
		if e == nil {
			continue
		}
		got := p.answers[e]
		switch {
		case got == nil:
			out.Because = "the browser's own cache answered"
			continue
		case got.err != nil:
			out.Because = got.err.Error()
			return out
		}
		x := *got.exchange
		h := advice.Headers(x.Response.Headers)
		advice.JudgePage(&x, &f.page, h)
		out.Status, out.Browser, out.Advice, out.Because = x.Response.Status, x.Browser, x.Advice, ""
		out.Assumed = append(out.Assumed, got.assumed...)
		if !e.hidden() {
			here, there := browser.Differences(x.Response.Status, h, e.Response.Status, e.Response.Header)
			out.Here, out.There = append(out.Here, here...), append(out.There, there...)
		}
		if !allowed(x.Browser) {
			break
		}
	}
	if out.Browser == nil || allowed(out.Browser) {
		return out
	}
	out.Explained = f.Browser == nil || f.Browser.Chromium.Error == out.Browser.Chromium.Error
	return out
}

func allowed(b *journal.Browser) bool {
	return b.Chromium.Allowed && b.Firefox.Allowed && b.WebKit.Allowed
}
