package advice

import (
	"fmt"
	"net/http"

	"crossfront/emulator/journal"
)

// originFailed: there was nobody to answer for the origin.
func originFailed(f *facts) (journal.Advice, bool) {
	e := f.x.Edge
	if !f.noAnswer() || f.answered() {
		return nothing()
	}
	why := ""
	for _, s := range e.Steps {
		if s.Stage == "origin response" && s.Because != "" {
			why = " (" + s.Because + ")"
		}
	}
	return advise(edge, fmt.Sprintf("The origin did not answer%s, and the edge's own %d has no CORS header.", why, f.x.Response.Status),
		"Bring the origin up, or correct its DomainName, port and protocol policy; --resolve says where a host really is.")
}

// noAnswer reports whether the origin was asked and gave none.
func (f *facts) noAnswer() bool {
	e := f.x.Edge
	return e != nil && e.OriginRequest != nil && e.OriginResponse == nil && f.x.Response.Status >= http.StatusInternalServerError
}
