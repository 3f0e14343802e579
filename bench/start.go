package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// startAndMemory prints the time from exec to ready with the demo seeded, and
// what the process then takes when nobody asks anything.
func startAndMemory(ctx context.Context, s *settings) error {
	var times []time.Duration
	var mib float64
	for range max(s.rounds, 5) {
		e, err := startEmulator(ctx, s.binary)
		if err != nil {
			return err
		}
		times = append(times, e.ready)
		res, err := http.Get("http://" + e.console + "/readyz")
		if err != nil {
			return err
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			return fmt.Errorf("said where it listens, yet /readyz answers %s", res.Status)
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return ctx.Err()
		}
		if mib, err = e.rss(); err != nil {
			return err
		}
		if err := e.stop(); err != nil {
			return err
		}
	}
	slices.Sort(times)
	fmt.Fprintf(s.out, "start to ready, demo seeded: median %s, worst %s of %d\n",
		times[len(times)/2].Round(100*time.Microsecond), times[len(times)-1].Round(100*time.Microsecond), len(times))
	fmt.Fprintf(s.out, "idle memory (RSS): %.1f MiB\n", mib)
	return nil
}
