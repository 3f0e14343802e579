package advice

import (
	"fmt"
	"strings"

	"crossfront/emulator/journal"
)

// doubled: two hands set the header, and browsers take one value only.
func doubled(f *facts) (journal.Advice, bool) {
	value := strings.Join(f.allowOrigin, ", ")
	if !strings.Contains(value, ",") {
		return nothing()
	}
	layer, fix := client, "Let the origin send the header once."
	if f.x.Edge != nil {
		layer, fix = edge, "Let one of the two set it: the origin, or the behavior's response headers policy with OriginOverride true; a function should replace the header, not add to it."
	}
	return advise(layer, fmt.Sprintf("The answer has Access-Control-Allow-Origin more than once: %s.", value), fix)
}
