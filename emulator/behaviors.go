package emulator

import (
	"fmt"
	"net/http"

	"crossfront/emulator/console"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/hosts"
)

func (b *backend) Distributions() []console.Distribution {
	w := b.e.world.Load()
	list := []console.Distribution{}
	all, err := w.registry.ListDistributions()
	if err != nil { // copying a configuration failed, which its types rule out
		return list
	}
	for _, d := range all {
		list = append(list, b.show(w, d))
	}
	return list
}

// show is a distribution in the console's form.
func (b *backend) show(w *world, d *registry.Distribution) console.Distribution {
	out := console.Distribution{
		ID: d.ID, DomainName: d.DomainName, ETag: d.ETag, Enabled: d.Config.Enabled,
		URL:     distributionURL("http", d.DomainName, b.e.addresses.Edge),
		URLTLS:  distributionURL("https", d.DomainName, b.e.addresses.EdgeTLS),
		Default: w.defaultDistribution() == d.ID,
		Aliases: []string{}, Origins: []console.Origin{},
	}
	if d.Config.Aliases != nil {
		out.Aliases = append(out.Aliases, d.Config.Aliases.Items...)
	}
	for _, o := range d.Config.Origins.Items {
		name, _ := hosts.ParseS3(o.DomainName)
		out.Origins = append(out.Origins, console.Origin{
			ID: o.Id, DomainName: o.DomainName, Bucket: name.Bucket, AccessControl: o.OriginAccessControlId != "",
		})
	}
	for i, behavior := range behaviorsOf(&d.Config) {
		out.Behaviors = append(out.Behaviors, showBehavior(i, behavior))
	}
	return out
}

// patternAndBehavior is a behavior that may be changed in place.
type patternAndBehavior struct {
	pattern string
	*policy.DefaultCacheBehavior
}

// behaviorsOf lists a configuration's behaviors in the order in which they
// are tried: the default one is last.
func behaviorsOf(cfg *policy.DistributionConfig) []patternAndBehavior {
	var list []patternAndBehavior
	if cfg.CacheBehaviors != nil {
		for i := range cfg.CacheBehaviors.Items {
			item := &cfg.CacheBehaviors.Items[i]
			list = append(list, patternAndBehavior{item.PathPattern, &item.DefaultCacheBehavior})
		}
	}
	return append(list, patternAndBehavior{"*", &cfg.DefaultCacheBehavior})
}

func showBehavior(index int, b patternAndBehavior) console.Behavior {
	out := console.Behavior{
		Index: index, PathPattern: b.pattern, TargetOriginID: b.TargetOriginId,
		ViewerProtocolPolicy: b.ViewerProtocolPolicy,
		AllowedMethods:       []string{http.MethodGet, http.MethodHead},
		CachedMethods:        []string{http.MethodGet, http.MethodHead},
		CachePolicyID:        b.CachePolicyId, OriginRequestPolicyID: b.OriginRequestPolicyId,
		ResponseHeadersPolicyID: b.ResponseHeadersPolicyId,
		Compress:                b.Compress != nil && *b.Compress,
		Legacy:                  b.ForwardedValues != nil,
	}
	if m := b.AllowedMethods; m != nil {
		out.AllowedMethods = m.Items
		if m.CachedMethods != nil {
			out.CachedMethods = m.CachedMethods.Items
		}
	}
	return out
}

func (b *backend) UpdateBehavior(id string, index int, change console.BehaviorChange) (console.Distribution, error) {
	return b.updateBehavior(id, change, func(list []patternAndBehavior) (int, error) {
		if index >= len(list) {
			return 0, noSuchBehavior("The distribution has behaviors 0 to %d; %d was asked for.", len(list)-1, index)
		}
		return index, nil
	})
}

func (b *backend) UpdateBehaviorOf(id, pattern string, change console.BehaviorChange) (console.Distribution, error) {
	return b.updateBehavior(id, change, func(list []patternAndBehavior) (int, error) {
		for i, one := range list {
			if one.pattern == pattern {
				return i, nil
			}
		}
		return 0, noSuchBehavior("The distribution has no behavior with the path pattern %s.", pattern)
	})
}

func noSuchBehavior(format string, args ...any) error {
	return console.Errors{{Status: http.StatusNotFound, Code: "NoSuchBehavior", Message: fmt.Sprintf(format, args...)}}
}

// updateBehavior does what CloudFront's console does: it reads the whole
// configuration, changes a few fields and puts it back.
func (b *backend) updateBehavior(id string, change console.BehaviorChange, find func([]patternAndBehavior) (int, error)) (console.Distribution, error) {
	w := b.e.world.Load()
	d, err := w.registry.Distribution(id)
	if err != nil {
		return console.Distribution{}, policyError(err)
	}
	list := behaviorsOf(&d.Config)
	index, err := find(list)
	if err != nil {
		return console.Distribution{}, err
	}
	applyChange(list[index].DefaultCacheBehavior, change)
	d, err = w.registry.UpdateDistribution(id, d.ETag, d.Config)
	if err != nil {
		return console.Distribution{}, policyError(err)
	}
	return b.show(w, d), nil
}

func applyChange(b *policy.DefaultCacheBehavior, c console.BehaviorChange) {
	set := func(to *string, from *string) {
		if from != nil {
			*to = *from
		}
	}
	set(&b.ViewerProtocolPolicy, c.ViewerProtocolPolicy)
	set(&b.OriginRequestPolicyId, c.OriginRequestPolicyID)
	set(&b.ResponseHeadersPolicyId, c.ResponseHeadersPolicyID)
	if c.CachePolicyID != nil && *c.CachePolicyID != "" && b.ForwardedValues != nil {
		// From legacy settings to a policy: the former go, as on the console.
		b.ForwardedValues, b.MinTTL, b.DefaultTTL, b.MaxTTL = nil, nil, nil, nil
	}
	set(&b.CachePolicyId, c.CachePolicyID)
	if c.Compress != nil {
		b.Compress = c.Compress
	}
	applyMethods(b, c)
}

// applyMethods changes the two method lists. Cached methods that are no longer
// allowed go with them.
func applyMethods(b *policy.DefaultCacheBehavior, c console.BehaviorChange) {
	if c.AllowedMethods == nil && c.CachedMethods == nil {
		return
	}
	now := showBehavior(0, patternAndBehavior{"", b})
	allowed, cached := now.AllowedMethods, now.CachedMethods
	if c.AllowedMethods != nil {
		allowed = *c.AllowedMethods
	}
	if c.CachedMethods != nil {
		cached = *c.CachedMethods
	} else if len(cached) > len(allowed) {
		cached = allowed
	}
	b.AllowedMethods = &policy.AllowedMethods{
		Quantity: len(allowed), Items: allowed,
		CachedMethods: &policy.CachedMethods{Quantity: len(cached), Items: cached},
	}
}
