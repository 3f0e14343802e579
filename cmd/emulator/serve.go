package main

import (
	"context"
	"fmt"
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
	if cfg.CADir == "" {
		cfg.CADir = keptCADir(p.getenv)
	}
	limitMemory(cfg.Memory, p.getenv)
	restCollector(p.getenv)
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
