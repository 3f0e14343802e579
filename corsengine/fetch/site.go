package fetch

import "strings"

// siteOf is the site of a serialised origin: its scheme and registrable domain
// (HTML, "obtain a site"). The public suffix list is stood in for by its rule
// for unlisted names, two labels (app.localhost and cdn.app.localhost are of one
// site, cdn.localhost is of another: measured), by short second levels below
// country codes, such as co.uk, and by AWS's own entries.
func siteOf(origin string) string {
	scheme, host, ok := strings.Cut(origin, "://")
	if !ok {
		return origin
	}
	if !strings.HasPrefix(host, "[") {
		host, _, _ = strings.Cut(host, ":")
	}
	labels := strings.Split(host, ".")
	keep := suffixLabels(host, labels) + 1
	if len(labels) <= keep || strings.HasPrefix(host, "[") || digits(labels[len(labels)-1]) {
		return scheme + "://" + host
	}
	return scheme + "://" + strings.Join(labels[len(labels)-keep:], ".")
}

// suffixLabels are the labels of the public suffix.
func suffixLabels(host string, labels []string) int {
	n := len(labels)
	switch {
	case strings.HasSuffix(host, ".cloudfront.net"):
		return 2
	case strings.HasSuffix(host, ".amazonaws.com"):
		for i, label := range labels { // s3.amazonaws.com, s3.REGION.amazonaws.com and the like
			if strings.HasPrefix(label, "s3") {
				return n - i
			}
		}
	case n >= 3 && len(labels[n-1]) == 2 && secondLevel(labels[n-2]):
		return 2
	}
	return 1
}

func secondLevel(label string) bool {
	switch label {
	case "ac", "co", "com", "edu", "gov", "net", "ne", "or", "org":
		return true
	}
	return false
}
