package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"sync"

	"crossfront/emulator"
	"crossfront/emulator/browser"
	"crossfront/emulator/suite"
)

// check runs suites, each against the world of its configuration, or with
// --against a server as well. It opens no port.
func check(ctx context.Context, p *process) int {
	a, err := checkArguments(p.args)
	if err != nil {
		fmt.Fprintf(p.stderr, "emulator check: %v\n", err)
		return exitUnusual
	}
	collectSeldom(p.getenv)
	reports, err := runSuites(ctx, p, a)
	if err == nil {
		err = a.report(p, reports)
	}
	if err != nil {
		fmt.Fprintf(p.stderr, "emulator check: %v\n", err)
		return exitUnusual
	}
	for _, r := range reports {
		if r.Failed > 0 {
			return exitFailed
		}
	}
	return exitOK
}

// collectSeldom lets garbage lie for longer: the process is over before it
// matters. GOGC, when set, stays.
func collectSeldom(getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// A checkCall is check's command line.
type checkCall struct {
	suites   []string
	switches []string
	against  string
	writes   bool
	json     bool
	junit    string
}

func checkArguments(args []string) (*checkCall, error) {
	a := &checkCall{}
	fs := flag.NewFlagSet("check", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.BoolVar(&a.json, "json", false, "")
	fs.StringVar(&a.junit, "junit", "", "")
	fs.Func("switch", "", func(v string) error { a.switches = append(a.switches, v); return nil })
	fs.StringVar(&a.against, "against", "", "")
	fs.BoolVar(&a.writes, "writes", false, "")
	var err error
	if a.suites, err = parseMixed(fs, args); err != nil {
		return nil, flagWords(err)
	}
	switch {
	case a.writes && a.against == "":
		return nil, errors.New("--writes is for --against: offline, every request is sent")
	case len(a.suites) == 0:
		return nil, errors.New("a suite's file is needed; docs/check.md shows one")
	}
	return a, nil
}

// runSuites reads every suite before it runs any, so that all mistakes come
// together.
func runSuites(ctx context.Context, p *process, a *checkCall) ([]*suite.Report, error) {
	var suites []*suite.Suite
	var worlds [][]suite.World
	var mistakes []error
	for _, name := range a.suites {
		s, err := suite.Read(name)
		if err != nil {
			mistakes = append(mistakes, err)
			continue
		}
		same, closeAll, err := worldsOf(ctx, p, a, s)
		if err != nil {
			mistakes = append(mistakes, fmt.Errorf("%s: %w", name, err))
			continue
		}
		defer closeAll()
		if err := s.Locate(same[0]); err != nil {
			mistakes = append(mistakes, err)
		}
		suites, worlds = append(suites, s), append(worlds, same)
	}
	if len(mistakes) > 0 {
		return nil, errors.Join(mistakes...)
	}
	var target *suite.Target
	if a.against != "" {
		var err error
		if target, err = suite.NewTarget(ctx, a.against, a.writes); err != nil {
			return nil, fmt.Errorf("--against: %w", err)
		}
	}
	var reports []*suite.Report
	for i, s := range suites {
		if target == nil {
			reports = append(reports, s.Run(ctx, worlds[i][0], worlds[i][1:]...))
		} else {
			reports = append(reports, s.RunAgainst(ctx, worlds[i][0], target))
		}
	}
	return reports, ctx.Err()
}

var _ suite.World = (*emulator.Offline)(nil)

// Each world, of at most so many, is worth making for so many expectations.
const (
	maxWorlds   = 4
	worthAWorld = 50
)

// worldsOf makes the suite's world as often as there are processors to run it.
func worldsOf(ctx context.Context, p *process, a *checkCall, s *suite.Suite) (worlds []suite.World, closeAll func(), err error) {
	n := max(1, min(len(s.Expectations)/worthAWorld, runtime.GOMAXPROCS(0), maxWorlds))
	made, errs := make([]*emulator.Offline, n), make([]error, n)
	var making sync.WaitGroup
	for i := range made {
		making.Go(func() { made[i], errs[i] = worldOf(ctx, p, a, s) })
	}
	making.Wait()
	closeAll = func() {
		for i, w := range made {
			if errs[i] == nil {
				w.Close()
			}
		}
	}
	for i, w := range made {
		if errs[i] != nil {
			closeAll()
			return nil, nil, errs[i]
		}
		worlds = append(worlds, w)
	}
	return worlds, closeAll, nil
}

func worldOf(ctx context.Context, p *process, a *checkCall, s *suite.Suite) (*emulator.Offline, error) {
	f := worldFlags{switches: a.switches}
	cfg, err := s.Settings(f.settings(), p.getenv)
	if err != nil {
		return nil, err
	}
	return emulator.NewOffline(ctx, cfg, emulator.OfflineOptions{KnownObjects: s.KnownObjects})
}

// report writes what came of the suites.
func (a *checkCall) report(p *process, reports []*suite.Report) error {
	if a.junit != "" {
		if err := writeFile(a.junit, func(w io.Writer) error { return suite.WriteJUnit(w, reports) }); err != nil {
			return err
		}
	}
	if a.json {
		return writeJSON(p.stdout, reports)
	}
	painter := &browser.Painter{W: p.stdout, Colour: coloured(p)}
	for _, r := range reports {
		r.Text(painter)
	}
	return nil
}

func writeFile(name string, write func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
