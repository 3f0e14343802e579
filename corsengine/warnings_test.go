package corsengine

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOriginWarnings(t *testing.T) {
	const all = `it matches every site, and unlike a lone "*" S3 echoes the origin and allows credentials`
	for origin, want := range map[string]string{
		"*": "", "null": "", "https://app.example.com": "", "http://localhost:3000": "", "http://localhost:*": "",
		"https://*.example.com": "", "*.example.com": "", "capacitor://localhost": "", "https://*.example.com:8443": "", "http://*:3000": "",
		"https://a.example:80":    "",
		"":                        "an empty origin matches nothing",
		" https://a.example":      "the blanks round the origin are compared too, so it matches nothing",
		"https":                   `a scheme alone is an ordinary string that no origin equals; write "https://*"`,
		"http://":                 `a scheme alone is an ordinary string that no origin equals; write "http://*"`,
		"example.com":             `the origin has no scheme, so it matches nothing; write "https://example.com"`,
		"localhost:*":             `the origin has no scheme, so it matches nothing; write "https://localhost:*"`,
		"https://a.example/":      `origins have no slash at the end, so it matches nothing; write "https://a.example"`,
		"https://a.example/app/x": `origins have no path, so it matches nothing; write "https://a.example"`,
		"https://*/app":           `origins have no path, so it matches nothing; write "https://*"`,
		"https://Example.com":     `browsers send scheme and host in lower case and S3 compares exactly, so it matches nothing; write "https://example.com"`,
		"https://bücher.example":  "browsers send international host names in their xn-- form, so it matches nothing",
		"https://a.example:443":   `browsers leave the default port out, so it matches nothing; write "https://a.example"`,
		"http://a.example:80":     `browsers leave the default port out, so it matches nothing; write "http://a.example"`,
		"http*":                   all, "https://*": all, "h*": all,
		"https://app.*":        `the "*" at the end also matches foreign hosts, as "https://app.attacker.example"`,
		"https://example.com*": `the "*" at the end also matches foreign hosts, as "https://example.com.attacker.example"`,
		"https://*example.com": `it also matches foreign hosts, as "https://attacker-example.com"; begin the part behind the "*" with a dot`,
	} {
		if got := originWarning(origin); got != want {
			t.Errorf("%q: %s", origin, cmp.Diff(want, got))
		}
	}
}

func TestWarnings(t *testing.T) {
	type warning struct {
		rule         int
		field, value string
	}
	for name, c := range map[string]struct {
		config string
		want   []warning
	}{
		"nothing to say": {`[{"AllowedOrigins":["https://a"],"AllowedMethods":["GET","HEAD","PUT"],"AllowedHeaders":["*"],"ExposeHeaders":["etag"],"MaxAgeSeconds":600}]`, nil},
		"the console's sample": {`[{"AllowedOrigins":["*"],"AllowedMethods":["GET"],"AllowedHeaders":[],"ExposeHeaders":[]}]`,
			[]warning{{0, "AllowedMethods", "GET"}, {0, "AllowedHeaders", ""}}},
		"HEAD in another rule": {`[{"AllowedOrigins":["https://a"],"AllowedMethods":["GET"],"AllowedHeaders":["*"]},{"AllowedOrigins":["*"],"AllowedMethods":["HEAD"],"AllowedHeaders":["*"]}]`, nil},
		"uploads": {`[{"AllowedOrigins":["https://a"],"AllowedMethods":["PUT"]}]`,
			[]warning{{0, "AllowedHeaders", ""}, {0, "ExposeHeaders", "ETag"}}},
		"mixed star": {`[{"AllowedOrigins":["https://a/","*"],"AllowedMethods":["DELETE"],"AllowedHeaders":["","x"]}]`,
			[]warning{{0, "AllowedOrigins", "https://a/"}, {0, "AllowedOrigins", "*"}, {0, "AllowedHeaders", ""}}},
		"shadowed": {`[{"ID":"a","AllowedOrigins":["*"],"AllowedMethods":["HEAD"],"AllowedHeaders":["X-a"]},{"ID":"a","AllowedOrigins":["https://a"],"AllowedMethods":["HEAD"],"AllowedHeaders":["x-A"]},{"AllowedOrigins":["https://a"],"AllowedMethods":["HEAD"],"AllowedHeaders":["*"]}]`,
			[]warning{{1, "ID", "a"}, {1, "", ""}}},
		"shadowed by a twin": {`[{"AllowedOrigins":["https://a"],"AllowedMethods":["HEAD"],"AllowedHeaders":["*"]},{"AllowedOrigins":["https://a"],"AllowedMethods":["HEAD"],"AllowedHeaders":["x"]}]`,
			[]warning{{1, "", ""}}},
		"ages": {`[{"AllowedOrigins":["https://a"],"AllowedMethods":["HEAD"],"AllowedHeaders":["*"],"MaxAgeSeconds":-1},{"AllowedOrigins":["https://b"],"AllowedMethods":["HEAD"],"AllowedHeaders":["*"],"MaxAgeSeconds":86401}]`,
			[]warning{{0, "MaxAgeSeconds", "-1"}, {1, "MaxAgeSeconds", "86401"}}},
	} {
		t.Run(name, func(t *testing.T) {
			config, err := ParseJSON([]byte(c.config))
			if err != nil {
				t.Fatal(err)
			}
			var got []warning
			for _, w := range Warnings(config) {
				if w.Message == "" {
					t.Errorf("no message: %+v", w)
				}
				got = append(got, warning{w.Rule, w.Field, w.Value})
			}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(warning{})); diff != "" {
				t.Error(diff)
			}
		})
	}
	if Warnings(nil) != nil {
		t.Error("a bucket without a configuration has warnings")
	}
}
