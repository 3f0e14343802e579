package main

import (
	"fmt"
	"io"
)

func checkHelp(w io.Writer) {
	fmt.Fprint(w, `NAME
  emulator check - evaluate CORS expectations offline

SYNOPSIS
  emulator check [FLAGS] SUITE.yaml...

DESCRIPTION
  Runs suites: what pages may ask a configuration for, and what must stay
  blocked, in Chromium, Firefox and WebKit. A suite names its configuration: a
  seed file, which takes what AWS prints as it is. No port is opened; requests
  go through the same code as in a running server, in this process.

  docs/check.md explains the file; docs/suite.schema.json is its schema.

OPTIONS
  --json            the report as JSON; of what fails, with the whole exchanges
  --junit FILE      write JUnit's XML there, too
  --switch NAME     as for serve (EMULATOR_SWITCHES), for all suites
  --against URL     send the suites to a server, judge its answers, and report
                    where they differ from the configuration's: the console of
                    a running emulator, any other server, or "aws" for the
                    hosts that the requests name
  --writes          with it, send PUT, POST and DELETE as well, not only their
                    preflights

EXIT STATUS
  0  every expectation holds
  1  some do not
  2  a flag, a suite or a seed file is wrong; nothing was run

EXAMPLE
  config: seed.yaml
  from: https://app.example.com
  expectations:
    - name: the player gets its playlist
      request: GET https://cdn.example.com/vod/index.m3u8
      expect: allowed
      readable: [ETag]
    - name: others do not
      from: https://other.example.com
      request: GET https://cdn.example.com/vod/index.m3u8
      expect: blocked
`)
}
