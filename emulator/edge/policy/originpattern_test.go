package policy

import (
	"strings"
	"testing"
)

type originCase struct {
	pattern, origin string
	want            bool
}

func originCases() []originCase {
	return []originCase{
		{"*", "https://any.example", true},
		{"*", "null", true},
		{"http://*.example.org", "http://www.example.org", true},
		{"http://*.example.org", "http://test.example.org", true},
		{"http://*.example.org", "https://test.example.org", false},
		{"http://*.example.org", "https://test.example.org:123", false},
		{"http://*.example.org", "http://test.example.org:123", false},
		{"http://*.example.org", "http://example.org", false},
		{"http://*.example.org", "http://wwwexample.org", false},
		{"*.example.org", "test.example.org", true},
		{"*.example.org", "test.test.example.org", true},
		{"*.example.org", ".example.org", true},
		{"*.example.org", "https://.example.org", true},
		{"*.example.org", "http://test.example.org", true},
		{"*.example.org", "https://test.example.org", true},
		{"*.example.org", "http://test.example.org:123", false},
		{"*.example.org", "https://test.example.org:123", false},
		{"*.example.org", "https://evil.com/.example.org", false},
		{"*.example.org", "https://evil.com:1.example.org", false},
		{"example.org", "http://example.org", true},
		{"example.org", "https://example.org", true},
		{"example.org", "https://example.org:443", true},
		{"example.org", "https://example.org:80", false},
		{"example.org", "https://example.org.evil.com", false},
		{"http://example.org", "http://example.org", true},
		{"http://example.org", "https://example.org", false},
		{"http://example.org", "http://example.org:123", false},
		{"http://example.org:*", "http://example.org:123", true},
		{"http://example.org:*", "http://example.org", true},
		{"http://example.org:*", "http://example.org:12x", false},
		{"http://example.org:1*3", "http://example.org:123", true},
		{"http://example.org:1*3", "http://example.org:1893", true},
		{"http://example.org:1*3", "http://example.org:13", true},
		{"http://example.org:1*3", "http://example.org:124", false},
		{"http://example.org:1*3", "http://example.org", false},
		{"https://example.org:4*", "https://example.org", true},
		{"*.example.org:1*", "test.example.org:123", true},
		{"*.example.org:1*", "https://test.example.org:123", true},
		{"https://app.example.com", "null", false},
		{"https://app.example.com", "https://APP.example.com", false},
		{"http://[::1]:3000", "http://[::1]:3000", true},
		{"http://localhost:3000", "http://localhost:3000", true},
		{"http://localhost:3000", "http://localhost:3001", false},
		{"app.example.com", "capacitor://app.example.com", false},
	}
}

func TestOriginPattern(t *testing.T) {
	for _, c := range originCases() {
		p, mistake := parseOriginPattern(c.pattern)
		if mistake != "" {
			t.Errorf("%q: %s", c.pattern, mistake)
		} else if got := p.matches(c.origin); got != c.want {
			t.Errorf("%q matches %q: %v", c.pattern, c.origin, got)
		}
	}
}

func TestOriginPatternMistakes(t *testing.T) {
	for _, pattern := range []string{"", "example.*", "test.*.example.org", "*test.example.org", "exa*mple.org", "http://", "ftp://a.example",
		"https://a.example/", "https://a.example/path", "https://u@a.example", "https://a.example:", "https://a.example:8o", "**.example.org",
		"*.*.example.org", "a example", "*.", "http://*"} {
		if _, mistake := parseOriginPattern(pattern); mistake == "" {
			t.Errorf("%q passes", pattern)
		}
	}
}

func FuzzOriginPattern(f *testing.F) {
	for _, c := range originCases() {
		f.Add(c.pattern, c.origin)
	}
	f.Fuzz(func(t *testing.T, pattern, origin string) {
		p, mistake := parseOriginPattern(pattern)
		if mistake != "" || p.any || !p.matches(origin) {
			return
		}
		// What matches ends, port aside, with the pattern's host, and has
		// nothing in front of it that a host name could not have.
		rest := origin
		if _, after, ok := strings.Cut(origin, "://"); ok {
			rest = after
		}
		host, port := splitPort(rest)
		if !strings.HasSuffix(host, p.host) || strings.Trim(port, "0123456789") != "" {
			t.Fatalf("%q matches %q", pattern, origin)
		}
		if !p.subdomains && host != p.host {
			t.Fatalf("%q matches %q", pattern, origin)
		}
		if before := strings.TrimSuffix(host, p.host); before != "" && (!strings.HasSuffix(before, ".") || strings.ContainsAny(before, "/?#@ ")) {
			t.Fatalf("%q matches %q", pattern, origin)
		}
	})
}

func TestHeaderPatterns(t *testing.T) {
	for _, c := range []struct {
		patterns []string
		name     string
		want     bool
	}{
		{[]string{"x-amz-*"}, "X-Amz-Test", true},
		{[]string{"x-amz-*"}, "x-amz-", true},
		{[]string{"x-amz-*"}, "x-amz", false},
		{[]string{"x-*-amz"}, "x-test-amz", true},
		{[]string{"x-*-amz"}, "x--amz", true},
		{[]string{"*"}, "anything", true},
		{[]string{"*"}, "Authorization", false},
		{[]string{"auth*"}, "authorization", false},
		{[]string{"*", "authorization"}, "Authorization", true},
		{[]string{"x-a"}, "X-B", false},
		{nil, "X-B", false},
	} {
		if got := headerPatterns(c.patterns).match(c.name); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
