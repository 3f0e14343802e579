package policy

import (
	"net/http"
	"testing"
	"time"
)

// world is a Source of a test's own policies over the managed ones.
type world struct {
	cache    map[string]*CachePolicyConfig
	origin   map[string]*OriginRequestPolicyConfig
	response map[string]*ResponseHeadersPolicyConfig
	control  map[string]*OriginAccessControlConfig
	groups   map[string]*KeyGroupConfig
	keys     map[string]*PublicKeyConfig
	live     map[string]bool // functions: whether they are published
	managed  Source
}

func newWorld() *world {
	return &world{
		cache:    map[string]*CachePolicyConfig{},
		origin:   map[string]*OriginRequestPolicyConfig{},
		response: map[string]*ResponseHeadersPolicyConfig{},
		control: map[string]*OriginAccessControlConfig{
			"always":      {Name: "always", SigningProtocol: "sigv4", SigningBehavior: "always", OriginAccessControlOriginType: "s3"},
			"never":       {Name: "never", SigningProtocol: "sigv4", SigningBehavior: "never", OriginAccessControlOriginType: "s3"},
			"no-override": {Name: "no-override", SigningProtocol: "sigv4", SigningBehavior: "no-override", OriginAccessControlOriginType: "s3"},
			"lambda":      {Name: "lambda", SigningProtocol: "sigv4", SigningBehavior: "always", OriginAccessControlOriginType: "lambda"},
		},
		groups:  map[string]*KeyGroupConfig{"kg": {Name: "kg", Items: []string{"KONE"}}},
		keys:    map[string]*PublicKeyConfig{"KONE": {CallerReference: "k", Name: "one", EncodedKey: onePublicKey}},
		live:    map[string]bool{liveFunction: true, draftFunction: false},
		managed: Managed(),
	}
}

func (w *world) CachePolicy(id string) (*CachePolicyConfig, bool) {
	if p, ok := w.cache[id]; ok {
		return p, true
	}
	return w.managed.CachePolicy(id)
}

func (w *world) OriginRequestPolicy(id string) (*OriginRequestPolicyConfig, bool) {
	if p, ok := w.origin[id]; ok {
		return p, true
	}
	return w.managed.OriginRequestPolicy(id)
}

func (w *world) ResponseHeadersPolicy(id string) (*ResponseHeadersPolicyConfig, bool) {
	if p, ok := w.response[id]; ok {
		return p, true
	}
	return w.managed.ResponseHeadersPolicy(id)
}

// The functions of the world: one that is published, one that is not.
const (
	liveFunction  = "arn:aws:cloudfront::000000000000:function/live"
	draftFunction = "arn:aws:cloudfront::000000000000:function/draft"
)

func (w *world) Function(arn string) (live, ok bool) {
	live, ok = w.live[arn]
	return live, ok
}

func (w *world) OriginAccessControl(id string) (*OriginAccessControlConfig, bool) {
	p, ok := w.control[id]
	return p, ok
}

func (w *world) KeyGroup(id string) (*KeyGroupConfig, bool) {
	g, ok := w.groups[id]
	return g, ok
}

func (w *world) PublicKey(id string) (*PublicKeyConfig, bool) {
	k, ok := w.keys[id]
	return k, ok
}

// Ids of managed policies, by name.
func cacheID(t testing.TB, name string) string {
	t.Helper()
	id, ok := ManagedCachePolicyID(name)
	if !ok {
		t.Fatalf("no managed cache policy %s", name)
	}
	return id
}

func originRequestID(t testing.TB, name string) string {
	t.Helper()
	id, ok := ManagedOriginRequestPolicyID(name)
	if !ok {
		t.Fatalf("no managed origin request policy %s", name)
	}
	return id
}

func responseHeadersID(t testing.TB, name string) string {
	t.Helper()
	id, ok := ManagedResponseHeadersPolicyID(name)
	if !ok {
		t.Fatalf("no managed response headers policy %s", name)
	}
	return id
}

// customOrigin and s3Origin are the two usual origins.
func customOrigin() OriginConfig {
	return OriginConfig{Id: "o1", DomainName: "origin.example.net",
		CustomOriginConfig: &CustomOriginConfig{HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "https-only"}}
}

func s3Origin() OriginConfig {
	return OriginConfig{Id: "o1", DomainName: "assets.s3.us-east-1.amazonaws.com",
		S3OriginConfig: &S3OriginConfig{}, OriginAccessControlId: "always"}
}

