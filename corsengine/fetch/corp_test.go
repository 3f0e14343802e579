package fetch

import (
	"net/http"
	"testing"
)

// TestResourcePolicy is the table of Fetch's "cross-origin resource policy
// internal check".
func TestResourcePolicy(t *testing.T) {
	const a, sub, b = "https://a.example", "https://cdn.a.example/x", "https://b.example/x"
	const coep = "corp-not-same-origin-after-defaulted-to-same-origin-by-coep"
	tests := []struct {
		url, mode string
		embedder  EmbedderPolicy
		header    string
		want      string // Chromium's reason; empty: loads
	}{
		{b, "no-cors", "", "", ""},
		{b, "no-cors", UnsafeNone, "", ""},
		{b, "no-cors", "", "same-origin", "corp-not-same-origin"},
		{b, "no-cors", "", "same-site", "corp-not-same-site"},
		{b, "no-cors", "", "cross-origin", ""},
		{b, "no-cors", "", "same-origin, same-origin", ""}, // no value, so none
		{b, "no-cors", "", "Same-Origin", ""},
		{sub, "no-cors", "", "same-origin", "corp-not-same-origin"},
		{sub, "no-cors", "", "same-site", ""},
		{b, "no-cors", RequireCORP, "", coep},
		{b, "no-cors", RequireCORP, "nonsense", coep},
		{b, "no-cors", RequireCORP, "cross-origin", ""},
		{b, "no-cors", RequireCORP, "same-origin", "corp-not-same-origin"},
		{sub, "no-cors", RequireCORP, "", coep},
		{sub, "no-cors", RequireCORP, "same-site", ""},
		{a + "/x", "no-cors", RequireCORP, "", ""},
		{b, "no-cors", Credentialless, "", ""},
		{b, "no-cors", Credentialless, "same-origin", "corp-not-same-origin"},
		{b, "cors", RequireCORP, "", "MissingAllowOriginHeader"}, // the CORS check, and no other
	}
	for _, tt := range tests {
		res := &Response{Status: 200, Header: http.Header{}}
		if tt.header != "" {
			res.Header.Set("Cross-Origin-Resource-Policy", tt.header)
		}
		r := &Request{Method: "GET", URL: tt.url, Origin: a, Mode: tt.mode, Embedder: tt.embedder}
		for _, e := range engines() {
			v := e.judge(r, res)
			if v.Allowed != (tt.want == "") || e == Chromium && v.Error != tt.want {
				t.Errorf("%v: %s from %s, %s, embedder %q, %q: %+v, want %q", e, tt.url, a, tt.mode, tt.embedder, tt.header, v, tt.want)
			}
		}
	}
}
