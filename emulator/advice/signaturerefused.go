package advice

import (
	"fmt"
	"strings"

	"crossfront/emulator/journal"
)

// signatureRefused: the behavior asks for signed URLs or cookies, and this
// request was not let in. CloudFront's refusal has no CORS header, so browsers
// call it a CORS error.
// https://repost.aws/knowledge-center/cloudfront-troubleshoot-signed-url-cookies;
// https://github.com/Dash-Industry-Forum/dash.js/issues/1326 (preflights).
func signatureRefused(f *facts) (journal.Advice, bool) {
	refusal, ok := f.signatureStep()
	if !ok {
		return nothing()
	}
	e := f.x.Edge
	switch {
	case f.preflight:
		return advise(edge,
			fmt.Sprintf("The edge refused the preflight: behavior %s asks for a signature, and browsers send no cookies with a preflight.", e.Behavior),
			"Let the page make a request that needs no preflight (GET without headers of its own), sign URLs in place of cookies, "+
				"or serve the path through a behavior without trusted key groups.")
	case refusal.What == "Refused: MissingKey":
		return advise(client,
			fmt.Sprintf("The edge refused the request, because behavior %s asks for a signature: %s.", e.Behavior, refusal.Because),
			"Sign the URL; or, with signed cookies, send them: credentials: 'include' (withCredentials in players), "+
				"cookies of a domain that the URL's host is in, SameSite=None; Secure. The answer must then name the page's origin and allow credentials.")
	}
	return advise(client,
		fmt.Sprintf("The edge refused the signature (%s): %s. The refusal has no CORS header.", strings.TrimPrefix(refusal.What, "Refused: "), refusal.Because),
		"Sign the URL exactly as it is asked for, query string included, or let the page renew its cookies before they expire.")
}

// signatureStep is the step in which the edge refused for want of a signature.
func (f *facts) signatureStep() (journal.Step, bool) {
	return f.step(func(s *journal.Step) bool { return s.Stage == "signature" && strings.HasPrefix(s.What, "Refused: ") })
}
