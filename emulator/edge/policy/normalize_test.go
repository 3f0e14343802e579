package policy

import (
	"encoding/json"
	"testing"
)

// TestNormalizeIsStable: filling in twice is filling in once, and what was
// there stays.
func TestNormalizeIsStable(t *testing.T) {
	for _, b := range []DefaultCacheBehavior{{CachePolicyId: cacheID(t, "CachingOptimized")}, legacy("Origin")} {
		cfg := distribution(s3Origin(), b)
		cfg.DefaultCacheBehavior.AllowedMethods = nil
		cfg.CustomErrorResponses = &CustomErrorResponses{Quantity: 1, Items: []CustomErrorResponse{{ErrorCode: 404}}}
		cfg.Comment, cfg.PriceClass = "mine", "PriceClass_100"
		Normalize(cfg)
		once := mustJSON(t, cfg)
		Normalize(cfg)
		if twice := mustJSON(t, cfg); twice != once {
			t.Errorf("got %s after %s", twice, once)
		}
		if cfg.Comment != "mine" || cfg.PriceClass != "PriceClass_100" {
			t.Error("changed what was there")
		}
		if err := Validate(cfg, newWorld()); err != nil {
			t.Error(err)
		}
	}
}

func TestNormalizeLogging(t *testing.T) {
	for _, on := range []bool{true, false} {
		cfg := distribution(customOrigin(), DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingOptimized")})
		cfg.Logging = &LoggingConfig{Enabled: &on, IncludeCookies: new(true), Bucket: "logs.s3.amazonaws.com", Prefix: "cdn"}
		Normalize(cfg)
		d := mustCompile(t, cfg, newWorld(), Options{})
		if on != (cfg.Logging.Bucket != "") || on != (cfg.Logging.Prefix != "") || !*cfg.Logging.IncludeCookies {
			t.Errorf("enabled %v: %+v", on, cfg.Logging)
		}
		want := &Logging{Bucket: "logs.s3.amazonaws.com", Prefix: "cdn", Cookies: true}
		if on && (d.Logging == nil || *d.Logging != *want) || !on && d.Logging != nil {
			t.Errorf("enabled %v: %+v", on, d.Logging)
		}
	}
}

func TestNormalizeDefaults(t *testing.T) {
	cfg := &DistributionConfig{Origins: Origins{Items: []OriginConfig{customOrigin()}}}
	cfg.DefaultCacheBehavior.ForwardedValues = &ForwardedValues{}
	cfg.DefaultCacheBehavior.MinTTL = new(int64(100000))
	Normalize(cfg)
	b, o := cfg.DefaultCacheBehavior, cfg.Origins.Items[0]
	for name, ok := range map[string]bool{
		"methods":      sameSet(b.AllowedMethods.Items, getHead...) && sameSet(b.AllowedMethods.CachedMethods.Items, getHead...),
		"compress":     !*b.Compress,
		"TTLs":         *b.DefaultTTL == 100000 && *b.MaxTTL == 31536000,
		"connection":   *o.ConnectionAttempts == 3 && *o.ConnectionTimeout == 10,
		"custom":       *o.CustomOriginConfig.OriginReadTimeout == 30 && *o.CustomOriginConfig.OriginKeepaliveTimeout == 5,
		"price class":  cfg.PriceClass == "PriceClass_All",
		"version":      cfg.HttpVersion == "http2",
		"certificate":  *cfg.ViewerCertificate.CloudFrontDefaultCertificate,
		"restrictions": cfg.Restrictions.GeoRestriction.RestrictionType == "none",
	} {
		if !ok {
			t.Errorf("%s: %s", name, mustJSON(t, cfg))
		}
	}
	p := &CachePolicyConfig{MinTTL: 40000000}
	NormalizeCachePolicy(p)
	if *p.DefaultTTL != 40000000 || *p.MaxTTL != 40000000 || p.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.HeaderBehavior != "none" {
		t.Errorf("%+v", p)
	}
}

// TestCompileKeepsItsOwn: a compiled distribution does not see later changes
// of the configuration, nor change it.
func TestCompileKeepsItsOwn(t *testing.T) {
	cfg := distribution(customOrigin(), DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingOptimized")})
	cfg.Aliases, cfg.ViewerCertificate = &Aliases{Quantity: 1, Items: []string{"www.example.com"}}, acmCertificate()
	before := mustJSON(t, cfg)
	d := mustCompile(t, cfg, newWorld(), Options{AccountID: "123456789012"})
	if mustJSON(t, cfg) != before {
		t.Error("Compile changed the configuration")
	}
	cfg.Origins.Items[0].DomainName, cfg.Aliases.Items[0] = "other.example", "other.example"
	if d.Origins["o1"].DomainName != "origin.example.net" || d.Aliases[0] != "www.example.com" || d.Config.Origins.Items[0].DomainName != "origin.example.net" {
		t.Error("the distribution saw a later change")
	}
	if d.ID != "EDEMO" || d.ARN != "arn:aws:cloudfront::123456789012:distribution/EDEMO" || d.DomainName != "edemo.cloudfront.localhost" || !d.Enabled {
		t.Errorf("%+v", d)
	}
}

func TestCompileOrigin(t *testing.T) {
	src := newWorld()
	of := func(o OriginConfig) *Origin {
		return behaviorOf(t, o, DefaultCacheBehavior{CachePolicyId: cacheID(t, "CachingOptimized")}, src, Options{}).Origin
	}
	s3 := of(s3Origin())
	if !s3.S3 || s3.Website || s3.Bucket != "assets" || s3.Region != "us-east-1" || s3.AccessControl == nil || s3.Scheme("http") != "https" || s3.Scheme("https") != "https" {
		t.Errorf("%+v", s3)
	}
	for _, behavior := range []string{"never", "no-override"} {
		own := *s3.AccessControl
		own.SigningBehavior = behavior
		if o := (&Origin{S3: true, ProtocolPolicy: "match-viewer", AccessControl: &own}); o.Scheme("http") != "http" || o.Scheme("https") != "https" {
			t.Errorf("%s: %s, %s", behavior, o.Scheme("http"), o.Scheme("https"))
		}
	}
	oai := of(OriginConfig{Id: "o1", DomainName: "a.b.s3.amazonaws.com", OriginPath: "/x", S3OriginConfig: &S3OriginConfig{OriginAccessIdentity: oaiPrefix + "E2"}})
	if oai.IdentityOAI != "E2" || oai.Bucket != "a.b" || oai.Path != "/x" || oai.AccessControl != nil || oai.Scheme("http") != "http" {
		t.Errorf("%+v", oai)
	}
	website := of(OriginConfig{Id: "o1", DomainName: "assets.s3-website-us-east-1.amazonaws.com",
		CustomOriginConfig: &CustomOriginConfig{HTTPPort: 8080, HTTPSPort: 8443, OriginProtocolPolicy: "http-only", OriginReadTimeout: new(7)}})
	if website.S3 || !website.Website || website.Bucket != "assets" || website.HTTPPort != 8080 || website.HTTPSPort != 8443 ||
		website.Scheme("https") != "http" || website.ReadTimeout != seconds(7) || website.ConnectTimeout != seconds(10) || website.ConnectionAttempts != 3 {
		t.Errorf("%+v", website)
	}
	if o := of(customOrigin()); o.Scheme("http") != "https" {
		t.Errorf("%+v", o)
	}
	for id, want := range map[string][2]bool{"always": {true, true}, "never": {false, false}, "no-override": {true, false}} {
		o := s3Origin()
		o.OriginAccessControlId = id
		plain, because := of(o).Signs(headerOf())
		authorized, _ := of(o).Signs(headerOf("Authorization", "x"))
		if plain != want[0] || authorized != want[1] || because == "" {
			t.Errorf("%s: %v %v %q", id, plain, authorized, because)
		}
	}
	if signs, _ := oai.Signs(headerOf("Authorization", "x")); !signs {
		t.Error("an origin access identity does not sign")
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	doc, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(doc)
}

// TestNormalizeCertificate: what CloudFront says of a certificate, by where it
// comes from.
func TestNormalizeCertificate(t *testing.T) {
	arn := acmCertificate().ACMCertificateArn
	for _, tt := range []struct{ in, want ViewerCertificate }{
		{ViewerCertificate{CloudFrontDefaultCertificate: new(true), MinimumProtocolVersion: "TLSv1.2_2021", SSLSupportMethod: "sni-only"},
			ViewerCertificate{CloudFrontDefaultCertificate: new(true), MinimumProtocolVersion: "TLSv1", SSLSupportMethod: "vip", CertificateSource: "cloudfront"}},
		{ViewerCertificate{ACMCertificateArn: arn, SSLSupportMethod: "sni-only", MinimumProtocolVersion: "TLSv1.2_2021"},
			ViewerCertificate{CloudFrontDefaultCertificate: new(false), ACMCertificateArn: arn, SSLSupportMethod: "sni-only", MinimumProtocolVersion: "TLSv1.2_2021", Certificate: arn, CertificateSource: "acm"}},
		{ViewerCertificate{IAMCertificateId: "ASCA", SSLSupportMethod: "vip", MinimumProtocolVersion: "TLSv1"},
			ViewerCertificate{CloudFrontDefaultCertificate: new(false), IAMCertificateId: "ASCA", SSLSupportMethod: "vip", MinimumProtocolVersion: "TLSv1", Certificate: "ASCA", CertificateSource: "iam"}},
		{ViewerCertificate{}, ViewerCertificate{}},
	} {
		got := tt.in
		normalizeCertificate(&got)
		if mustJSON(t, got) != mustJSON(t, tt.want) {
			t.Errorf("got %s, want %s", mustJSON(t, got), mustJSON(t, tt.want))
		}
	}
}
