package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// vector is one case of testdata/cloudfront-vectors.json.
type vector struct {
	ID           string                     `json:"id"`
	Area         string                     `json:"area"`
	Distribution map[string]json.RawMessage `json:"distribution"`
	Origin       struct {
		Kind     string `json:"kind"`
		CORS     []struct{ AllowedOrigins, AllowedMethods []string }
		Response struct {
			vectorResponse
			Objects           map[string]vectorResponse `json:"objects"`
			ListBucketGranted bool                      `json:"list_bucket_granted"`
			Unreachable       bool                      `json:"unreachable"`
			ByHost            map[string]vectorResponse `json:"by_host"`
		} `json:"response"`
	} `json:"origin"`
	Steps []vectorStep `json:"steps"`
}

type vectorResponse struct {
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
}

type vectorStep struct {
	API     bool `json:"api"`
	Request struct {
		Method  string                     `json:"method"`
		Path    string                     `json:"path"`
		Headers map[string]string          `json:"headers"`
		Scheme  string                     `json:"scheme"`
		Body    string                     `json:"body"`
		Fields  map[string]json.RawMessage `json:"body_fields"`
	} `json:"request"`
	T              int             `json:"t"`
	OriginResponse *vectorResponse `json:"origin_response"`
	Invalidate     []string        `json:"invalidate"`
	Expect         struct {
		Status        any            `json:"status"`
		Headers       map[string]any `json:"headers"`
		Absent        []string       `json:"absent"`
		XCache        any            `json:"x_cache"`
		ErrorCode     string         `json:"error_code"`
		OriginRequest struct {
			Seen    *bool             `json:"seen"`
			Headers map[string]string `json:"headers"`
			Absent  []string          `json:"absent"`
			Path    string            `json:"path"`
		} `json:"origin_request"`
	} `json:"expect"`
}

