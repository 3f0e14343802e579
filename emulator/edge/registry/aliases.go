package registry

import (
	"errors"
	"slices"
	"strings"

	"crossfront/emulator/edge/policy"
)

// AssociateAlias moves an alias to a distribution, from whichever other one has
// it, in one step.
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AssociateAlias.html
func (r *Registry) AssociateAlias(targetID, alias string) error {
	return r.change(func(next *World) error {
		target := next.distributions[targetID]
		if target == nil {
			return noSuchDistribution()
		}
		holder := next.holder(alias)
		if holder == target {
			return nil
		}
		if holder != nil {
			if err := r.reconfigure(next, holder, func(cfg *policy.DistributionConfig) {
				left := slices.DeleteFunc(aliasesOf(cfg), func(have string) bool { return aliasKey(have) == aliasKey(alias) })
				cfg.Aliases = &policy.Aliases{Quantity: len(left), Items: left}
			}); err != nil {
				return err
			}
		}
		err := r.reconfigure(next, target, func(cfg *policy.DistributionConfig) {
			all := append(aliasesOf(cfg), alias)
			cfg.Aliases = &policy.Aliases{Quantity: len(all), Items: all}
		})
		var refusal *policy.Error
		if errors.As(err, &refusal) && refusal.Code == "InvalidViewerCertificate" {
			// Not among this operation's errors.
			return bad("IllegalUpdate", refusal.Message, "Alias")
		}
		return err
	})
}

// reconfigure puts d back with its configuration changed.
func (r *Registry) reconfigure(next *World, d *Distribution, change func(*policy.DistributionConfig)) error {
	cfg, err := deepCopy(d.Config)
	if err != nil {
		return err
	}
	change(&cfg)
	return r.put(next, &Distribution{ID: d.ID, Tags: d.Tags}, cfg)
}

// holder is the distribution that has exactly that alias, nil for none.
func (w *World) holder(alias string) *Distribution {
	for _, d := range w.distributions {
		for _, have := range aliasesOf(&d.Config) {
			if aliasKey(have) == aliasKey(alias) {
				return d
			}
		}
	}
	return nil
}

// ConflictingAlias is an alias that equals or overlaps another.
type ConflictingAlias struct {
	Alias          string
	DistributionID string
}

// ConflictingAliases are the aliases that equal or overlap the given one: for a
// name the wildcards above it, for a wildcard what it covers. They are sorted.
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListConflictingAliases.html
func (r *Registry) ConflictingAliases(distributionID, alias string) ([]ConflictingAlias, error) {
	w := r.World()
	if w.distributions[distributionID] == nil {
		return nil, noSuchDistribution()
	}
	wanted := aliasKey(alias)
	all := []ConflictingAlias{}
	for _, d := range w.distributions {
		for _, have := range aliasesOf(&d.Config) {
			key := aliasKey(have)
			if key == wanted || covers(key, wanted) || covers(wanted, key) {
				all = append(all, ConflictingAlias{have, d.ID})
			}
		}
	}
	slices.SortFunc(all, func(a, b ConflictingAlias) int { return strings.Compare(a.Alias, b.Alias) })
	return all, nil
}

// covers reports whether a wildcard, in the form of aliasKey, covers a name.
func covers(wildcard, name string) bool {
	return strings.HasPrefix(wildcard, ".") && strings.HasSuffix(name, wildcard)
}

// AssociateWebACL sets the web ACL of a distribution, none when arn is empty. A
// version is compared where one is given.
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AssociateDistributionWebACL.html
func (r *Registry) AssociateWebACL(id, ifMatch, arn string) (*Distribution, error) {
	err := r.change(func(next *World) error {
		d := next.distributions[id]
		if d == nil {
			return noSuch("EntityNotFound", "The entity was not found.")
		}
		if ifMatch != "" {
			if err := checkVersion(ifMatch, d.ETag); err != nil {
				return err
			}
		}
		return r.reconfigure(next, d, func(cfg *policy.DistributionConfig) { cfg.WebACLId = arn })
	})
	if err != nil {
		return nil, err
	}
	return r.Distribution(id)
}
