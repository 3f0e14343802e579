package edge

import "net/http"

// restrictCountry applies the distribution's geographic restriction. The page
// gets the behavior's response headers policy, as the edge's other pages do.
func restrictCountry(x *visit) bool {
	if x.dist.Geo.Allows(x.viewer.Country) {
		return false
	}
	matchBehavior(x)
	x.refuse(&cause{
		status:      http.StatusForbidden,
		sentence:    "The Amazon CloudFront distribution is configured to block access from your country.",
		what:        "Refused: the viewer is in " + x.viewer.Country,
		because:     "the distribution's geographic restriction (" + x.dist.Geo.Type + ") does not let that country in",
		replaceable: true,
		kind:        "ClientGeoBlocked",
	})
	return true
}
