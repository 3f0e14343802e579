package policy

import "slices"

// Geo is a distribution's geographic restriction.
// Source: DG:georestrictions.
type Geo struct {
	Type      string   // none, whitelist or blacklist
	Countries []string // ISO 3166-1 alpha-2, upper case
}

// Allows reports whether viewers of country are served. One of unknown country
// is.
// Source: DG:georestrictions ("If CloudFront can’t determine a user’s location,
// CloudFront serves the content").
func (g Geo) Allows(country string) bool {
	switch g.Type {
	case "whitelist":
		return country == "" || slices.Contains(g.Countries, country)
	case "blacklist":
		return !slices.Contains(g.Countries, country)
	}
	return true
}

func compileGeo(r *Restrictions) Geo {
	if r == nil {
		return Geo{Type: "none"}
	}
	return Geo{Type: r.GeoRestriction.RestrictionType, Countries: r.GeoRestriction.Items}
}
