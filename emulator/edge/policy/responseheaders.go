package policy

import (
	"net/http"
	"slices"
	"strings"
)

// ResponseHeaders is a compiled response headers policy: immutable, safe for
// concurrent use.
type ResponseHeaders struct {
	ID   string
	Name string

	opts     Options
	remove   []string // canonical
	cors     *corsSection
	security []fixedHeader
	custom   []fixedHeader
	timing   *ResponseHeadersPolicyServerTimingHeadersConfig
}

// fixedHeader is one header that a policy sets whatever the request.
type fixedHeader struct {
	name, value string // canonical
	override    bool
	because     string
}

// CompileResponseHeaders compiles a response headers policy that
// [ValidateResponseHeadersPolicy] has passed, or a managed one.
func CompileResponseHeaders(id string, cfg *ResponseHeadersPolicyConfig, opts Options) *ResponseHeaders {
	p := &ResponseHeaders{ID: id, Name: cfg.Name, opts: opts}
	if r := cfg.RemoveHeadersConfig; r != nil {
		for _, item := range r.Items {
			p.remove = append(p.remove, canonical(item.Header))
		}
	}
	if cfg.CorsConfig != nil {
		p.cors = compileCORS(cfg.CorsConfig, opts)
	}
	if cfg.SecurityHeadersConfig != nil {
		p.security = compileSecurity(cfg.SecurityHeadersConfig)
	}
	if c := cfg.CustomHeadersConfig; c != nil {
		for _, item := range c.Items {
			p.custom = append(p.custom, fixedHeader{canonical(item.Header), item.Value, item.Override,
				"the response headers policy has it as a custom header"})
		}
	}
	if t := cfg.ServerTimingHeadersConfig; t != nil && t.Enabled {
		p.timing = t
	}
	return p
}

// Apply changes h, the headers of an answer from the cache or the origin, as
// the policy says: removals, then CORS, security and custom headers. It belongs
// after the cache, on hits, misses and relayed errors alike; h must be the
// viewer's own copy, never what the cache holds. [ResponseHeaders.ServerTiming]
// comes after it.
// Source: DG:understanding-response-headers-policies;
// https://aws.amazon.com/blogs/networking-and-content-delivery/amazon-cloudfront-introduces-response-headers-policies/.
func (p *ResponseHeaders) Apply(v *Viewer, status int, h http.Header) []Change {
	return p.apply(v, h, p.cors != nil)
}

// ApplyGenerated is Apply for an answer that the edge itself makes: a redirect,
// a refused method, a page about the origin. The CORS section is left out, see
// [Options.PolicyCORSOnGenerated].
func (p *ResponseHeaders) ApplyGenerated(v *Viewer, status int, h http.Header) []Change {
	return p.apply(v, h, p.cors != nil && p.opts.PolicyCORSOnGenerated)
}

func (p *ResponseHeaders) apply(v *Viewer, h http.Header, cors bool) []Change {
	var changes []Change
	for _, name := range p.remove {
		if len(h[name]) == 0 {
			continue
		}
		delete(h, name)
		what := Change{spell(name), ChangeRemoved, "the response headers policy removes it"}
		if name == "Server" {
			h["Server"] = []string{"CloudFront"}
			what = Change{"Server", ChangeReplaced, "the response headers policy removes it, and CloudFront then names itself"}
		}
		changes = append(changes, what)
	}
	if cors {
		changes = append(changes, p.cors.apply(v, h)...)
	}
	for _, f := range p.security {
		if f.name == hsts && v.Scheme == "http" && !p.opts.KeepHSTSOverHTTP {
			changes = append(changes, Change{f.name, ChangeNotAdded, "the viewer came over http"})
			continue
		}
		changes = append(changes, f.set(h))
	}
	for _, f := range p.custom {
		if f.name == "Vary" && p.cors != nil {
			// Source: https://github.com/ttoss/ttoss/issues/1205 (silently loses).
			changes = append(changes, Change{"Vary", ChangeNotAdded, "the policy has a CORS section, which keeps Vary to itself"})
			continue
		}
		changes = append(changes, f.set(h))
	}
	return changes
}

// set puts the header there unless the origin's stays.
// Source: DG:understanding-response-headers-policies ("Origin override").
func (f *fixedHeader) set(h http.Header) Change {
	had := len(h[f.name]) > 0
	if had && !f.override {
		return Change{spell(f.name), ChangeNotAdded, "the origin sent it and the policy does not override"}
	}
	h[f.name] = []string{f.value}
	if had {
		return Change{spell(f.name), ChangeReplaced, f.because + ", with override"}
	}
	return Change{spell(f.name), ChangeAdded, f.because}
}

// expandMethods writes a CORS section's methods out: ALL is all seven.
func expandMethods(items []string) []string {
	if slices.Contains(items, "ALL") {
		return allMethods()
	}
	return items
}

// joinList joins as CloudFront does, with a comma and no space.
// Source: github.com/TyLuHow/ReefRadar (02-13-SUMMARY.md: GET,HEAD,OPTIONS).
func joinList(items []string) string { return strings.Join(items, ",") }
