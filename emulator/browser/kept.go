package browser

import (
	"fmt"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// Kept is an answer that a browser had in its own cache.
type Kept struct {
	By          string `json:"by"`  // what had asked for it
	Age         int    `json:"age"` // seconds since then
	Status      int    `json:"status"`
	Revalidated bool   `json:"revalidated"` // the server was asked, and said that it still holds
	allows      bool   // it has Access-Control-Allow-Origin, whomever it allows
}

const causeKept = "CACHE-BROWSER"

func keptOf(o *fetch.Outcome) *Kept {
	if o.Cached == nil {
		return nil
	}
	k := &Kept{Age: o.Cached.Age, Status: o.Response.Status, Revalidated: o.Cached.Revalidated}
	k.allows = o.Response.Header.Get("Access-Control-Allow-Origin") != ""
	k.By = "an earlier request without Origin"
	switch by := &o.Cached.By; {
	case by.CORS():
		k.By = "an earlier request from " + by.Origin
	case by.Mode == "no-cors":
		k.By = "an earlier request by " + element(by) + " without crossorigin"
	}
	return k
}

// element is what asked, as pages call it.
func element(r *fetch.Request) string {
	for _, i := range initiators() {
		if i.kind == r.Initiator && i.element {
			return i.name
		}
	}
	return "fetch"
}

func (k *Kept) words() string {
	how := "the server was not asked"
	if k.Revalidated {
		how = "the server said that it still holds"
	}
	when := "just before"
	if k.Age > 0 {
		when = fmt.Sprintf("%d s ago", k.Age)
	}
	return fmt.Sprintf("The answer came out of the browser's own cache, where %s had left it %s; %s.", k.By, when, how)
}

// advice: works with "Disable cache", works under another URL, works in Firefox.
func (k *Kept) advice(p *Page) journal.Advice {
	a := journal.Advice{Layer: "cache", Cause: causeKept, What: k.words()}
	if k.allows {
		a.What += " That answer allows another origin than " + p.Origin + ", or no credentials."
		a.Fix = "Have the server send Vary: Origin with every answer, or Access-Control-Allow-Origin: *; fetch(url, {cache: 'reload'}) gets past what is kept already."
		return a
	}
	a.What += " It has no Access-Control-Allow-Origin."
	a.Fix = `Set crossorigin="anonymous" on every element that asks for it, so that all of them send Origin. Or ask the CORS requests under a URL of their own, ` +
		"such as one with ?cors. Or have a viewer-response function set Access-Control-Allow-Origin or Vary: Origin whether or not Origin came; " +
		"S3 and the CORS settings of response headers policies answer requests with Origin only. fetch(url, {cache: 'reload'}) gets past what is kept already."
	return a
}
