package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"crossfront/browsers/drive"
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
}

// stageAll has a real browser take the chosen scenarios.
func (a *scenarioCall) stageAll(ctx context.Context) ([]staging, error) {
	site, err := drive.NewSite("")
	if err != nil {
		return nil, err
	}
	defer site.Close()
	gallery, err := staged.Gallery(site.Origin)
	if err != nil {
		return nil, err
	}
	end, err := drive.Open(a.engine, site.Origin+drive.Loop)
	if err != nil {
		return nil, err
	}
	defer end()
	stage := &staged.Stage{Engine: a.engine, Site: site}
	var all []staging
	for _, chosen := range a.chosen {
		s, _ := scenarios.Find(gallery, chosen.ID)
		one, err := stageOne(ctx, stage, s)
		if err != nil {
			return nil, err
		}
		all = append(all, *one)
	}
	return all, nil
}

func stageOne(ctx context.Context, stage *staged.Stage, s *scenarios.Scenario) (*staging, error) {
	one := &staging{ID: s.ID, Browser: browser.Name(stage.Engine), Steps: []staged.Step{}, LeftOut: []string{}}
	for _, half := range []*suite.Suite{s.Broken, s.Fixed} {
		for i := range half.Expectations {
			x := &half.Expectations[i]
			if why := stage.Unable(half, x); why != "" {
				one.LeftOut = append(one.LeftOut, fmt.Sprintf("%s, %s: %s", half.Name, x.Name, why))
				continue
			}
			steps, err := stage.Take(ctx, half, x)
			if err != nil {
				return nil, err
			}
			one.Steps = append(one.Steps, steps...)
		}
	}
	one.Agrees = !slices.ContainsFunc(one.Steps, func(s staged.Step) bool { return !s.Agrees() })
	return one, nil
}

// reportStaged writes what the browser made of them and says how to exit.
func (a *scenarioCall) reportStaged(p *process, all []staging) int {
	code, steps := exitOK, 0
	for _, one := range all {
		steps += len(one.Steps)
		if !one.Agrees {
			code = exitFailed
		}
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
				if !s.Agrees() {
					painter.Line("line", fmt.Sprintf("%d: %s: %s allows it: %v; the model: %v", s.Line, s.URL, one.Browser, s.Got.Allowed, s.Model.Allowed))
				}
			}
		case len(one.Steps) == 0:
			painter.Say("", "– "+one.ID, "  nothing of it can be staged here")
		default:
			painter.Say(browser.Green, "✓ "+one.ID, fmt.Sprintf("  %d requests, %d expectations left out", len(one.Steps), len(one.LeftOut)))
		}
	}
	fmt.Fprintf(p.stdout, "%d scenarios in %s, %d requests\n", len(all), a.engine, steps)
	return code
}
