package edge

import (
	"net/http"
	"strings"

	"crossfront/emulator/edge/signed"
)

// checkSignature lets in what a trusted signer has signed, where the behavior
// names signers. What signing added to the URL and the cookies goes no further:
// neither into the cache key nor to the origin, nor to the page that stands in
// for a refusal.
//
// A preflight has no cookies, so behind signed cookies it is always refused:
// https://github.com/Dash-Industry-Forum/dash.js/issues/1326.
func checkSignature(x *visit) bool {
	if x.behavior.Signers == nil {
		return false
	}
	verdict := x.behavior.Signers.Check(&x.viewer, x.now)
	x.signed = &verdict
	x.viewer.RawQuery = signed.StripQuery(x.viewer.RawQuery)
	x.stripCookies()
	if verdict.Refusal == nil {
		return false
	}
	x.refuse(&cause{
		stage:    stageSignature,
		status:   http.StatusForbidden,
		document: verdict.Refusal.Document(),
		what:     "Refused: " + verdict.Refusal.Code,
		because:  x.unsignedBecause(&verdict),
		// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-cookies.html
		// ("The error page for the secure portion of the site").
		replaceable: true,
	})
	return true
}

// stripCookies takes a signed cookie's parts off the viewer's cookies. The
// headers that arrived stay as they are.
func (x *visit) stripCookies() {
	lines := x.viewer.Header["Cookie"]
	if len(lines) == 0 {
		return
	}
	rest := signed.StripCookies(lines)
	h := without(x.viewer.Header, "Cookie")
	if rest != nil {
		h["Cookie"] = rest
	}
	x.viewer.Header = h
}

// unsignedBecause is why a request is refused, with what people overlook.
func (x *visit) unsignedBecause(v *signed.Verdict) string {
	switch {
	case v.Signed == "" && x.viewer.Preflight():
		return v.Because + "; browsers send no cookies with a preflight, and it must be let in as well"
	case v.Refusal.Code == "InvalidKey" && len(x.behavior.Signers.Accounts) > 0:
		return v.Because + "; TrustedSigners names AWS accounts (" + strings.Join(x.behavior.Signers.Accounts, ", ") +
			"), whose key pairs are not known here: put the public key into a key group, and its id into TrustedKeyGroups"
	}
	return v.Because
}

// signature says in words who let the request in.
func (s *steps) signature(v *signed.Verdict) {
	what := "Signed " + v.Signed + " accepted"
	s.add(stageSignature, what, v.Because+"; what signing added goes neither into the cache key nor to the origin")
}
