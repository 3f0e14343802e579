// Package browsers holds our verdicts against what real browsers do: random
// worlds (bucket rules, a behavior, requests of a page) are served by an
// emulator in this process, a page asks for them in the browser, and what the
// browser reports must be what the model of the browser said before.
//
// A second test has the pages ask one thing after the other of servers that
// allow caching, and compares what the browsers' own caches let through.
//
//	make browsers                                        500 worlds in Chromium, Firefox and WebKit
//	BROWSERS=all go test ./browsers -worlds 50 -seed 7   another draw
//	go test ./browsers                                   a small draw in Chromium, part of make test
//
// A third has them take the gallery, each page and server at its real name.
//
//	BROWSERS=all go test ./browsers -v -run TestGallery/Firefox/LNA
//
// There is nothing here but tests.
package browsers
