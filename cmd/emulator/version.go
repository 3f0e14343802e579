package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

// Set by the linker (-ldflags "-X main.version=… -X main.commit=…") where the
// build has no version control to ask, as in a container; nothing else writes
// them.
var version, commit string

// A build is what this binary was made from.
type build struct {
	version  string
	commit   string // empty when unknown
	modified bool   // built from a tree with changes
}

func thisBuild() build {
	b := build{version: version, commit: commit}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	if b.version == "" {
		b.version = info.Main.Version
	}
	if b.version == "" || b.version == "(devel)" {
		b.version = "devel"
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			if b.commit == "" {
				b.commit = s.Value
			}
		case "vcs.modified":
			b.modified = s.Value == "true"
		}
	}
	return b
}

func printVersion(_ context.Context, p *process) int {
	if len(p.args) > 0 {
		fmt.Fprintf(p.stderr, "emulator version: unexpected argument %q\n", p.args[0])
		return exitUnusual
	}
	b := thisBuild()
	state := b.commit
	if state == "" {
		state = "unknown"
	}
	if b.modified {
		state += ", modified"
	}
	fmt.Fprintf(p.stdout, "emulator %s\ncommit %s\n%s %s/%s\n", b.version, state, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return exitOK
}
