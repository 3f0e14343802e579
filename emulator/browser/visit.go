package browser

import (
	"crossfront/emulator/journal"
)

// A Visit is what one engine makes of what a page asks for.
type Visit struct {
	Engine  string          `json:"engine"`
	Verdict journal.Verdict `json:"verdict"`
	// Kept is what the browser's own cache gave; nil when it had no part in it.
	Kept *Kept `json:"browserCache,omitempty"`
	// Legs are the requests that went out, in their order: a preflight, the
	// request itself, and the same again for each redirect that was followed.
	Legs []Leg `json:"legs"`
	// Readable are the names of the answer's headers that the page's script may
	// read.
	Readable []string `json:"readable"`
	// Opaque: it is loaded, and no script can read it: a canvas is tainted,
	// integrity cannot be checked.
	Opaque bool `json:"opaque,omitempty"`
	// Timing reports whether Resource Timing shows the page times and sizes.
	Timing  bool             `json:"timing"`
	Advice  []journal.Advice `json:"advice"`
	Assumed []string         `json:"assumed"`
	Notes   []string         `json:"notes"` // what else to know
}

// A Leg is one request and its answer.
type Leg struct {
	Preflight bool `json:"preflight"`
	// Because is why the engine asks first; empty for the request itself.
	Because  string            `json:"because,omitempty"`
	Exchange *journal.Exchange `json:"exchange"`
	Verdict  journal.Verdict   `json:"verdict"`
}

// Last is the exchange that decided, nil when no request went out.
func (v *Visit) Last() *journal.Exchange {
	if len(v.Legs) == 0 {
		return nil
	}
	return v.Legs[len(v.Legs)-1].Exchange
}

// Answer is the exchange of the request itself; nil when it never went out.
func (v *Visit) Answer() *journal.Exchange {
	if len(v.Legs) == 0 || v.Kept != nil && !v.Kept.Revalidated || v.Legs[len(v.Legs)-1].Preflight {
		return nil
	}
	return v.Last()
}
