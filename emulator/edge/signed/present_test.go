package signed

import (
	"slices"
	"testing"
)

func TestStripQuery(t *testing.T) {
	for raw, want := range map[string]string{
		"":                              "",
		"a=1":                           "a=1",
		"a=1&&b":                        "a=1&&b",
		"Expires=1":                     "",
		"a=1&Expires=1&b=2":             "a=1&b=2",
		"Policy=x&a=1&Signature=y":      "a=1",
		"Key-Pair-Id=K&Hash-Algorithm=": "",
		"expires=1&POLICY=2":            "expires=1&POLICY=2",
		"Expires":                       "",
		"b=2&a=1&Signature=1&c=%20":     "b=2&a=1&c=%20",
	} {
		if got := StripQuery(raw); got != want {
			t.Errorf("%q became %q, want %q", raw, got, want)
		}
	}
}

func TestStripCookies(t *testing.T) {
	for _, tt := range []struct{ in, want []string }{
		{nil, nil},
		{[]string{"a=1; b=2"}, []string{"a=1; b=2"}},
		{[]string{"CloudFront-Policy=x; CloudFront-Signature=y; CloudFront-Key-Pair-Id=K"}, nil},
		{[]string{"a=1; CloudFront-Expires=1", "CloudFront-Hash-Algorithm=SHA256; b=2"}, []string{"a=1; b=2"}},
		{[]string{"CloudFront-Other=1"}, []string{"CloudFront-Other=1"}},
		{[]string{"cloudfront-policy=1"}, []string{"cloudfront-policy=1"}},
	} {
		if got := StripCookies(tt.in); !slices.Equal(got, tt.want) {
			t.Errorf("%q became %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestFirstCounts: of two values of one name the first is taken.
func TestFirstCounts(t *testing.T) {
	p, ok := fromQuery("Key-Pair-Id=K1&Key-Pair-Id=K2&Expires=&Expires=5")
	if !ok || p.keyID != "K1" || p.expires != "" {
		t.Errorf("%+v", p)
	}
	p, ok = fromCookies([]string{`CloudFront-Key-Pair-Id="K1"`, "CloudFront-Key-Pair-Id=K2"})
	if !ok || p.keyID != "K1" {
		t.Errorf("%+v", p)
	}
}
