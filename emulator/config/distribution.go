package config

import (
	"fmt"
	"regexp"
	"strings"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/hosts"
)

func (l *loader) distributions(entries []distributionEntry, nodes *node, seed *Seed) {
	for i := range entries {
		e, n := &entries[i], nodes.items[i]
		if e.ID == "" {
			e.ID = fmt.Sprintf("E%d", i+1)
		}
		d := Distribution{ID: e.ID, Default: e.Default, Listen: e.Listen}
		if !idForm().MatchString(e.ID) {
			l.add(n.nearest("id"), "%q is no id of a distribution; expected letters and digits, for example E1EXAMPLE", e.ID)
		}
		if e.Listen != "" {
			if err := checkAddress(e.Listen, "127.0.0.1:8081 (port 0 takes a free one)"); err != nil {
				l.add(n.nearest("listen"), "%v", err)
			}
		}
		l.distribution(e, n, &d, seed)
		seed.Distributions = append(seed.Distributions, d)
	}
	l.distinct(seed.Distributions, entries, nodes)
}

// idForm is what can be the first label of a host name.
func idForm() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9](-?[A-Za-z0-9]){0,31}$`) }

func (l *loader) distribution(e *distributionEntry, n *node, d *Distribution, seed *Seed) {
	switch {
	case e.Config.given() && n.has("origin", "behavior", "comment", "aliases"):
		for _, f := range n.fields {
			switch f.name {
			case "origin", "behavior", "comment", "aliases":
				l.add(f.at, "%s belongs to the short form, which config replaces; give one of the two", f.name)
			}
		}
	case e.Config.given():
		l.fullConfig(e, d, seed)
	case e.Origin != "":
		l.shortForm(e, n, d, seed)
	default:
		l.missing(n, "distribution %s needs config, AWS's own shape, or the short form's origin: s3://BUCKET", e.ID)
	}
}

// fullConfig reads AWS's own shape, bare or as the AWS CLI prints it.
func (l *loader) fullConfig(e *distributionEntry, d *Distribution, seed *Seed) {
	doc := l.jsonDocument(e.Config, "the distribution config")
	if doc == nil {
		return
	}
	n := unwrap(doc, "Distribution", "DistributionConfig")
	before := len(l.problems)
	decode(n, &d.Config, "the distribution config", l.report)
	if len(l.problems) > before {
		return
	}
	l.impliedAccessControls(&d.Config, seed)
	policy.Normalize(&d.Config)
	l.missingFunctions(&d.Config, n, seed)
	l.refused(policy.Validate(&d.Config, catalog{seed, policy.Managed()}), n)
}

// impliedAccessControls adds an origin access control, with the settings that
// the console gives a new one, for each id that an origin names and the seed
// does not give: a distribution's config, which is all that most people have
// at hand, holds the id only.
func (l *loader) impliedAccessControls(cfg *policy.DistributionConfig, seed *Seed) {
	for _, o := range cfg.Origins.Items {
		if o.OriginAccessControlId == "" {
			continue
		}
		if _, ok := (catalog{seed, policy.Managed()}).OriginAccessControl(o.OriginAccessControlId); ok {
			continue
		}
		seed.OriginAccessControls = append(seed.OriginAccessControls, OriginAccessControl{
			ID: o.OriginAccessControlId, Config: signAlways(o.OriginAccessControlId),
		})
	}
}

// signAlways is the console's setting for a new origin access control: "Sign
// requests (recommended)".
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
func signAlways(name string) policy.OriginAccessControlConfig {
	return policy.OriginAccessControlConfig{
		Name: name, SigningProtocol: "sigv4", SigningBehavior: "always", OriginAccessControlOriginType: "s3",
	}
}

// distinct refuses ids, listeners, aliases and caller references that two
// distributions share, and a second default.
func (l *loader) distinct(all []Distribution, entries []distributionEntry, nodes *node) {
	seen := map[string]int{}
	once := func(i int, what, value, member string) {
		key := what + " " + strings.ToLower(value)
		if first, ok := seen[key]; ok && first != i {
			l.add(nodes.items[i].nearest(member), "%s %s is already taken by distribution %s", what, value, all[first].ID)
			return
		}
		seen[key] = i
	}
	for i, d := range all {
		once(i, "the id", d.ID, "id")
		if d.Listen != "" && !strings.HasSuffix(d.Listen, ":0") {
			once(i, "the address", d.Listen, "listen")
		}
		if entries[i].Config.given() && d.Config.CallerReference != "" {
			once(i, "the CallerReference", d.Config.CallerReference, "config")
		}
		if d.Config.Aliases != nil {
			for _, alias := range d.Config.Aliases.Items {
				once(i, "the alias", hosts.Normalize(alias), "aliases")
			}
		}
		if d.Default {
			if first, ok := seen["default"]; ok {
				l.add(nodes.items[i].nearest("default"), "distribution %s is already the default; there can be one", all[first].ID)
				continue
			}
			seen["default"] = i
		}
	}
}
