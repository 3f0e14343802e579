package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// growth prints the edge's own benchmark of a hit in small and large worlds.
// It runs without a network, which would hide the growth.
func growth(ctx context.Context, s *settings) error {
	list, err := benchmarks(ctx, "./emulator/edge", "Growth", "-benchtime=1x")
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, "  in the edge, journal on, ns a hit")
	for _, b := range list {
		c := b.curve()
		s.report.Curves = append(s.report.Curves, c)
		fmt.Fprintf(s.out, "    %-14s", c.What)
		for i, size := range c.Sizes {
			fmt.Fprintf(s.out, "  %.0f: %.0f", size, c.Costs[i])
		}
		fmt.Fprintf(s.out, "   growth %.2f×\n", c.Growth)
	}
	return nil
}

// curve reads the values of a benchmark of growth: "N-ns" is the cost with N.
func (b *benchmark) curve() curve {
	_, what, _ := strings.Cut(b.name, "/")
	c := curve{What: what, Growth: b.values["growth"]}
	costs := map[float64]float64{}
	for unit, value := range b.values {
		if n, ok := strings.CutSuffix(unit, "-ns"); ok {
			if size, err := strconv.ParseFloat(n, 64); err == nil {
				costs[size] = value
			}
		}
	}
	for _, size := range slices.Sorted(maps.Keys(costs)) {
		c.Sizes, c.Costs = append(c.Sizes, size), append(c.Costs, costs[size])
	}
	return c
}
