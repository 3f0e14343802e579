package main

import (
	"context"
	"fmt"
)

// notBuilt is a subcommand whose name is settled and whose work is still to
// come. It fails, so that no script takes silence for success.
func notBuilt(name string) func(context.Context, *process) int {
	return func(_ context.Context, p *process) int {
		fmt.Fprintf(p.stderr, "emulator %s: not built yet in this version\n", name)
		return exitUnusual
	}
}
