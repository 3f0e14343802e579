package registry

import "crossfront/emulator/edge/policy"

// AnyBehavior reports whether some behavior of cfg, the default one or
// another, is such that is holds.
func AnyBehavior(cfg *policy.DistributionConfig, is func(*policy.DefaultCacheBehavior) bool) bool {
	if is(&cfg.DefaultCacheBehavior) {
		return true
	}
	if cfg.CacheBehaviors == nil {
		return false
	}
	for i := range cfg.CacheBehaviors.Items {
		if is(&cfg.CacheBehaviors.Items[i].DefaultCacheBehavior) {
			return true
		}
	}
	return false
}

// anyOrigin reports whether is holds for some origin of cfg.
func anyOrigin(cfg *policy.DistributionConfig, is func(*policy.OriginConfig) bool) bool {
	for i := range cfg.Origins.Items {
		if is(&cfg.Origins.Items[i]) {
			return true
		}
	}
	return false
}
