package clients

import (
	"crypto/sha256"
	"encoding/base64"
	"os"

	"crossfront/corsengine/fetch"
)

// pages are showings with what pages are made of: fonts, scripts, images, and
// what is done to them.
func pages() []showing {
	const (
		app    = "https://static.s3.us-east-1.amazonaws.com/app.js"
		poster = "https://media.s3.us-east-1.amazonaws.com/vod/poster.png"
		cdn    = "https://cdn.example.com/vod/poster.png"
		gone   = "^Error: the image does not load$"
	)
	isolated := map[string]string{"Cross-Origin-Embedder-Policy": "require-corp"}
	sandboxed := map[string]string{"Content-Security-Policy": "sandbox allow-scripts"}
	return []showing{
		{scenario: "FONT", client: "font", not: []fetch.Engine{fetch.WebKit}, with: settings{"url": "https://fonts.s3.us-east-1.amazonaws.com/font.woff2"}, says: "^NetworkError", works: "^100 px$", cause: "NO-CORS-CONFIG"},

		{scenario: "SRI-MODULE", client: "script", about: " module", with: settings{"url": app, "type": "module"}, says: "^error event$", works: "^app: loaded$", cause: "NO-CORS-CONFIG"},
		{scenario: "SRI-MODULE", client: "script", about: " integrity without crossorigin", with: settings{"url": app, "integrity": integrity("app.js")}, cured: settings{"crossOrigin": "anonymous"}, says: "^error event$", works: "^app: loaded$"},
		{scenario: "SRI-MODULE", client: "script", about: " integrity with crossorigin", with: settings{"url": app, "integrity": integrity("app.js"), "crossOrigin": "anonymous"}, says: "^error event$", works: "^app: loaded$", cause: "NO-CORS-CONFIG"},

		{scenario: "CANVAS-TAINT", client: "image", about: " canvas", with: settings{"url": poster, "use": "canvas"}, cured: settings{"crossOrigin": "anonymous"}, says: "^SecurityError", works: "^pixel"},
		// Firefox has no WebGL without a screen.
		{scenario: "CANVAS-TAINT", client: "image", about: " webgl", not: []fetch.Engine{fetch.Firefox}, with: settings{"url": poster, "use": "webgl"}, cured: settings{"crossOrigin": "anonymous"}, says: "^SecurityError", works: "^texture"},

		{scenario: "CACHE-BROWSER", client: "html2canvas", not: []fetch.Engine{fetch.Firefox}, with: settings{"url": poster}, cured: settings{"crossOrigin": "anonymous"}, says: "^a blank picture$", works: "^the image$"},
		{scenario: "SW-OPAQUE", client: "workbox", with: settings{"url": poster}, cured: settings{"mode": "cors"}, says: gone, works: "^shown, then read$"},

		{scenario: "COEP-CORP", client: "image", about: " of the bucket", header: isolated, with: settings{"url": poster}, cured: settings{"crossOrigin": "anonymous"}, says: gone, works: "^shown$"},
		{scenario: "COEP-CORP", client: "image", about: " of the edge", header: isolated, with: settings{"url": cdn}, says: gone, works: "^shown$"},
		{scenario: "COEP-CORP", client: "image", about: " of the edge on any page", with: settings{"url": cdn}, says: gone, works: "^shown$"},

		{scenario: "NULL-ORIGIN", client: "fetch", about: " sandboxed", header: sandboxed, with: settings{"url": "https://media.s3.us-east-1.amazonaws.com/data.bin"}, says: "^TypeError", works: "^200, 256 characters$", cause: "NO-RULE-MATCHES"},
		{scenario: "NULL-ORIGIN", client: "fetch", about: " redirected", with: settings{"url": "https://api.example.net/download"}, says: "^TypeError", works: "^200, 256 characters$", cause: "NO-RULE-MATCHES"},
		{scenario: "AUTH-HDR-LEAK", client: "axios", with: settings{"url": "https://media.s3.us-east-1.amazonaws.com/data.bin", "token": "abc"}, cured: settings{"token": nil}, says: "^AxiosError: Network Error$", works: "^200, 256 bytes$", cause: "NO-RULE-MATCHES"},
		{scenario: "AUTH-HDR-LEAK", client: "axios", about: " refused by S3", with: settings{"url": "https://open.s3.us-east-1.amazonaws.com/data.bin", "token": "abc"}, cured: settings{"token": nil}, says: "^AxiosError: Request failed with status code 400$", works: "^200, 256 bytes$"},
		{scenario: "EDGE-AUTH-REDIRECT", client: "fetch", session: true, with: settings{"url": "https://api.example.net/me", "credentials": "include", "headers": settings{"X-Requested-With": "XMLHttpRequest"}}, says: "^TypeError", works: "^200, 5 characters$", cause: "FUNCTION-ANSWERED"},
	}
}

// integrity is a real file's digest, as a page has it.
func integrity(name string) string {
	doc, err := os.ReadFile(realFiles + "/" + name)
	if err != nil {
		panic(err) // the file is committed
	}
	sum := sha256.Sum256(doc)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
