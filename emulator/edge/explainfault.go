package edge

import (
	"strconv"

	"crossfront/emulator/journal"
)

// faults are the injected faults that the answer met: in this visit, in the one
// that fetched what was stored, or in the one that was joined.
func (x *visit) faults(list []journal.Fault) []journal.Fault {
	list = append(list, x.trace.Journal()...)
	if x.reply.outcome == joined {
		for i := range list {
			list[i].Stored = true
		}
	}
	if f := x.reply.entry.fault; f != nil {
		list = append(list, journal.Fault{ID: f.ID, What: f.What, From: f.From, Broke: true, Stored: true})
	}
	return list
}

// faults says what of the failures was asked for.
func (s *steps) faults(x *visit) {
	for _, f := range x.faults(nil) {
		because := "from " + f.From
		switch {
		case f.Stored:
			because += "; another request met it, whose answer this is"
		case f.Requests > 1:
			because += "; " + strconv.Itoa(f.Requests) + " attempts met it"
		}
		s.add(stageFault, "Injected fault: "+f.What, because)
	}
}
