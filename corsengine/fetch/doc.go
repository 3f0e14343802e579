// Package fetch is the browser's half of CORS, for one exchange: is it a CORS
// request, does it need a preflight, does the answer to the preflight let it
// go, may the page read the answer; and what Chromium, Firefox and WebKit say
// when not.
//
// It is pure: it takes facts about a request and a response and gives verdicts.
// It knows nothing of caches, of other requests before, of redirects beyond the
// first answer.
//
// The rules are those of the Fetch standard, https://fetch.spec.whatwg.org/; the
// comments name its algorithms by their headings. Where an engine does otherwise,
// or checks in another order, its own behaviour wins, as measured in Chromium
// 156, Firefox ESR 153 and WebKitGTK 2.50 in November 2026:
// testdata/browser-cases.json holds the cases, and comments name them by id.
// WebKitGTK is not Safari; fonts in particular may differ.
//
// Errors have the engines' own names: Chromium's Network.CorsError values
// (https://chromedevtools.github.io/devtools-protocol/tot/Network/#type-CorsError),
// Firefox's CORS… keys
// (https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS/Errors). WebKit
// has no names; short ones of ours stand for its sentences. Messages are the
// first line that each engine prints to its console.
package fetch
