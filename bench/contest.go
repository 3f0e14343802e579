package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

// A contender is one program in a contest.
type contender struct {
	name string
	pid  int // whose CPU time counts, with that of its children
	load func(context.Context) (result, error)
}

// result is what one turn of load showed.
type result struct {
	requests int
	rate     float64 // requests a second
}

// score is all turns of a contender.
type score struct {
	rates []float64
	costs []float64 // microseconds of CPU a request; empty where that is unknown
}

// contest gives each contender its turn in every round, beginning with another
// one each time, and prints what they did. The first one is the emulator: the
// others are compared with it round by round.
func contest(ctx context.Context, s *settings, title string, list []contender) error {
	scores := make([]score, len(list))
	for round := range s.rounds {
		for turn := range list {
			i := (round + turn) % len(list)
			if err := scores[i].take(ctx, &list[i]); err != nil {
				return fmt.Errorf("%s, %s: %w", title, list[i].name, err)
			}
		}
	}
	printScores(s.out, title, list, scores)
	for i, c := range list {
		s.report.add(scores[i].figure(title, c.name, &scores[0]))
	}
	return nil
}

// figure is the score as a line of the report, beside the emulator's.
func (s *score) figure(title, name string, emulator *score) figure {
	f := figure{What: title, Program: name, Unit: "requests/s"}
	f.Low, f.Value, f.High = spread(s.rates)
	if len(s.costs) > 0 {
		_, f.CPU, _ = spread(s.costs)
	}
	if s != emulator {
		_, f.Ratio, _ = spread(ratios(emulator.rates, s.rates))
	}
	return f
}

func (s *score) take(ctx context.Context, c *contender) error {
	before, known := cpuTime(c.pid)
	r, err := c.load(ctx)
	if err != nil {
		return err
	}
	after, _ := cpuTime(c.pid)
	s.rates = append(s.rates, r.rate)
	if known && r.requests > 0 {
		s.costs = append(s.costs, float64((after-before)/time.Microsecond)/float64(r.requests))
	}
	return nil
}

func printScores(out io.Writer, title string, list []contender, scores []score) {
	fmt.Fprintf(out, "  %-24s %24s %16s   %s\n", title, "requests/s", "CPU/request", "emulator ÷ it")
	for i, c := range list {
		s := &scores[i]
		low, mid, high := spread(s.rates)
		cost := "?"
		if len(s.costs) > 0 {
			_, m, _ := spread(s.costs)
			cost = fmt.Sprintf("%.1f µs", m)
		}
		fmt.Fprintf(out, "    %-22s %8.0f (%6.0f–%6.0f) %16s", c.name, mid, low, high, cost)
		if i > 0 {
			low, mid, high := spread(ratios(scores[0].rates, s.rates))
			fmt.Fprintf(out, "   %.2f (%.2f–%.2f)", mid, low, high)
		}
		fmt.Fprintln(out)
	}
}

// ratios are a's turns divided by b's of the same round.
func ratios(a, b []float64) []float64 {
	list := make([]float64, len(a))
	for i := range a {
		list[i] = a[i] / b[i]
	}
	return list
}

// spread is the least, the median and the greatest of list, which is not empty.
func spread(list []float64) (low, median, high float64) {
	sorted := slices.Sorted(slices.Values(list))
	n := len(sorted)
	return sorted[0], (sorted[(n-1)/2] + sorted[n/2]) / 2, sorted[n-1]
}
