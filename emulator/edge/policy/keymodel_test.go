package policy

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A keySetting is what of a behavior decides about cache keys.
type keySetting struct {
	legacy                bool
	headers               []string
	queryMode, cookieMode string // none, whitelist, allExcept, all
	query, cookies        []string
	gzip, br              bool
	cachesOptions         bool
}

// behavior compiles the setting, with an origin request policy that forwards
// everything, or none: it must make no difference to any key.
func (s *keySetting) behavior(t testing.TB, forwardAll bool) *Behavior {
	b := DefaultCacheBehavior{AllowedMethods: methodList(allMethods(), getHead)}
	if s.cachesOptions {
		b.AllowedMethods = methodList(allMethods(), getHeadOptions)
	}
	src := newWorld()
	if s.legacy {
		b.ForwardedValues = &ForwardedValues{QueryString: s.queryMode != "none", Headers: &Headers{len(s.headers), s.headers},
			Cookies: CookiePreference{Forward: s.cookieMode}, QueryStringCacheKeys: &QueryStringCacheKeys{}}
		if s.queryMode == "whitelist" {
			b.ForwardedValues.QueryStringCacheKeys = &QueryStringCacheKeys{len(s.query), s.query}
		}
		if s.cookieMode == "whitelist" {
			b.ForwardedValues.Cookies.WhitelistedNames = &CookieNames{len(s.cookies), s.cookies}
		}
	} else {
		in := ParametersInCacheKeyAndForwardedToOrigin{EnableAcceptEncodingGzip: s.gzip, EnableAcceptEncodingBrotli: &s.br,
			CookiesConfig:      CachePolicyCookiesConfig{CookieBehavior: s.cookieMode, Cookies: &CookieNames{len(s.cookies), s.cookies}},
			QueryStringsConfig: CachePolicyQueryStringsConfig{QueryStringBehavior: s.queryMode, QueryStrings: &QueryStringNames{len(s.query), s.query}},
		}
		if len(s.headers) > 0 {
			in.HeadersConfig = CachePolicyHeadersConfig{HeaderBehavior: "whitelist", Headers: &Headers{len(s.headers), s.headers}}
		}
		src.cache["cp"] = keyPolicy(in)
		b.CachePolicyId = "cp"
		if forwardAll {
			b.OriginRequestPolicyId = originRequestID(t, "AllViewer")
		}
	}
	cfg := distribution(customOrigin(), b)
	cfg.DefaultRootObject = "index.html"
	return mustCompile(t, cfg, src, Options{}).Behaviors[0]
}

// inputs are the documented inputs of the cache key, one after the other, as
// the guide lists them; nothing prepared.
// Source: DG:understanding-the-cache-key, DG:cache-key-understand-cache-policy,
// DG:header-caching, DG:QueryStringParameters, DG:Cookies.
func (s *keySetting) inputs(v *Viewer) []string {
	var in []string
	if v.Method == "OPTIONS" {
		in = append(in, "OPTIONS")
	}
	if v.Path == "/" {
		in = append(in, "path /index.html")
	} else {
		in = append(in, "path "+v.Path)
	}
	switch s.queryMode {
	case "all":
		in = append(in, "query "+v.RawQuery)
	case "whitelist", "allExcept":
		for _, pair := range strings.Split(v.RawQuery, "&") {
			name, _, _ := strings.Cut(pair, "=")
			if pair != "" && slices.Contains(s.query, name) == (s.queryMode == "whitelist") {
				in = append(in, "query "+pair)
			}
		}
	}
	for _, name := range slices.Sorted(slices.Values(s.headers)) {
		if values := v.Header[http.CanonicalHeaderKey(name)]; len(values) > 0 && !(name == "Accept-Encoding" && v.ProtoMajor == 1 && v.ProtoMinor == 0) {
			in = append(in, "header "+name+" "+strings.Join(values, ", "))
		}
	}
	if encoding := s.encoding(v); encoding != "" {
		in = append(in, "encoding "+encoding)
	}
	return append(in, s.cookieInputs(v)...)
}

// encoding is the table of Accept-Encoding.
func (s *keySetting) encoding(v *Viewer) string {
	gzip, br := s.gzip, s.br
	if s.legacy {
		gzip, br = true, true
	}
	if slices.Contains(s.headers, "Accept-Encoding") || v.ProtoMajor == 1 && v.ProtoMinor == 0 {
		return ""
	}
	accepts := func(name string) bool {
		for _, line := range v.Header["Accept-Encoding"] {
			for _, item := range strings.Split(line, ",") {
				item = strings.ReplaceAll(item, " ", "")
				if item == name || strings.HasPrefix(item, name+";q=") && item != name+";q=0" {
					return true
				}
			}
		}
		return false
	}
	switch gzip, br := gzip && accepts("gzip"), br && accepts("br"); {
	case gzip && br:
		return "br,gzip"
	case gzip:
		return "gzip"
	case br:
		return "br"
	}
	return ""
}

