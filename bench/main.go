// Command bench measures the emulator beside its peers on this machine, in one
// run: `make bench`. Times on a shared machine vary by a factor of three, so
// they are printed as ratios between programs measured in turns, and nothing
// fails because of them; allocations are gated by the packages' own tests.
//
// What a missing peer (nginx, wrk) would have shown is left out and said so.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

// settings of one run.
type settings struct {
	binary  string // the emulator
	rounds  int
	seconds int // of load, each program, each round
	out     io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	s := settings{out: out}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.StringVar(&s.binary, "binary", "bin/emulator", "the emulator's binary")
	flags.IntVar(&s.rounds, "rounds", 3, "how often each measurement is taken")
	flags.IntVar(&s.seconds, "seconds", 3, "seconds of load, each program, each round")
	if err := flags.Parse(args); err != nil {
		return err
	}
	for _, part := range [...]func(context.Context, *settings) error{startAndMemory, hits, decide} {
		if err := part(ctx, &s); err != nil {
			return err
		}
	}
	return nil
}
