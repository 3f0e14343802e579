package main

import (
	"fmt"
	"io"
)

func scenarioHelp(w io.Writer) {
	fmt.Fprint(w, `NAME
  emulator scenario - the gallery: CORS failures that people have, broken and fixed

SYNOPSIS
  emulator scenario list [--json] [WORD...]
  emulator scenario run [--browser NAME] [--json] [--junit FILE] ID... | --all

DESCRIPTION
  A scenario is a world that shows a failure, and the same world cured. list shows
  them by how often people ask, and the failures that cannot be shown; or those that
  have the words, or most of them, such as those of the message in the browser's
  console. run has Chromium, Firefox and WebKit, as they are known to be, take both
  halves, without a browser and without a port.

OPTIONS
  --all         run all of them
  --json        as JSON
  --browser NAME  have a real browser take them: chromium, firefox or webkit
                (WebKitGTK's MiniBrowser), against emulators on free ports, at the
                hosts' real names; what cannot be staged so is named
  --junit FILE  write JUnit's XML there, too

EXIT STATUS
  0  every scenario is broken, and fixed, as it says
  1  some are not, or the browser does otherwise
  2  a flag or an id is wrong

EXAMPLES
  emulator scenario list video does not play
  emulator scenario run CF-ORIGIN-NOT-KEYED
`)
}
