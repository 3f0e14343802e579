package main

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// decide prints the CORS engine's own benchmarks.
func decide(ctx context.Context, s *settings) error {
	cmd := exec.CommandContext(ctx, "go", "test", "-run=^$", "-bench=Decide|WriteHeaders", "-benchmem", "./corsengine")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "Benchmark") {
			fmt.Fprint(s.out, line)
		}
	}
	return nil
}
