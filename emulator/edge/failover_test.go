package edge

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// grouped is a distribution whose default behavior goes to the origin group g
// of o1 and o2.
func grouped(codes ...int) func(*registry.Registry, *policy.DistributionConfig) {
	return func(_ *registry.Registry, c *policy.DistributionConfig) {
		first := c.Origins.Items[0]
		second := first
		second.Id, second.DomainName, second.OriginPath = "o2", "copy.s3.eu-west-1.amazonaws.com", "/copy"
		second.CustomHeaders = &policy.CustomHeaders{Quantity: 1, Items: []policy.OriginCustomHeader{{HeaderName: "X-Which", HeaderValue: "second"}}}
		c.Origins = policy.Origins{Quantity: 2, Items: []policy.OriginConfig{first, second}}
		c.OriginGroups = &policy.OriginGroups{Quantity: 1, Items: []policy.OriginGroup{{
			Id:               "g",
			FailoverCriteria: policy.OriginGroupFailoverCriteria{StatusCodes: policy.StatusCodes{Quantity: len(codes), Items: codes}},
			Members:          policy.OriginGroupMembers{Quantity: 2, Items: []policy.OriginGroupMember{{OriginId: "o1"}, {OriginId: "o2"}}},
		}}}
		c.DefaultCacheBehavior.TargetOriginId = "g"
		c.DefaultCacheBehavior.AllowedMethods = methods([]string{"GET", "HEAD", "OPTIONS"}, "GET", "HEAD")
	}
}

// byHost answers as the origin that was asked.
func byHost(first, second http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Host, "copy.") {
			second(w, r)
			return
		}
		first(w, r)
	}
}

func TestFailover(t *testing.T) {
	tests := []struct {
		name   string
		method string
		first  http.HandlerFunc
		second http.HandlerFunc
		codes  []int
		asked  int
		status int
		xcache string
		body   string
	}{
		{"a listed code", "GET", status(403, "no"), text("yes"), []int{403}, 2, 200, "Miss", "yes"},
		{"a code that is not listed", "GET", status(404, "no"), text("yes"), []int{403, 500}, 1, 404, "Error", "no"},
		{"an answer", "GET", text("first"), text("second"), []int{403, 404, 500, 502, 503, 504}, 1, 200, "Miss", "first"},
		{"a redirect", "GET", status(302, "", "Location", "/x"), text("second"), []int{404}, 1, 302, "Miss", ""},
		{"HEAD", "HEAD", status(500, "no"), text("yes"), []int{500}, 2, 200, "Miss", ""},
		{"OPTIONS, not cached", "OPTIONS", status(403, "no"), status(204, ""), []int{403}, 2, 204, "Miss", ""},
		{"both fail", "GET", status(503, "first"), status(404, "second"), []int{404, 503}, 2, 404, "Error", "second"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, grouped(tt.codes...))
			b.origin.answer(byHost(tt.first, tt.second))
			expect(t, b.do(tt.method, "/a", nil), tt.status, tt.xcache, tt.body)
			n, last := b.origin.asked()
			if n != tt.asked {
				t.Errorf("%d origins asked, want %d", n, tt.asked)
			}
			if tt.asked == 2 && (last.URL.Path != "/copy/a" || last.Host != "copy.s3.eu-west-1.amazonaws.com" || last.Header.Get("X-Which") != "second") {
				t.Errorf("the secondary was asked for %s at %s with %v", last.URL.Path, last.Host, last.Header)
			}
		})
	}
}

// Every request tries the primary first, and what the secondary gave is cached
// like any other answer.
func TestFailoverRemembersNothing(t *testing.T) {
	b := newBench(t, grouped(500))
	b.origin.answer(byHost(status(500, "no"), text("yes")))
	expect(t, b.get("/a"), 200, "Miss", "yes")
	expect(t, b.get("/a"), 200, "Hit", "yes")
	expect(t, b.get("/b"), 200, "Miss", "yes")
	if n, _ := b.origin.asked(); n != 4 {
		t.Errorf("%d requests to origins, want 4: both twice", n)
	}
	b.origin.answer(byHost(text("back"), text("yes")))
	expect(t, b.get("/c"), 200, "Miss", "back")
}

// A stale object hides only what the secondary cannot mend.
func TestFailoverBeforeStale(t *testing.T) {
	b := newBench(t, grouped(500))
	b.origin.answer(byHost(text("old", "Cache-Control", "max-age=10"), text("never")))
	expect(t, b.get("/a"), 200, "Miss", "old")
	b.clock.advance(time.Minute)
	b.origin.answer(byHost(status(500, "no"), status(500, "neither")))
	expect(t, b.get("/a"), 200, "Hit", "old")
	if n, _ := b.origin.asked(); n != 3 {
		t.Errorf("%d requests to origins, want 3", n)
	}
	b.clock.advance(time.Minute)
	b.origin.answer(byHost(status(500, "no"), text("new")))
	expect(t, b.get("/a"), 200, "Miss", "new")
}

func TestFailoverIsExplained(t *testing.T) {
	b := newBench(t, grouped(403))
	b.origin.answer(byHost(status(403, "no"), text("yes")))
	b.get("/a")
	if s, ok := step(b.tape.last(), stageFailover, "o1 answered 403: asked the secondary o2"); !ok || s.Because != "the origin group g lists 403" {
		t.Errorf("steps: %+v", b.tape.last().Edge.Steps)
	}
	if to := b.tape.last().Edge.OriginRequest.URL; to != "http://copy.s3.eu-west-1.amazonaws.com/copy/a" {
		t.Errorf("the last request to an origin went to %s", to)
	}
	b.origin.answer(byHost(status(500, "no"), text("yes")))
	b.get("/b")
	if s, ok := step(b.tape.last(), stageFailover, "o1 answered 500: the secondary was not asked"); !ok || s.Because != "the origin group g does not list 500" {
		t.Errorf("steps: %+v", b.tape.last().Edge.Steps)
	}
}

// A primary that refuses connections counts as 503, whatever viewers would see.
func TestFailoverOfConnections(t *testing.T) {
	const closed = "127.0.0.1:1" // a port below those that are given out
	down := func(codes ...int) func(*registry.Registry, *policy.DistributionConfig) {
		return func(r *registry.Registry, c *policy.DistributionConfig) {
			grouped(codes...)(r, c)
			c.Origins.Items[0] = policy.OriginConfig{Id: "o1", DomainName: "origin.example.net", CustomOriginConfig: &policy.CustomOriginConfig{
				HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "http-only"}}
		}
	}
	resolve := func(c *Config) { c.Resolve = map[string]string{"origin.example.net": closed} }
	b := newBench(t, down(503), resolve)
	expect(t, b.get("/a"), 200, "Miss", "hello")
	if _, ok := step(b.tape.last(), stageFailover, "o1 could not be reached (OriginConnectError): asked the secondary o2"); !ok {
		t.Errorf("steps: %+v", b.tape.last().Edge.Steps)
	}
	b = newBench(t, down(403, 502, 504), resolve)
	expect(t, b.get("/a"), 502, "Error", "*")
	if s, ok := step(b.tape.last(), stageFailover, "the secondary was not asked"); !ok || s.Because != "the origin group g does not list 503" {
		t.Errorf("steps: %+v", b.tape.last().Edge.Steps)
	}
}
