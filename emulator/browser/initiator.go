package browser

import "crossfront/corsengine/fetch"

// An initiator is what in a page makes a request.
type initiator struct {
	name    string
	kind    string // as corsengine/fetch calls it
	dest    string // Sec-Fetch-Dest
	element bool   // asks with CORS only when it has the attribute crossorigin
}

// initiators in the order in which messages list them.
func initiators() [12]initiator {
	return [...]initiator{
		{"fetch", fetch.InitiatorFetch, "empty", false},
		{"xhr", fetch.InitiatorXHR, "empty", false},
		{"eventsource", fetch.InitiatorEventSource, "empty", false},
		{"font", fetch.InitiatorFont, "font", false},
		{"module", fetch.InitiatorScript, "script", false},
		{"img", fetch.InitiatorImage, "image", true},
		{"video", fetch.InitiatorVideo, "video", true},
		{"audio", fetch.InitiatorAudio, "audio", true},
		{"track", fetch.InitiatorTrack, "track", true},
		{"script", fetch.InitiatorScript, "script", true},
		{"style", fetch.InitiatorStyle, "style", true},
		{"preload", fetch.InitiatorPreload, "empty", true},
	}
}

// Initiators are the names that [Page.Initiator] can have.
func Initiators() []string {
	var names []string
	for _, i := range initiators() {
		names = append(names, i.name)
	}
	return names
}

// initiatorOf is the initiator of that name; fetch for an empty or unknown one.
func initiatorOf(name string) initiator {
	all := initiators()
	for i := range all {
		if all[i].name == name {
			return all[i]
		}
	}
	return all[0]
}
