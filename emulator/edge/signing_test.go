package edge

import (
	"net/http"
	"testing"

	"crossfront/emulator/edge/origin"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

func TestSigning(t *testing.T) {
	oac := func(behavior string) func(*registry.Registry, *policy.DistributionConfig) {
		return func(r *registry.Registry, c *policy.DistributionConfig) {
			made, err := r.CreateOriginAccessControl(policy.OriginAccessControlConfig{
				Name: "oac", SigningProtocol: "sigv4", SigningBehavior: behavior, OriginAccessControlOriginType: "s3",
			}, "")
			if err != nil {
				panic(err)
			}
			c.Origins.Items[0].OriginAccessControlId = made.ID
			c.DefaultCacheBehavior.OriginRequestPolicyId = allViewer // forwards Authorization and Host
		}
	}
	oai := func(r *registry.Registry, c *policy.DistributionConfig) {
		if _, err := r.CreateOriginAccessIdentity(registry.OriginAccessIdentityConfig{CallerReference: "1"}, "E2EXAMPLE"); err != nil {
			panic(err)
		}
		c.Origins.Items[0].S3OriginConfig.OriginAccessIdentity = "origin-access-identity/cloudfront/E2EXAMPLE"
	}
	const host = "media.s3.us-east-1.amazonaws.com"
	own := origin.Identity{DistributionARN: "arn:aws:cloudfront::000000000000:distribution/E1", AccountID: "000000000000", SignedHost: host}
	always, underOAI := own, own
	always.Override = true
	underOAI.OAI = "E2EXAMPLE"
	tests := []struct {
		name          string
		change        func(*registry.Registry, *policy.DistributionConfig)
		authorization string
		want          origin.Identity
		signed        bool
		host          string
	}{
		{"none", nil, "", origin.Identity{}, false, host},
		{"always", oac("always"), "", always, true, "e1.cloudfront.localhost"},
		{"always, viewer signed", oac("always"), "Bearer x", always, true, "e1.cloudfront.localhost"},
		{"no-override", oac("no-override"), "", own, true, "e1.cloudfront.localhost"},
		{"no-override, viewer signed", oac("no-override"), "Bearer x", origin.Identity{}, false, "e1.cloudfront.localhost"},
		{"never", oac("never"), "", origin.Identity{}, false, "e1.cloudfront.localhost"},
		{"identity", oai, "", underOAI, true, host},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, tt.change)
			var headers []string
			if tt.authorization != "" {
				headers = []string{"Authorization", tt.authorization}
			}
			b.get("/a", headers...)
			_, seen := b.origin.asked()
			got, signed := origin.IdentityFrom(seen.Context())
			if got != tt.want || signed != tt.signed {
				t.Errorf("identity %+v, %v; want %+v, %v", got, signed, tt.want, tt.signed)
			}
			if seen.Host != tt.host {
				t.Errorf("Host %q, want %q", seen.Host, tt.host)
			}
			what := "Signed for S3"
			if !tt.signed {
				what = "Sent to S3 unsigned"
			}
			if _, ok := step(b.tape.last(), stageSigning, what); !ok {
				t.Errorf("steps %v", b.tape.last().Edge.Steps)
			}
		})
	}
}

func TestCompression(t *testing.T) {
	body := make([]byte, 5000)
	yes := true
	compress := func(_ *registry.Registry, c *policy.DistributionConfig) { c.DefaultCacheBehavior.Compress = &yes }
	tests := []struct {
		accept, kind, etag string
		encoding, wantETag string
	}{
		{"gzip", "text/css", `"v1"`, "gzip", `W/"v1"`},
		{"gzip, br", "text/css", `W/"v1"`, "br", `W/"v1"`},
		{"gzip", "text/css", `v1`, "gzip", ""},
		{"gzip", "text/css", `"v1`, "gzip", ""},
		{"gzip", "text/css", `W/v1`, "gzip", `W/v1`},
		{"gzip", "text/css", `"v"1"`, "gzip", `W/"v"1"`},
		{"gzip", "image/png", `"v1"`, "", `"v1"`},
		{"identity", "text/css", `"v1"`, "", `"v1"`},
		{"", "text/css", `"v1"`, "", `"v1"`},
	}
	for _, tt := range tests {
		b := newBench(t, compress)
		b.origin.answer(text(string(body), "Content-Type", tt.kind, "ETag", tt.etag))
		for range 2 {
			var headers []string
			if tt.accept != "" {
				headers = []string{"Accept-Encoding", tt.accept}
			}
			w := b.get("/a", headers...)
			if w.Code != http.StatusOK || header(w, "Content-Encoding") != tt.encoding || header(w, "ETag") != tt.wantETag {
				t.Errorf("%+v: %v", tt, w.Result().Header)
			}
			if small := w.Body.Len() < 1000; small != (tt.encoding != "") || w.Body.Len() == 0 {
				t.Errorf("%+v: %d bytes", tt, w.Body.Len())
			}
		}
		if n, _ := b.origin.asked(); n != 1 {
			t.Errorf("%+v: the origin was asked %d times", tt, n)
		}
	}
}
