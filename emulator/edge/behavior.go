package edge

import "crossfront/emulator/edge/policy"

// matchBehavior finds the behavior by the normalised path; the raw path goes on
// to the origin.
func matchBehavior(x *visit) bool {
	x.behavior = x.dist.Match(policy.NormalizePath(x.viewer.Path))
	return false
}
