package advice

import (
	"testing"

	"crossfront/corsengine/fetch"
	"crossfront/emulator/journal"
)

// TestNoRemedy: advice stays words where a call would be refused, or would lose
// what is set.
func TestNoRemedy(t *testing.T) {
	hit := func(x *journal.Exchange) {
		x.Edge.Cache, x.Edge.OriginRequest = journal.CacheHit, nil
		x.Response.Headers = append(x.Response.Headers, journal.Header{"Access-Control-Allow-Origin", "https://other.example"})
	}
	tests := []struct {
		name, cause string
		change      func(*journal.Exchange)
		remedy      bool
	}{
		{"Origin removed by a behavior with policies", "CF-ORIGIN-STRIPPED", func(x *journal.Exchange) {
			x.Edge.OriginRequest.Headers = nil
		}, true},
		{"Origin removed by legacy settings", "CF-ORIGIN-STRIPPED", func(x *journal.Exchange) {
			x.Edge.OriginRequest.Headers = nil
			x.Edge.Steps = []journal.Step{{Stage: "origin request", What: "Origin removed here", Because: "the forwarded values do not list it"}}
		}, false},
		{"nothing in the key", "REFLECT-CACHED", hit, true},
		{"compression in the key", "REFLECT-CACHED", func(x *journal.Exchange) {
			hit(x)
			x.Edge.CacheKey.In = []journal.Header{{"accept-encoding", "gzip"}}
		}, true},
		{"legacy settings", "REFLECT-CACHED", func(x *journal.Exchange) {
			hit(x)
			x.Edge.Steps = []journal.Step{{Stage: "cache", What: "Hit: stored 1 s ago", Because: "Origin is not in the cache key (legacy cache settings)"}}
		}, false},
		{"a cookie in the key", "REFLECT-CACHED", func(x *journal.Exchange) {
			hit(x)
			x.Edge.CacheKey.In = []journal.Header{{"session", "1"}}
		}, false},
		{"a function's answer", "FUNCTION-ANSWERED", func(x *journal.Exchange) {
			byFunction(x, 200, journal.Step{Stage: "viewer-request function", What: "Function auth answered 200"})
		}, true},
		{"a function's answer to a request with Priority", "FUNCTION-ANSWERED", func(x *journal.Exchange) {
			x.Request.Headers = append(x.Request.Headers, journal.Header{"Priority", "u=4"})
			byFunction(x, 200, journal.Step{Stage: "viewer-request function", What: "Function auth answered 200"})
		}, false},
		{"a function's answer under a policy", "FUNCTION-ANSWERED", func(x *journal.Exchange) {
			byFunction(x, 200, journal.Step{Stage: "viewer-request function", What: "Function auth answered 200"},
				journal.Step{Stage: "response headers policy", What: "X-Frame-Options added"})
		}, false},
		{"a function's answer to a preflight", "FUNCTION-ANSWERED", func(x *journal.Exchange) {
			preflight(x, "GET")
			byFunction(x, 401, journal.Step{Stage: "viewer-request function", What: "Function auth answered 401"})
		}, false},
		{"a redirect that is the origin's", "PREFLIGHT-REDIRECT", func(x *journal.Exchange) {
			preflight(x, "GET")
			x.Response.Status = 301
		}, false},
	}
	for _, tt := range tests {
		x := exchange(tt.change)
		Judge(x)
		found := false
		for _, a := range x.Advice {
			if a.Cause == tt.cause {
				found = true
				if (a.Apply != nil) != tt.remedy {
					t.Errorf("%s: %+v", tt.name, a.Apply)
				}
			}
		}
		if !found {
			t.Errorf("%s: no advice for %s in %+v", tt.name, tt.cause, x.Advice)
		}
	}
}

// TestOfflineWithoutRemedy: what was only imagined cannot be changed by a call.
func TestOfflineWithoutRemedy(t *testing.T) {
	x := exchange(func(x *journal.Exchange) { x.Edge.OriginRequest.Headers = nil })
	request := fetch.RequestFrom(x.Request.Method, x.Request.URL, Headers(x.Request.Headers))
	JudgePage(x, &request, nil)
	if len(x.Advice) == 0 {
		t.Fatal("no advice")
	}
	for _, a := range x.Advice {
		if a.Apply != nil {
			t.Errorf("%+v", a)
		}
	}
}
