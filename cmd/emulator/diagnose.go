package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"crossfront/emulator/browser"
	"crossfront/emulator/har"
)

// diagnose finds the CORS failures in HTTP archives. It opens no port.
func diagnose(ctx context.Context, p *process) int {
	a, err := diagnoseArguments(p.args)
	if err != nil {
		fmt.Fprintf(p.stderr, "emulator diagnose: %v\n", err)
		return exitUnusual
	}
	reports, err := a.reports(ctx, p)
	if err != nil {
		fmt.Fprintf(p.stderr, "emulator diagnose: %v\n", err)
		return exitUnusual
	}
	if a.json {
		err = writeJSON(p.stdout, reports)
	}
	code := exitOK
	painter := &browser.Painter{W: p.stdout, Colour: coloured(p)}
	for _, r := range reports {
		if !a.json {
			r.Text(painter)
		}
		if len(r.Failures) > 0 {
			code = exitFailed
		}
	}
	if err != nil {
		fmt.Fprintf(p.stderr, "emulator diagnose: %v\n", err)
		return exitUnusual
	}
	return code
}

// A diagnoseCall is diagnose's command line.
type diagnoseCall struct {
	files []string
	world worldFlags
	json  bool
}

func diagnoseArguments(args []string) (*diagnoseCall, error) {
	a := &diagnoseCall{}
	fs := flag.NewFlagSet("diagnose", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.BoolVar(&a.json, "json", false, "")
	a.world.define(fs)
	var err error
	if a.files, err = parseMixed(fs, args); err != nil {
		return nil, flagWords(err)
	}
	if len(a.files) == 0 {
		return nil, errors.New("a HAR file is needed: in a browser's developer tools, Network, Save all as HAR")
	}
	return a, nil
}

// reports reads every file before it says anything of one, so that all mistakes
// come together.
func (a *diagnoseCall) reports(ctx context.Context, p *process) ([]*har.Report, error) {
	var archives []*har.Archive
	var mistakes []error
	for _, name := range a.files {
		one, err := har.ReadFile(name)
		if err != nil {
			mistakes = append(mistakes, err)
			continue
		}
		archives = append(archives, one)
	}
	if len(mistakes) > 0 {
		return nil, errors.Join(mistakes...)
	}
	var reports []*har.Report
	for _, one := range archives {
		r := har.Diagnose(one)
		if a.world.config != "" {
			if err := a.replay(ctx, p, r, one); err != nil {
				return nil, err
			}
		}
		reports = append(reports, r)
	}
	return reports, nil
}

// replay asks a fresh world for each archive.
func (a *diagnoseCall) replay(ctx context.Context, p *process, r *har.Report, archive *har.Archive) error {
	world, err := offline(ctx, p, &a.world)
	if err != nil {
		return err
	}
	defer world.Close()
	return r.Replay(ctx, archive, world)
}
