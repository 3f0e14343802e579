package main

import (
	"context"
	"fmt"
	"strings"
)

// growth prints the edge's own benchmark of a hit in small and large worlds.
// It runs without a network, which would hide the growth.
func growth(ctx context.Context, s *settings) error {
	list, err := benchmarks(ctx, "./emulator/edge", "Growth", "-benchtime=1x")
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "  %-36s %12s %12s %10s\n", "in the edge, journal on", "small", "large", "growth")
	for _, b := range list {
		_, name, _ := strings.Cut(b.name, "/")
		fmt.Fprintf(s.out, "    %-34s %9.0f ns %9.0f ns %9.2f×\n", strings.NewReplacer("/", ": ", "_", " ").Replace(name),
			b.values["small-ns"], b.values["large-ns"], b.values["growth"])
	}
	return nil
}