func loadVectors(t *testing.T) []vector {
	t.Helper()
	doc, err := os.ReadFile("../../../testdata/cloudfront-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	if err := json.Unmarshal(doc, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestVectors plays the recorded cases against the rules alone: a cache is a
// map here, an origin a function. What only the whole pipeline shows (pages,
// ages, ranges, compression) is left to the pipeline's own runner.
func TestVectors(t *testing.T) {
	played := 0
	for _, v := range loadVectors(t) {
		if v.Area == "conditional" || v.Area == "range" {
			continue // parts and conditions are the pipeline's
		}
		t.Run(v.ID, func(t *testing.T) {
			if v.Steps[0].API {
				playAPI(t, &v)
				return
			}
			d := compileVector(t, &v)
			if d == nil {
				return
			}
			played++
			p := &vectorPipeline{v: &v, d: d, cache: map[string]*vectorEntry{}}
			for i := range v.Steps {
				p.play(t, i, &v.Steps[i])
			}
		})
	}
	if played < 100 {
		t.Errorf("only %d cases were played", played)
	}
}

// compileVector is nil for the cases that this room refuses, which it checks.
func compileVector(t *testing.T, v *vector) *Distribution {
	t.Helper()
	src := newWorld()
	src.control["@OAC"] = src.control["always"]
	read := func(name string, into any) bool {
		if raw, ok := v.Distribution[name]; ok {
			if err := json.Unmarshal(raw, into); err != nil {
				t.Fatal(err)
			}
			delete(v.Distribution, name)
			return true
		}
		return false
	}
	var cp CachePolicyConfig
	if read("CachePolicyConfig", &cp) {
		if err := ValidateCachePolicy(&cp); err != nil {
			t.Fatalf("cache policy: %v", err)
		}
		src.cache["@CachePolicyConfig"] = &cp
	}
	var orp OriginRequestPolicyConfig
	if read("OriginRequestPolicyConfig", &orp) {
		if err := ValidateOriginRequestPolicy(&orp); err != nil {
			t.Fatalf("origin request policy: %v", err)
		}
		src.origin["@OriginRequestPolicyConfig"] = &orp
	}
	var rhp ResponseHeadersPolicyConfig
	if read("ResponseHeadersPolicyConfig", &rhp) {
		if err := ValidateResponseHeadersPolicy(&rhp); err != nil {
			t.Fatalf("response headers policy: %v", err)
		}
		src.response["@ResponseHeadersPolicyConfig"] = &rhp
	}
	src.groups["kg-1"] = src.groups["kg"]
	var functions map[string]any
	read("Functions", &functions)
	for name := range functions {
		src.live[FunctionARN("111122223333", name)] = true
	}
	for _, beside := range []string{"LambdaEffect", "viewer_country"} {
		delete(v.Distribution, beside)
	}
	doc, err := json.Marshal(v.Distribution)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := ParseDistributionConfig(doc)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Compile("EVECTOR", cfg, src, Options{})
	if refused := refusedVectors()[v.ID[:strings.IndexByte(v.ID, '-')]]; refused != "" && err != nil {
		var first *Error
		if !errors.As(err, &first) || first.Code != refused {
			t.Errorf("refused with %v, want %s", err, refused)
		}
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(functions) > 0 { // they are compiled; nothing runs them here
		return nil
	}
	return d
}

// refusedVectors are the areas that are not built, with the code that says so.
func refusedVectors() map[string]string {
	return map[string]string{"le": "InvalidLambdaFunctionAssociation"}
}

// playAPI checks the control-plane cases that are about a policy's contents.
func playAPI(t *testing.T, v *vector) {
	for _, s := range v.Steps {
		body, err := json.Marshal(s.Request.Fields)
		if err != nil {
			t.Fatal(err)
		}
		var got error
		switch {
		case s.Request.Method != "POST" || s.Expect.ErrorCode != "InvalidArgument":
			t.Skip("about state, not about contents")
		case strings.HasSuffix(s.Request.Path, "/origin-request-policy"):
			var p OriginRequestPolicyConfig
			if err := json.Unmarshal(body, &p); err != nil {
				t.Fatal(err)
			}
			p.Name, p.CookiesConfig.CookieBehavior, p.QueryStringsConfig.QueryStringBehavior = "n", "none", "none"
			got = ValidateOriginRequestPolicy(&p)
		case strings.HasSuffix(s.Request.Path, "/response-headers-policy"):
			var p ResponseHeadersPolicyConfig
			if err := json.Unmarshal(body, &p); err != nil {
				t.Fatal(err)
			}
			p.Name = "n"
			got = ValidateResponseHeadersPolicy(&p)
		}
		var first *Error
		if !errors.As(got, &first) || first.Code != s.Expect.ErrorCode || first.Status != 400 {
			t.Errorf("got %v, want %s", got, s.Expect.ErrorCode)
		}
	}
}

type vectorEntry struct {
	status int
	header http.Header
	at     time.Time
	fresh  Freshness
	path   string
}

type vectorPipeline struct {
	v     *vector
	d     *Distribution
	cache map[string]*vectorEntry
}

type vectorAnswer struct {
	status int
	header http.Header
	xCache string
	sent   *OriginRequest
}

func (p *vectorPipeline) play(t *testing.T, i int, s *vectorStep) {
	t.Helper()
	for _, path := range s.Invalidate {
		for key, e := range p.cache {
			if e.path == path {
				delete(p.cache, key)
			}
		}
	}
	got := p.answer(p.viewer(s), s, testNow().Add(time.Duration(s.T)*time.Second))
	prefix := fmt.Sprintf("step %d: ", i)
	if !oneOfAny(s.Expect.Status, fmt.Sprint(got.status)) {
		t.Errorf("%sstatus %d, want %v", prefix, got.status, s.Expect.Status)
	}
	if s.Expect.XCache != nil && !oneOfAny(s.Expect.XCache, got.xCache) {
		t.Errorf("%sx-cache %q, want %v", prefix, got.xCache, s.Expect.XCache)
	}
	for name, want := range s.Expect.Headers {
		if !pipelineHeader(name) && !p.matches(want, got.header, name) {
			t.Errorf("%s%s: %q, want %v", prefix, name, got.header.Values(name), want)
		}
	}
	for _, name := range s.Expect.Absent {
		if !pipelineHeader(name) && len(got.header.Values(name)) > 0 {
			t.Errorf("%s%s: %q, want none", prefix, name, got.header.Values(name))
		}
	}
	p.checkSent(t, prefix, s, got.sent)
}

func (p *vectorPipeline) checkSent(t *testing.T, prefix string, s *vectorStep, sent *OriginRequest) {
	t.Helper()
	want := s.Expect.OriginRequest
	if want.Seen != nil && *want.Seen != (sent != nil) {
		t.Errorf("%sorigin asked: %v, want %v", prefix, sent != nil, *want.Seen)
		return
	}
	if sent == nil {
		return
	}
	for name, value := range want.Headers {
		got := sent.Header.Clone()
		got.Set("Host", sent.Host)
		if !p.matches(value, got, name) {
			t.Errorf("%sorigin's %s: %q, want %q", prefix, name, got.Values(name), value)
		}
	}
	for _, name := range want.Absent {
		if len(sent.Header.Values(name)) > 0 {
			t.Errorf("%sorigin's %s: %q, want none", prefix, name, sent.Header.Values(name))
		}
	}
	path := sent.Path
	if sent.RawQuery != "" {
		path += "?" + sent.RawQuery
	}
	if want.Path != "" && path != want.Path {
		t.Errorf("%sorigin's path %q, want %q", prefix, path, want.Path)
	}
}

func (p *vectorPipeline) viewer(s *vectorStep) *Viewer {
	path, query, _ := strings.Cut(s.Request.Path, "?")
	v := viewerOf()
	v.Method, v.Path, v.RawQuery, v.ContentLength = s.Request.Method, path, query, int64(len(s.Request.Body))
	v.RequestID = strings.Repeat("a", 54) + "=="
	v.Country, v.POP = "FR", "SEA19-C1"
	if s.Request.Scheme != "" {
		v.Scheme = s.Request.Scheme
	}
	for name, value := range s.Request.Headers {
		if strings.EqualFold(name, "Host") {
			v.Host = value
			continue
		}
		v.Header.Set(name, value)
	}
	return v
}

// answer is the pipeline at its shortest.
func (p *vectorPipeline) answer(v *Viewer, s *vectorStep, now time.Time) vectorAnswer {
	b := p.d.Match(NormalizePath(v.Path))
	if verdict := b.Protocol(v); verdict.Status != 0 {
		x := "Redirect from cloudfront"
		if verdict.Status == 403 {
			x = "Error from cloudfront"
		}
		return p.generated(b, v, verdict.Status, x)
	}
	if !b.Allows(v.Method) || v.GetWithBody() || !p.d.Geo.Allows(v.Country) {
		return p.generated(b, v, 403, "Error from cloudfront")
	}
	if b.Signers != nil && b.Signers.Check(v, now).Refusal != nil {
		return p.generated(b, v, 403, "Error from cloudfront")
	}
	key := b.Key(v).String
	e := p.cache[key]
	if e != nil && b.Caches(v.Method) && now.Before(e.at.Add(e.fresh.Fresh)) {
		return p.finish(b, v, e.status, e.header, "Hit", nil)
	}
	return p.ask(b, v, s, now, key, e)
}

// ask goes to the origin, stale entries at hand.
func (p *vectorPipeline) ask(b *Behavior, v *Viewer, s *vectorStep, now time.Time, key string, stale *vectorEntry) vectorAnswer {
	sent := b.OriginRequest(v, b.Origin)
	if stale != nil && len(stale.header["Etag"]) > 0 && !stale.fresh.Unconditional {
		sent.Header.Set("If-None-Match", stale.header.Get("Etag"))
	}
	status, header := p.origin(&sent, s)
	if b.Failover != nil {
		if _, over := b.Failover.Over(v.Method, status); over {
			sent = b.OriginRequest(v, b.Failover.Origin)
			status, header = p.origin(&sent, s)
		}
	}
	if status == 0 {
		a := p.generated(b, v, 502, "Error from cloudfront")
		a.sent = &sent
		return a
	}
	if stale != nil && status == 304 {
		header = Refreshed(stale.header, header)
		p.store(b, v, key, stale.status, header, now)
		return p.finish(b, v, stale.status, header, "RefreshHit", &sent)
	}
	if stale != nil && status >= 500 && now.Before(stale.at.Add(stale.fresh.Fresh+stale.fresh.StaleIfError)) {
		return p.finish(b, v, stale.status, stale.header, "Hit", &sent)
	}
	relayed, _ := b.RelayHeaders(header, b.Origin)
	p.store(b, v, key, status, relayed, now)
	return p.finish(b, v, status, relayed, "Miss", &sent)
}

func (p *vectorPipeline) store(b *Behavior, v *Viewer, key string, status int, h http.Header, now time.Time) {
	if f := b.Freshness(status, h, now, b.Origin); f.Store && b.Caches(v.Method) {
		p.cache[key] = &vectorEntry{status, b.StoredHeaders(h), now, f, v.Path}
	}
}

func (p *vectorPipeline) finish(b *Behavior, v *Viewer, status int, h http.Header, result string, sent *OriginRequest) vectorAnswer {
	h = h.Clone()
	if b.ResponseHeaders != nil {
		b.ResponseHeaders.Apply(v, status, h)
		timing := Timing{Result: strings.ToLower(result), POP: v.POP, RequestID: v.RequestID, HitLayer: "EDGE"}
		b.ResponseHeaders.ServerTiming(v, timing, 0, h)
	}
	x := result + " from cloudfront"
	if status >= 400 {
		x = "Error from cloudfront"
	}
	h.Set("Via", b.Via(h["Via"], strings.Repeat("0", 32)+".cloudfront.net (CloudFront)"))
	return vectorAnswer{status, h, x, sent}
}

func (p *vectorPipeline) generated(b *Behavior, v *Viewer, status int, xCache string) vectorAnswer {
	h := http.Header{}
	if b.ResponseHeaders != nil {
		b.ResponseHeaders.ApplyGenerated(v, status, h)
	}
	return vectorAnswer{status: status, header: h, xCache: xCache}
}

// origin answers as the case says.
func (p *vectorPipeline) origin(sent *OriginRequest, s *vectorStep) (int, http.Header) {
	r := p.v.Origin.Response.vectorResponse
	if s.OriginResponse != nil {
		r = *s.OriginResponse
	} else if p.v.Origin.Kind == "s3" {
		return p.s3(sent)
	}
	if by, ok := p.v.Origin.Response.ByHost[sent.Host]; ok {
		r = by
	}
	h := http.Header{}
	for name, value := range r.Headers {
		h.Set(name, strings.ReplaceAll(value, "{request.Origin}", sent.Header.Get("Origin")))
	}
	return r.Status, h
}

// s3 is a bucket with at most one CORS rule, as far as the cases need it.
func (p *vectorPipeline) s3(sent *OriginRequest) (int, http.Header) {
	h := headerOf("X-Amz-Request-Id", "R", "X-Amz-Id-2", "I", "Server", "AmazonS3")
	if b := p.d.Behaviors[0].Origin; b.IdentityOAI != "" && sent.Host != b.DomainName {
		return 403, h
	}
	origin, method := sent.Header.Get("Origin"), sent.Method
	preflight := method == http.MethodOptions
	if preflight {
		method = sent.Header.Get("Access-Control-Request-Method")
	}
	matched := false
	for _, rule := range p.v.Origin.CORS {
		matched = origin != "" && slices.Contains(rule.AllowedMethods, method)
		switch {
		case !matched:
		case slices.Contains(rule.AllowedOrigins, "*"):
			h.Set("Access-Control-Allow-Origin", "*")
		case slices.Contains(rule.AllowedOrigins, origin):
			h.Set("Access-Control-Allow-Origin", origin)
		}
		h.Set("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method")
	}
	if preflight {
		if matched {
			return 200, h
		}
		return 403, h
	}
	object, ok := p.v.Origin.Response.Objects[sent.Path]
	if !ok {
		if p.v.Origin.Response.ListBucketGranted {
			return 404, h
		}
		return 403, h
	}
	for name, value := range object.Headers {
		h.Set(name, value)
	}
	return object.Status, h
}

// pipelineHeader are the headers that the rules alone do not make.
func pipelineHeader(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Age", "Server", "Content-Type", "Content-Length", "Content-Encoding", "Content-Range", "Etag", "Location":
		return true
	}
	return false
}

func (p *vectorPipeline) matches(want any, h http.Header, name string) bool {
	values := h.Values(name)
	got := strings.Join(values, ", ")
	switch want := want.(type) {
	case nil:
		return len(values) == 0
	case string:
		want = strings.NewReplacer("{viewer_ip}", "203.0.113.7", "{host}", "edemo.cloudfront.localhost").Replace(want)
		if pattern, ok := strings.CutPrefix(want, "~"); ok {
			return len(values) > 0 && regexp.MustCompile(pattern).MatchString(got)
		}
		return len(values) > 0 && got == want
	case map[string]any:
		for _, one := range want["any"].([]any) {
			if p.matches(one, h, name) {
				return true
			}
		}
	}
	return false
}

// oneOfAny compares with one value or with {"any": [...]}.
func oneOfAny(want any, got string) bool {
	if m, ok := want.(map[string]any); ok {
		return slices.ContainsFunc(m["any"].([]any), func(one any) bool { return oneOfAny(one, got) })
	}
	return fmt.Sprint(want) == got
}
