package browser

import (
	"context"
	"net/http"
	"strings"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// A ServiceWorker is the site's worker, by what it does with requests.
type ServiceWorker string

// The workers. Empty: there is none.
const (
	// CacheFirst answers GETs with what it has stored under the URL; else it asks
	// as the page does, and stores that.
	CacheFirst ServiceWorker = "cacheFirst"
	// CacheFirstCORS does so, too, but asks for everything with CORS.
	CacheFirstCORS ServiceWorker = "cacheFirstCORS"
)

const (
	causeOpaque    = "SW-OPAQUE"
	opaqueInWorker = "OpaqueResponse" // ours: engines have no name for it
)

// worked is a visit that goes through the worker.
func (b *Browser) worked(ctx context.Context, p *Page) (*Visit, error) {
	if stored := b.stored[p.URL]; stored != nil {
		return b.fromWorker(p, stored), nil
	}
	asked, from := *p, initiatorOf(p.Initiator)
	if b.worker == CacheFirstCORS && from.element && p.CrossOrigin == "" {
		asked.CrossOrigin = "anonymous"
	}
	if b.worker == CacheFirstCORS {
		from = initiatorOf("fetch")
	}
	from.dest = "empty" // measured
	v, err := b.visit(ctx, &asked, from)
	if err == nil && v.Verdict.Allowed {
		if b.stored == nil {
			b.stored = map[string]*Visit{}
		}
		b.stored[p.URL] = v
		seen := *v
		seen.Opaque = b.taints(p, v)
		v = &seen
	}
	return v, err
}

// taints reports whether scripts cannot read what the page gets from its worker.
// Firefox goes by how an element asked, the others by what the worker answered
// (measured).
func (b *Browser) taints(p *Page, v *Visit) bool {
	return v.Opaque || b.session.Engine() == fetch.Firefox && p.mode() == "no-cors"
}

// works reports whether the worker has a say: it is asked for GETs.
func (b *Browser) works(p *Page) bool {
	return b.worker != "" && (p.Method == "" || strings.EqualFold(p.Method, http.MethodGet))
}

// fromWorker is a visit that ends at the worker's store. An opaque answer is
// good for requests without CORS only (Fetch, "HTTP fetch", step 4.5).
func (b *Browser) fromWorker(p *Page, stored *Visit) *Visit {
	v := &Visit{
		Engine: stored.Engine, Verdict: journal.Verdict{Allowed: true}, Legs: []Leg{}, Opaque: b.taints(p, stored), Timing: stored.Timing,
		Readable: stored.Readable, Advice: []journal.Advice{}, Assumed: []string{},
		Notes: []string{"The service worker answered with what it had stored; nobody was asked."},
	}
	if !stored.Opaque || p.mode() == "no-cors" {
		return v
	}
	v.Verdict, v.Opaque, v.Readable, v.Notes = opaqueVerdict(b.session.Engine(), p.URL), false, []string{}, []string{}
	v.Advice = []journal.Advice{{Layer: "client", Cause: causeOpaque,
		What: "The service worker answered with what it had stored for a request without CORS, an opaque answer, which a request with CORS cannot take.",
		Fix: `Have the worker ask with CORS: fetch(request.url, {mode: "cors", credentials: "same-origin"}); or set crossorigin on every element that asks for it. ` +
			"Then empty the worker's cache, by a new name for it."}}
	return v
}

// opaqueVerdict has the engines' messages (measured: sw-opaque.yaml).
func opaqueVerdict(e fetch.Engine, url string) journal.Verdict {
	v := journal.Verdict{Error: opaqueInWorker}
	switch e {
	case fetch.Chromium:
		v.Message = `The FetchEvent for "` + url + `" resulted in a network error response: an "opaque" response was used for a request whose type is not no-cors`
	case fetch.Firefox:
		v.Message = "Failed to load ‘" + url + "’. A ServiceWorker passed an opaque Response to FetchEvent.respondWith() while handling a ‘cors’ FetchEvent. " +
			"Opaque Response objects are only valid when the RequestMode is ‘no-cors’."
	default:
		v.Message = "Response served by service worker is opaque"
	}
	return v
}
