package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/browser"
	"crossfront/emulator/suite"
	"crossfront/scenarios"
)

// scenario lists and runs the gallery.
func scenario(ctx context.Context, p *process) int {
	a, err := scenarioArguments(p.args)
	if err != nil {
		fmt.Fprintf(p.stderr, "emulator scenario: %v\n", err)
		return exitUnusual
	}
	collectSeldom(p.getenv)
	switch {
	case a.list:
		err = a.writeList(p)
	case a.engine != 0:
		var all []staging
		if all, err = a.stageAll(ctx); err == nil {
			return a.reportStaged(p, all)
		}
	default:
		var outcomes []*scenarios.Outcome
		if outcomes, err = a.runAll(ctx, p); err == nil {
			return a.report(p, outcomes)
		}
	}
	if err != nil {
		fmt.Fprintf(p.stderr, "emulator scenario: %v\n", err)
		return exitUnusual
	}
	return exitOK
}

// A scenarioCall is scenario's command line.
type scenarioCall struct {
	list   bool
	chosen []*scenarios.Scenario
	left   []scenarios.Left // of a whole list, in words
	json   bool
	junit  string
	engine fetch.Engine // whose real browser takes them; 0: the model does
}

func scenarioArguments(args []string) (*scenarioCall, error) {
	if len(args) == 0 || args[0] != "list" && args[0] != "run" {
		return nil, errors.New("expected list or run")
	}
	all, err := scenarios.All()
	if err != nil {
		return nil, err
	}
	a := &scenarioCall{list: args[0] == "list"}
	fs := flag.NewFlagSet("scenario", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.BoolVar(&a.json, "json", false, "")
	every, real := false, ""
	if !a.list {
		fs.BoolVar(&every, "all", false, "")
		fs.StringVar(&a.junit, "junit", "", "")
		fs.StringVar(&real, "browser", "", "")
	}
	rest, err := parseMixed(fs, args[1:])
	if err == nil && real != "" {
		if a.engine, err = engineNamed(real); err != nil {
			return nil, err
		}
	}
	switch {
	case err != nil:
		return nil, flagWords(err)
	case a.list:
		a.chosen = scenarios.Search(all, strings.Join(rest, " "))
		if len(rest) == 0 {
			a.left, err = scenarios.LeftOut()
		}
		return a, err
	case every == (len(rest) > 0):
		return nil, errors.New("run takes the ids of scenarios, or --all; emulator scenario list shows them")
	case every:
		a.chosen = all
	}
	var unknown []error
	for _, id := range rest {
		s, ok := scenarios.Find(all, id)
		if !ok {
			unknown = append(unknown, fmt.Errorf("there is no scenario %s; emulator scenario list shows them", id))
			continue
		}
		a.chosen = append(a.chosen, s)
	}
	return a, errors.Join(unknown...)
}

func (a *scenarioCall) writeList(p *process) error {
	if a.json {
		if a.chosen == nil {
			a.chosen = []*scenarios.Scenario{}
		}
		return writeJSON(p.stdout, a.chosen)
	}
	for _, s := range a.chosen {
		fmt.Fprintf(p.stdout, "%-24s %-7s %s\n", s.ID, s.Layer, s.Title)
	}
	if len(a.left) > 0 {
		fmt.Fprintln(p.stdout, "\nNo scenarios, as they cannot be shown here:")
	}
	for _, l := range a.left {
		fmt.Fprintf(p.stdout, "%-24s %s\n%24s %s\n", l.ID, l.Title, "", strings.ReplaceAll(l.Why, "\n", " "))
	}
	if len(a.chosen) == 0 {
		fmt.Fprintln(p.stdout, "No scenario has these words; emulator scenario list shows all of them.")
	}
	return nil
}

// runAll runs the chosen ones, one after another.
func (a *scenarioCall) runAll(ctx context.Context, p *process) (outcomes []*scenarios.Outcome, err error) {
	for _, s := range a.chosen {
		o, err := s.Run(ctx, func(ctx context.Context, half *suite.Suite) (suite.World, func(), error) {
			w, err := worldOf(ctx, p, &checkCall{}, half)
			if err != nil {
				return nil, nil, err
			}
			return w, w.Close, nil
		})
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, o)
	}
	return outcomes, nil
}

// report writes what came of them and says how to exit.
func (a *scenarioCall) report(p *process, outcomes []*scenarios.Outcome) int {
	code := exitOK
	for _, o := range outcomes {
		if !o.Holds {
			code = exitFailed
		}
	}
	if err := a.writeJUnit(scenarios.Reports(outcomes)); err != nil {
		fmt.Fprintf(p.stderr, "emulator scenario: %v\n", err)
		return exitUnusual
	}
	if a.json {
		if err := writeJSON(p.stdout, outcomes); err != nil {
			fmt.Fprintf(p.stderr, "emulator scenario: %v\n", err)
			return exitUnusual
		}
		return code
	}
	painter := &browser.Painter{W: p.stdout, Colour: coloured(p)}
	var took time.Duration
	failed := 0
	for _, o := range outcomes {
		took += o.Took
		if o.Holds {
			painter.Say(browser.Green, "✓ "+o.Scenario.ID, "  "+o.Scenario.Title)
			continue
		}
		failed++
		painter.Say(browser.Red, "✗ "+o.Scenario.ID, "  "+o.Scenario.Title)
		for _, half := range [...]*suite.Report{o.Broken, o.Fixed} {
			half.Text(painter)
			journeys(painter, half)
		}
	}
	good, how := len(outcomes)-failed, "scenarios broken and fixed as they say"
	if good == 1 {
		how = "scenario broken and fixed as it says"
	}
	fmt.Fprintf(p.stdout, "%d %s, %d not (%v)\n", good, how, failed, took.Round(time.Millisecond))
	return code
}

// writeJUnit writes the reports where the command line says, if it does.
func (a *scenarioCall) writeJUnit(reports []*suite.Report) error {
	if a.junit == "" {
		return nil
	}
	return writeFile(a.junit, func(w io.Writer) error { return suite.WriteJUnit(w, reports) })
}

// journeys shows the exchanges of what failed.
func journeys(p *browser.Painter, r *suite.Report) {
	for i := range r.Results {
		x := &r.Results[i]
		if len(x.Failures) > 0 && len(x.Failures[0].Visits) > 0 {
			p.Say("", "", "")
			p.Say("", x.Name+", as it went:", "")
			browser.Journey(p, x.Failures[0].Visits)
		}
	}
}
