package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"crossfront/emulator/config"
)

// Exit codes.
const (
	exitOK      = 0
	exitFailed  = 1 // it was understood and did not work out
	exitUnusual = 2 // flags, variables or input files are wrong
)

// A process is what a subcommand sees of the world.
type process struct {
	args   []string
	getenv func(string) string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
}

// A command is one subcommand.
type command struct {
	name    string
	summary string
	page    func(w io.Writer) // the manual page
	run     func(ctx context.Context, p *process) int
}

func commands() []command {
	return []command{
		{"serve", "run S3, CloudFront and the console (the default)", serveHelp, serve},
		{"ca", "have https addresses of the edge trusted", caHelp, ca},
		{"check", "evaluate CORS expectations offline", checkHelp, check},
		{"completion", "complete commands and flags in bash, zsh or fish", completionHelp, completion},
		{"diagnose", "find the CORS failures in a browser's HAR file", diagnoseHelp, diagnose},
		{"explain", "say what one request would get, and why", explainHelp, explain},
		{"healthcheck", "exit 0 when a running server is ready", healthcheckHelp, healthcheck},
		{"scenario", "list and run the gallery of CORS failures", scenarioHelp, scenario},
		{"version", "version, commit and Go version", versionHelp, printVersion},
	}
}

// run is the whole program: it picks the subcommand and returns its exit code.
// Without one, or with a flag in its place, it is serve.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	name := "serve"
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		name, args = args[0], args[1:]
	} else if len(args) > 0 && isHelp(args[0]) && (len(args) == 1 || !strings.HasPrefix(args[1], "-")) {
		name, args = "help", args[1:]
	} else if len(args) == 1 && args[0] == "--version" {
		name, args = "version", nil
	}
	if name == "help" {
		return help(args, stdout, stderr)
	}
	for _, c := range commands() {
		if c.name != name {
			continue
		}
		if wantsHelp(args) {
			c.page(stdout)
			return exitOK
		}
		return c.run(ctx, &process{args: args, getenv: getenv, stdin: stdin, stdout: stdout, stderr: stderr})
	}
	return unknown(name, stderr)
}

// unknown says which command may have been meant, or which ones there are.
func unknown(name string, stderr io.Writer) int {
	meant := config.DidYouMean(name, commandNames())
	if meant == "" {
		meant = "; there are " + strings.Join(commandNames(), ", ")
	}
	fmt.Fprintf(stderr, "emulator: unknown command %q%s\n", name, meant)
	return exitUnusual
}

func commandNames() []string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return names
}

func isHelp(arg string) bool {
	return arg == "-h" || arg == "-help" || arg == "--help"
}

func wantsHelp(args []string) bool {
	for _, arg := range args {
		if arg == "--" {
			return false
		}
		if isHelp(arg) {
			return true
		}
	}
	return false
}
