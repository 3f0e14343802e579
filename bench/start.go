package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// startAndMemory prints the time from exec to ready with the demo seeded, and
// what the process then takes when nobody asks anything.
func startAndMemory(ctx context.Context, s *settings) error {
	var times, memory []float64
	for range max(s.rounds, 5) {
		ms, mib, err := startOnce(ctx, s)
		if err != nil {
			return err
		}
		times, memory = append(times, ms), append(memory, mib)
	}
	low, mid, high := spread(times)
	fmt.Fprintf(s.out, "  start to ready, demo seeded: %.1f ms (%.1f–%.1f), aim below 50\n", mid, low, high)
	low, mid, high = spread(memory)
	fmt.Fprintf(s.out, "  idle memory (RSS), demo seeded: %.1f MiB (%.1f–%.1f), aim below 30\n", mid, low, high)
	s.report.one("start to ready, demo seeded", "ms", times)
	s.report.one("idle memory (RSS), demo seeded", "MiB", memory)
	return nil
}

func startOnce(ctx context.Context, s *settings) (ms, mib float64, err error) {
	e, err := startEmulator(ctx, s.binary)
	if err != nil {
		return 0, 0, err
	}
	defer e.stop()
	res, err := http.Get("http://" + e.console + "/readyz")
	if err != nil {
		return 0, 0, err
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return 0, 0, fmt.Errorf("said where it listens, yet /readyz answers %s", res.Status)
	}
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
		return 0, 0, ctx.Err()
	}
	mib, err = rss(e.pid())
	return float64(e.ready.Microseconds()) / 1000, mib, err
}
