package config

import "testing"

func TestDidYouMean(t *testing.T) {
	names := []string{"region", "public", "publicAccessBlock", "cors", "objects"}
	cases := map[string]string{
		"regoin":   "; did you mean region?",
		"Region":   "; did you mean region?",
		"object":   "; did you mean objects?",
		"CORS":     "; did you mean cors?",
		"publik":   "; did you mean public?",
		"whatever": "",
		"":         "",
	}
	for given, want := range cases {
		if got := didYouMean(given, names); got != want {
			t.Errorf("didYouMean(%q) = %q, want %q", given, got, want)
		}
	}
}

func TestContentType(t *testing.T) {
	cases := map[string]string{
		"a/index.M3U8": "application/vnd.apple.mpegurl",
		"seg.m4s":      "video/iso.segment",
		"a.mjs":        "text/javascript",
		"font.woff2":   "font/woff2",
		"tile.pbf":     "application/x-protobuf",
		"noending":     "binary/octet-stream",
		"a.b/c":        "binary/octet-stream",
	}
	for key, want := range cases {
		if got := contentType(key); got != want {
			t.Errorf("contentType(%q) = %q, want %q", key, got, want)
		}
	}
}
