package registry

import "crossfront/emulator/edge/policy"

// CopyDistribution makes a staging distribution out of a primary one whose ETag
// is ifMatch. It has no aliases: they are the primary's. Viewers cannot reach
// it; on CloudFront a continuous deployment policy sends it some of the
// primary's requests, which this emulator does not do.
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CopyDistribution.html
func (r *Registry) CopyDistribution(primaryID, ifMatch, callerReference string, enabled bool) (*Distribution, error) {
	primary, err := r.Distribution(primaryID)
	if err != nil {
		return nil, err
	}
	if err := checkVersion(ifMatch, primary.ETag); err != nil {
		return nil, err
	}
	switch {
	case callerReference == "":
		return nil, bad("InvalidArgument", "The parameter CallerReference is required.", "CallerReference")
	case isStaging(&primary.Config):
		return nil, bad("InvalidArgument", "A staging distribution cannot be copied.", "PrimaryDistributionId")
	}
	cfg := primary.Config
	cfg.CallerReference, cfg.Enabled, cfg.Staging = callerReference, enabled, new(true)
	cfg.Aliases, cfg.ContinuousDeploymentPolicyId = nil, ""
	return r.CreateDistribution(cfg, CreateOptions{})
}

func isStaging(cfg *policy.DistributionConfig) bool { return cfg.Staging != nil && *cfg.Staging }
