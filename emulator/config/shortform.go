package config

import (
	"net/url"
	"strconv"
	"strings"

	"crossfront/emulator/edge/policy"
)

// shortForm turns origin and behavior into the DistributionConfig that the
// console's create form makes of the same choices.
func (l *loader) shortForm(e *distributionEntry, n *node, d *Distribution, seed *Seed) {
	origin, bucket := l.origin(e, n, seed)
	if origin == nil { // reported; what else is wrong is to be found still
		origin = l.customOrigin(&url.URL{Scheme: "https", Host: "origin.invalid"}, "", n.at)
	}
	enabled, no := true, false
	d.Config = policy.DistributionConfig{
		CallerReference:      "seed-" + d.ID,
		Comment:              e.Comment,
		Enabled:              enabled,
		Origins:              policy.Origins{Quantity: 1, Items: []policy.OriginConfig{*origin}},
		DefaultCacheBehavior: l.behavior(e.Behavior, n, seed),
		HttpVersion:          "http2",
		PriceClass:           "PriceClass_All",
		IsIPV6Enabled:        &enabled,
		Staging:              &no,
	}
	if len(e.Aliases) > 0 {
		d.Config.Aliases = &policy.Aliases{Quantity: len(e.Aliases), Items: e.Aliases}
		d.Config.ViewerCertificate = seedCertificate()
	}
	d.Config.DefaultCacheBehavior.TargetOriginId = origin.Id
	if bucket != nil && bucket.Policy == nil && !bucket.Public {
		d.GrantBucket = bucket.Name
	}
	policy.Normalize(&d.Config)
	l.refusedShort(policy.Validate(&d.Config, catalog{seed, policy.Managed()}), n)
}

// origin reads "s3://BUCKET[/PATH]" and "http(s)://HOST[:PORT][/PATH]". bucket
// is nil for a custom origin.
func (l *loader) origin(e *distributionEntry, n *node, seed *Seed) (*policy.OriginConfig, *Bucket) {
	at := n.nearest("origin")
	u, err := url.Parse(e.Origin)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		l.add(at, "%q is no origin; expected s3://BUCKET or a URL such as https://api.example.com", e.Origin)
		return nil, nil
	}
	path := strings.TrimSuffix(u.EscapedPath(), "/")
	switch u.Scheme {
	case "s3":
		return l.bucketOrigin(u.Host, path, e.ID, at, seed)
	case "http", "https":
		return l.customOrigin(u, path, at), nil
	}
	l.add(at, "%q is no origin; expected s3://BUCKET or a URL such as https://api.example.com", e.Origin)
	return nil, nil
}

func (l *loader) bucketOrigin(name, path, id string, at position, seed *Seed) (*policy.OriginConfig, *Bucket) {
	var names []string
	for i := range seed.Buckets {
		b := &seed.Buckets[i]
		if b.Name != name {
			names = append(names, b.Name)
			continue
		}
		control := OriginAccessControl{ID: "O" + strings.ToUpper(id), Config: signAlways("oac-" + id)}
		seed.OriginAccessControls = append(seed.OriginAccessControls, control)
		domain := name + ".s3." + b.Region + ".amazonaws.com"
		return &policy.OriginConfig{
			Id: domain, DomainName: domain, OriginPath: path,
			S3OriginConfig:        &policy.S3OriginConfig{},
			OriginAccessControlId: control.ID,
		}, b
	}
	l.add(at, "there is no bucket %s under buckets%s", name, didYouMean(name, names))
	return nil, nil
}

func (l *loader) customOrigin(u *url.URL, path string, at position) *policy.OriginConfig {
	custom := &policy.CustomOriginConfig{
		HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: u.Scheme + "-only",
		OriginSslProtocols: &policy.OriginSslProtocols{Quantity: 1, Items: []string{"TLSv1.2"}},
	}
	if port := u.Port(); port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil {
			l.add(at, "port %s is no number up to 65535", port)
			return nil
		}
		if u.Scheme == "https" {
			custom.HTTPSPort = int(n)
		} else {
			custom.HTTPPort = int(n)
		}
	}
	return &policy.OriginConfig{Id: u.Hostname(), DomainName: u.Hostname(), OriginPath: path, CustomOriginConfig: custom}
}

