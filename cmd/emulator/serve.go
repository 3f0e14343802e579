package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"crossfront/emulator"
	"crossfront/emulator/config"
)

// drainTimeout is how long requests in flight may take once the server was
// told to stop. Container engines kill after ten seconds.
const drainTimeout = 8 * time.Second

// serve runs the emulator until ctx ends.
func serve(ctx context.Context, p *process) int {
	cfg, err := config.Load(p.args, p.getenv, p.stderr)
	if err != nil {
		fmt.Fprintf(p.stderr, "emulator: %v\n", err)
		return exitUnusual
	}
	limitMemory(cfg.Memory, p.getenv)
	log := newLogger(cfg, p.stderr)
	e, err := emulator.New(cfg, emulator.Options{Log: log, Version: thisBuild().version})
	if err != nil {
		fmt.Fprintf(p.stderr, "emulator: %v\n", err)
		return exitFailed
	}
	if err := e.Start(ctx); err != nil {
		fmt.Fprintf(p.stderr, "emulator: %v\n", err)
		return exitFailed
	}
	wait := func() {}
	if cfg.LogFormat == config.LogText && !cfg.Quiet {
		wait = printing(ctx, p.stderr, e.Journal()) // before anybody can know the addresses
	}
	announce(p.stderr, cfg, e.Addresses())
	<-ctx.Done()
	wait()

	// ctx is over; what is in flight gets time of its own.
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	if err := e.Close(drain); err != nil {
		log.Error("requests were cut off while stopping", "error", err)
		return exitFailed
	}
	return exitOK
}

// limitMemory has the garbage collector work harder when the process nears
// what objects and cached answers may take, with room above for everything
// else. GOMEMLIMIT, when set, stays.
func limitMemory(budget int64, getenv func(string) string) {
	if budget > 0 && getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(budget + budget/4 + 128<<20)
	}
}
