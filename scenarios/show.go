package scenarios

import (
	"context"
	"fmt"
	"io/fs"

	"crossfront/emulator/browser"
	"crossfront/emulator/suite"
)

// Shown is a scenario with everything that happens in it, for a page that tells
// of it.
type Shown struct {
	*Scenario
	Broken Half `json:"broken"`
	Fixed  Half `json:"fixed"`
}

// A Half is a world, and what its pages ask for.
type Half struct {
	YAML         string             `json:"yaml"` // as it stands in the file
	Expectations []ShownExpectation `json:"expectations"`
}

// ShownExpectation is a sequence of steps in one world.
type ShownExpectation struct {
	Name  string      `json:"name"`
	Holds bool        `json:"holds"`
	Steps []ShownStep `json:"steps"`
}

// ShownStep is one step. Visits are the engines' own, none for a step that asks
// for nothing.
type ShownStep struct {
	Before []string         `json:"before"` // what was done first: the clock moved, paths invalidated
	Expect string           `json:"expect"` // "allowed", "blocked", or empty: nothing is expected
	Visits []*browser.Visit `json:"visits"`
}

// Show has the model take both halves, in worlds of make's, as [Scenario.Run].
func (s *Scenario) Show(ctx context.Context, make func(context.Context, *suite.Suite) (w suite.World, end func(), err error)) (*Shown, error) {
	own, broken, fixed := *s, *s.Broken, *s.Fixed
	broken.KeepVisits, fixed.KeepVisits = true, true
	own.Broken, own.Fixed = &broken, &fixed
	o, err := own.Run(ctx, make)
	if err != nil {
		return nil, err
	}
	text, err := fs.ReadFile(gallery, "gallery/"+s.file)
	if err != nil {
		return nil, err
	}
	brokenYAML, fixedYAML, _ := halves(string(text))
	return &Shown{Scenario: s, Broken: showHalf(&broken, o.Broken, brokenYAML), Fixed: showHalf(&fixed, o.Fixed, fixedYAML)}, nil
}

func showHalf(s *suite.Suite, r *suite.Report, yaml string) Half {
	h := Half{YAML: yaml, Expectations: []ShownExpectation{}}
	for i := range r.Results {
		x := ShownExpectation{Name: r.Results[i].Name, Holds: r.Results[i].Holds, Steps: []ShownStep{}}
		for j, step := range s.Expectations[i].Steps {
			shown := ShownStep{Before: []string{}, Expect: step.Want.Verdict, Visits: []*browser.Visit{}}
			if step.Advance != 0 {
				shown.Before = append(shown.Before, fmt.Sprintf("%v later", step.Advance))
			}
			for _, path := range step.Invalidate {
				shown.Before = append(shown.Before, path+" invalidated")
			}
			if j < len(r.Results[i].Visits) && r.Results[i].Visits[j] != nil {
				shown.Visits = r.Results[i].Visits[j]
			}
			x.Steps = append(x.Steps, shown)
		}
		h.Expectations = append(h.Expectations, x)
	}
	return h
}
