package conformance_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// notYet says why a case cannot run, empty when it can.
func (v *vector) notYet() string {
	behaviors := string(v.Distribution["DefaultCacheBehavior"]) + string(v.Distribution["CacheBehaviors"])
	switch {
	case strings.Contains(behaviors, `"LambdaFunctionAssociations"`):
		return "Lambda@Edge is not emulated"
	}
	return ""
}

// TestKnown runs the cases that are known from documents and captures.
func TestKnown(t *testing.T) { runAll(t, "cloudfront-vectors.json", 129) }

// TestDerived runs the cases that follow from the same sources.
func TestDerived(t *testing.T) { runAll(t, "cloudfront-derived.json", 546) }

// runAll runs a file's cases one after the other in one emulator, which is
// reset in between. Fewer than least of them are a failure: skips have grown.
func runAll(t *testing.T, file string, least int) {
	if testing.Short() {
		t.Skip("builds and starts the binary")
	}
	e := start(t)
	ran, skipped := 0, map[string]int{}
	for _, v := range readVectors(t, file) {
		if why := v.notYet(); why != "" {
			skipped[why]++
			continue
		}
		t.Run(v.ID, func(t *testing.T) {
			w := e.build(t, &v)
			for i := range v.Steps {
				w.run(t, i)
			}
			ran++
		})
	}
	t.Logf("%d cases of %s ran", ran, file)
	for why, n := range skipped {
		t.Logf("skipped %d: %s", n, why)
	}
	if ran < least && !t.Failed() {
		t.Errorf("only %d cases ran, want %d: skips have grown", ran, least)
	}
}

// run does one step and checks it.
func (w *world) run(t *testing.T, i int) {
	t.Helper()
	s := &w.vector.Steps[i]
	if s.API {
		w.call(t, s)
		return
	}
	if s.T > w.at {
		w.ask(t, "POST", "/api/clock", fmt.Sprintf(`{"advance":"%gs"}`, s.T-w.at), nil)
		w.at = s.T
	}
	if len(s.Invalidate) > 0 {
		w.invalidate(t, i, s.Invalidate)
	}
	answer := w.vector.Origin.Response
	if s.Override != nil {
		answer = *s.Override
	}
	w.origin.answer(answer)
	host := w.domain
	var more []string
	for name, value := range s.Request.Headers {
		if strings.EqualFold(name, "Host") {
			host = strings.ReplaceAll(value[0], "{domain}", w.domain)
		}
	}
	if w.country != "" {
		more = append(more, "X-Emulator-Country: "+w.country)
	}
	got := w.get(t, host, w.fillSigned(t, host, &s.Request), more...)
	c := &checker{T: t, step: "step " + strconv.Itoa(i+1), fill: map[string]string{"{host}": host, "{viewer_ip}": "127.0.0.1", "{domain}": w.domain}}
	c.viewer(&s.Expect, &got)
	c.origin(&s.Expect, w.asked(t, &got, s))
}

// asked is what the origin was asked for this answer, nil for nothing. What S3
// was asked is known from the journal: no socket lies between it and the edge.
func (w *world) asked(t *testing.T, got *arrival, s *step) *seenRequest {
	t.Helper()
	if w.vector.Origin.Kind == "custom" || s.Expect.OriginRequest.Seen == nil {
		return w.origin.last()
	}
	id := got.header.Get("X-Amz-Cf-Id")
	var list []struct {
		Response struct {
			Headers [][2]string `json:"headers"`
		} `json:"response"`
		Edge *struct {
			OriginRequest *struct {
				Method, URL string
				Headers     [][2]string
			} `json:"originRequest"`
		} `json:"edge"`
	}
	// The exchange is recorded once the answer has left.
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		w.ask(t, "GET", "/api/exchanges?limit=5", "", &list)
		for _, e := range list {
			if e.Edge == nil || !slices.Contains(e.Response.Headers, [2]string{"X-Amz-Cf-Id", id}) {
				continue
			}
			if e.Edge.OriginRequest == nil {
				return nil
			}
			seen := &seenRequest{method: e.Edge.OriginRequest.Method, header: http.Header{}}
			for _, line := range e.Edge.OriginRequest.Headers {
				seen.header[line[0]] = append(seen.header[line[0]], line[1])
			}
			if u, err := url.Parse(e.Edge.OriginRequest.URL); err == nil {
				seen.uri = u.RequestURI()
			}
			return seen
		}
	}
	t.Fatalf("no exchange with the id %s", id)
	return nil
}

// A checker compares what came with what is expected.
type checker struct {
	*testing.T
	step string
	fill map[string]string
}

func (c *checker) viewer(e *expect, got *arrival) {
	c.Helper()
	if !matches(e.Status, strconv.Itoa(got.status), true, nil) {
		c.Errorf("%s: status %d, want %s\n%s\n%.300s", c.step, got.status, e.Status, got.head, got.body)
	}
	for name, want := range e.Headers {
		value, has := joined(got.header, name)
		if !matches(want, value, has, c.fill) {
			c.Errorf("%s: %s: %q (present: %v), want %s", c.step, name, value, has, want)
		}
	}
	for _, name := range e.Absent {
		if value, has := joined(got.header, name); has {
			c.Errorf("%s: %s: %q, want none", c.step, name, value)
		}
	}
	if value, has := joined(got.header, "X-Cache"); len(e.XCache) > 0 && string(e.XCache) != "null" && !matches(e.XCache, value, has, c.fill) {
		c.Errorf("%s: X-Cache %q, want %s", c.step, value, e.XCache)
	}
	for _, part := range e.BodyContains {
		if !strings.Contains(got.body, part) {
			c.Errorf("%s: the body lacks %q:\n%s", c.step, part, got.body)
		}
	}
	for _, part := range e.BodyLacks {
		if strings.Contains(got.body, part) {
			c.Errorf("%s: the body has %q:\n%s", c.step, part, got.body)
		}
	}
	if e.Body != nil && got.body != *e.Body {
		c.Errorf("%s: body %q, want %q", c.step, got.body, *e.Body)
	}
}

func (c *checker) origin(e *expect, seen *seenRequest) {
	c.Helper()
	o := &e.OriginRequest
	if o.Seen == nil {
		return
	}
	if (seen != nil) != *o.Seen {
		c.Errorf("%s: the origin was asked: %v, want %v", c.step, seen != nil, *o.Seen)
	}
	if seen == nil {
		return
	}
	for name, want := range o.Headers {
		value, has := joined(seen.header, name)
		if !matches(want, value, has, c.fill) {
			c.Errorf("%s: the origin saw %s: %q (present: %v), want %s", c.step, name, value, has, want)
		}
	}
	for _, name := range o.Absent {
		if value, has := joined(seen.header, name); has {
			c.Errorf("%s: the origin saw %s: %q, want none", c.step, name, value)
		}
	}
	if o.Path != "" && seen.uri != o.Path {
		c.Errorf("%s: the origin saw %s, want %s", c.step, seen.uri, o.Path)
	}
	if o.Method != "" && seen.method != o.Method {
		c.Errorf("%s: the origin saw %s, want %s", c.step, seen.method, o.Method)
	}
}
