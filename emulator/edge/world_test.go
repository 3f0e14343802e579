package edge_test

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"crossfront/corsengine"
	"crossfront/emulator/clock"
	"crossfront/emulator/edge"
	"crossfront/emulator/edge/origin"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
	"crossfront/emulator/s3"
	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
)

// vectorWorld is everything that one vector needs: the control plane with its
// distribution, the edge on http and https, and the origin.
type vectorWorld struct {
	clock    *clock.Adjustable
	registry *registry.Registry
	dist     *registry.Distribution
	edge     *edge.Edge
	origin   *recorder
	plain    *httptest.Server
	secure   *httptest.Server
	country  string
	signer   *rsa.PrivateKey // of the vectors that trust key groups
}

func newVectorWorld(t *testing.T, v *vector) *vectorWorld {
	t.Helper()
	w := &vectorWorld{clock: new(clock.Adjustable), origin: &recorder{}}
	w.registry = registry.New(registry.Config{Clock: w.clock})
	w.createDistribution(t, v)
	w.origin.response = v.Origin.Response
	custom := httptest.NewServer(http.HandlerFunc(w.origin.serveCustom))
	t.Cleanup(custom.Close)
	where := strings.TrimPrefix(custom.URL, "http://")
	if v.Origin.Response.Unreachable {
		custom.Close() // its port is free again, and refuses
	}
	config := edge.Config{
		Registry: w.registry, Clock: w.clock,
		Resolve: map[string]string{"origin.example.net": where, "second.example.net": where, "third.example.net": where},
	}
	switch v.Origin.Kind {
	case "s3":
		config.S3 = &recordingTransport{handler: w.newS3(t, v), seen: w.origin}
	case "website":
		config.S3 = &recordingTransport{handler: http.HandlerFunc(w.origin.serveWebsite)}
	}
	w.edge = edge.New(config)
	t.Cleanup(w.edge.Close)
	w.plain = httptest.NewServer(w.edge)
	w.secure = httptest.NewTLSServer(w.edge)
	for _, s := range []*httptest.Server{w.plain, w.secure} {
		s.Client().Transport.(*http.Transport).DisableCompression = true
		t.Cleanup(s.Close)
	}
	return w
}

// createDistribution makes the vector's policies and its distribution.
func (w *vectorWorld) createDistribution(t *testing.T, v *vector) {
	t.Helper()
	doc, err := json.Marshal(v.Distribution)
	if err != nil {
		t.Fatal(err)
	}
	text := string(doc)
	for name, create := range map[string]func(doc []byte) (string, error){
		"CachePolicyConfig":           creator(w.registry.CreateCachePolicy, func(p *registry.CachePolicy) string { return p.ID }),
		"OriginRequestPolicyConfig":   creator(w.registry.CreateOriginRequestPolicy, func(p *registry.OriginRequestPolicy) string { return p.ID }),
		"ResponseHeadersPolicyConfig": creator(w.registry.CreateResponseHeadersPolicy, func(p *registry.ResponseHeadersPolicy) string { return p.ID }),
	} {
		if v.Distribution[name] == nil {
			continue
		}
		id, err := create(v.Distribution[name])
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		text = strings.ReplaceAll(text, `"@`+name+`"`, `"`+id+`"`)
	}
	if strings.Contains(text, `"@OAC"`) {
		oac, err := w.registry.CreateOriginAccessControl(policy.OriginAccessControlConfig{
			Name: "oac", SigningProtocol: "sigv4", SigningBehavior: "always", OriginAccessControlOriginType: "s3",
		}, "")
		if err != nil {
			t.Fatal(err)
		}
		text = strings.ReplaceAll(text, `"@OAC"`, `"`+oac.ID+`"`)
	}
	text = w.createFunctions(t, v, text)
	if strings.Contains(text, `"TrustedKeyGroups"`) {
		w.createKeys(t)
	}
	if country := v.Distribution["viewer_country"]; country != nil {
		w.country = strings.Trim(string(country), `"`)
	}
	var cfg policy.DistributionConfig
	if err := json.Unmarshal([]byte(text), &cfg); err != nil {
		t.Fatal(err)
	}
	cfg.CallerReference = v.ID
	// The host that some vectors' viewers send.
	cfg.Aliases = &policy.Aliases{Quantity: 1, Items: []string{"www.shop.example"}}
	cfg.ViewerCertificate = &policy.ViewerCertificate{
		ACMCertificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000",
		SSLSupportMethod:  "sni-only", MinimumProtocolVersion: "TLSv1.2_2021",
	}
	w.dist, err = w.registry.CreateDistribution(cfg, registry.CreateOptions{Adopt: true})
	if err != nil {
		t.Fatalf("%s: %v", v.ID, err)
	}
}

// createFunctions publishes the vector's functions, and puts their ARNs where
// the vector names them.
func (w *vectorWorld) createFunctions(t *testing.T, v *vector, text string) string {
	t.Helper()
	var functions map[string]struct{ Runtime, Code string }
	if doc := v.Distribution["Functions"]; doc != nil {
		if err := json.Unmarshal(doc, &functions); err != nil {
			t.Fatal(err)
		}
	}
	for name, f := range functions {
		made, err := w.registry.CreateFunction(name, policy.FunctionConfig{Runtime: f.Runtime}, []byte(f.Code), nil)
		if err == nil {
			_, err = w.registry.PublishFunction(name, made.Development.ETag)
		}
		if err != nil {
			t.Fatalf("function %s: %v", name, err)
		}
		text = strings.ReplaceAll(text, "arn:aws:cloudfront::111122223333:function/"+name+`"`, made.ARN+`"`)
	}
	return text
}

