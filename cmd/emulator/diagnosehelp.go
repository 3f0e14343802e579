package main

import (
	"fmt"
	"io"
)

func diagnoseHelp(w io.Writer) {
	fmt.Fprint(w, `NAME
  emulator diagnose - find the CORS failures in a browser's HAR file

SYNOPSIS
  emulator diagnose [FLAGS] FILE.har...

DESCRIPTION
  Reads what a browser's developer tools export (Network, Save all as HAR), and
  says of every request that CORS blocks: what its preflight and the request
  were really answered, what Chromium, Firefox and WebKit make of it, the cause,
  as far as headers tell it, and the fix. Nothing is sent anywhere.

  With --config, the archive's requests are sent to that configuration, in this
  process, in their order and at their pace, and what it answers is compared: it
  explains what was seen, or AWS has another configuration than you think.

  docs/diagnose.md has an example.

OPTIONS
  --config FILE          the seed file to compare with, or what AWS exported
  --json                 the report as JSON
  --switch NAME          as for serve (EMULATOR_SWITCHES)
  --known-objects        buckets hold the configuration's objects and no others
  --origin-status N, --origin-header 'NAME: VALUE'
                         what custom origins answer; 200 without CORS headers

EXIT STATUS
  0  no CORS failure is in it
  1  some are
  2  a flag, a file or the configuration is wrong

EXAMPLE
  emulator diagnose --config seed.yaml app.example.com.har
`)
}
