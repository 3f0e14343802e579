package edge

import (
	"net/http"
	"testing"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

func TestPlaceViewer(t *testing.T) {
	tests := []struct {
		name    string
		host    string
		headers []string
		pop     string
		ip      string // as the origin sees it
	}{
		{"default", "e1.cloudfront.localhost", nil, "SEA19-C1", "192.0.2.1"},
		{"host names the location", "E1.nrt20.cloudfront.localhost:8080", nil, "NRT20", "192.0.2.1"},
		{"header names the location", "e1.cloudfront.localhost", []string{popHeader, "prg50"}, "PRG50", "192.0.2.1"},
		{"header before host", "e1.nrt20.cloudfront.localhost", []string{popHeader, "IAD89-P1"}, "IAD89-P1", "192.0.2.1"},
		{"no location's name", "e1.cloudfront.localhost", []string{popHeader, "x\ty"}, "SEA19-C1", "192.0.2.1"},
		{"address", "e1.cloudfront.localhost", []string{clientIPHeader, "203.0.113.7"}, "SEA19-C1", "203.0.113.7"},
		{"no address", "e1.cloudfront.localhost", []string{clientIPHeader, "me"}, "SEA19-C1", "192.0.2.1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, func(_ *registry.Registry, c *policy.DistributionConfig) {
				c.DefaultCacheBehavior.OriginRequestPolicyId = allViewer // would forward the X-Emulator-… headers
			})
			w := b.get("/a", append([]string{"Host", tt.host}, tt.headers...)...)
			if got := header(w, "X-Amz-Cf-Pop"); got != tt.pop {
				t.Errorf("X-Amz-Cf-Pop %q, want %q", got, tt.pop)
			}
			_, seen := b.origin.asked()
			if got := seen.Header.Get("X-Forwarded-For"); got != tt.ip {
				t.Errorf("X-Forwarded-For %q, want %q", got, tt.ip)
			}
			for _, name := range []string{popHeader, countryHeader, clientIPHeader} {
				if seen.Header[name] != nil {
					t.Errorf("the origin saw %s", name)
				}
			}
		})
	}
}

func TestLocationsHaveCachesOfTheirOwn(t *testing.T) {
	b := newBench(t, nil)
	expect(t, b.get("/a", popHeader, "NRT20"), http.StatusOK, "Miss", "hello")
	expect(t, b.get("/a", popHeader, "PRG50"), http.StatusOK, "Miss", "hello")
	expect(t, b.get("/a", popHeader, "NRT20"), http.StatusOK, "Hit", "hello")
}

func TestRawPathReachesTheOrigin(t *testing.T) {
	b := newBench(t, nil)
	for _, path := range []string{"/a//b", "/a/../b", "/%7Ea%2fb", "/a+b%20c", "/%E2%82%AC"} {
		b.get(path)
		if _, seen := b.origin.asked(); seen.URL.EscapedPath() != path {
			t.Errorf("the origin saw %q, want %q", seen.URL.EscapedPath(), path)
		}
	}
}
