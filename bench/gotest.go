package main

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// A benchmark is one line of what go test -bench prints: the name without
// "Benchmark", and each value by its unit.
type benchmark struct {
	name   string
	values map[string]float64
}

// benchmarks runs a package's benchmarks whose names match pattern.
func benchmarks(ctx context.Context, pkg, pattern string, flags ...string) ([]benchmark, error) {
	args := append([]string{"test", "-run=^$", "-bench=" + pattern, "-benchmem", "-timeout=30m"}, flags...)
	cmd := exec.CommandContext(ctx, "go", append(args, pkg)...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	list := parseBenchmarks(string(out))
	if len(list) == 0 {
		return nil, fmt.Errorf("%s: no benchmark ran\n%s", cmd, out)
	}
	return list, nil
}

var processors = regexp.MustCompile(`-\d+$`)

// parseBenchmarks reads lines such as
//
//	BenchmarkDecide/actual-2   6098016   192.6 ns/op   0 B/op   0 allocs/op
func parseBenchmarks(out string) []benchmark {
	var list []benchmark
	for line := range strings.Lines(out) {
		fields := strings.Fields(line)
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		b := benchmark{name: processors.ReplaceAllString(strings.TrimPrefix(fields[0], "Benchmark"), ""), values: make(map[string]float64)}
		for i := 2; i+1 < len(fields); i += 2 {
			if v, err := strconv.ParseFloat(fields[i], 64); err == nil {
				b.values[fields[i+1]] = v
			}
		}
		list = append(list, b)
	}
	return list
}
