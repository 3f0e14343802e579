package main

import (
	"context"
	"fmt"
)

// decide prints the CORS engine's own benchmarks.
func decide(ctx context.Context, s *settings) error {
	list, err := benchmarks(ctx, "./corsengine", "Decide|WriteHeaders", "-benchtime=200ms")
	if err != nil {
		return err
	}
	for _, b := range list {
		fmt.Fprintf(s.out, "  %-52s %8.0f ns %6.0f B %4.0f allocations\n", b.name, b.values["ns/op"], b.values["B/op"], b.values["allocs/op"])
		s.report.one(b.name, "ns", []float64{b.values["ns/op"]})
	}
	return nil
}
