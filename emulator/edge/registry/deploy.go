package registry

import (
	"crossfront/emulator/edge/policy"
)

// put completes d with cfg and enters it into next: defaults, rules, aliases,
// compiled form, version.
func (r *Registry) put(next *World, d *Distribution, cfg policy.DistributionConfig) error {
	policy.Normalize(&cfg)
	if err := policy.Validate(&cfg, source{next, &r.kinds}); err != nil {
		return err
	}
	if err := checkIdentities(next, &cfg); err != nil {
		return err
	}
	if err := checkAliases(next, d.ID, &cfg); err != nil {
		return err
	}
	d.ETag = r.newID()
	d.LastModified = r.clock.Now()
	d.Config = cfg
	next.distributions[d.ID] = d
	if err := checkFunctionUse(next); err != nil {
		return err
	}
	if err := r.compile(next, d); err != nil {
		return err
	}
	d.ARN, d.DomainName = next.compiled[d.ID].ARN, next.compiled[d.ID].DomainName
	return nil
}

// checkLogs asks for the bucket that d's access logs go to. CloudFront does so
// at every update, whether or not it is about logs.
func (r *Registry) checkLogs(d *Distribution, adopt bool) error {
	if r.openLogs == nil || !*d.Config.Logging.Enabled {
		return nil
	}
	return r.openLogs(d.Config.Logging.Bucket, adopt)
}

// compile enters d's compiled form into next.
func (r *Registry) compile(next *World, d *Distribution) error {
	compiled, err := policy.Compile(d.ID, &d.Config, source{next, &r.kinds}, r.options)
	if err != nil {
		return err
	}
	next.compiled[d.ID] = compiled
	return nil
}

// recompile compiles again the distributions whose configuration is one that
// affected picks, because something they use has changed.
func (r *Registry) recompile(next *World, affected func(*policy.DistributionConfig) bool) error {
	for _, id := range next.order {
		d := next.distributions[id]
		if !affected(&d.Config) {
			continue
		}
		if err := policy.Validate(&d.Config, source{next, &r.kinds}); err != nil {
			return err
		}
		if err := r.compile(next, d); err != nil {
			return err
		}
	}
	return nil
}

// distributionID is wanted, if it can be used, or a fresh id.
func (r *Registry) distributionID(w *World, wanted string) (string, error) {
	if wanted == "" {
		return r.newID(), nil
	}
	if !validID(wanted) {
		return "", bad("InvalidArgument", "The id "+wanted+" is not valid: letters, digits and hyphens only.", "Id")
	}
	if w.hasName(wanted) {
		return "", conflict("DistributionAlreadyExists", "The id "+wanted+" is taken.")
	}
	return wanted, nil
}

// checkAliases refuses an alias that another distribution has. Aliases that
// merely overlap (*.example.com and www.example.com) may both be:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html
func checkAliases(w *World, id string, cfg *policy.DistributionConfig) error {
	mine := make(map[string]bool)
	for _, alias := range aliasesOf(cfg) {
		mine[aliasKey(alias)] = true
	}
	for otherID, other := range w.distributions {
		if otherID == id {
			continue
		}
		for _, alias := range aliasesOf(&other.Config) {
			if mine[aliasKey(alias)] {
				return conflict("CNAMEAlreadyExists",
					"One or more of the CNAMEs you provided are already associated with a different resource.")
			}
		}
	}
	return nil
}
