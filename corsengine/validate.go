package corsengine

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"crossfront/corsengine/wellformed"
)

// validate finds every mistake in a configuration, in the order in which S3
// would meet them: structure, the number of rules, then rule by rule. Within a
// rule methods come before origins, origins before headers, those before the
// exposed headers: S3's own order there is not known, this is Scality's.
func (o Options) validate(src *source) Errors {
	v := validator{src: src, options: o, structure: src.malformed}
	if len(src.rules) == 0 && len(src.malformed) == 0 {
		// cfg-empty-rules
		v.malformed(-1, src.names.rule, src.at, "at least one rule is needed; to have none, delete the configuration")
	}
	for i := range src.rules {
		v.required(i)
		v.characters(i)
		v.id(i)
		v.maxAge(i)
	}
	if len(src.rules) > MaxRules {
		// cfg-101-rules
		v.invalid(-1, src.names.rule, value{at: src.rules[MaxRules].at}, messageTooManyRules,
			fmt.Sprintf("there are %d", len(src.rules)))
	}
	for i := range src.rules {
		v.methods(i)
		v.origins(i)
		v.headers(i)
		v.expose(i)
	}
	slices.SortStableFunc(v.structure, byPosition)
	return append(v.structure, v.values...)
}

func byPosition(a, b *Error) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

type validator struct {
	src               *source
	options           Options
	structure, values Errors
}

func (v *validator) malformed(rule int, field string, at position, hint string) {
	v.structure = append(v.structure, malformed(rule, field, at, hint))
}

func malformed(rule int, field string, at position, hint string) *Error {
	return &Error{
		Code: CodeMalformedXML, Message: messageMalformedXML,
		Rule: rule, Field: field, Line: at.line, Column: at.column, Hint: hint,
	}
}

func (v *validator) invalid(rule int, field string, what value, message, hint string) {
	v.values = append(v.values, &Error{
		Code: CodeInvalidRequest, Message: message,
		Rule: rule, Field: field, Value: what.text, Line: what.at.line, Column: what.at.column, Hint: hint,
	})
}

// cfg-empty-corsrule, cfg-missing-origin.
func (v *validator) required(i int) {
	r := &v.src.rules[i]
	if len(r.origins) == 0 && !slices.Contains(r.spoilt, "AllowedOrigins") {
		v.malformed(i, v.src.names.origin, r.at, "the rule needs at least one AllowedOrigin")
	}
	if len(r.methods) == 0 && !slices.Contains(r.spoilt, "AllowedMethods") {
		v.malformed(i, v.src.names.method, r.at, "the rule needs at least one AllowedMethod")
	}
}

// characters refuses what XML cannot hold, and so never reaches S3: control
// characters and text that is not UTF-8 (XML 1.0, section 2.2). Only JSON and
// configurations made in code can have them.
func (v *validator) characters(i int) {
	r := &v.src.rules[i]
	for _, list := range [...]struct {
		name   string
		values []value
	}{
		{"ID", []value{r.id}},
		{v.src.names.origin, r.origins},
		{v.src.names.method, r.methods},
		{v.src.names.header, r.headers},
		{v.src.names.expose, r.expose},
	} {
		for _, what := range list.values {
			if !utf8.ValidString(what.text) || strings.IndexFunc(what.text, wellformed.NotXML) >= 0 {
				v.malformed(i, list.name, what.at, "the value holds a character that XML cannot hold")
			}
		}
	}
}

// DOC API_CORSRule gives the limit; what S3 answers beyond it is not known.
func (v *validator) id(i int) {
	id := v.src.rules[i].id
	if n := utf8.RuneCountInString(id.text); n > MaxIDLength {
		v.malformed(i, "ID", id.at, fmt.Sprintf("an ID has at most %d characters, this one has %d", MaxIDLength, n))
	}
}

const maxAgeHint = "a whole number of seconds that fits in 32 bits is needed"

// cfg-maxage-overflow: the number has 32 bits. The readers see to it that it is
// a number at all.
func (v *validator) maxAge(i int) {
	r := &v.src.rules[i]
	if r.maxAge != nil && (*r.maxAge > math.MaxInt32 || *r.maxAge < math.MinInt32) {
		v.malformed(i, "MaxAgeSeconds", r.maxAgeAt, maxAgeHint)
	}
}

// cfg-method-patch, cfg-method-star, cfg-lowercase-get, cfg-first-bad-method-reported.
func (v *validator) methods(i int) {
	for _, m := range v.src.rules[i].methods {
		if methodSetOf(m.text) == 0 {
			v.invalid(i, v.src.names.method, m,
				"Found unsupported HTTP method in CORS config. Unsupported method is "+m.text, methodHint(m.text))
		}
	}
}

func methodHint(method string) string {
	const known = "S3 knows GET, PUT, HEAD, POST and DELETE"
	upper := strings.ToUpper(strings.TrimSpace(method))
	switch {
	case methodSetOf(upper) != 0:
		return fmt.Sprintf("write %q", upper)
	case upper == "OPTIONS":
		return "leave it out: S3 answers preflights for the methods that are listed"
	case upper == "*":
		return "there is no wildcard for methods: list GET, PUT, HEAD, POST and DELETE as needed"
	case strings.ContainsAny(method, ", "):
		return "one method for each entry; " + known
	}
	return known
}

// cfg-two-invalid-rules-first-reported, cfg-origin-two-stars-second-entry.
// Nothing else about an origin is checked: "" and "localhost" are accepted.
func (v *validator) origins(i int) {
	for _, o := range v.src.rules[i].origins {
		if strings.Count(o.text, "*") > 1 {
			v.wildcards(i, "AllowedOrigin", v.src.names.origin, o)
		}
	}
}

func (v *validator) wildcards(i int, element, field string, what value) {
	v.invalid(i, field, what, element+` "`+what.text+`" can not have more than one wildcard.`,
		"one \"*\" stands for any number of characters; list several entries instead")
}

// cfg-allowedheader-invalid-char; disputed, see Options.AcceptAnyAllowedHeader.
func (v *validator) headers(i int) {
	for _, h := range v.src.rules[i].headers {
		switch {
		case strings.Count(h.text, "*") > 1:
			v.wildcards(i, "AllowedHeader", v.src.names.header, h)
		case !v.options.AcceptAnyAllowedHeader && !headerCharacters(h.text):
			v.invalidCharacter(i, v.src.names.header, h)
		}
	}
}

// cfg-expose-star, cfg-expose-invalid-char.
func (v *validator) expose(i int) {
	for _, h := range v.src.rules[i].expose {
		switch {
		case strings.Contains(h.text, "*"):
			v.invalid(i, v.src.names.expose, h, `ExposeHeader "`+h.text+
				`" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
				"name each header, as ETag, Content-Range or x-amz-meta-author")
		case !headerCharacters(h.text):
			v.invalidCharacter(i, v.src.names.expose, h)
		}
	}
}

// S3's message says AllowedHeader for ExposeHeader too; that is its own slip.
func (v *validator) invalidCharacter(i int, field string, what value) {
	hint := "a header name has letters, digits and hyphens"
	switch {
	case strings.Contains(what.text, ","):
		hint = "one header for each entry"
	case strings.Contains(what.text, ":"):
		hint = "only the header's name, without a colon and value"
	case strings.TrimSpace(what.text) != what.text:
		hint = "take the blanks round the name away"
	}
	v.invalid(i, field, what, `AllowedHeader "`+what.text+`" contains invalid character.`, hint)
}

// headerCharacters accepts the empty string: what S3 does with it is not known,
// and it has no invalid character.
func headerCharacters(s string) bool { return s == "" || isToken(s) }
