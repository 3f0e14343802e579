package advice

import (
	"fmt"
	"net/http"
	"net/url"

	"crossfront/emulator/journal"
)

// injectedFault: the failure is one that somebody asked for. What would come
// without it is not known, so it is the only advice.
func injectedFault(f *facts) (journal.Advice, bool) {
	met := f.breaker()
	if met == nil || f.answered() {
		return nothing()
	}
	layer := edge
	if f.x.S3 != nil {
		layer = bucket
	}
	what := fmt.Sprintf("This failure is a fault that was asked for: %s, from %s.", met.What, met.From)
	if met.Stored {
		what += " Another request met it, and the edge answers with what came of that."
	}
	if f.x.Response.Status == 0 {
		what += " There was no answer at all. Firefox calls that a CORS request that did not succeed, WebKit speaks of access control checks where it was a preflight, Chromium says net::ERR_CONNECTION_RESET."
	} else {
		what += fmt.Sprintf(" The browser shows it as a CORS error because the answer, an error %d, carries no Access-Control-Allow-Origin.", f.x.Response.Status)
	}
	return advise(layer, what,
		fmt.Sprintf("Take the fault away when it has shown what it was for: DELETE /api/faults/%s, or its entry in the file. "+
			"Where such failures are real, no CORS setting cures them: the page cannot read the status, so have it try again after any failed request.", met.ID))
}

// breaker is the injected fault for which the request failed, nil for none.
func (f *facts) breaker() *journal.Fault {
	for i := len(f.x.Faults) - 1; i >= 0; i-- {
		if f.x.Faults[i].Broke {
			return &f.x.Faults[i]
		}
	}
	return nil
}

// removeFault takes the fault away, and what the edge may have stored of it.
func removeFault(f *facts) []journal.Call {
	id := f.breaker().ID
	calls := []journal.Call{{What: "Takes the fault " + id + " away", Method: http.MethodDelete, Path: "/api/faults/" + url.PathEscape(id)}}
	if f.x.Edge != nil {
		calls = append(calls, invalidateAll(f)...)
	}
	return calls
}
