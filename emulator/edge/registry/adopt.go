package registry

import "crossfront/emulator/edge/policy"

// adopt makes what cfg's origins name by id and the world does not have: an
// origin access control that signs always, as the console makes them, or an
// origin access identity. Functions that cfg names by another account's ARN are
// this account's of the same name.
func (r *Registry) adopt(next *World, cfg *policy.DistributionConfig) {
	for i := range cfg.Origins.Items {
		o := &cfg.Origins.Items[i]
		if id := o.OriginAccessControlId; id != "" && next.accessControls[id] == nil && validID(id) {
			next.accessControls[id] = &OriginAccessControl{
				ID: id, ETag: r.newID(), LastModified: r.clock.Now(),
				Config: policy.OriginAccessControlConfig{
					Name:                          id,
					SigningProtocol:               "sigv4",
					SigningBehavior:               "always",
					OriginAccessControlOriginType: "s3",
				},
			}
		}
		if id, ok := identityOf(o); ok && next.identities[id] == nil && validID(id) {
			next.identities[id] = &OriginAccessIdentity{
				ID: id, ETag: r.newID(), LastModified: r.clock.Now(),
				Config: OriginAccessIdentityConfig{CallerReference: id, Comment: "named by a distribution's configuration"},
			}
		}
	}
	AnyBehavior(cfg, func(b *policy.DefaultCacheBehavior) bool {
		if b.FunctionAssociations == nil {
			return false
		}
		for i := range b.FunctionAssociations.Items {
			a := &b.FunctionAssociations.Items[i]
			if name, ok := policy.FunctionName(a.FunctionARN); ok && next.functions[name] != nil {
				a.FunctionARN = next.functions[name].ARN
			}
		}
		return false
	})
}
