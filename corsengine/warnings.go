package corsengine

import (
	"fmt"
	"slices"
	"strings"
)

// Warning is something that S3 accepts but that will not do what its author
// thinks.
type Warning struct {
	Rule    int    `json:"rule"`    // index of the rule, from 0
	Field   string `json:"field"`   // the member, by its JSON name
	Value   string `json:"value"`   // the value meant; may be empty
	Message string `json:"message"` // what happens, and what to write instead
}

// Warnings looks for what S3 accepts but that will not do what its author
// thinks: origins that no browser sends or that match strangers, a HEAD that GET
// does not include, headers that a page will miss, rules that are never reached.
// They come rule by rule. A configuration that S3 refuses should be mended
// first: see [Parse] and [Compile].
func Warnings(c *Config) []Warning {
	if c == nil {
		return nil
	}
	w := &warner{config: c}
	for i := range c.Rules {
		w.rule = i
		w.id()
		w.origins()
		w.methods()
		w.headers()
		w.expose()
		w.maxAge()
		w.reached()
	}
	return w.found
}

type warner struct {
	config *Config
	rule   int
	found  []Warning
}

func (w *warner) warn(field, value, format string, args ...any) {
	w.found = append(w.found, Warning{Rule: w.rule, Field: field, Value: value, Message: fmt.Sprintf(format, args...)})
}

func (w *warner) current() *Rule { return &w.config.Rules[w.rule] }

// DOC API_CORSRule calls the ID unique; S3's answer to a double one is not known.
func (w *warner) id() {
	id := w.current().ID
	for _, before := range w.config.Rules[:w.rule] {
		if id != "" && before.ID == id {
			w.warn("ID", id, "another rule has this ID already; IDs should be unique")
			return
		}
	}
}

func (w *warner) origins() {
	origins := w.current().AllowedOrigins
	for _, origin := range origins {
		if message := originWarning(origin); message != "" {
			w.warn("AllowedOrigins", origin, "%s", message)
		}
	}
	if slices.Contains(origins, "*") && len(origins) > 1 {
		// doc-mixed-star-and-specific-listed-origin
		w.warn("AllowedOrigins", "*", `because "*" is in the list, S3 answers "*" to the other origins too, and never allows credentials`)
	}
}

func (w *warner) methods() {
	methods := w.current().AllowedMethods
	if slices.Contains(methods, "GET") && !slices.Contains(methods, "HEAD") && !w.otherRuleAllows("HEAD") {
		// scihist-head-with-get-star-rule
		w.warn("AllowedMethods", "GET", "GET does not include HEAD; list HEAD as well if pages ask for it, and curl -I shows no CORS headers without it")
	}
}

// otherRuleAllows reports whether another rule with one of the same origins, or
// with "*", allows the method.
func (w *warner) otherRuleAllows(method string) bool {
	for i, other := range w.config.Rules {
		if i == w.rule || !slices.Contains(other.AllowedMethods, method) {
			continue
		}
		for _, origin := range other.AllowedOrigins {
			if origin == "*" || slices.Contains(w.current().AllowedOrigins, origin) {
				return true
			}
		}
	}
	return false
}

func (w *warner) headers() {
	r := w.current()
	if slices.Contains(r.AllowedHeaders, "") {
		w.warn("AllowedHeaders", "", "an empty value allows no header")
	}
	if len(r.AllowedHeaders) > 0 {
		return
	}
	// rec-defaults-opt-headers
	if w.writes() {
		w.warn("AllowedHeaders", "", `without AllowedHeaders a preflight that asks for any header is refused, and uploads ask for content-type or x-amz-*; write ["*"]`)
		return
	}
	w.warn("AllowedHeaders", "", `without AllowedHeaders a preflight that asks for any header is refused: pages that add headers of their own, Authorization or an unusual Range will fail; write ["*"] if they do`)
}

// writes reports whether the rule lets pages write.
func (w *warner) writes() bool {
	return slices.ContainsFunc(w.current().AllowedMethods, func(m string) bool {
		return m == "PUT" || m == "POST" || m == "DELETE"
	})
}

func (w *warner) expose() {
	r := w.current()
	uploads := slices.Contains(r.AllowedMethods, "PUT") || slices.Contains(r.AllowedMethods, "POST")
	exposed := slices.ContainsFunc(r.ExposeHeaders, func(h string) bool { return strings.EqualFold(h, "ETag") })
	if uploads && !exposed {
		// versity/versitygw#1893
		w.warn("ExposeHeaders", "ETag", "ETag is not exposed, so a page cannot read it, and multipart uploads from the browser need it")
	}
}

// Browsers keep a preflight's answer for at most 600 (WebKit), 7200 (Chromium)
// and 86400 seconds (Firefox).
func (w *warner) maxAge() {
	age := w.current().MaxAgeSeconds
	switch {
	case age == nil:
	case *age < 0:
		w.warn("MaxAgeSeconds", fmt.Sprint(*age), "a negative number makes browsers ask again every time")
	case *age > 86400:
		w.warn("MaxAgeSeconds", fmt.Sprint(*age), "no browser keeps a preflight's answer longer than 86400 s; Chromium stops at 7200, WebKit at 600")
	}
}

// reached warns of a rule behind one that matches all that it matches.
func (w *warner) reached() {
	r := w.current()
	for i := range w.config.Rules[:w.rule] {
		before := &w.config.Rules[i]
		if !before.covers(r) {
			continue
		}
		if slices.Contains(before.AllowedOrigins, "*") && !slices.Contains(r.AllowedOrigins, "*") {
			// inf-first-rule-wins
			w.warn("", "", `never reached: rule %d matches everything this rule does, comes first and answers "*", without credentials; put this rule before it`, i+1)
			return
		}
		w.warn("", "", "never reached: rule %d matches everything this rule does and comes first", i+1)
		return
	}
}

// covers reports whether r surely matches every request that other matches.
func (r *Rule) covers(other *Rule) bool {
	subset := func(of, list []string) bool {
		return !slices.ContainsFunc(list, func(s string) bool { return !slices.Contains(of, s) })
	}
	return (slices.Contains(r.AllowedOrigins, "*") || subset(r.AllowedOrigins, other.AllowedOrigins)) &&
		subset(r.AllowedMethods, other.AllowedMethods) &&
		(slices.Contains(r.AllowedHeaders, "*") || subset(lowered(r.AllowedHeaders), lowered(other.AllowedHeaders)))
}

func lowered(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = lowerASCII(s)
	}
	return out
}
