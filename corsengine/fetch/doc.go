// Package fetch is the browser's half of CORS. For one exchange: is it a CORS
// request, does it need a preflight, does the answer to the preflight let it
// go, may the page read the answer; and what Chromium, Firefox and WebKit say
// when not. For what a page does over time, a [Session] is one engine with its
// two caches, of answers and of preflights, that follows redirects and says what
// goes out to the server and what does not.
//
// It is pure: it takes facts about requests and responses and gives verdicts. A
// session asks through a function and has a clock that is moved by hand.
//
// The rules are those of the Fetch standard, https://fetch.spec.whatwg.org/; the
// comments name its algorithms by their headings. Where an engine does otherwise,
// or checks in another order, its own behaviour wins, as measured in Chromium
// 156, Firefox ESR 153 and WebKitGTK 2.50 in November 2026:
// testdata/browser-cases.json holds the cases, comments name them by id, and
// every one is played in a session of each engine.
// WebKitGTK is not Safari; fonts in particular may differ.
//
// Errors have the engines' own names: Chromium's Network.CorsError values
// (https://chromedevtools.github.io/devtools-protocol/tot/Network/#type-CorsError),
// Firefox's CORS… keys
// (https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS/Errors). WebKit
// has no names; short ones of ours stand for its sentences. Messages are the
// first line that each engine prints to its console.
package fetch
