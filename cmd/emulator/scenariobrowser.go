package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/browser"
	"crossfront/emulator/suite"
	"crossfront/scenarios"
	"crossfront/scenarios/staged"
)

// engineNamed is the engine that a flag names.
func engineNamed(name string) (fetch.Engine, error) {
	for _, e := range browser.Engines() {
		if browser.Name(e) == strings.ToLower(name) {
			return e, nil
		}
	}
	return 0, fmt.Errorf("--browser: there is no %q; expected chromium, firefox or webkit", name)
}

// A staging is what a real browser made of a scenario.
type staging struct {
	ID      string        `json:"id"`
	Browser string        `json:"browser"`
	Steps   []staged.Step `json:"steps"`
	LeftOut []string      `json:"leftOut"` // expectations that cannot be staged, and why
	Agrees  bool          `json:"agrees"`

	halves []*suite.Report
}

// stageAll has a real browser take the chosen scenarios.
func (a *scenarioCall) stageAll(ctx context.Context) ([]staging, error) {
	stage, err := staged.Open(a.engine)
	if err != nil {
		return nil, err
	}
	defer stage.Close()
	var all []staging
	for _, s := range a.chosen {
		one, err := stageOne(ctx, stage, s)
		if err != nil {
			return nil, err
		}
		all = append(all, *one)
	}
	return all, nil
}

func stageOne(ctx context.Context, stage *staged.Stage, s *scenarios.Scenario) (*staging, error) {
	one := &staging{ID: s.ID, Browser: browser.Name(stage.Engine), Steps: []staged.Step{}, LeftOut: []string{}, Agrees: true}
	for _, half := range []*suite.Suite{s.Broken, s.Fixed} {
		report := &suite.Report{Suite: half.Name}
		for i := range half.Expectations {
			r, err := one.take(ctx, stage, half, &half.Expectations[i])
			if err != nil {
				return nil, err
			}
			report.Add(r)
		}
		one.Agrees = one.Agrees && report.Failed == 0
		one.halves = append(one.halves, report)
	}
	return one, nil
}

// take takes one expectation, if that can be.
func (one *staging) take(ctx context.Context, stage *staged.Stage, half *suite.Suite, x *suite.Expectation) (suite.Result, error) {
	r := suite.Result{Name: x.Name, Line: x.Line, Skipped: staged.Unable(x)}
	if r.Skipped != "" {
		one.LeftOut = append(one.LeftOut, fmt.Sprintf("%s, %s: %s", half.Name, x.Name, r.Skipped))
		return r, nil
	}
	began := time.Now()
	steps, err := stage.Take(ctx, half, x)
	if err != nil {
		return r, err
	}
	r.Took = time.Since(began)
	one.Steps = append(one.Steps, steps...)
	for i := range steps {
		if !steps[i].Agrees() {
			r.Failures = append(r.Failures, steps[i].Failure())
		}
	}
	return r, nil
}

// reportStaged writes what the browser made of them and says how to exit.
func (a *scenarioCall) reportStaged(p *process, all []staging) int {
	code, steps := exitOK, 0
	var reports []*suite.Report
	for _, one := range all {
		reports = append(reports, one.halves...)
		steps += len(one.Steps)
		if !one.Agrees {
			code = exitFailed
		}
	}
	if err := a.writeJUnit(reports); err != nil {
		fmt.Fprintf(p.stderr, "emulator scenario: %v\n", err)
		return exitUnusual
	}
	if a.json {
		if err := writeJSON(p.stdout, all); err != nil {
			fmt.Fprintf(p.stderr, "emulator scenario: %v\n", err)
			return exitUnusual
		}
		return code
	}
	painter := &browser.Painter{W: p.stdout, Colour: coloured(p)}
	for _, one := range all {
		switch {
		case !one.Agrees:
			painter.Say(browser.Red, "✗ "+one.ID, "")
			for _, s := range one.Steps {
				if f := s.Failure(); !s.Agrees() {
					painter.Line("line", fmt.Sprintf("%d: %s", s.Line, s.URL))
					painter.Line("expected", f.Expected)
					painter.Line("got", f.Got)
				}
			}
		case len(one.Steps) == 0:
			painter.Say("", "– "+one.ID, "  nothing of it can be staged here")
		default:
			painter.Say(browser.Green, "✓ "+one.ID, fmt.Sprintf("  %s, %s left out", browser.Counted(len(one.Steps), "request"), browser.Counted(len(one.LeftOut), "expectation")))
		}
	}
	fmt.Fprintf(p.stdout, "%s in %s, %s\n", browser.Counted(len(all), "scenario"), a.engine, browser.Counted(steps, "request"))
	return code
}