func creator[C, R any](create func(C, string) (*R, error), id func(*R) string) func([]byte) (string, error) {
	return func(doc []byte) (string, error) {
		var cfg C
		if err := json.Unmarshal(doc, &cfg); err != nil {
			return "", err
		}
		made, err := create(cfg, "")
		if err != nil {
			return "", err
		}
		return id(made), nil
	}
}

// newS3 is S3 with the vector's bucket.
func (w *vectorWorld) newS3(t *testing.T, v *vector) http.Handler {
	t.Helper()
	ctx := context.Background()
	st := store.NewMemory(w.clock)
	if _, err := st.CreateBucket(ctx, store.BucketInput{Name: "assets", Region: "us-east-1", Owner: "000000000000"}); err != nil {
		t.Fatal(err)
	}
	list := ""
	if v.Origin.Response.List {
		list = `,{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:ListBucket","Resource":"arn:aws:s3:::assets"}`
	}
	bucketPolicy, err := access.ParsePolicy([]byte(`{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::assets/*",
		 "Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront::000000000000:distribution/`+w.dist.ID+`"}}},
		{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity EXAMPLE"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::assets/*"}`+list+`]}`), "assets")
	if err != nil {
		t.Fatal(err)
	}
	err = st.UpdateSettings(ctx, "assets", func(s *store.Settings) error {
		s.Policy = bucketPolicy
		if string(v.Origin.CORS) == "null" || len(v.Origin.CORS) == 0 {
			return nil
		}
		cors, err := corsengine.Parse(v.Origin.CORS)
		if err != nil {
			return err
		}
		return s.SetCORS(cors, corsengine.Options{})
	})
	if err != nil {
		t.Fatal(err)
	}
	for path, o := range v.Origin.Response.Objects {
		_, err := st.PutObject(ctx, "assets", strings.TrimPrefix(path, "/"), store.PutInput{
			Body: strings.NewReader(o.Body), Size: int64(len(o.Body)),
			Attributes: store.Attributes{ContentType: o.Headers["Content-Type"], CacheControl: o.Headers["Cache-Control"]},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return s3.New(s3.Config{Store: st, Clock: w.clock, Verifier: sigv4.NewVerifier(sigv4.NewKeyring(nil), w.clock)})
}

// recorder is an origin, and remembers what it saw.
type recorder struct {
	mu       sync.Mutex
	response vectorResponse
	override *vectorResponse
	seen     *seenRequest
}

type seenRequest struct {
	header http.Header
	uri    string
}

// reset forgets what was seen, and answers with override from now on, if any.
func (o *recorder) reset(override *vectorResponse) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.seen, o.override = nil, override
}

func (o *recorder) last() *seenRequest {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.seen
}

func (o *recorder) see(r *http.Request) vectorResponse {
	o.mu.Lock()
	defer o.mu.Unlock()
	h := r.Header.Clone()
	h.Set("Host", r.Host)
	o.seen = &seenRequest{header: h, uri: r.URL.RequestURI()}
	if o.override != nil {
		return *o.override
	}
	name, _, _ := strings.Cut(r.Host, ":")
	if by, ok := o.response.ByHost[name]; ok {
		return by
	}
	return o.response
}

func (o *recorder) serveCustom(w http.ResponseWriter, r *http.Request) {
	answerAs(w, r, o.see(r))
}

func (o *recorder) serveWebsite(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Server", "AmazonS3")
	answerAs(w, r, o.see(r))
}

func answerAs(w http.ResponseWriter, r *http.Request, a vectorResponse) {
	for name, value := range a.Headers {
		value = strings.ReplaceAll(value, "{request.Origin}", r.Header.Get("Origin"))
		w.Header().Set(name, value)
	}
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	w.WriteHeader(a.Status)
	if a.Status != http.StatusNoContent && a.Status != http.StatusNotModified {
		_, _ = io.WriteString(w, a.Body)
	}
}

// recordingTransport reaches S3 in process, as the assembly does.
type recordingTransport struct {
	handler http.Handler
	seen    *recorder // nil: the handler records
}

func (t *recordingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if t.seen != nil {
		t.seen.see(r)
	}
	in := r.Clone(r.Context())
	in.RequestURI, in.RemoteAddr = r.URL.RequestURI(), "192.0.2.1:443"
	if in.Body == nil {
		in.Body = http.NoBody
	}
	if id, ok := origin.IdentityFrom(r.Context()); ok {
		c := access.Caller{SignedHost: id.SignedHost, SourceARN: id.DistributionARN, SourceAccount: id.AccountID}
		if id.OAI != "" {
			c.CanonicalUser = id.OAI
		} else {
			c.Service = "cloudfront.amazonaws.com"
		}
		in = in.WithContext(access.WithCaller(r.Context(), c))
	}
	w := httptest.NewRecorder()
	t.handler.ServeHTTP(w, in)
	resp := w.Result()
	for name, values := range resp.Header {
		if canonical := http.CanonicalHeaderKey(name); canonical != name {
			delete(resp.Header, name)
			resp.Header[canonical] = values
		}
	}
	return resp, nil
}