// legacy are forwarded values that forward what is listed.
func legacy(headers ...string) DefaultCacheBehavior {
	return DefaultCacheBehavior{ForwardedValues: &ForwardedValues{
		Cookies: CookiePreference{Forward: "none"},
		Headers: &Headers{Quantity: len(headers), Items: headers},
	}}
}

// methodList is AllowedMethods from two lists.
func methodList(allowed, cached []string) *AllowedMethods {
	return &AllowedMethods{Quantity: len(allowed), Items: allowed,
		CachedMethods: &CachedMethods{Quantity: len(cached), Items: cached}}
}

var (
	getHead        = []string{"GET", "HEAD"}
	getHeadOptions = []string{"GET", "HEAD", "OPTIONS"}
)

// distribution is a valid configuration with one origin and this default
// behavior, its missing parts filled in.
func distribution(o OriginConfig, b DefaultCacheBehavior) *DistributionConfig {
	if b.TargetOriginId == "" {
		b.TargetOriginId = o.Id
	}
	if b.ViewerProtocolPolicy == "" {
		b.ViewerProtocolPolicy = "allow-all"
	}
	if b.AllowedMethods == nil {
		b.AllowedMethods = methodList(allMethods(), getHead)
	}
	return &DistributionConfig{CallerReference: "ref", Enabled: true, DefaultCacheBehavior: b,
		Origins: Origins{Quantity: 1, Items: []OriginConfig{o}}}
}

func mustCompile(t testing.TB, cfg *DistributionConfig, src Source, opts Options) *Distribution {
	t.Helper()
	d, err := Compile("EDEMO", cfg, src, opts)
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	return d
}

// behaviorOf compiles a distribution of one behavior.
func behaviorOf(t testing.TB, o OriginConfig, b DefaultCacheBehavior, src Source, opts Options) *Behavior {
	t.Helper()
	return mustCompile(t, distribution(o, b), src, opts).Behaviors[0]
}

// viewerOf is a GET of /a.txt over https with these headers.
func viewerOf(headers ...string) *Viewer {
	v := &Viewer{Method: "GET", Scheme: "https", Host: "edemo.cloudfront.localhost", Path: "/a.txt",
		Header: http.Header{}, IP: "203.0.113.7", ProtoMajor: 1, ProtoMinor: 1}
	for i := 0; i+1 < len(headers); i += 2 {
		v.Header.Add(headers[i], headers[i+1])
	}
	return v
}

func headerOf(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i+1 < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

// keyPolicy is a cache policy whose key holds what is given.
func keyPolicy(in ParametersInCacheKeyAndForwardedToOrigin, ttls ...int64) *CachePolicyConfig {
	p := &CachePolicyConfig{Name: "cp", DefaultTTL: new(int64(86400)), MaxTTL: new(int64(31536000)),
		ParametersInCacheKeyAndForwardedToOrigin: &in}
	if len(ttls) == 3 {
		p.MinTTL, p.DefaultTTL, p.MaxTTL = ttls[0], &ttls[1], &ttls[2]
	}
	for _, member := range []*string{&in.HeadersConfig.HeaderBehavior, &in.CookiesConfig.CookieBehavior, &in.QueryStringsConfig.QueryStringBehavior} {
		if *member == "" {
			*member = "none"
		}
	}
	if in.EnableAcceptEncodingBrotli == nil {
		in.EnableAcceptEncodingBrotli = new(false)
	}
	return p
}

func keyedHeaderPolicy(names ...string) *CachePolicyConfig {
	return keyPolicy(ParametersInCacheKeyAndForwardedToOrigin{HeadersConfig: CachePolicyHeadersConfig{
		HeaderBehavior: "whitelist", Headers: &Headers{Quantity: len(names), Items: names}}})
}

func testNow() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }

// onePublicKey is an ECDSA key on P-256.
const onePublicKey = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPffxi1h26athv2wTsAW9rIGhj5C+\n2gwGqbX208bURfjnmhAUzBUOUExo1Ycavg05uY9HGqu9Sc/psbIcItnyqg==\n-----END PUBLIC KEY-----\n"

// acmCertificate is what a distribution with aliases needs.
func acmCertificate() *ViewerCertificate {
	return &ViewerCertificate{
		ACMCertificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-4000-8000-000000000000",
		SSLSupportMethod:  "sni-only", MinimumProtocolVersion: "TLSv1.2_2021",
	}
}
