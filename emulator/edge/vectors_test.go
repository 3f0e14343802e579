package edge_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"crossfront/emulator/edge/policy"
)

// A vector is one known case of CloudFront's behaviour, as
// testdata/cloudfront-vectors.json holds them.
type vector struct {
	ID           string                     `json:"id"`
	Area         string                     `json:"area"`
	Distribution map[string]json.RawMessage `json:"distribution"`
	Origin       vectorOrigin               `json:"origin"`
	Steps        []vectorStep               `json:"steps"`
}

type vectorOrigin struct {
	Kind     string          `json:"kind"`
	CORS     json.RawMessage `json:"cors"`
	Response vectorResponse  `json:"response"`
}

type vectorResponse struct {
	Status      int                       `json:"status"`
	Headers     map[string]string         `json:"headers"`
	Body        string                    `json:"body"`
	Unreachable bool                      `json:"unreachable"`
	ByHost      map[string]vectorResponse `json:"by_host"`
	Objects     map[string]vectorResponse `json:"objects"`
	List        bool                      `json:"list_bucket_granted"`
}

type vectorStep struct {
	T          float64         `json:"t"`
	API        bool            `json:"api"`
	Invalidate []string        `json:"invalidate"`
	Override   *vectorResponse `json:"origin_response"`
	Request    struct {
		Method, Path, Scheme, Body string
		Headers                    map[string]string
	} `json:"request"`
	Expect struct {
		Status        json.RawMessage            `json:"status"`
		Headers       map[string]json.RawMessage `json:"headers"`
		Absent        []string                   `json:"absent"`
		XCache        json.RawMessage            `json:"x_cache"`
		BodyContains  []string                   `json:"body_contains"`
		OriginRequest struct {
			Seen    *bool                      `json:"seen"`
			Headers map[string]json.RawMessage `json:"headers"`
			Absent  []string                   `json:"absent"`
			Path    string                     `json:"path"`
		} `json:"origin_request"`
	} `json:"expect"`
}

// notYet says why a vector cannot be run through the edge's data plane; empty
// when it can.
func (v *vector) notYet() string {
	behaviors := string(v.Distribution["DefaultCacheBehavior"]) + string(v.Distribution["CacheBehaviors"])
	switch {
	case v.Area == "control-plane":
		return "a call of the control plane, which edge/api answers"
	case strings.Contains(behaviors, `"LambdaFunctionAssociations"`):
		return "Lambda@Edge is not emulated"
	}
	return ""
}

