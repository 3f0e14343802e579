package registry

import (
	"time"

	"crossfront/emulator/edge/policy"
)

// Statuses of distributions and invalidations. Changes reach the edge before the
// call that made them returns; what a status says follows Config.DeployDelay.
const (
	StatusInProgress = "InProgress"
	StatusDeployed   = "Deployed"
	StatusCompleted  = "Completed"
)

// Distribution is a distribution as the control plane sees it.
type Distribution struct {
	ID           string
	ARN          string
	DomainName   string // own host name: the id in lower case, .cloudfront.localhost
	Status       string // StatusInProgress or StatusDeployed, at the time of the call
	ETag         string // changes with each update
	LastModified time.Time
	Config       policy.DistributionConfig
	Tags         []Tag // in the order in which they were first set
}

// CreateOptions are the parts of a creation that are not configuration.
type CreateOptions struct {
	ID   string // wanted id, for seeds; empty makes one
	Tags []Tag
	// Adopt makes the origin access controls and identities that the
	// configuration names and nobody made, with CloudFront's usual settings:
	// what AWS prints of a distribution names them by id only. For seeds.
	Adopt bool
}

// CreateDistribution adds a distribution. A caller reference that another one
// was made with is DistributionAlreadyExists, an alias that another one has
// CNAMEAlreadyExists.
func (r *Registry) CreateDistribution(cfg policy.DistributionConfig, o CreateOptions) (*Distribution, error) {
	cfg, err := deepCopy(cfg)
	if err != nil {
		return nil, err
	}
	tags, err := mergeTags(nil, o.Tags)
	if err != nil {
		return nil, err
	}
	var made *Distribution
	err = r.change(func(next *World) error {
		for _, d := range next.distributions {
			if cfg.CallerReference != "" && d.Config.CallerReference == cfg.CallerReference {
				return conflict("DistributionAlreadyExists",
					"The caller reference that you are using to create a distribution is associated with another distribution. Already exists: "+d.ID)
			}
		}
		id, err := r.distributionID(next, o.ID)
		if err != nil {
			return err
		}
		if o.Adopt {
			r.adopt(next, &cfg)
		}
		made = &Distribution{ID: id, Tags: tags}
		next.order = append(next.order, id)
		if err := r.put(next, made, cfg); err != nil {
			return err
		}
		return r.checkLogs(made, o.Adopt)
	})
	if err != nil {
		return nil, err
	}
	return r.copyDistribution(made)
}

// copyDistribution is d with its status of now.
func (r *Registry) copyDistribution(d *Distribution) (*Distribution, error) {
	c, err := deepCopyPointer(d)
	if err == nil {
		c.Status = r.status(d.LastModified, StatusDeployed)
	}
	return c, err
}

// status is that of something changed at since, which is done in the end.
func (r *Registry) status(since time.Time, done string) string {
	if r.delay > 0 && r.clock.Now().Before(since.Add(r.delay)) {
		return StatusInProgress
	}
	return done
}

// Distribution is the distribution of that id, or NoSuchDistribution.
func (r *Registry) Distribution(id string) (*Distribution, error) {
	d := r.World().distributions[id]
	if d == nil {
		return nil, noSuchDistribution()
	}
	return r.copyDistribution(d)
}

// ListDistributions is all distributions, oldest first.
func (r *Registry) ListDistributions() ([]*Distribution, error) {
	w := r.World()
	all := make([]*Distribution, len(w.order))
	for i, id := range w.order {
		var err error
		if all[i], err = r.copyDistribution(w.distributions[id]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// UpdateDistribution replaces the configuration of the distribution whose ETag
// is ifMatch. The caller reference cannot change: IllegalUpdate.
func (r *Registry) UpdateDistribution(id, ifMatch string, cfg policy.DistributionConfig) (*Distribution, error) {
	cfg, err := deepCopy(cfg)
	if err != nil {
		return nil, err
	}
	var made *Distribution
	err = r.change(func(next *World) error {
		old := next.distributions[id]
		if old == nil {
			return noSuchDistribution()
		}
		if err := checkVersion(ifMatch, old.ETag); err != nil {
			return err
		}
		if cfg.CallerReference != old.Config.CallerReference {
			return bad("IllegalUpdate", "The CallerReference of a distribution cannot be changed.", "CallerReference")
		}
		if isStaging(&cfg) != isStaging(&old.Config) {
			return bad("IllegalUpdate", "A distribution cannot become, or cease to be, a staging distribution.", "Staging")
		}
		made = &Distribution{ID: id, Tags: old.Tags}
		if err := r.put(next, made, cfg); err != nil {
			return err
		}
		return r.checkLogs(made, false)
	})
	if err != nil {
		return nil, err
	}
	return r.copyDistribution(made)
}

// DeleteDistribution removes the distribution whose ETag is ifMatch, with its
// invalidations. It must be disabled first, and deployed as such:
// DistributionNotDisabled.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowToDeleteDistribution.html
func (r *Registry) DeleteDistribution(id, ifMatch string) error {
	return r.change(func(next *World) error {
		d := next.distributions[id]
		if d == nil {
			return noSuchDistribution()
		}
		if err := checkVersion(ifMatch, d.ETag); err != nil {
			return err
		}
		if d.Config.Enabled || r.status(d.LastModified, StatusDeployed) != StatusDeployed {
			return conflict("DistributionNotDisabled",
				"The distribution you are trying to delete has not been disabled.")
		}
		next.remove(id)
		return nil
	})
}
