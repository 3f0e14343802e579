package fetch

// Seen is what a page notices of a load.
type Seen uint8

// What a page can notice.
const (
	SeenSuccess Seen = iota
	SeenFailure
	SeenNothing // no event tells
)

// seen: navigator.sendBeacon answers before anything is asked (beacon-json),
// images of style sheets have no events (css-mask-missing), and Firefox fires
// load on a preload that was blocked (preload-fetch-missing).
func (e Engine) seen(r *Request, v Verdict) Seen {
	switch {
	case r.Initiator == InitiatorCSSImage:
		return SeenNothing
	case v.Allowed, r.Initiator == InitiatorBeacon, e == Firefox && r.Initiator == InitiatorPreload:
		return SeenSuccess
	}
	return SeenFailure
}

// also names what an engine prints after the reason. Firefox ends preflights and
// refused redirects with a line on the request as a whole (pf-403-noacao,
// rd-first-noacao).
func (e Engine) also(r *Request, v Verdict, at ending) []string {
	switch {
	case v.Error == "":
		return nil
	case e == Firefox && at != atAnswer && v.Error != "CORSDidNotSucceed":
		return []string{"CORSDidNotSucceed"}
	case e == Firefox && r.Initiator == InitiatorFont:
		return []string{"FontDownloadFailed"}
	case e == Firefox && r.Initiator == InitiatorEventSource:
		return []string{"EventSourceFailed"}
	case e == WebKit && r.Initiator == InitiatorTrack:
		return []string{"TextTrackDenied"}
	}
	return nil
}