// TestVectors runs every vector that the data plane covers over real HTTP,
// with S3 itself behind the S3 origins.
func TestVectors(t *testing.T) {
	doc, err := os.ReadFile("../../testdata/cloudfront-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(doc, &vectors); err != nil {
		t.Fatal(err)
	}
	ran, skipped := 0, map[string]int{}
	for _, v := range vectors {
		if why := v.notYet(); why != "" {
			skipped[v.Area+": "+why]++
			continue
		}
		ran++
		t.Run(v.ID, func(t *testing.T) { runVector(t, &v) })
	}
	t.Logf("%d vectors ran", ran)
	for _, why := range slices.Sorted(keys(skipped)) {
		t.Logf("skipped %d of %s", skipped[why], why)
	}
	if ran < 120 {
		t.Errorf("only %d vectors ran: skips have grown", ran)
	}
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func runVector(t *testing.T, v *vector) {
	w := newVectorWorld(t, v)
	at := 0.0
	for i := range v.Steps {
		s := &v.Steps[i]
		if s.T > at {
			w.clock.Advance(time.Duration((s.T - at) * float64(time.Second)))
			at = s.T
		}
		if len(s.Invalidate) > 0 {
			_, err := w.registry.CreateInvalidation(w.dist.ID, policy.InvalidationBatch{
				CallerReference: fmt.Sprint(i),
				Paths:           policy.Paths{Quantity: len(s.Invalidate), Items: s.Invalidate},
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		w.origin.reset(s.Override)
		resp, body := w.do(t, s)
		w.check(t, fmt.Sprintf("step %d", i+1), s, resp, body)
	}
}

// do sends the step's request.
func (w *vectorWorld) do(t *testing.T, s *vectorStep) (*http.Response, string) {
	t.Helper()
	base, scheme := w.secure, "https"
	if s.Request.Scheme == "http" {
		base, scheme = w.plain, "http"
	}
	path, cookies := w.fillSigned(t, scheme, s.Request.Path, s.Request.Headers["Cookie"])
	var body io.Reader
	if s.Request.Body != "" {
		body = strings.NewReader(s.Request.Body)
	}
	req, err := http.NewRequestWithContext(context.Background(), s.Request.Method, base.URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = w.dist.DomainName
	req.Header["User-Agent"] = nil
	for name, value := range s.Request.Headers {
		if strings.EqualFold(name, "Host") {
			req.Host = value
			continue
		}
		req.Header[http.CanonicalHeaderKey(name)] = []string{value}
	}
	if cookies != "" {
		req.Header["Cookie"] = []string{cookies}
	}
	if w.country != "" {
		req.Header.Set("X-Emulator-Country", w.country)
	}
	resp, err := base.Client().Transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(got)
}

// check compares what came with what is expected.
func (w *vectorWorld) check(t *testing.T, step string, s *vectorStep, resp *http.Response, body string) {
	t.Helper()
	e := &s.Expect
	if !matches(e.Status, fmt.Sprint(resp.StatusCode), true, nil) {
		t.Errorf("%s: status %d, want %s\n%v\n%s", step, resp.StatusCode, e.Status, resp.Header, body)
	}
	fill := map[string]string{"{host}": resp.Request.Host, "{viewer_ip}": "127.0.0.1"}
	for name, want := range e.Headers {
		got, has := joined(resp.Header, name)
		if !matches(want, got, has, fill) {
			t.Errorf("%s: %s: %q (present: %v), want %s", step, name, got, has, want)
		}
	}
	for _, name := range e.Absent {
		if got, has := joined(resp.Header, name); has {
			t.Errorf("%s: %s: %q, want none", step, name, got)
		}
	}
	if got, has := joined(resp.Header, "X-Cache"); string(e.XCache) != "null" && !matches(e.XCache, got, has, fill) {
		t.Errorf("%s: X-Cache %q, want %s", step, got, e.XCache)
	}
	for _, part := range e.BodyContains {
		if !strings.Contains(body, part) {
			t.Errorf("%s: body lacks %q:\n%s", step, part, body)
		}
	}
	w.checkOrigin(t, step, s, fill)
}

func (w *vectorWorld) checkOrigin(t *testing.T, step string, s *vectorStep, fill map[string]string) {
	t.Helper()
	e := &s.Expect.OriginRequest
	seen := w.origin.last()
	if e.Seen == nil {
		return
	}
	if (seen != nil) != *e.Seen {
		t.Errorf("%s: the origin was asked: %v, want %v", step, seen != nil, *e.Seen)
	}
	if seen == nil {
		return
	}
	for name, want := range e.Headers {
		got, has := joined(seen.header, name)
		if !matches(want, got, has, fill) {
			t.Errorf("%s: the origin saw %s: %q (present: %v), want %s", step, name, got, has, want)
		}
	}
	for _, name := range e.Absent {
		if got, has := joined(seen.header, name); has {
			t.Errorf("%s: the origin saw %s: %q, want none", step, name, got)
		}
	}
	if e.Path != "" && seen.uri != e.Path {
		t.Errorf("%s: the origin saw %s, want %s", step, seen.uri, e.Path)
	}
}

func joined(h http.Header, name string) (string, bool) {
	var all []string
	has := false
	for have, values := range h {
		if strings.EqualFold(have, name) {
			all, has = append(all, values...), true
		}
	}
	return strings.Join(all, ", "), has
}

// matches reads an expectation: a literal, "~regexp", or {"any":[…]} where null
// means absent.
func matches(want json.RawMessage, got string, has bool, fill map[string]string) bool {
	var choice struct {
		Any []json.RawMessage `json:"any"`
	}
	if json.Unmarshal(want, &choice) == nil && choice.Any != nil {
		return slices.ContainsFunc(choice.Any, func(w json.RawMessage) bool {
			if string(w) == "null" {
				return !has
			}
			return matches(w, got, has, fill)
		})
	}
	var text string
	if json.Unmarshal(want, &text) != nil {
		text = string(want) // a number
	}
	for from, to := range fill {
		text = strings.ReplaceAll(text, from, to)
	}
	if pattern, ok := strings.CutPrefix(text, "~"); ok {
		return has && regexp.MustCompile(pattern).MatchString(got)
	}
	return has && got == text
}
