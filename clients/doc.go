// Package clients has the libraries that people use meet the gallery's failures:
// players, upload widgets, range readers, and the browser's own canvas, fonts and
// service workers. Each takes a scenario's broken world, served by an emulator and
// with real media in it, in a real browser, and must fail in its own words as the
// scenario says; the emulator's journal must name the cause; and in the fixed
// world it must really work.
//
//	make browsers                         in Chromium, Firefox and WebKit
//	go test ./clients                     in Chromium, part of make test
//	go test ./clients -run ///hlsjs -v    with one client
//
// A client is one file in src; what is shown with it is a row of a table in this
// package, and what each said is left in $ARTIFACTS. There is nothing here but tests.
package clients
