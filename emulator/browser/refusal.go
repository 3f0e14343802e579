package browser

import (
	"strings"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

const (
	causeTrack = "TRACK-CROSSORIGIN"
	causeCORP  = "CORP"
	causeCOEP  = "COEP-CORP"
)

// refusal is the advice for what a browser refuses on other grounds than CORS
// headers.
func (t *trip) refusal(o *fetch.Outcome) (journal.Advice, bool) {
	switch {
	case t.from.name == "track" && len(t.visit.Legs) == 0 && o.Response == nil:
		return journal.Advice{Layer: "client", Cause: causeTrack,
			What: "A text track of another origin is loaded only when its media element has crossorigin; no request was made.",
			Fix:  `Set crossorigin on the media element: <video crossorigin="anonymous">. The video itself must then be allowed by CORS, too.`}, true
	case o.Verdict.Error == "CORP" || strings.HasPrefix(o.Verdict.Error, "corp-"):
		layer := "bucket"
		if x := t.visit.Last(); x != nil && x.Edge != nil {
			layer = "edge"
		}
		sent := o.Response.Header.Get("Cross-Origin-Resource-Policy")
		if o.Request.Embedder == fetch.RequireCORP && sent != "same-origin" && sent != "same-site" {
			return journal.Advice{Layer: layer, Cause: causeCOEP,
				What: "The page has Cross-Origin-Embedder-Policy: require-corp, and what it embeds without CORS must say Cross-Origin-Resource-Policy: the answer does not.",
				Fix: `Ask with CORS: crossorigin="anonymous" on the element, and a CORS rule for the page. Or send Cross-Origin-Resource-Policy: cross-origin ` +
					"from a response headers policy's custom headers (S3 cannot), or let the page be credentialless."}, true
		}
		return journal.Advice{Layer: layer, Cause: causeCORP,
			What: "The answer's Cross-Origin-Resource-Policy: " + sent + " keeps it from pages like this one, as long as they ask without CORS.",
			Fix:  "Send Cross-Origin-Resource-Policy: cross-origin, from where it is set now: a response headers policy's custom headers, a function or the origin."}, true
	}
	return journal.Advice{}, false
}
