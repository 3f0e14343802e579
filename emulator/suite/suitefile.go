package suite

import "crossfront/emulator/config"

// The structures in this file are a suite file as it is written. Their names
// and comments are what docs/suite.schema.json publishes; run go generate after
// a change.
//go:generate go test -run ^TestSchema$ . -update

// suiteFile is expectations on what pages may ask a configuration for.
type suiteFile struct {
	// Where editors find the schema; not read.
	Schema string `json:"$schema,omitempty"`
	// The configuration: a seed file's path, relative to this file, or the seed itself.
	Config config.Value `json:"config"`
	// Switches for what is disputed about AWS, by name.
	Switches []string `json:"switches,omitempty"`
	// The page's origin, for expectations that give none: https://app.example.com.
	From string `json:"from,omitempty"`
	// True: buckets hold the configuration's objects and no others. Otherwise a bucket for which it lists none is taken to hold whatever is asked for.
	KnownObjects bool `json:"knownObjects,omitempty"`
	// What custom origins, which cannot be asked offline, are taken to answer: 200 without CORS headers when left out.
	OriginAnswer *originEntry `json:"originAnswer,omitempty"`
	// The expectations. Each begins in a fresh world.
	Expectations []expectationEntry `json:"expectations"`
}

// expectationEntry is one expectation: a request with what is expected of it, or steps in one world.
type expectationEntry struct {
	stepEntry
	// Requests, moves of the clock and invalidations, in their order, in one world.
	Steps []stepEntry `json:"steps,omitempty"`
	// With steps, true: one browser takes them all, with what it keeps of answers and preflights. Otherwise each step is a visitor with an empty browser.
	SameBrowser bool `json:"sameBrowser,omitempty"`
	// With sameBrowser: the site's service worker. cacheFirst stores what the page asked for as it was asked for; cacheFirstCORS asks for it with CORS.
	ServiceWorker string `json:"serviceWorker,omitempty"`
}

// stepEntry is one request with what is expected of it; in steps, also a move of the clock or an invalidation before it, or alone.
type stepEntry struct {
	// What it is about; needed on expectations, each its own.
	Name string `json:"name,omitempty"`
	// The page's origin: https://app.example.com, http://localhost:3000, "null".
	From string `json:"from,omitempty"`
	// The request: METHOD URL, a URL to GET, or a mapping.
	Request config.Value `json:"request,omitzero"`
	// edge or s3: where the URL leads, when its host does not say.
	Via string `json:"via,omitempty"`
	// allowed; blocked; or blocked: REASON, which is Chromium's CorsError name, Firefox's CORS… key, WebKit's class, the layer (bucket, edge, cache, client) or the id of the cause.
	Expect config.Value `json:"expect,omitzero"`
	// Headers of the answer that the page's script must be able to read.
	Readable []string `json:"readable,omitempty"`
	// Headers that the answer has and the page's script cannot read.
	Unreadable []string `json:"unreadable,omitempty"`
	// True: it is loaded, and no script can read it: a canvas is tainted, integrity cannot be checked. False: it is not so.
	Opaque *bool `json:"opaque,omitempty"`
	// Whether Resource Timing shows the page times and sizes, or zeros.
	Timing *bool `json:"timing,omitempty"`
	// What the edge's cache does: hit, miss, refreshHit, error, bypass or generated.
	Cache string `json:"cache,omitempty"`
	// The answer's status.
	Status int `json:"status,omitempty"`
	// The engines that count: chromium, firefox, webkit. All three when left out.
	Browsers []string `json:"browsers,omitempty"`
	// What custom origins answer to this request.
	OriginAnswer *originEntry `json:"originAnswer,omitempty"`
	// Steps only: how far to move the clock first, such as 90s, 10m or 24h.
	Advance string `json:"advance,omitempty"`
	// Steps only: a path, or paths, that all distributions forget first.
	Invalidate config.Value `json:"invalidate,omitzero"`
}

// requestEntry is what a page asks for.
type requestEntry struct {
	// GET when left out.
	Method string `json:"method,omitempty"`
	// The URL as the page has it: a distribution's host or alias, any form of S3's hosts, localhost with the default ports.
	URL string `json:"url"`
	// Headers that the page sets. Cookie is what the browser holds for the host.
	Headers map[string]string `json:"headers,omitempty"`
	// omit, same-origin or include; same-origin when left out.
	Credentials string `json:"credentials,omitempty"`
	// What asks: fetch, xhr, eventsource, font, module, img, video, audio, track, script, style or preload; fetch when left out.
	Initiator string `json:"initiator,omitempty"`
	// An element's attribute: anonymous or use-credentials. Without it an element asks without CORS.
	Crossorigin string `json:"crossorigin,omitempty"`
	// The page's Cross-Origin-Embedder-Policy: require-corp or credentialless.
	Embedder string `json:"embedder,omitempty"`
	// The user's answer to Chromium's question whether the page may reach this machine or its network: granted or denied. Not asked when left out.
	LocalNetwork string `json:"localNetwork,omitempty"`
	// fetch's option: default, no-store, reload or no-cache.
	Cache string `json:"cache,omitempty"`
}

// originEntry is the answer of a custom origin.
type originEntry struct {
	// 200 when left out.
	Status int `json:"status,omitempty"`
	// Its headers.
	Headers map[string]string `json:"headers,omitempty"`
}
