package policy

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// likePattern is the guide's words for wildcards as a regular expression: "*"
// for any characters, "?" for one.
func likePattern(pattern, s string) bool {
	expr := strings.NewReplacer(`\*`, `[\s\S]*`, `\?`, `[\s\S]`).Replace(regexp.QuoteMeta(pattern))
	return regexp.MustCompile(`\A(?:` + expr + `)\z`).MatchString(s)
}

// Path patterns match as the regular expression does that one would write for
// them, a leading slash aside: on every short path, and on paths that are made
// to fit, or nearly.
func TestPathPatternsAsRegularExpressions(t *testing.T) {
	short := texts("ab/", 4)
	matched := 0
	rapid.Check(t, func(r *rapid.T) {
		pattern := rapid.StringOfN(rapid.RuneFrom([]rune("aab/*?.$+")), 1, 8, -1).Draw(r, "pattern")
		p := compilePattern(pattern)
		for _, path := range append(short[:len(short):len(short)], fit(r, pattern), fit(r, pattern)) {
			want := likePattern(strings.TrimPrefix(pattern, "/"), strings.TrimPrefix(path, "/"))
			if got := p.matches(path); got != want {
				r.Fatalf("%q matches %q: %v, want %v", pattern, path, got, want)
			}
			if want {
				matched++
			}
		}
	})
	if matched == 0 {
		t.Error("nothing matched: the test shows nothing")
	}
}

// texts are all texts of these letters up to a length.
func texts(letters string, length int) []string {
	all, last := []string{""}, []string{""}
	for range length {
		var next []string
		for _, s := range last {
			for _, c := range letters {
				next = append(next, s+string(c))
			}
		}
		all, last = append(all, next...), next
	}
	return all
}

// fit makes a text that a pattern matches, or nearly.
func fit(r *rapid.T, pattern string) string {
	var b strings.Builder
	for _, c := range pattern {
		switch c {
		case '*':
			b.WriteString(rapid.StringOfN(rapid.RuneFrom([]rune("ab/.")), 0, 3, -1).Draw(r, "star"))
		case '?':
			b.WriteRune(rapid.RuneFrom([]rune("ab/.")).Draw(r, "mark"))
		default:
			b.WriteRune(c)
		}
	}
	s := b.String()
	if s != "" && rapid.IntRange(0, 3).Draw(r, "damage") == 0 {
		s = s[:len(s)-1]
	}
	return s
}

// originExpression is an entry of AllowOrigins as a regular expression on an
// origin whose port is always written.
// Source: DG:understanding-response-headers-policies (the tables of
// Access-Control-Allow-Origin).
func originExpression(pattern string) string {
	if pattern == "*" {
		return `\A[\s\S]*\z`
	}
	schemes := []string{"http", "https"}
	if scheme, rest, ok := strings.Cut(pattern, "://"); ok {
		schemes, pattern = []string{strings.ToLower(scheme)}, rest
	}
	host, port, ported := strings.Cut(pattern, ":")
	host = regexp.QuoteMeta(strings.ToLower(host))
	host = strings.ReplaceAll(host, `\*`, `[^/:]*`)
	var each []string
	for _, scheme := range schemes {
		number := map[string]string{"http": "80", "https": "443"}[scheme]
		if ported {
			number = strings.ReplaceAll(port, "*", `\d*`)
		}
		each = append(each, scheme+"://"+host+":"+number)
	}
	return `\A(?:` + strings.Join(each, "|") + `)\z`
}

// AllowOrigins match as the guide's tables do, on every origin of a few schemes,
// hosts and ports.
func TestAllowOriginsAsRegularExpressions(t *testing.T) {
	hosts := []string{"example.org", "test.example.org", "a.b.example.org", ".example.org", "example.com", "xexample.org", "localhost", "org", "example.org.evil"}
	ports := []string{"", "80", "443", "8080", "8000", "18080", "0"}
	matched := 0
	rapid.Check(t, func(r *rapid.T) {
		one := func(what string, from ...string) string { return rapid.SampledFrom(from).Draw(r, what) }
		pattern := one("scheme", "", "http://", "https://", "HTTPS://") + one("star", "", "*.") + one("host", "example.org", "Example.org", "org", "localhost") +
			one("port", "", ":*", ":80", ":443", ":8080", ":80*", ":*0", ":8*80")
		if rapid.IntRange(0, 9).Draw(r, "any") == 0 {
			pattern = "*"
		}
		p, mistake := parseOriginPattern(pattern)
		if mistake != "" {
			r.Fatalf("%q: %s", pattern, mistake)
		}
		expression := regexp.MustCompile(originExpression(pattern))
		for _, scheme := range []string{"http", "https", "ftp"} {
			for _, host := range hosts {
				for _, port := range ports {
					origin := scheme + "://" + host
					written := origin + ":" + map[string]string{"http": "80", "https": "443"}[scheme]
					if port != "" {
						origin += ":" + port
						written = origin
					}
					want := expression.MatchString(written)
					if got := p.matches(origin); got != want {
						r.Fatalf("%q matches %q: %v, want %v by %s", pattern, origin, got, want, expression)
					}
					if want && pattern != "*" {
						matched++
					}
				}
			}
		}
	})
	if matched == 0 {
		t.Error("nothing matched: the test shows nothing")
	}
}

// AllowHeaders likewise, whatever the case.
func TestAllowHeadersAsRegularExpressions(t *testing.T) {
	names := texts("xA-", 5)[1:]
	rapid.Check(t, func(r *rapid.T) {
		pattern := rapid.StringOfN(rapid.RuneFrom([]rune("xa-*")), 1, 8, -1).Draw(r, "pattern")
		for _, name := range names {
			want := likePattern(pattern, strings.ToLower(name))
			if got := (headerPatterns{pattern}).match(name); got != want {
				r.Fatalf("%q covers %q: %v, want %v", pattern, name, got, want)
			}
		}
	})
}
