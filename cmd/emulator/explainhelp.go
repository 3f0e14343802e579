package main

import (
	"fmt"
	"io"
	"strings"

	"crossfront/emulator/browser"
)

func explainHelp(w io.Writer) {
	fmt.Fprint(w, `NAME
  emulator explain - say what one request would get, and why

SYNOPSIS
  emulator explain [--config FILE] [-X METHOD] [-H 'Name: value']... URL

DESCRIPTION
  Says what a page would get for one request in Chromium, Firefox and WebKit:
  whether they ask first (preflight), what edge and bucket answer and because
  of which setting, what each browser prints, the cause and the fix. No port is
  opened and nothing is looked up: requests go through the same code as in a
  running server, in this process, each browser's in a fresh world.

  URL is what the page uses: a distribution's host (ID.cloudfront.net) or
  alias, any form of S3's hosts, or localhost with serve's ports.

  What cannot be asked offline is assumed, and said to be: a custom origin
  answers 200 without CORS headers; a bucket for which the configuration lists
  no objects holds whatever is asked for.

OPTIONS
  -X METHOD, --method METHOD   the method; default: GET
  -H, --header 'Name: value'   a header that the page sets; may be repeated.
                               Cookie is what the browser holds for the host
  --origin ORIGIN              the page's origin; default: http://localhost:3000
  --credentials MODE           omit, same-origin (the default) or include
`)
	fmt.Fprintf(w, "  --initiator NAME             what asks: %s\n", wrapped(browser.Initiators(), 31))
	fmt.Fprint(w, `  --crossorigin VALUE          an element's attribute: anonymous or use-credentials
  --embedder POLICY            the page's Cross-Origin-Embedder-Policy: require-corp or
                               credentialless
  --via edge|s3                where the URL leads, when it does not say
  --config FILE                the seed file, as for serve (EMULATOR_CONFIG); the
                               demo when left out
  --switch NAME                as for serve (EMULATOR_SWITCHES)
  --known-objects              buckets hold the configuration's objects only
  --origin-status N            what custom origins answer; default: 200
  --origin-header 'Name: value'  and with which headers; may be repeated
  --json                       the same as JSON, with the whole exchanges

EXIT STATUS
  0  allowed in all three browsers
  1  blocked in at least one
  2  a flag, the URL or the seed file is wrong

EXAMPLES
  emulator explain http://localhost:8080/vod/index.m3u8
  emulator explain --config seed.yaml --origin https://app.example.com \
    -X PUT -H 'Content-Type: image/png' https://media.s3.eu-west-1.amazonaws.com/a.png
  emulator explain --config seed.yaml --initiator video --crossorigin anonymous \
    https://cdn.example.com/film.mp4
`)
}

// wrapped is a comma list, broken in two behind its sixth name.
func wrapped(names []string, indent int) string {
	first, rest := names[:6], names[6:]
	return strings.Join(first, ", ") + ",\n" + strings.Repeat(" ", indent) + strings.Join(rest, ", ")
}
