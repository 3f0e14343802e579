package corsengine

import (
	"strconv"
	"strings"
)

// Ruleset is a compiled configuration. It is immutable, so any number of
// goroutines may use it; replace it whole to change a bucket's rules. A nil
// *Ruleset is a bucket without a CORS configuration.
type Ruleset struct {
	rules   []compiledRule
	options Options
	config  *Config
}

// compiledRule is a rule ready to match, with the header values that depend on
// nothing but the rule joined once.
type compiledRule struct {
	methods   methodSet
	anyOrigin bool      // a lone "*" is among the origins
	origins   []pattern // the others
	// echo counts the origins that stand before the lone "*".
	echo       int
	anyHeader  bool // a lone "*" is among the headers
	headers    []pattern
	allowed    string // Access-Control-Allow-Methods
	expose     string // Access-Control-Expose-Headers; empty: not sent
	maxAge     string // Access-Control-Max-Age; empty: not sent
	echoListed bool   // Options.EchoListedOrigin
}

// Compile is [Options.Compile] with the default options.
func Compile(c *Config) (*Ruleset, error) { return Options{}.Compile(c) }

// Compile validates c and compiles it; the error is [Errors]. The Ruleset keeps
// nothing of c, so c may be changed afterwards. A nil Config is a bucket without
// a configuration and compiles to a nil Ruleset.
func (o Options) Compile(c *Config) (*Ruleset, error) {
	if c == nil {
		return nil, nil
	}
	if errs := o.validate(sourceOf(c)); len(errs) > 0 {
		return nil, errs
	}
	rs := &Ruleset{options: o, config: c.Clone(), rules: make([]compiledRule, len(c.Rules))}
	for i := range c.Rules {
		rs.rules[i] = o.compileRule(&rs.config.Rules[i])
	}
	return rs, nil
}

// Config is a copy of the configuration that was compiled; nil for nil.
func (rs *Ruleset) Config() *Config {
	if rs == nil {
		return nil
	}
	return rs.config.Clone()
}

func (o Options) compileRule(r *Rule) compiledRule {
	out := compiledRule{
		allowed:    strings.Join(r.AllowedMethods, ", "),
		expose:     joinNonEmpty(r.ExposeHeaders),
		echoListed: o.EchoListedOrigin,
	}
	for _, m := range r.AllowedMethods {
		out.methods |= methodSetOf(m)
	}
	for _, origin := range r.AllowedOrigins {
		if origin == "*" {
			out.anyOrigin = true
			continue
		}
		out.origins = append(out.origins, newPattern(origin))
		if !out.anyOrigin {
			out.echo = len(out.origins)
		}
	}
	for _, name := range r.AllowedHeaders {
		if name == "*" {
			out.anyHeader = true
			continue
		}
		out.headers = append(out.headers, newPattern(lowerASCII(name)))
	}
	if age := r.MaxAgeSeconds; age != nil && (*age > 0 || !o.OmitZeroMaxAge) {
		out.maxAge = strconv.Itoa(*age)
	}
	return out
}

func joinNonEmpty(list []string) string {
	var b strings.Builder
	for _, s := range list {
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(s)
	}
	return b.String()
}

// methodSet is a set of S3's five methods. A method that is none of them is in
// no set, so no rule can match it.
type methodSet uint8

func methodSetOf(method string) methodSet {
	switch method {
	case "GET":
		return 1
	case "PUT":
		return 2
	case "HEAD":
		return 4
	case "POST":
		return 8
	case "DELETE":
		return 16
	}
	return 0
}
