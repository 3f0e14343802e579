package suite

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"crossfront/emulator/browser"
	"crossfront/emulator/journal"
)

// A Report is what came of a suite.
type Report struct {
	Suite   string        `json:"suite"`
	Held    int           `json:"held"`
	Failed  int           `json:"failed"`
	Skipped int           `json:"skipped,omitempty"`
	Took    time.Duration `json:"-"`
	Results []Result      `json:"expectations"`
}

// A Result is what came of one expectation.
type Result struct {
	Name     string        `json:"name"`
	Line     int           `json:"line"`
	Holds    bool          `json:"holds"`
	Skipped  string        `json:"skipped,omitempty"` // why it was not run
	Failures []Failure     `json:"failures,omitempty"`
	Assumed  []string      `json:"assumed,omitempty"`
	Took     time.Duration `json:"-"`
	// Visits are, for each step, what the engines did; kept when
	// [Suite.KeepVisits] says so.
	Visits [][]*browser.Visit `json:"-"`
}

// A Failure is one thing that is not as expected.
type Failure struct {
	Line     int              `json:"line"`
	Step     string           `json:"step,omitempty"` // which, when there are several
	Expected string           `json:"expected"`
	Got      string           `json:"got"`
	Differs  bool             `json:"differs,omitempty"` // a server's answer is not the configuration's
	Advice   []journal.Advice `json:"advice,omitempty"`
	Visits   []*browser.Visit `json:"browsers,omitempty"` // the whole story
}

// Run asks for everything that the suite expects. Further worlds, each made as w
// was, share the work.
func (s *Suite) Run(ctx context.Context, w World, more ...World) *Report {
	return s.run(ctx, append([]World{w}, more...), (*Expectation).run)
}

func (s *Suite) run(ctx context.Context, worlds []World, run func(*Expectation, context.Context, World) Result) *Report {
	began := time.Now()
	results := make([]Result, len(s.Expectations))
	var taken atomic.Int64
	var working sync.WaitGroup
	for _, w := range worlds {
		working.Go(func() {
			for i := int(taken.Add(1)) - 1; i < len(results) && ctx.Err() == nil; i = int(taken.Add(1)) - 1 {
				start := time.Now()
				r := run(&s.Expectations[i], ctx, w)
				r.Took = time.Since(start)
				if !s.KeepVisits {
					r.Visits = nil
				}
				results[i] = r
			}
		})
	}
	working.Wait()
	results = slices.DeleteFunc(results, func(r Result) bool { return r.Line == 0 }) // not run: ctx ended
	report := &Report{Suite: s.Name, Results: make([]Result, 0, len(results))}
	for i := range results {
		report.Add(results[i])
	}
	report.Took = time.Since(began)
	return report
}

// Add adds what came of one more expectation: it holds unless it failed or was
// skipped.
func (r *Report) Add(x Result) {
	switch {
	case x.Skipped != "":
		r.Skipped++
	case len(x.Failures) > 0:
		r.Failed++
	default:
		x.Holds = true
		r.Held++
	}
	r.Took += x.Took
	r.Results = append(r.Results, x)
}

// run takes the steps once for each engine, each in a world of its own.
func (x *Expectation) run(ctx context.Context, w World) Result {
	result := Result{Name: x.Name, Line: x.Line}
	visits := make([][]*browser.Visit, len(x.Steps))
	result.Visits = make([][]*browser.Visit, len(x.Steps))
	var tapes []tape
	for _, e := range x.engines() {
		all, failure := x.walk(ctx, w, e, &tapes)
		if failure != nil {
			result.Failures = append(result.Failures, *failure)
			return result
		}
		for i, v := range all {
			if v != nil {
				result.Visits[i] = append(result.Visits[i], v)
			}
			if v != nil && slices.Contains(x.Steps[i].Want.Engines, e) {
				visits[i] = append(visits[i], v)
				result.assume(v.Assumed)
			}
		}
	}
	for i := range x.Steps {
		for _, f := range x.Steps[i].Want.Judge(visits[i], cachesOf(w, visits[i])) {
			f.Line, f.Step, f.Visits = x.Steps[i].Line, x.label(i), visits[i]
			result.Failures = append(result.Failures, f)
		}
	}
	return result
}

// walk takes all steps as one engine: along a tape, if one has all that it
// asks, else in the world itself.
func (x *Expectation) walk(ctx context.Context, w World, e engine, tapes *[]tape) ([]*browser.Visit, *Failure) {
	for _, t := range *tapes {
		if all, _, err := x.steps(ctx, &replaying{w, t}, e); err == nil {
			return all, nil
		}
	}
	if err := w.Reset(ctx); err != nil {
		return nil, &Failure{Line: x.Line, Expected: "a fresh world", Got: err.Error()}
	}
	r := &recording{World: w}
	all, i, err := x.steps(ctx, r, e)
	if err != nil {
		return nil, &Failure{Line: x.Steps[i].Line, Step: x.label(i), Expected: "an answer for " + e.String(), Got: err.Error()}
	}
	*tapes = append(*tapes, r.tape)
	return all, nil
}

// steps takes the steps in their order. With the error comes the step that it
// was.
func (x *Expectation) steps(ctx context.Context, w World, e engine) (all []*browser.Visit, at int, err error) {
	var b *browser.Browser
	for i := range x.Steps {
		if b == nil || !x.SameBrowser {
			b = browser.NewBrowser(w, e)
			b.Install(x.ServiceWorker)
		}
		v, err := x.Steps[i].take(ctx, w, b)
		if err != nil {
			return nil, i, err
		}
		all = append(all, v)
	}
	return all, 0, nil
}

// engines are those that count in any step.
func (x *Expectation) engines() []engine {
	var list []engine
	for _, e := range browser.Engines() {
		if slices.ContainsFunc(x.Steps, func(s Step) bool { return s.Want.something() && slices.Contains(s.Want.Engines, e) }) {
			list = append(list, e)
		}
	}
	return list
}

// label names a step among several.
func (x *Expectation) label(i int) string {
	switch {
	case len(x.Steps) == 1:
		return ""
	case x.Steps[i].Name != "":
		return x.Steps[i].Name
	}
	return fmt.Sprintf("step %d", i+1)
}

func (r *Result) assume(more []string) {
	for _, one := range more {
		if !slices.Contains(r.Assumed, one) {
			r.Assumed = append(r.Assumed, one)
		}
	}
}

func (s *Step) take(ctx context.Context, w World, b *browser.Browser) (*browser.Visit, error) {
	if s.Advance != 0 {
		w.Advance(s.Advance)
		b.Advance(s.Advance)
	}
	if len(s.Invalidate) > 0 {
		if err := w.Invalidate(s.Invalidate); err != nil {
			return nil, err
		}
	}
	if s.Page == nil {
		return nil, nil
	}
	w.SetOrigin(s.Origin.Status, s.Origin.Header)
	return b.Go(ctx, s.Page)
}
