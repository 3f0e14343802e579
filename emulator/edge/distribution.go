package edge

import (
	"net/http"

	"crossfront/emulator/hosts"
)

// findDistribution finds the distribution that the listener stands for, or the
// Host names, or that is the default one. A Host may also name the edge
// location. CloudFront answers 403 with its page when no enabled distribution
// is meant.
func findDistribution(x *visit) bool {
	x.world = x.edge.config.Registry.World()
	d, pop, named := x.world.ByHost(x.viewer.Host)
	switch {
	case x.fixed != "":
		x.dist = x.world.ByID(x.fixed)
	case named:
		x.dist = d
	case hosts.IsPlain(x.viewer.Host):
		x.dist = x.world.ByID(x.edge.config.DefaultID())
	}
	if !x.placed && hosts.ValidPOP(pop) {
		x.placeAt(pop)
	}
	switch {
	case x.dist == nil:
		x.refuse(&cause{
			status:   http.StatusForbidden,
			sentence: "Bad request: no distribution is configured for this host name.",
			what:     "Refused: no distribution answers for " + x.viewer.Host,
			because:  "the host is no distribution's domain name and in no distribution's aliases",
		})
	case x.dist.Staging:
		// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-continuous-deployment.html
		x.refuse(&cause{
			status:   http.StatusForbidden,
			sentence: "Bad request: viewers cannot send requests to a staging distribution.",
			what:     "Refused: distribution " + x.dist.ID + " is a staging distribution",
			because:  "Staging is true in its configuration: only a continuous deployment policy of its primary distribution sends requests to it, and this emulator has none",
		})
	case !x.dist.Enabled:
		x.refuse(&cause{
			status:   http.StatusForbidden,
			sentence: "Bad request: the distribution for this host name is disabled.",
			what:     "Refused: distribution " + x.dist.ID + " is disabled",
			because:  "Enabled is false in its configuration",
		})
	default:
		return false
	}
	return true
}
