package browser

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/advice"
	"crossfront/emulator/journal"
)

// A FreshWorld can go back to how it was at first.
type FreshWorld interface {
	World
	Reset(ctx context.Context) error
}

// An Outcome is what all three engines make of what a page asks for, each in a
// world that nobody asked before.
type Outcome struct {
	Request *Page    `json:"request"`
	Allowed bool     `json:"allowed"` // in all of them
	Visits  []*Visit `json:"browsers"`
}

// Ask has all three engines do what the page asks for.
func Ask(ctx context.Context, w FreshWorld, p *Page) (*Outcome, error) {
	o := &Outcome{Request: p.complete(), Allowed: true}
	for _, e := range Engines() {
		if err := w.Reset(ctx); err != nil {
			return nil, err
		}
		v, err := Go(ctx, w, e, p)
		if err != nil {
			return nil, err
		}
		o.Visits = append(o.Visits, v)
		o.Allowed = o.Allowed && v.Verdict.Allowed
	}
	return o, nil
}

// complete is the page with nothing left to defaults.
func (p *Page) complete() *Page {
	full := *p
	full.Method, full.Credentials, full.Initiator = cmp.Or(p.Method, http.MethodGet), p.credentials(), initiatorOf(p.Initiator).name
	return &full
}

// Advice is what there is to do, over all engines, each thing once.
func (o *Outcome) Advice() []journal.Advice {
	var all []journal.Advice
	seen := map[journal.Advice]bool{}
	for _, v := range o.Visits {
		for _, a := range v.Advice {
			if !seen[a] {
				seen[a] = true
				all = append(all, a)
			}
		}
	}
	return all
}

// Name is an engine's name in lower case.
func Name(e fetch.Engine) string { return strings.ToLower(e.String()) }

// ErrorNames are the names of failures that an engine's verdicts can have.
func ErrorNames(e fetch.Engine) []string {
	return append(fetch.ErrorNames(e), mixedContent, opaqueInWorker)
}

// Causes are the ids that advice can have.
func Causes() []string {
	return append(advice.Causes(), causeTrack, causeMixed, causeCORP, causeCOEP, causeKept, causeOpaque, causeLNA)
}
