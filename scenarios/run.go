package scenarios

import (
	"context"
	"fmt"
	"time"

	"crossfront/emulator/suite"
)

// An Outcome is what came of both halves of a scenario.
type Outcome struct {
	Scenario *Scenario     `json:"scenario"`
	Holds    bool          `json:"holds"`
	Broken   *suite.Report `json:"broken"`
	Fixed    *suite.Report `json:"fixed"`
	Took     time.Duration `json:"-"`
}

// Run takes both halves, each in a world that make makes of its suite, and end
// ends. The error is for a world that could not be made.
func (s *Scenario) Run(ctx context.Context, make func(context.Context, *suite.Suite) (w suite.World, end func(), err error)) (*Outcome, error) {
	began := time.Now()
	o := &Outcome{Scenario: s}
	for _, h := range [...]struct {
		suite  *suite.Suite
		report **suite.Report
	}{{s.Broken, &o.Broken}, {s.Fixed, &o.Fixed}} {
		w, end, err := make(ctx, h.suite)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", h.suite.Name, err)
		}
		err = h.suite.Locate(w)
		if err == nil {
			*h.report = h.suite.Run(ctx, w)
		}
		end()
		if err != nil {
			return nil, err
		}
	}
	o.Holds = o.Broken.Failed == 0 && o.Fixed.Failed == 0
	o.Took = time.Since(began)
	return o, ctx.Err()
}

// Reports are the outcomes' halves, for [suite.WriteJUnit].
func Reports(all []*Outcome) (list []*suite.Report) {
	for _, o := range all {
		list = append(list, o.Broken, o.Fixed)
	}
	return list
}
