package fetch

// refuses is what an engine refuses before anybody is asked.
func (e Engine) refuses(l *Load) (Verdict, bool) {
	cross := l.Origin != OriginOf(l.URL)
	switch {
	case l.Mode == "same-origin" && cross: // Fetch, "main fetch"; sameorigin-mode
		return e.sameOriginOnly(&l.Request), true
	case l.Initiator == InitiatorTrack && l.Mode == "no-cors" && cross && e != WebKit:
		return e.trackRefused(&l.Request), true
	}
	return Verdict{}, false
}

// sameOriginOnly has no name but in Firefox.
func (e Engine) sameOriginOnly(r *Request) Verdict {
	switch e {
	case Chromium:
		return Verdict{Message: "Fetch API cannot load " + r.URL + `. Request mode is "same-origin" but the URL's origin is not same as the request origin ` + r.Origin + "."}
	case Firefox:
		return r.checkLoadURI()
	}
	return Verdict{Message: "Fetch API cannot load " + r.URL + "."}
}

// trackRefused: Chromium and Firefox load no text track of another origin for a
// media element without crossorigin; WebKitGTK does (track-noco-noacao).
func (e Engine) trackRefused(r *Request) Verdict {
	if e == Firefox {
		return r.checkLoadURI()
	}
	return Verdict{Error: "origin", // Network.BlockedReason
		Message: "Unsafe attempt to load URL " + r.URL + " from frame with URL " + r.Origin + "/. Domains, protocols and ports must match."}
}

func (r *Request) checkLoadURI() Verdict {
	return Verdict{Error: "CheckLoadURI", Message: "Security Error: Content at " + r.Origin + "/ may not load data from " + r.URL + "."}
}
