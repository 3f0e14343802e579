package policy

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestNormalEncoding(t *testing.T) {
	cases := []struct {
		mode        encodingMode
		sent        []string
		key, origin string
	}{
		{encodingBoth, []string{"gzip, deflate, br"}, "br,gzip", "br,gzip"},
		{encodingBoth, []string{"br", "GZIP"}, "br,gzip", "br,gzip"},
		{encodingBoth, []string{"gzip"}, "gzip", "gzip"},
		{encodingBoth, []string{"br;q=1.0"}, "br", "br"},
		{encodingBoth, []string{"deflate"}, "", "identity"},
		{encodingBoth, []string{"gzip;q=0, br; q=0.0"}, "", "identity"},
		{encodingBoth, []string{"*"}, "", "identity"},
		{encodingBoth, []string{""}, "", "identity"},
		{encodingBoth, nil, "", ""},
		{encodingGzip, []string{"gzip, br"}, "gzip", "gzip"},
		{encodingGzip, []string{"br"}, "", "identity"},
		{encodingBrotli, []string{"gzip, br"}, "br", "br"},
		{encodingLegacy, []string{"gzip, br"}, "br,gzip", "br,gzip"},
		{encodingLegacy, []string{"deflate"}, "", ""},
	}
	for _, c := range cases {
		if key, origin := c.mode.normalEncoding(c.sent); key != c.key || origin != c.origin {
			t.Errorf("%+v: %q %q", c, key, origin)
		}
	}
}

func FuzzQuery(f *testing.F) {
	for _, raw := range []string{"", "a=1", "a=1&b=2", "&&", "a", "=", "a==b", "%61=1", "a=1;b=2"} {
		f.Add(raw)
	}
	rules := nameRules{key: nameRule{mode: nameListed, names: []string{"a"}}, forward: nameRule{mode: nameAllExcept, names: []string{"a", "b"}}}
	all := nameRules{forward: nameRule{mode: nameAll}}
	f.Fuzz(func(t *testing.T, raw string) {
		var pairs []string
		eachQuery(raw, func(pair, name, value string) bool {
			if pair == "" || strings.Contains(pair, "&") || !strings.HasPrefix(pair, name) || !strings.HasSuffix(pair, value) {
				t.Fatalf("%q: %q %q %q", raw, pair, name, value)
			}
			if name != "b" {
				pairs = append(pairs, pair)
			}
			return true
		})
		if got := rules.forwardQuery(raw); got != strings.Join(pairs, "&") {
			t.Fatalf("%q becomes %q, want %q", raw, got, pairs)
		}
		if got := all.forwardQuery(raw); got != raw {
			t.Fatalf("%q becomes %q", raw, got)
		}
	})
}

func FuzzCookies(f *testing.F) {
	for _, line := range []string{"", "a=1", "b=2; a=1", ";;", "a", " a = 1 ;b", "a=1;a=0", "=x", "$a=1; $=2"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		got := appendCookies(nil, []string{line}, func(name string) bool { return name != "b" })
		if !slices.IsSortedFunc(got, func(a, b cookie) int { return strings.Compare(a.name, b.name) }) {
			t.Fatalf("%q: %q", line, got)
		}
		for _, c := range got {
			if c.name == "" || c.name == "b" || c.name[0] == '$' || !strings.Contains(line, c.name) || !strings.Contains(line, c.value) ||
				strings.Contains(c.name+c.value, ";") {
				t.Fatalf("%q: %q", line, got)
			}
		}
		rules := nameRules{key: nameRule{mode: nameAll}}
		again := rules.forwardCookies([]string{rules.forwardCookies([]string{line})})
		if once := rules.forwardCookies([]string{line}); again != once {
			t.Fatalf("%q: %q, and again %q", line, once, again)
		}
	})
}

// Viewers who speak HTTP/1.0 have no Accept-Encoding, whoever lists it.
func TestNoEncodingInHTTP10(t *testing.T) {
	src := newWorld()
	src.cache["both"] = keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{EnableAcceptEncodingGzip: true, EnableAcceptEncodingBrotli: new(true)}, 1, 2, 3)
	src.cache["plain"] = keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{HeadersConfig: CachePolicyHeadersConfig{HeaderBehavior: "whitelist",
		Headers: &Headers{1, []string{"Accept-Encoding"}}}}, 1, 2, 3)
	for _, id := range []string{"both", "plain"} {
		b := behaviorOf(t, customOrigin(), DefaultCacheBehavior{CachePolicyId: id, Compress: new(true)}, src, Options{})
		v := viewerOf("Accept-Encoding", "gzip, br")
		v.ProtoMajor, v.ProtoMinor = 1, 0
		sent := b.OriginRequest(v, b.Origin)
		if key := b.Key(v); len(key.In) != 0 || sent.Header["Accept-Encoding"] != nil || b.Encoding(v) != "" {
			t.Errorf("%s: key %v, sent %q, encoding %q", id, key.In, sent.Header["Accept-Encoding"], b.Encoding(v))
		}
		v.ProtoMinor = 1
		if key := b.Key(v); len(key.In) != 1 {
			t.Errorf("%s over HTTP/1.1: key %v", id, key.In)
		}
	}
}

func FuzzAcceptEncoding(f *testing.F) {
	for _, line := range []string{"gzip", "gzip, br", "br;q=0", "gzip;q=0.000, *", ",,", "gzip;;q=0", "identity"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		gzip, br := acceptedEncodings([]string{line})
		lower := strings.ToLower(line)
		if gzip && !strings.Contains(lower, "gzip") || br && !strings.Contains(lower, "br") {
			t.Fatalf("%q: %v %v", line, gzip, br)
		}
		key, origin := encodingBoth.normalEncoding([]string{line})
		if key != origin && !(key == "" && origin == "identity") {
			t.Fatalf("%q: %q %q", line, key, origin)
		}
	})
}

func FuzzKey(f *testing.F) {
	src := newWorld()
	src.cache["cp"] = keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{
		HeadersConfig:      CachePolicyHeadersConfig{HeaderBehavior: "whitelist", Headers: &Headers{Quantity: 1, Items: []string{"Origin"}}},
		CookiesConfig:      CachePolicyCookiesConfig{CookieBehavior: "all"},
		QueryStringsConfig: CachePolicyQueryStringsConfig{QueryStringBehavior: "all"}})
	b := behaviorOf(f, customOrigin(), DefaultCacheBehavior{CachePolicyId: "cp"}, src, Options{})
	f.Add("/a", "x=1", "https://a.example", "a=1; b=2")
	f.Add("/", "", "", "")
	f.Fuzz(func(t *testing.T, path, query, origin, cookies string) {
		if strings.ContainsAny(path+query+origin+cookies, "\n\r") || strings.Contains(path, "?") {
			return // cannot arrive over HTTP
		}
		v := viewerOf()
		v.Path, v.RawQuery, v.Header = path, query, http.Header{"Origin": {origin}, "Cookie": {cookies}}
		k := b.Key(v)
		if k.Path != path || k.Query != query || !strings.HasPrefix(k.String, "edemo.cloudfront.localhost"+path) {
			t.Fatalf("%q", k)
		}
		v.Header = http.Header{"Origin": {origin + "x"}, "Cookie": {cookies}}
		if b.Key(v).String == k.String {
			t.Fatalf("another origin, same key %q", k.String)
		}
	})
}
