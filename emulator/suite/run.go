package suite

import (
	"context"
	"fmt"
	"slices"
	"strings"
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
				r.Holds = len(r.Failures) == 0 && r.Skipped == ""
				results[i] = r
			}
		})
	}
	working.Wait()
	results = slices.DeleteFunc(results, func(r Result) bool { return r.Line == 0 }) // not run: ctx ended
	report := &Report{Suite: s.Name, Results: results}
	for i := range report.Results {
		switch r := &report.Results[i]; {
		case r.Skipped != "":
			report.Skipped++
		case r.Holds:
			report.Held++
		default:
			report.Failed++
		}
	}
	report.Took = time.Since(began)
	return report
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
		for _, f := range x.Steps[i].Want.judge(visits[i], cachesOf(w, visits[i])) {
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

// judge compares. cached are the visits that tell what the cache did.
func (w *Want) judge(visits, cached []*browser.Visit) []Failure {
	if len(visits) == 0 {
		return nil
	}
	var list []Failure
	fail := func(expected, got string) {
		list = append(list, Failure{Expected: expected, Got: got, Advice: adviceOf(visits)})
	}
	if w.Verdict != "" && !w.verdictHolds(visits) {
		fail(w.verdictWords(), verdicts(visits))
	}
	for _, name := range w.Readable {
		if missing := unreadable(visits, name); missing != "" {
			fail("the script can read "+name, missing)
		}
	}
	for _, name := range w.Unreadable {
		if why := readable(visits, name); why != "" {
			fail("the answer has "+name+", and the script cannot read it", why)
		}
	}
	if w.Opaque != nil {
		if got := each(visits, opaqueWord); got.differs(opaqueness(*w.Opaque)) {
			fail("it is "+opaqueness(*w.Opaque), got.words())
		}
	}
	if w.Timing != nil {
		if got := each(visits, timingWord); got.differs(timing(*w.Timing)) {
			fail("Resource Timing shows "+timing(*w.Timing), got.words())
		}
	}
	if w.Cache != "" {
		if got := each(cached, cacheWord); got.differs(w.Cache) {
			fail("cache "+w.Cache, got.words())
		}
	}
	if w.Status != 0 {
		if got := each(visits, statusWord); got.differs(fmt.Sprint(w.Status)) {
			fail(fmt.Sprintf("status %d", w.Status), got.words())
		}
	}
	return list
}

func (w *Want) verdictHolds(visits []*browser.Visit) bool {
	for _, v := range visits {
		if v.Verdict.Allowed != (w.Verdict == Allowed) {
			return false
		}
	}
	return w.Verdict == Allowed || w.Reason.fits(visits)
}

func (w *Want) verdictWords() string {
	if w.Reason.Word != "" {
		return w.Verdict + ": " + w.Reason.Word
	}
	return w.Verdict
}

// verdicts are the engines' in words; with them the causes, in which reasons
// are stated, too.
func verdicts(visits []*browser.Visit) string {
	got := each(visits, func(v *browser.Visit) string {
		if v.Verdict.Allowed {
			return Allowed
		}
		return Blocked + ": " + v.Verdict.Error
	}).words()
	var causes []string
	for _, a := range adviceOf(visits) {
		if c := a.Layer + " " + a.Cause; !slices.Contains(causes, c) {
			causes = append(causes, c)
		}
	}
	if len(causes) > 0 {
		got += " (" + strings.Join(causes, ", ") + ")"
	}
	return got
}

// unreadable says why a header cannot be read; empty when it can.
func unreadable(visits []*browser.Visit, name string) string {
	lower := strings.ToLower(name)
	for _, v := range visits {
		x := v.Answer()
		switch {
		case slices.Contains(v.Readable, lower):
			continue
		case !v.Verdict.Allowed:
			return "blocked in " + v.Engine
		case x == nil && v.Kept != nil:
			return "not with the answer that " + v.Engine + " had in its own cache"
		case x == nil:
			return "no answer in " + v.Engine
		}
		if _, there := journal.Value(x.Response.Headers, name); !there {
			return fmt.Sprintf("the answer (%d) has no %s", x.Response.Status, name)
		}
		exposed, ok := journal.Value(x.Response.Headers, "Access-Control-Expose-Headers")
		if !ok {
			return "it is there, but the answer has no Access-Control-Expose-Headers"
		}
		return "it is there, but Access-Control-Expose-Headers is " + exposed
	}
	return ""
}

// readable says why a header is not kept from the script; empty when it is.
func readable(visits []*browser.Visit, name string) string {
	for _, v := range visits {
		x := v.Answer()
		switch {
		case slices.Contains(v.Readable, strings.ToLower(name)):
			return "it can in " + v.Engine
		case !v.Verdict.Allowed:
			return "blocked in " + v.Engine
		case x == nil:
			return "no answer in " + v.Engine
		}
		if _, there := journal.Value(x.Response.Headers, name); !there {
			return fmt.Sprintf("the answer (%d) has no %s", x.Response.Status, name)
		}
	}
	return ""
}

func opaqueness(yes bool) string {
	if yes {
		return "opaque"
	}
	return "open"
}

func opaqueWord(v *browser.Visit) string {
	if !v.Verdict.Allowed {
		return "is blocked"
	}
	return "is " + opaqueness(v.Opaque)
}

func timing(yes bool) string {
	if yes {
		return "times"
	}
	return "zeros"
}

func timingWord(v *browser.Visit) string { return "shows " + timing(v.Timing) }

func cacheWord(v *browser.Visit) string {
	x := v.Answer()
	switch {
	case x == nil && v.Kept != nil:
		return "the browser's own cache answered"
	case x == nil:
		return "the request was never sent"
	case x.Edge == nil:
		if sent, ok := journal.Value(x.Response.Headers, "X-Cache"); ok && cacheOf(sent) != "" {
			return "cache " + cacheOf(sent)
		}
		return "no edge was asked"
	}
	return "cache " + x.Edge.Cache
}

func statusWord(v *browser.Visit) string {
	x := v.Answer()
	switch {
	case v.Kept != nil:
		return fmt.Sprintf("status %d", v.Kept.Status)
	case x == nil:
		return "the request was never sent"
	}
	return fmt.Sprintf("status %d", x.Response.Status)
}

func adviceOf(visits []*browser.Visit) []journal.Advice {
	return (&browser.Outcome{Visits: visits}).Advice()
}

// words by engine.
type byEngine struct {
	engines []string
	word    []string
}

func each(visits []*browser.Visit, word func(*browser.Visit) string) byEngine {
	var b byEngine
	for _, v := range visits {
		b.engines, b.word = append(b.engines, v.Engine), append(b.word, word(v))
	}
	return b
}

// differs compares the words behind "cache " and "status ".
func (b byEngine) differs(want string) bool {
	return slices.ContainsFunc(b.word, func(w string) bool { _, got, _ := strings.Cut(w, " "); return got != want })
}

// words says each word once, with the engines that it holds for when they
// differ.
func (b byEngine) words() string {
	var order []string
	who := map[string][]string{}
	for i, w := range b.word {
		if who[w] == nil {
			order = append(order, w)
		}
		who[w] = append(who[w], b.engines[i])
	}
	if len(order) == 1 {
		return order[0]
	}
	var parts []string
	for _, w := range order {
		parts = append(parts, w+" in "+strings.Join(who[w], " and "))
	}
	return strings.Join(parts, "; ")
}
