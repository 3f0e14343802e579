package policy

import (
	"net/http"
	"slices"
	"strings"
)

// headerMode is what an origin request policy does with viewer headers that it
// does not list.
type headerMode uint8

const (
	headersListed    headerMode = iota // whitelist, or none with an empty list
	headersAll                         // allViewer
	headersAllExcept                   // all but the listed
)

// headerRules are a behavior's settings about request headers. Names are
// canonical.
type headerRules struct {
	keyed    []string // in the cache key and forwarded, sorted
	keyLines []string // the keyed names in lower case
	// everything is the legacy "*": all viewer headers are forwarded and
	// nothing is cached. Source: DG:header-caching.
	everything bool

	policy  bool // there is an origin request policy
	mode    headerMode
	listed  []string // its list: forwarded, or left out under allExcept
	created []string // CloudFront-… headers to add, keyed ones not repeated

	encoding encodingMode
}

// keys reports whether the header with this canonical name is in the key by
// the list. Accept-Encoding has rules of its own.
func (r *headerRules) keys(name string) bool { return slices.Contains(r.keyed, name) }

// policySends reports whether the origin request policy forwards the viewer's
// header of this canonical name.
func (r *headerRules) policySends(name string) bool {
	if !r.policy {
		return false
	}
	switch r.mode {
	case headersAll:
		return true
	case headersAllExcept:
		return !slices.Contains(r.listed, name)
	}
	return slices.Contains(r.listed, name)
}

// configured reports whether a setting, not a default, forwards the header:
// such names stay in Vary. Source: DG:RequestAndResponseBehaviorCustomOrigin ("Vary").
func (r *headerRules) configured(name string) bool {
	return r.everything || r.keys(name) || r.policySends(name)
}

// setKeyed takes the list of a cache policy or of legacy forwarded values.
func (r *headerRules) setKeyed(names []string) {
	for _, n := range names {
		r.keyed = append(r.keyed, http.CanonicalHeaderKey(n))
	}
	slices.Sort(r.keyed)
	r.keyed = slices.Compact(r.keyed)
	for _, n := range r.keyed {
		r.keyLines = append(r.keyLines, strings.ToLower(n))
	}
}

// setPolicy takes the header part of an origin request policy.
func (r *headerRules) setPolicy(c *OriginRequestPolicyHeadersConfig) {
	r.policy = true
	var names []string
	if c.Headers != nil {
		for _, n := range c.Headers.Items {
			names = append(names, http.CanonicalHeaderKey(n))
		}
	}
	switch c.HeaderBehavior {
	case "whitelist":
		r.listed = names
		r.create(names)
	case "allViewer":
		r.mode = headersAll
	case "allViewerAndWhitelistCloudFront":
		r.mode = headersAll
		r.create(names)
	case "allExcept":
		r.mode = headersAllExcept
		r.listed = names
		// Source: DG:using-managed-origin-request-policies
		// (AllViewerExceptHostHeader: "also includes the additional CloudFront headers").
		for _, h := range cloudFrontHeaders() {
			if n := http.CanonicalHeaderKey(h); !slices.Contains(names, n) {
				r.create([]string{n})
			}
		}
	}
}

// create notes the CloudFront-… headers among names for adding.
func (r *headerRules) create(names []string) {
	for _, n := range names {
		if isCloudFrontHeader(n) && !r.keys(n) && !slices.Contains(r.created, n) {
			r.created = append(r.created, n)
		}
	}
}
