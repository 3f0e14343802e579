package config

import (
	"errors"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"crossfront/emulator/edge/policy"
)

// policies reads the entries under policies: into seed.
func (l *loader) policies(entries []document, seed *Seed) {
	for _, e := range entries {
		if !e.given() {
			continue
		}
		if n := l.jsonDocument(e, "a policy"); n != nil {
			l.policy(n, seed)
		}
	}
	l.checkKeyGroups(seed)
}

// policy tells the kind of one entry by the wrapper that the AWS CLI prints
// or, for a bare config, by a member that no other kind has.
func (l *loader) policy(n *node, seed *Seed) {
	switch {
	case n.has("CachePolicy", "CachePolicyConfig") || n.has("ParametersInCacheKeyAndForwardedToOrigin", "MinTTL"):
		l.cachePolicy(n, seed)
	case n.has("OriginRequestPolicy", "OriginRequestPolicyConfig") || n.has("QueryStringsConfig", "CookiesConfig"):
		l.originRequestPolicy(n, seed)
	case n.has("ResponseHeadersPolicy", "ResponseHeadersPolicyConfig") ||
		n.has("CorsConfig", "SecurityHeadersConfig", "CustomHeadersConfig", "RemoveHeadersConfig", "ServerTimingHeadersConfig"):
		l.responseHeadersPolicy(n, seed)
	case n.has("OriginAccessControl", "OriginAccessControlConfig") || n.has("OriginAccessControlOriginType"):
		l.accessControl(n, seed)
	case n.has("PublicKey", "PublicKeyConfig") || n.has("EncodedKey"):
		l.publicKey(n, seed)
	case n.has("KeyGroup", "KeyGroupConfig") || n.has("Items"):
		l.keyGroup(n, seed)
	default:
		l.add(n.at, "this is no policy that can be told apart; expected what aws cloudfront get-cache-policy, get-origin-request-policy, get-response-headers-policy, get-origin-access-control, get-public-key or get-key-group prints")
	}
}

// identified unwraps {"ETag", "X": {"Id", "XConfig": {…}}} and returns the
// config with its id. Without one the id follows from kind and name, so that
// every start gives the same.
func identified(n *node, kind string) (config *node, id string) {
	outer := unwrap(n, kind)
	config = unwrap(outer, kind+"Config")
	if given := outer.get("Id"); given != nil && config != outer {
		return config, given.scalar
	}
	name := ""
	if given := config.get("Name"); given != nil {
		name = given.scalar
	}
	return config, uuid.NewSHA1(uuid.NameSpaceURL, []byte("crossfront:"+kind+":"+name)).String()
}

func (l *loader) cachePolicy(n *node, seed *Seed) {
	config, id := identified(n, "CachePolicy")
	p := CachePolicy{ID: id}
	before := len(l.problems)
	decode(config, &p.Config, "a cache policy", l.report)
	if _, managed := policy.Managed().CachePolicy(id); managed || len(l.problems) > before {
		return
	}
	l.refused(policy.ValidateCachePolicy(&p.Config), config)
	seed.CachePolicies = append(seed.CachePolicies, p)
}

func (l *loader) originRequestPolicy(n *node, seed *Seed) {
	config, id := identified(n, "OriginRequestPolicy")
	p := OriginRequestPolicy{ID: id}
	before := len(l.problems)
	decode(config, &p.Config, "an origin request policy", l.report)
	if _, managed := policy.Managed().OriginRequestPolicy(id); managed || len(l.problems) > before {
		return
	}
	l.refused(policy.ValidateOriginRequestPolicy(&p.Config), config)
	seed.OriginRequestPolicies = append(seed.OriginRequestPolicies, p)
}

func (l *loader) responseHeadersPolicy(n *node, seed *Seed) {
	config, id := identified(n, "ResponseHeadersPolicy")
	p := ResponseHeadersPolicy{ID: id}
	before := len(l.problems)
	decode(config, &p.Config, "a response headers policy", l.report)
	if _, managed := policy.Managed().ResponseHeadersPolicy(id); managed || len(l.problems) > before {
		return
	}
	l.refused(policy.ValidateResponseHeadersPolicy(&p.Config), config)
	seed.ResponseHeadersPolicies = append(seed.ResponseHeadersPolicies, p)
}

func (l *loader) accessControl(n *node, seed *Seed) {
	config, id := identified(n, "OriginAccessControl")
	c := OriginAccessControl{ID: id}
	decode(config, &c.Config, "an origin access control", l.report)
	seed.OriginAccessControls = append(seed.OriginAccessControls, c)
}

// refused reports CloudFront's refusals where the offending members stand.
func (l *loader) refused(err error, n *node) {
	var mistakes policy.Errors
	if !errors.As(err, &mistakes) {
		var one *policy.Error
		if errors.As(err, &one) {
			mistakes = policy.Errors{one}
		} else if err != nil {
			l.add(n.at, "%v", err)
		}
	}
	for _, e := range mistakes {
		l.add(n.nearest(memberPath(e.Field)...), "CloudFront would answer %s: %s", e.Code, e.Message)
	}
}

// memberPath takes "CacheBehaviors.Items[0].PathPattern" apart into names and
// indexes.
func memberPath(p string) []any {
	var path []any
	for _, step := range strings.FieldsFunc(p, func(r rune) bool { return r == '.' || r == '[' || r == ']' || r == '/' }) {
		if i, err := strconv.Atoi(step); err == nil {
			path = append(path, i)
			continue
		}
		path = append(path, step)
	}
	return path
}

// uniquePolicies refuses two policies of a kind under one name or id.
func (l *loader) uniquePolicies(seed *Seed, at position) {
	seen := map[string]bool{}
	once := func(kind, name, id string) {
		for _, key := range [...]string{kind + " named " + name, kind + " with the id " + id} {
			if seen[key] {
				l.add(at, "there are two %s", plural(key))
			}
			seen[key] = true
		}
	}
	for _, p := range seed.CachePolicies {
		once("cache policy", p.Config.Name, p.ID)
	}
	for _, p := range seed.OriginRequestPolicies {
		once("origin request policy", p.Config.Name, p.ID)
	}
	for _, k := range seed.PublicKeys {
		once("public key", k.Config.Name, k.ID)
	}
	for _, g := range seed.KeyGroups {
		once("key group", g.Config.Name, g.ID)
	}
	for _, p := range seed.ResponseHeadersPolicies {
		once("response headers policy", p.Config.Name, p.ID)
	}
}

// plural of the first noun of a key: "cache policies named a".
func plural(key string) string {
	for one, many := range map[string]string{"policy": "policies", "public key": "public keys", "key group": "key groups"} {
		if strings.Contains(key, one+" ") {
			return strings.Replace(key, one, many, 1)
		}
	}
	return key
}
