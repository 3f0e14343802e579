package signed

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMatchResource(t *testing.T) {
	const d = "d111111abcdef8.cloudfront.net"
	for _, tt := range []struct {
		pattern, scheme, host, path, query string
		want                               bool
	}{
		// The documentation's examples.
		{"https://" + d + "/*game_download.zip*", "https", d, "/game_download.zip", "", true},
		{"https://" + d + "/*game_download.zip*", "https", d, "/example_game_download.zip", "license=yes", true},
		{"https://" + d + "/*game_download.zip*", "https", d, "/test_game_download.zip", "license=temp", true},
		{"https://www.example.com/hello*world", "https", "www.example.com", "/helloworld", "", true},
		{"https://www.example.com/hello*world", "https", "www.example.com", "/hello-world", "", true},
		{"https://www.example.com/hello*world", "https", "www.example.com", "/hello", "world", false},
		{"http://example.com/hello*", "http", "example.com", "/hello", "a=b", true},
		{`http://example.com/hello*\?*`, "http", "example.com", "/hello", "a=b", true},
		{`http://example.com/hello*\?*`, "http", "example.com", "/hello", "", true},
		{"http://example.com*", "http", "example.com", "/any/where", "a=b", true},
		{"http://example.com*", "http", "example.com.evil.net", "/", "", true}, // as documented: a star in the domain
		{"*example.com", "https", "www.example.com", "/", "", true},
		{"*example.com", "https", "www.example.com", "/a", "", false},
		{"*", "http", "x", "/a", "b", true},
		{"https://" + d + `/images/horizon.jpg\?size=large&license=yes`, "https", d, "/images/horizon.jpg", "size=large&license=yes", true},
		{"https://" + d + "/images/horizon.jpg?size=large&license=yes", "https", d, "/images/horizon.jpg", "size=large&license=yes", true},
		// Sections.
		{"https://" + d + "/a.txt", "https", d, "/a.txt", "", true},
		{"https://" + d + "/a.txt", "https", d, "/a.txt", "x=1", false},
		{"https://" + d + "/a.txt", "http", d, "/a.txt", "", false},
		{"http*://" + d + "/a.txt", "http", d, "/a.txt", "", true},
		{"*://" + d + "/a.txt", "https", d, "/a.txt", "", true},
		{"https://*/a.txt", "https", d, "/a.txt", "", true},
		{"https://*/a.txt", "https", d, "/b/a.txt", "", false},
		{"https://*.example.com/*", "https", "a.b.example.com", "/x", "y", true},
		{"https://*.example.com/*", "https", "example.com", "/x", "", false},
		{"https://" + d, "https", d, "/", "", true},
		{"https://" + d + "/", "https", d, "/", "", true},
		{"https://" + d + "/*", "https", d, "/", "", true},
		{"https://" + d + "/*.jpg", "https", d, "/deep/er/a.jpg", "", true},
		{"https://" + d + "/*.jpg", "https", d, "/a.png", "x=.jpg", false},
		{"https://" + d + "/*.jpg", "https", d, "/a.jpg", "x=1", false},
		{"https://" + d + "/A.txt", "https", d, "/a.txt", "", false},
		{"https://img?.example.com/*", "https", "img1.example.com", "/x", "", true},
		{"https://img?.example.com/*", "https", "img.example.com", "/x", "", false},
		// A plain "?" is a character of the path or the beginning of the query.
		{"https://" + d + "/img?.png", "https", d, "/img1.png", "", true},
		{"https://" + d + "/img?.png", "https", d, "/img", ".png", true},
		{"https://" + d + "/img?", "https", d, "/img", "", false},
		{"https://" + d + "/img?", "https", d, "/img1", "", true},
		{"https://" + d + "/i?g.png?v=?", "https", d, "/img.png", "v=1", true},
		{"https://" + d + "/a?*", "https", d, "/a", "any", true},
		// What is no URL covers nothing.
		{"", "https", d, "/a", "", false},
		{"/a.txt", "https", d, "/a.txt", "", false},
		{d + "/a.txt", "https", d, "/a.txt", "", false},
		{"videos/mp3_name", "https", d, "/videos/mp3_name", "", false},
	} {
		if got := matchResource(tt.pattern, tt.scheme, tt.host, tt.path, tt.query); got != tt.want {
			t.Errorf("%s covers %s://%s%s ? %q: %v, want %v", tt.pattern, tt.scheme, tt.host, tt.path, tt.query, got, tt.want)
		}
	}
}

// expression is a pattern as a regular expression.
func expression(pattern string) *regexp.Regexp {
	quoted := regexp.QuoteMeta(pattern)
	return regexp.MustCompile(`(?s)^` + strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(quoted) + `$`)
}

// TestGlobs holds both ways of matching to regular expressions.
func TestGlobs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringOfN(rapid.SampledFrom([]rune("ab*?")), 0, 8, -1).Draw(t, "pattern")
		s := rapid.StringOfN(rapid.SampledFrom([]rune("ab")), 0, 8, -1).Draw(t, "s")
		if got, want := glob(pattern, s), expression(pattern).MatchString(s); got != want {
			t.Fatalf("glob(%q, %q) = %v, want %v", pattern, s, got, want)
		}
		for n, got := range beginnings(pattern, s) {
			if want := expression(pattern[:n]).MatchString(s); got != want {
				t.Fatalf("beginnings(%q, %q)[%d] = %v, want %v", pattern, s, n, got, want)
			}
		}
	})
}
