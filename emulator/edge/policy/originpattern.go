package policy

import "strings"

// originPattern is one entry of a CORS section's AllowOrigins, taken apart.
type originPattern struct {
	text   string
	any    bool   // "*"
	scheme string // empty: http and https
	host   string // without the leading "*."
	// subdomains is true for "*.host": any labels, none among them, before the
	// dot.
	subdomains bool
	port       string // empty: the scheme's default port only; may hold "*"
}

// parseOriginPattern takes an entry apart; mistake says in words what is wrong
// with it, empty when nothing is.
// Source: DG:understanding-response-headers-policies
// ("Access-Control-Allow-Origin": a wildcard only as the leftmost subdomain or
// in the port).
func parseOriginPattern(text string) (p originPattern, mistake string) {
	p.text = text
	if text == "*" {
		p.any = true
		return p, ""
	}
	rest := text
	if scheme, after, ok := strings.Cut(text, "://"); ok {
		p.scheme, rest = strings.ToLower(scheme), after
		if p.scheme != "http" && p.scheme != "https" {
			return p, "the scheme must be http or https"
		}
	}
	p.host, p.port = splitPort(rest)
	p.host, p.subdomains = strings.CutPrefix(strings.ToLower(p.host), "*.")
	switch {
	case text == "":
		return p, "an origin must not be empty"
	case strings.ContainsAny(rest, "/?#@ \t"):
		return p, "an origin has no path, query or user"
	case p.host == "":
		return p, "an origin needs a host name"
	case strings.Contains(p.host, "*"):
		return p, "a wildcard may stand only for the leftmost subdomain or in the port"
	case strings.HasSuffix(rest, ":") || strings.Trim(p.port, "0123456789*") != "":
		return p, "a port has digits and wildcards only"
	}
	return p, ""
}

// splitPort cuts ":port" off; an IPv6 literal keeps its brackets.
func splitPort(hostport string) (host, port string) {
	at := strings.LastIndexByte(hostport, ':')
	if at < 0 || strings.HasSuffix(hostport, "]") {
		return hostport, ""
	}
	return hostport[:at], hostport[at+1:]
}

// matches reports whether the request's Origin fits. The guide's table also
// has origins without a scheme (test.example.org); browsers send none such.
// "null" fits "*" only, or an entry that says just that.
func (p *originPattern) matches(origin string) bool {
	if p.any {
		return true
	}
	scheme, rest, ok := strings.Cut(origin, "://")
	switch {
	case !ok:
		scheme, rest = "", origin
	case scheme != "http" && scheme != "https":
		return false
	}
	if p.scheme != "" && p.scheme != scheme {
		return false
	}
	host, port := splitPort(rest)
	return p.matchesHost(host) && p.matchesPort(scheme, port)
}

// matchesHost compares in the Origin's own spelling: browsers send lower case.
func (p *originPattern) matchesHost(host string) bool {
	if !p.subdomains {
		return host == p.host
	}
	// "*.example.org" also matches the empty label: ".example.org" and, by the
	// guide's table, every number of labels before it.
	before, ok := strings.CutSuffix(host, "."+p.host)
	return ok && !strings.ContainsAny(before, "/?#@: ")
}

// matchesPort: no port in the pattern means the scheme's default port only,
// ":*" any port and none.
func (p *originPattern) matchesPort(scheme, port string) bool {
	switch {
	case p.port == "*":
		return port == "" || isDigits(port)
	case p.port == "":
		return port == "" || port == defaultPort(scheme)
	case port == "":
		// A browser leaves a scheme's default port out.
		port = defaultPort(scheme)
	}
	return isDigits(port) && glob(p.port, port)
}

// defaultPort is empty without a scheme, and then equals no port.
func defaultPort(scheme string) string {
	switch scheme {
	case "https":
		return "443"
	case "http":
		return "80"
	}
	return ""
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
