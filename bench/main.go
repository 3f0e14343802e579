// Command bench measures the emulator beside its peers on this machine, in one
// run: `make bench`, or some parts of it:
//
//	go run ./bench -only hits,herd
//
// Times on a shared machine vary by a factor of three, so programs are measured
// in turns and compared by ratios, and nothing fails because of a time;
// allocations are gated by the packages' own tests. A peer that is not installed
// (nginx, Varnish, wrk) or cannot be built is named and left out.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// settings of one run.
type settings struct {
	binary  string // the emulator
	rounds  int
	seconds int // of load, each program, each round
	out     io.Writer
	report  *report
}

// A part measures one thing and prints it.
type part struct {
	name, what string
	run        func(context.Context, *settings) error
}

func parts() []part {
	return []part{
		{"start", "start to ready, idle memory", startAndMemory},
		{"decide", "the CORS engine's time and allocations", decide},
		{"check", "suites, explanations and the gallery, by the binary", checks},
		{"hits", "cache hits beside nginx and Varnish", hits},
		{"misses", "cache misses beside nginx and Varnish", misses},
		{"herd", "1,000 viewers on one cold key beside nginx and Varnish", herd},
		{"journal", "cost of recording a hit, and of a page that watches", journalCost},
		{"growth", "cost of a hit as entries, distributions and behaviors grow", growth},
		{"s3", "S3's GET, PUT and preflights beside versitygw", objects},
		{"million", "a page of a million keys, memory per million objects", million},
	}
}

func main() {
	// Whatever ends the bench ends the servers that it started: a closed pipe too.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGPIPE)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	s := settings{out: out, report: newReport()}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.StringVar(&s.binary, "binary", "bin/emulator", "the emulator's binary")
	flags.IntVar(&s.rounds, "rounds", 3, "how often each measurement is taken")
	flags.IntVar(&s.seconds, "seconds", 1, "seconds of load, each program, each round")
	dir := flags.String("report", "", "a folder to write bench.md, bench.json and growth.svg into")
	only := flags.String("only", "", "parts to run, with commas between; all when empty:\n"+partsHelp())
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	}
	if s.rounds < 1 || s.seconds < 1 {
		return fmt.Errorf("-rounds and -seconds are at least 1")
	}
	chosen, err := choose(*only)
	if err != nil {
		return err
	}
	for _, p := range chosen {
		fmt.Fprintf(out, "\n%s: %s\n", p.name, p.what)
		s.report.part = p.name
		if err := p.run(ctx, &s); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	if *dir == "" {
		return nil
	}
	return s.report.write(*dir)
}

// choose finds the parts of a list such as "hits,herd"; empty is all of them.
func choose(list string) ([]part, error) {
	if list == "" {
		return parts(), nil
	}
	var chosen []part
	for name := range strings.SplitSeq(list, ",") {
		found := false
		for _, p := range parts() {
			if p.name == strings.TrimSpace(name) {
				chosen, found = append(chosen, p), true
			}
		}
		if !found {
			return nil, fmt.Errorf("there is no part %q; there are:\n%s", name, partsHelp())
		}
	}
	return chosen, nil
}

func partsHelp() string {
	var b strings.Builder
	for _, p := range parts() {
		fmt.Fprintf(&b, "  %-8s %s\n", p.name, p.what)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
