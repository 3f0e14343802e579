package main

import (
	"fmt"
	"io"

	"crossfront/emulator/config"
)

// help answers "emulator help [COMMAND]".
func help(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		overview(stdout)
		return exitOK
	}
	if len(args) > 1 {
		fmt.Fprintf(stderr, "emulator help: unexpected argument %q: one command is taken\n", args[1])
		return exitUnusual
	}
	for _, c := range commands() {
		if c.name == args[0] {
			c.page(stdout)
			return exitOK
		}
	}
	return unknown(args[0], stderr)
}

func overview(w io.Writer) {
	fmt.Fprint(w, `NAME
  emulator - a local Amazon S3 and CloudFront for CORS failures

SYNOPSIS
  emulator [COMMAND] [FLAGS]

COMMANDS
`)
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-12s %s\n", c.name, c.summary)
	}
	fmt.Fprint(w, `
  emulator COMMAND --help shows a command's manual page.

EXAMPLES
  emulator                          serve the built-in demo
  emulator --config seed.yaml       serve your own world
  emulator --empty --console 127.0.0.1:0
`)
}

func serveHelp(w io.Writer) {
	fmt.Fprint(w, `NAME
  emulator serve - run S3, CloudFront and the console

SYNOPSIS
  emulator [serve] [FLAGS]

DESCRIPTION
  Serves the AWS APIs, the edge over http and https, and the console, each on
  its own address. With no --config it serves the built-in demo: a private
  bucket without CORS, an HLS stream in it, and a distribution in front.

  A flag wins over its variable, a variable over the seed file. Port 0 takes a
  free port. The addresses really taken are printed in one line on standard
  error.

OPTIONS
`)
	config.WriteOptions(w)
	fmt.Fprint(w, `
EXIT STATUS
  0  stopped by SIGINT or SIGTERM, requests in flight finished
  1  an address is taken, or serving failed
  2  a flag, a variable or the seed file is wrong

EXAMPLES
  emulator --config seed.yaml --quiet
  EMULATOR_EDGE=0.0.0.0:8080 emulator
  emulator --resolve api.example.com=127.0.0.1:9000
`)
}

func healthcheckHelp(w io.Writer) {
	fmt.Fprint(w, `NAME
  emulator healthcheck - exit 0 when a running server is ready

SYNOPSIS
  emulator healthcheck [--console ADDR]

DESCRIPTION
  Asks GET /readyz on the console's address, taken from the same flags and
  variables as serve. For container health checks: the image has no shell.

EXIT STATUS
  0  ready
  1  not ready, or nobody answers
  2  a flag or a variable is wrong
`)
}

func versionHelp(w io.Writer) {
	fmt.Fprint(w, `NAME
  emulator version - version, commit and Go version

SYNOPSIS
  emulator version
`)
}
