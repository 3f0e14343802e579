package policy

import (
	"regexp"
	"strings"
	"testing"
)

type patternCase struct {
	pattern, path string
	want          bool
}

func patternCases() []patternCase {
	return []patternCase{
		{"*", "/", true},
		{"*", "/a/b/c", true},
		{"images/*.jpg", "/images/a.jpg", true},
		{"/images/*.jpg", "/images/a/b.jpg", true},
		{"images/*.jpg", "/images/a.JPG", false},
		{"images/*.jpg", "/x/images/a.jpg", false},
		{"/images/*", "/images/", true},
		{"/images/*", "/images", false},
		{"*.jpg", "/a/b.jpg", true},
		{"/a?.jpg", "/ab.jpg", true},
		{"/a?.jpg", "/a.jpg", false},
		{"/a?b", "/a/b", true},
		{"/a*c*e", "/abcde", true},
		{"/a*c*e", "/abde", false},
		{"/*a*a*a*a*b", "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
		{"/exact", "/exact", true},
		{"/exact", "/exact/", false},
		{"*debug*", "/x", false},
		{"/a*a", "/a", false},
		{"/a*a", "/aa", true},
		{"/a?a", "/aa", false},
		{"ab*ba", "/aba", false},
		{"", "/", true},
	}
}

func TestMatchPattern(t *testing.T) {
	for _, c := range patternCases() {
		p := compilePattern(c.pattern)
		if got := p.matches(c.path); got != c.want {
			t.Errorf("%q matches %q: %v", c.pattern, c.path, got)
		}
	}
}

func FuzzGlob(f *testing.F) {
	for _, c := range patternCases() {
		f.Add(c.pattern, c.path)
	}
	f.Fuzz(func(t *testing.T, pattern, s string) {
		if len(pattern) > 30 || len(s) > 60 || !isASCII(pattern) || !isASCII(s) {
			return
		}
		expr := regexp.QuoteMeta(pattern)
		expr = strings.ReplaceAll(strings.ReplaceAll(expr, `\*`, "(?s:.*)"), `\?`, "(?s:.)")
		if want := regexp.MustCompile(`\A` + expr + `\z`).MatchString(s); glob(pattern, s) != want {
			t.Fatalf("glob(%q, %q) = %v", pattern, s, !want)
		}
		// The compiled form takes the slashes off and is otherwise the same.
		p := compilePattern(pattern)
		if want := glob(strings.TrimPrefix(pattern, "/"), strings.TrimPrefix(s, "/")); p.matches(s) != want {
			t.Fatalf("%q matches %q: %v", pattern, s, !want)
		}
	})
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func TestPatternMistake(t *testing.T) {
	for pattern, ok := range map[string]bool{
		"/api/*": true, "*.jpg": true, "a?b": true, `/a_-.*$/~"'@:+&z`: true, strings.Repeat("a", 255): true,
		"": false, strings.Repeat("a", 256): false, "/a b": false, "/a%20b": false, "/[ab]": false, "/é": false,
	} {
		if got := patternMistake(pattern); (got == "") != ok {
			t.Errorf("patternMistake(%q) = %q", pattern, got)
		}
	}
}

func TestMatchTakesTheFirstBehavior(t *testing.T) {
	cfg := distribution(customOrigin(), DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingOptimized")})
	patterns := []string{"images/*.jpg", "images/*", "*.gif"}
	for _, p := range patterns {
		cfg.CacheBehaviors = &CacheBehaviors{Items: append(itemsOf(cfg.CacheBehaviors), CacheBehavior{PathPattern: p, DefaultCacheBehavior: cfg.DefaultCacheBehavior})}
		cfg.CacheBehaviors.Quantity = len(cfg.CacheBehaviors.Items)
	}
	d := mustCompile(t, cfg, newWorld(), Options{})
	for path, want := range map[string]string{
		"/images/sample.jpg": "images/*.jpg", "/images/sample.gif": "images/*", "/other/sample.gif": "*.gif",
		"/x.txt": "*", "/images": "*", NormalizePath("/x/..//images/a.png"): "images/*",
	} {
		if got := d.Match(path).Pattern; got != want {
			t.Errorf("Match(%q) is %q, want %q", path, got, want)
		}
	}
}

func itemsOf(list *CacheBehaviors) []CacheBehavior {
	if list == nil {
		return nil
	}
	return list.Items
}