func (s *keySetting) cookieInputs(v *Viewer) (in []string) {
	type pair struct{ name, value string }
	var all []pair
	for _, line := range v.Header["Cookie"] {
		for _, item := range strings.Split(line, ";") {
			name, value, ok := strings.Cut(strings.TrimSpace(item), "=")
			listed := slices.ContainsFunc(s.cookies, func(pattern string) bool {
				return pattern == name || s.legacy && likePattern(pattern, name)
			})
			if ok && name != "" && !strings.HasPrefix(name, "$") && (s.cookieMode == "all" || s.cookieMode == "whitelist" && listed || s.cookieMode == "allExcept" && !listed) {
				all = append(all, pair{name, value})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return cmp.Compare(a.name, b.name) })
	for _, c := range all {
		in = append(in, "cookie "+c.name+" "+c.value)
	}
	return in
}

func drawSetting(t *rapid.T) *keySetting {
	some := func(label string, from ...string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 1, len(from), rapid.ID[string]).Draw(t, label)
	}
	s := &keySetting{legacy: rapid.Bool().Draw(t, "legacy"), cachesOptions: rapid.Bool().Draw(t, "OPTIONS")}
	modes := []string{"none", "whitelist", "allExcept", "all"}
	if s.legacy {
		modes = []string{"none", "whitelist", "all"}
	}
	s.queryMode = rapid.SampledFrom(modes).Draw(t, "query mode")
	s.cookieMode = rapid.SampledFrom(modes).Draw(t, "cookie mode")
	if rapid.Bool().Draw(t, "keys headers") {
		s.headers = some("headers", "Origin", "X-A", "x-b", "Accept-Encoding", "User-Agent")
	}
	if s.queryMode == "whitelist" || s.queryMode == "allExcept" {
		s.query = some("query", "q", "Q", "r")
	}
	if s.cookieMode == "whitelist" || s.cookieMode == "allExcept" {
		names := []string{"a", "A", "bb"}
		if s.legacy {
			names = append(names, "b*", "?")
		}
		s.cookies = some("cookies", names...)
	}
	if !s.legacy && !slices.Contains(s.headers, "Accept-Encoding") {
		s.gzip, s.br = rapid.Bool().Draw(t, "gzip"), rapid.Bool().Draw(t, "br")
	}
	return s
}

// drawViewer makes a request out of few parts, so that two are often alike.
func drawViewer(t *rapid.T, label string) *Viewer {
	one := func(what string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label+" "+what) }
	v := viewerOf()
	v.Method = one("method", "GET", "HEAD", "OPTIONS", "POST")
	v.Path = one("path", "/", "/index.html", "/a", "/A", "/a/")
	v.RawQuery = one("query", "", "q=1", "Q=1", "q=1&r=2", "r=2&q=1", "q=2", "q", "x=1", "q=1&x=9", "&q=1", "q=1&q=1")
	v.Host = one("host", "edemo.cloudfront.localhost", "www.example.com")
	v.Scheme = one("scheme", "http", "https")
	v.IP = one("ip", "203.0.113.7", "198.51.100.1")
	v.ProtoMinor = rapid.IntRange(0, 1).Draw(t, label+" version")
	set := func(name string, values ...string) {
		if value := one(name, append(values, "-")...); value != "-" {
			for _, line := range strings.Split(value, "|") {
				v.Header.Add(name, line)
			}
		}
	}
	set("Origin", "https://a.example", "https://A.example", "")
	set("X-A", "1", "2", "1|2", "1, 2")
	set("X-B", "1", "")
	set("User-Agent", "curl", "Mozilla")
	set("Accept-Encoding", "gzip", "br", "gzip, br", "br, gzip", "deflate", "gzip;q=0, br", "br;q=0.5|gzip", "*")
	set("Cookie", "a=1", "A=1", "a=1; bb=2", "bb=2; a=1", "a=1|bb=2", "a=1; a=2", "a=2; a=1", "b=1", "c", "a=", "$a=1", "$a=1; a=1")
	return v
}

// Two requests have one cache key if and only if all documented inputs of it
// are the same.
func TestKeysAreEqualAsTheirInputs(t *testing.T) {
	same := 0
	rapid.Check(t, func(r *rapid.T) {
		s := drawSetting(r)
		b := s.behavior(t, rapid.Bool().Draw(r, "forward all"))
		var viewers []*Viewer
		for i := range 8 {
			v := drawViewer(r, strconv.Itoa(i))
			if i%2 > 0 { // else two are rarely alike
				v.Method, v.Path, v.RawQuery = viewers[i-1].Method, viewers[i-1].Path, viewers[i-1].RawQuery
			}
			viewers = append(viewers, v)
		}
		for i, v := range viewers {
			for _, w := range viewers[:i] {
				want := slices.Equal(s.inputs(v), s.inputs(w))
				if got := b.Key(v).String == b.Key(w).String; got != want {
					r.Fatalf("equal keys: %v, equal inputs: %v\n%q\n%q\n%q\n%q", got, want, b.Key(v).String, b.Key(w).String, s.inputs(v), s.inputs(w))
				}
				if want {
					same++
				}
			}
		}
	})
	if same == 0 {
		t.Error("no two requests had equal keys: the test shows nothing")
	}
}