// behavior is the default behavior of the distribution n, with the console's
// choices for what e leaves out.
func (l *loader) behavior(e *behaviorEntry, n *node, seed *Seed) policy.DefaultCacheBehavior {
	if e == nil {
		e = &behaviorEntry{}
	}
	if given := n.get("behavior"); given != nil {
		n = given
	}
	all := catalog{seed, policy.Managed()}
	cachePolicy := e.CachePolicy
	if cachePolicy == "" {
		cachePolicy = "CachingOptimized"
	}
	cachePolicyID := l.policyID(all.cachePolicies(), cachePolicy, "cachePolicy", n)
	if cachePolicyID == "" { // reported; a behavior without one is another mistake
		cachePolicyID, _ = find(all.cachePolicies(), "CachingOptimized")
	}
	compress := e.Compress == nil || *e.Compress
	b := policy.DefaultCacheBehavior{
		ViewerProtocolPolicy:    e.ViewerProtocol,
		CachePolicyId:           cachePolicyID,
		OriginRequestPolicyId:   l.policyID(all.originRequestPolicies(), e.OriginRequestPolicy, "originRequestPolicy", n),
		ResponseHeadersPolicyId: l.policyID(all.responseHeadersPolicies(), e.ResponseHeadersPolicy, "responseHeadersPolicy", n),
		Compress:                &compress,
	}
	if b.ViewerProtocolPolicy == "" {
		b.ViewerProtocolPolicy = "allow-all"
	}
	for _, called := range e.KeyGroups {
		if b.TrustedKeyGroups == nil {
			b.TrustedKeyGroups = &policy.TrustedKeyGroups{Enabled: true}
		}
		id := l.policyID(all.keyGroups(), called, "keyGroups", n)
		if id == "" { // reported; not to be found missing twice
			b.TrustedKeyGroups = nil
			break
		}
		b.TrustedKeyGroups.Items = append(b.TrustedKeyGroups.Items, id)
		b.TrustedKeyGroups.Quantity++
	}
	b.FunctionAssociations = l.associations(e, n, seed)
	allowed, cached := e.AllowedMethods, e.CachedMethods
	if len(allowed) == 0 {
		allowed = []string{"GET", "HEAD"}
	}
	if len(cached) == 0 {
		cached = []string{"GET", "HEAD"}
	}
	b.AllowedMethods = &policy.AllowedMethods{
		Quantity: len(allowed), Items: allowed,
		CachedMethods: &policy.CachedMethods{Quantity: len(cached), Items: cached},
	}
	return b
}

// policyID is the id of the policy that a member of behavior names; empty when
// it names none.
func (l *loader) policyID(all []named, called, member string, n *node) string {
	if called == "" {
		return ""
	}
	id, hint := find(all, called)
	if id == "" {
		l.add(n.nearest(member), "%s: there is no %s%s", member, called, hint)
	}
	return id
}

// refusedShort reports CloudFront's refusals at the short form's own members.
func (l *loader) refusedShort(err error, n *node) {
	short := &node{kind: mapping, at: n.at}
	move := func(member string, as string, from *node) {
		if from == nil {
			return
		}
		for _, f := range from.fields {
			if f.name == member {
				short.fields = append(short.fields, field{name: as, at: f.at, value: f.value})
			}
		}
	}
	behavior := n.get("behavior")
	move("viewerProtocol", "ViewerProtocolPolicy", behavior)
	move("cachePolicy", "CachePolicyId", behavior)
	move("originRequestPolicy", "OriginRequestPolicyId", behavior)
	move("responseHeadersPolicy", "ResponseHeadersPolicyId", behavior)
	move("keyGroups", "TrustedKeyGroups", behavior)
	move("cachedMethods", "CachedMethods", behavior)
	move("allowedMethods", "AllowedMethods", behavior)
	move("aliases", "Aliases", n)
	move("comment", "Comment", n)
	move("origin", "Origins", n)
	l.refused(err, short)
}

// seedCertificate stands for the certificate that CloudFront asks for beside
// aliases. Viewers see the local authority's.
func seedCertificate() *policy.ViewerCertificate {
	return &policy.ViewerCertificate{
		ACMCertificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-4000-8000-000000000000",
		SSLSupportMethod:  "sni-only", MinimumProtocolVersion: "TLSv1.2_2021",
	}
}
