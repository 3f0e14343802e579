package policy

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const (
	allowOrigin      = "Access-Control-Allow-Origin"
	allowCredentials = "Access-Control-Allow-Credentials"
	exposeHeaders    = "Access-Control-Expose-Headers"
	allowMethods     = "Access-Control-Allow-Methods"
	allowHeaders     = "Access-Control-Allow-Headers"
	maxAge           = "Access-Control-Max-Age"
)

// corsSection is the CORS section of a response headers policy. It only adds
// headers to an answer; it never answers a preflight by itself.
type corsSection struct {
	opts        Options
	origins     []originPattern
	any         bool // the origins list holds "*"
	headers     headerPatterns
	methods     []string
	credentials bool
	override    bool
	// The values of headers that do not depend on the request; empty for none.
	exposeValue, methodsValue, headersValue, maxAgeValue string
}

func compileCORS(c *ResponseHeadersPolicyCorsConfig, opts Options) *corsSection {
	s := &corsSection{opts: opts, credentials: c.AccessControlAllowCredentials, override: c.OriginOverride,
		methods: expandMethods(c.AccessControlAllowMethods.Items)}
	for _, item := range c.AccessControlAllowOrigins.Items {
		p, _ := parseOriginPattern(item)
		s.origins = append(s.origins, p)
		s.any = s.any || p.any
	}
	for _, item := range c.AccessControlAllowHeaders.Items {
		s.headers = append(s.headers, strings.ToLower(item))
	}
	s.methodsValue = joinList(s.methods)
	s.headersValue = joinList(c.AccessControlAllowHeaders.Items)
	if e := c.AccessControlExposeHeaders; e != nil {
		s.exposeValue = joinList(e.Items)
	}
	if c.AccessControlMaxAgeSec != nil {
		s.maxAgeValue = strconv.Itoa(*c.AccessControlMaxAgeSec)
	}
	return s
}

// apply follows the order that fits every measurement: no Origin; the origin's
// own CORS headers; the list of origins; unusual request headers; the headers
// themselves.
// Source: https://github.com/ttoss/ttoss/issues/1205 (no Origin: Vary; "*": no
// Vary); github.com/TyLuHow/ReefRadar and
// https://github.com/posit-dev/positron/issues/16005 (unusual headers);
// DG:understanding-response-headers-policies (override).
func (s *corsSection) apply(v *Viewer, h http.Header) []Change {
	origin := v.Header.Get("Origin")
	switch {
	case origin == "":
		return append(s.vary(h, "the request has no Origin"), s.silent("the request has no Origin"))
	case !s.override && !s.opts.OverridePerHeader && hasCORS(h):
		return []Change{s.silent("the origin's answer has CORS headers and the policy does not override")}
	case !s.allows(origin):
		changes := []Change{s.silent("AllowOrigins does not list " + origin)}
		if s.opts.VaryOnMismatch {
			changes = append(s.vary(h, "the answer depends on Origin"), changes...)
		}
		return changes
	}
	if because := s.refuses(v); because != "" {
		return []Change{s.silent(because)}
	}
	return s.emit(v, h, origin)
}

// silent is the change that no CORS header is added.
func (s *corsSection) silent(because string) Change {
	return Change{allowOrigin, ChangeNotAdded, because}
}

func (s *corsSection) vary(h http.Header, because string) []Change {
	if !addVary(h, "Origin") {
		return nil
	}
	return []Change{{"Vary", ChangeAdded, "the response headers policy has a CORS section and " + because + ": Origin"}}
}

func (s *corsSection) allows(origin string) bool {
	return slices.ContainsFunc(s.origins, func(p originPattern) bool { return p.matches(origin) })
}

// refuses says why the policy stays silent about a request from an allowed
// origin; empty when it does not.
func (s *corsSection) refuses(v *Viewer) string {
	if v.Preflight() {
		return s.refusesPreflight(v)
	}
	if s.opts.PolicyFiltersMethods && !slices.Contains(s.methods, v.Method) &&
		v.Method != http.MethodGet && v.Method != http.MethodHead && v.Method != http.MethodPost {
		return "AllowMethods does not list " + v.Method
	}
	if s.opts.IgnoreUnusualHeaders {
		return ""
	}
	if name := unusualHeader(v.Header, s.headers); name != "" {
		return "the request has the header " + spell(name) + ", which AllowHeaders does not cover"
	}
	return ""
}

func (s *corsSection) refusesPreflight(v *Viewer) string {
	if !s.opts.StrictPolicyPreflight {
		return ""
	}
	if method := v.Header.Get("Access-Control-Request-Method"); !slices.Contains(s.methods, method) {
		return "AllowMethods does not list " + method
	}
	for _, line := range v.Header["Access-Control-Request-Headers"] {
		for name := range strings.SplitSeq(line, ",") {
			if name = strings.TrimSpace(name); name != "" && !s.headers.match(name) {
				return "AllowHeaders does not cover " + name
			}
		}
	}
	return ""
}

// emit adds the headers. Methods, headers and max-age go to preflights only;
// credentials are "true" or absent.
// Source: DG:understanding-response-headers-policies.
func (s *corsSection) emit(v *Viewer, h http.Header, origin string) []Change {
	var changes []Change
	add := func(name, value string) {
		if value != "" {
			f := fixedHeader{name, value, s.override, "the CORS section of the response headers policy"}
			changes = append(changes, f.set(h))
		}
	}
	if s.any {
		add(allowOrigin, "*")
	} else {
		add(allowOrigin, origin)
		if !s.opts.NoVaryOnEcho {
			changes = append(changes, s.vary(h, "echoes the origin")...)
		}
	}
	if s.credentials {
		add(allowCredentials, "true")
	}
	add(exposeHeaders, s.exposeValue)
	if v.Preflight() {
		add(allowMethods, s.methodsValue)
		add(allowHeaders, s.headersValue)
		add(maxAge, s.maxAgeValue)
	}
	return changes
}

// hasCORS reports whether the answer has any CORS header.
func hasCORS(h http.Header) bool {
	for name := range h {
		if strings.HasPrefix(name, "Access-Control-") {
			return true
		}
	}
	return false
}
