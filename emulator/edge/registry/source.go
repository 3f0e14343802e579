package registry

import "crossfront/emulator/edge/policy"

// source is what a distribution's configuration may name, in one world.
type source struct {
	w     *World
	kinds *kinds
}

var _ policy.Source = source{}

func (s source) CachePolicy(id string) (*policy.CachePolicyConfig, bool) {
	return configOf(Collection[policy.CachePolicyConfig]{k: s.kinds.cachePolicy}.find(s.w, id))
}

func (s source) OriginRequestPolicy(id string) (*policy.OriginRequestPolicyConfig, bool) {
	return configOf(Collection[policy.OriginRequestPolicyConfig]{k: s.kinds.originRequestPolicy}.find(s.w, id))
}

func (s source) ResponseHeadersPolicy(id string) (*policy.ResponseHeadersPolicyConfig, bool) {
	return configOf(Collection[policy.ResponseHeadersPolicyConfig]{k: s.kinds.responseHeadersPolicy}.find(s.w, id))
}

func (s source) OriginAccessControl(id string) (*policy.OriginAccessControlConfig, bool) {
	return configOf(Collection[policy.OriginAccessControlConfig]{k: s.kinds.accessControl}.find(s.w, id))
}

func (s source) KeyGroup(id string) (*policy.KeyGroupConfig, bool) {
	return configOf(Collection[policy.KeyGroupConfig]{k: s.kinds.keyGroup}.find(s.w, id))
}

func (s source) PublicKey(id string) (*policy.PublicKeyConfig, bool) {
	return configOf(Collection[policy.PublicKeyConfig]{k: s.kinds.publicKey}.find(s.w, id))
}

func (s source) Function(arn string) (live, ok bool) {
	f := s.w.functionByARN(arn)
	return f != nil && f.Live != nil, f != nil
}

func configOf[C any](rec *Record[C]) (*C, bool) {
	if rec == nil {
		return nil, false
	}
	return &rec.Config, true
}
