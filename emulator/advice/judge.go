// Package advice works out what an exchange means to a browser: what each
// engine makes of the answer, which layer is to blame when it is blocked, and
// what to change.
//
// A cause is one file and one function over the exchange's own reasons. Its id
// is the failure's in the gallery. The first cause that applies is the one to
// act on; the others add what will come up next.
package advice

import (
	"net/http"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// Judge completes an exchange with the browsers' verdicts and the advice. An
// exchange that all three engines allow gets none.
func Judge(x *journal.Exchange) { judge(newFacts(x, nil)) }

// JudgePage is Judge where it is known what the page asked for, which the
// request that arrived does not tell in full: its credentials mode, and which
// headers are the page's own. response are the answer's headers, see [Headers].
// There may be no server, so the advice comes without calls.
func JudgePage(x *journal.Exchange, page *fetch.Request, response http.Header) {
	f := newFacts(x, response)
	f.page = page
	judge(f)
}

func judge(f *facts) {
	x := f.x
	x.Browser = f.verdicts()
	x.Advice = []journal.Advice{}
	if !f.cors || x.Browser.Chromium.Allowed && x.Browser.Firefox.Allowed && x.Browser.WebKit.Allowed {
		return
	}
	for _, c := range causes() {
		if a, ok := c.find(f); ok {
			a.Cause, a.Apply = c.id, f.apply(c)
			x.Advice = append(x.Advice, a)
			if c.id == injected {
				return
			}
		}
	}
}
