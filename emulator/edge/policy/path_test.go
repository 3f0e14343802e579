package policy

import (
	"strings"
	"testing"
)

func pathCases() map[string]string {
	return map[string]string{
		"/":                     "/",
		"":                      "/",
		"/vod/index.m3u8":       "/vod/index.m3u8",
		"/vod/":                 "/vod/",
		"//vod//a":              "/vod/a",
		"/a/./b":                "/a/b",
		"/a/../b":               "/b",
		"/a/b/..":               "/a/",
		"/../../x":              "/x",
		"/a/.":                  "/a/",
		"/..":                   "/",
		"/.hidden":              "/.hidden",
		"/a..b/c":               "/a..b/c",
		"/%61%2D%7E":            "/a-~",
		"/caf%c3%a9":            "/caf%C3%A9",
		"/a%2fb":                "/a%2Fb",
		"/a/%2e%2e/b":           "/b",
		"/100%":                 "/100%25",
		"/%%341":                "/%2541",
		"/%zz":                  "/%25zz",
		"/Case/Stays":           "/Case/Stays",
		"/static/../api//v1/./": "/api/v1/",
		"no-slash":              "/no-slash",
	}
}

func TestNormalizePath(t *testing.T) {
	for raw, want := range pathCases() {
		if got := NormalizePath(raw); got != want {
			t.Errorf("NormalizePath(%q) = %q, want %q", raw, got, want)
		}
	}
}

func FuzzNormalizePath(f *testing.F) {
	for raw := range pathCases() {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got := NormalizePath(raw)
		if again := NormalizePath(got); again != got {
			t.Fatalf("NormalizePath(%q) = %q, and again %q", raw, got, again)
		}
		if got == "" || got[0] != '/' || strings.Contains(got, "//") {
			t.Fatalf("NormalizePath(%q) = %q", raw, got)
		}
		for segment := range strings.SplitSeq(got, "/") {
			if segment == "." || segment == ".." {
				t.Fatalf("NormalizePath(%q) = %q", raw, got)
			}
		}
	})
}
