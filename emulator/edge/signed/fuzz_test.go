package signed

import (
	"strings"
	"testing"
	"time"
)

// FuzzParsePolicy: a policy that is taken has one resource and an end, both
// within bounds; nothing panics.
func FuzzParsePolicy(f *testing.F) {
	f.Add([]byte(`{"Statement":[{"Resource":"https://a/*","Condition":{"DateLessThan":{"AWS:EpochTime":1767290400},"DateGreaterThan":{"AWS:EpochTime":1},"IpAddress":{"AWS:SourceIp":"10.0.0.5/24"}}}]}`))
	f.Add([]byte(`{"Statement":[{"Condition":{"DateLessThan":{"AWS:EpochTime":1}}}]}`))
	f.Add([]byte(`{"Statement":[{"Condition":{"DateLessThan":{"AWS:EpochTime":1}},"Condition":{}}]}`))
	f.Add([]byte(`{"Statement":[{"Resource":"\u0000\\?","Condition":{"DateLessThan":{"AWS:EpochTime":1}}}]}x`))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := ParsePolicy(text)
		if err != nil {
			return
		}
		if s.Resource == "" || s.Until < 0 || s.Until > lastEpoch || s.After < 0 || s.After > lastEpoch || s.network && !s.Network.Addr().Is4() {
			t.Errorf("took %q as %+v", text, s)
		}
		r := &Request{Scheme: "https", Host: "a:8443", Path: "/b", RawQuery: "c=d", IP: "10.0.0.1"}
		if because := s.refuses(r, time.Unix(s.Until, 0)); because == "" {
			t.Errorf("%q allows a request at its end", text)
		}
	})
}

// FuzzCheck: what nobody signed is never let in, whatever stands in the request.
func FuzzCheck(f *testing.F) {
	key, err := ParseKey("-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPffxi1h26athv2wTsAW9rIGhj5C+\n2gwGqbX208bURfjnmhAUzBUOUExo1Ycavg05uY9HGqu9Sc/psbIcItnyqg==\n-----END PUBLIC KEY-----\n")
	if err != nil {
		f.Fatal(err)
	}
	f.Add("/a", "Expires=1999999999&Signature=QQ__&Key-Pair-Id=K", "")
	f.Add("/a", "Policy=e30_&Signature=QQ__&Key-Pair-Id=K&Hash-Algorithm=SHA256", "")
	f.Add("/", "", "CloudFront-Policy=e30_; CloudFront-Signature=QQ__; CloudFront-Key-Pair-Id=K")
	f.Fuzz(func(t *testing.T, path, query, cookie string) {
		r := &Request{Scheme: "http", Host: "h:1", Path: path, RawQuery: query, Cookies: []string{cookie}, IP: "::1"}
		v := Check(r, Keys{"K": key}, time.Unix(1, 0))
		if v.Refusal == nil || v.Because == "" {
			t.Errorf("%+v for %+v", v, r)
		}
		if again := StripQuery(StripQuery(query)); again != StripQuery(query) {
			t.Errorf("stripping %q twice gives %q", query, again)
		}
		for _, line := range StripCookies(r.Cookies) {
			if _, ours := fromCookies([]string{line}); ours {
				t.Errorf("stripping left %q of %q", line, cookie)
			}
		}
	})
}

// FuzzResource: where a query begins in a pattern is found as by trying each
// place.
func FuzzResource(f *testing.F) {
	f.Add("/a?b*", "/a", "bc")
	f.Add("/*", "/a", "b")
	f.Add(`/a\?*`, "/a", "")
	f.Add("/a??", "/a", "")
	f.Fuzz(func(t *testing.T, pattern, path, query string) {
		if len(pattern) > 64 || len(path) > 64 || len(query) > 64 || strings.Contains(pattern, `\?`) {
			return
		}
		want := glob(pattern, path) && (query == "" || strings.HasSuffix(pattern, "*"))
		for i := range len(pattern) {
			if pattern[i] == '?' && pattern[i+1:]+query != "" {
				want = want || glob(pattern[:i], path) && glob(pattern[i+1:], query)
			}
		}
		if got := matchBelow(pattern, path, query); got != want {
			t.Errorf("%q covers %q ? %q: %v, want %v", pattern, path, query, got, want)
		}
	})
}
