package advice

import "crossfront/emulator/journal"

// Layers, as the contract names them.
const (
	bucket = "bucket"
	edge   = "edge"
	cache  = "cache"
	client = "client"
)

// advise is an advice that applies.
func advise(layer, what, fix string) (journal.Advice, bool) {
	return journal.Advice{Layer: layer, What: what, Fix: fix}, true
}

// nothing is what a cause gives that does not apply.
func nothing() (journal.Advice, bool) { return journal.Advice{}, false }
