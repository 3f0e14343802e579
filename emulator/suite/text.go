package suite

import (
	"fmt"
	"slices"
	"time"

	"crossfront/emulator/browser"
	"crossfront/emulator/journal"
)

// Text writes a report for people: what fails, with its cause and fix, and the
// count.
func (r *Report) Text(p *browser.Painter) {
	for i := range r.Results {
		switch x := &r.Results[i]; {
		case x.Skipped != "":
			p.Say("", fmt.Sprintf("– %s  %s:%d: skipped, %s", x.Name, r.Suite, x.Line, x.Skipped), "")
		case !x.Holds:
			x.Text(p, r.Suite)
		}
	}
	mark, code, tail := "✓", browser.Green, ""
	if r.Failed > 0 {
		mark, code, tail = "✗", browser.Red, fmt.Sprintf(", %d failed", r.Failed)
	}
	if r.Skipped > 0 {
		tail += fmt.Sprintf(", %d skipped", r.Skipped)
	}
	p.Say(code, fmt.Sprintf("%s %s: %d held%s", mark, r.Suite, r.Held, tail), " ("+r.Took.Round(100*time.Microsecond).String()+")")
}

// Text writes what fails of one expectation; file is the suite's name.
func (r *Result) Text(p *browser.Painter, file string) {
	p.Say(browser.Red, "✗ "+r.Name, fmt.Sprintf("  %s:%d", file, r.Line))
	for _, f := range r.Failures {
		if f.Step != "" {
			p.Line("in", fmt.Sprintf("%s, %s:%d", f.Step, file, f.Line))
		}
		p.Line("expected", f.Expected)
		p.Line("got", f.Got)
	}
	browser.Counsel(p, r.advice())
	browser.Sentences(p, "assumed", r.Assumed)
	p.Say("", "", "")
}

// advice is that of all failures, each once.
func (r *Result) advice() []journal.Advice {
	var all []journal.Advice
	for _, f := range r.Failures {
		for _, a := range f.Advice {
			if !slices.Contains(all, a) {
				all = append(all, a)
			}
		}
	}
	return all
}
