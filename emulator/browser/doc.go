// Package browser is a page's side of one request: which requests a browser
// engine makes of what the page asks for, in which order, with which headers
// of its own, and what becomes of the answers. corsengine/fetch decides; here
// its decisions are carried out against a [World], which may be a whole
// emulator in process.
//
// What the engines add to requests is as measured in November 2026 in Chromium
// 156, Firefox ESR 153 and WebKitGTK 2.50, as far as it can make a difference
// to S3 and CloudFront. A [Browser] has caches of its own, of answers and of
// preflights; [Go] is a visit of one that was just started.
package browser

import (
	"context"
	"net/http"
	"net/url"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// A World is whom a page can reach.
type World interface {
	// Entry is where a URL leads, journal.EntryEdge or journal.EntryS3; via is
	// one of them to have it so, or empty. The error says who is there instead.
	Entry(u *url.URL, via string) (string, error)
	// Ask answers one request. The exchange comes without verdicts and advice;
	// assumed are sentences on what had to be assumed for it.
	Ask(ctx context.Context, r *http.Request, via string) (x *journal.Exchange, assumed []string, err error)
}

// Engines are the three engines, in the order in which they are named.
func Engines() []fetch.Engine { return []fetch.Engine{fetch.Chromium, fetch.Firefox, fetch.WebKit} }
