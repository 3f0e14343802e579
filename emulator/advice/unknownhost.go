package advice

import (
	"fmt"

	"crossfront/emulator/journal"
)

// unknownHost: no distribution answers to the Host.
func unknownHost(f *facts) (journal.Advice, bool) {
	if f.x.Edge == nil || f.x.Edge.DistributionID != "" {
		return nothing()
	}
	host := f.request.Get("Host")
	return advise(edge, fmt.Sprintf("No distribution answers to the host %s.", host),
		fmt.Sprintf("Use the distribution's own domain, or add %s to its Aliases.", host))
}
