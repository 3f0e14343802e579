package advice

import (
	"strings"
	"testing"

	"crossfront/emulator/journal"
)

const page = "http://localhost:3000"

// exchange is a GET from the page through the edge that a browser blocks; a
// case changes what it is about.
func exchange(change func(*journal.Exchange)) *journal.Exchange {
	x := &journal.Exchange{
		Entry:    journal.EntryEdge,
		Request:  journal.Request{Method: "GET", URL: "http://e.localhost:8080/a", Headers: []journal.Header{{"Host", "e.localhost:8080"}, {"Origin", page}}},
		Response: journal.Response{Status: 200, Headers: []journal.Header{{"Server", "AmazonS3"}}},
		Edge: &journal.Edge{
			DistributionID: "E1", Behavior: "*", Cache: journal.CacheMiss,
			CacheKey:      &journal.CacheKey{},
			OriginRequest: &journal.Request{Headers: []journal.Header{{"Origin", page}}},
		},
	}
	change(x)
	return x
}

// preflight makes the exchange a preflight for that method.
func preflight(x *journal.Exchange, method string) {
	x.Request.Method = "OPTIONS"
	asks := journal.Header{"Access-Control-Request-Method", method}
	x.Request.Headers = append(x.Request.Headers, asks)
	x.Edge.OriginRequest.Headers = append(x.Edge.OriginRequest.Headers, asks)
}

// refused makes the exchange one that the edge refused for its signature.
func refused(x *journal.Exchange, code, because string) {
	x.Edge.OriginRequest, x.Edge.Cache, x.Response.Status, x.Edge.CacheKey = nil, journal.CacheError, 403, nil
	x.Response.Headers = []journal.Header{{"Server", "CloudFront"}}
	x.Edge.Steps = []journal.Step{{Stage: "signature", What: "Refused: " + code, Because: because}}
}

// byFunction makes the exchange one that a function ended.
func byFunction(x *journal.Exchange, status int, steps ...journal.Step) {
	x.Edge.OriginRequest, x.Edge.Cache, x.Response.Status, x.Edge.CacheKey = nil, journal.CacheError, status, nil
	x.Response.Headers = []journal.Header{{"Server", "CloudFront"}}
	x.Edge.Steps = steps
}

// moved makes the exchange one with S3 that the bucket's region would have
// answered.
func moved(x *journal.Exchange, code string, status int) {
	x.Entry, x.Edge, x.Response.Status = journal.EntryS3, nil, status
	x.Response.Headers = []journal.Header{{"Server", "AmazonS3"}, {"x-amz-bucket-region", "eu-west-1"}}
	x.S3 = &journal.S3{Bucket: "media", Key: "a", Status: status, Code: code, CORS: &journal.CORS{}}
}

// TestKeptDecides: a 304 to what a page asked for leaves the kept answer's headers,
// unless it brings its own.
func TestKeptDecides(t *testing.T) {
	allow := journal.Header{"Access-Control-Allow-Origin", page}
	for name, c := range map[string]struct {
		change func(*journal.Exchange)
		want   bool
	}{
		"silent 304":     {func(x *journal.Exchange) { x.Response.Status = 304 }, true},
		"200":            {func(*journal.Exchange) {}, false},
		"304 with rules": {func(x *journal.Exchange) { x.Response.Status, x.Response.Headers = 304, []journal.Header{allow} }, false},
		"preflight": {func(x *journal.Exchange) {
			preflight(x, "GET")
			x.Response.Status = 304
		}, false},
		"no Origin": {func(x *journal.Exchange) { x.Request.Headers, x.Response.Status = nil, 304 }, false},
	} {
		x := exchange(c.change)
		Judge(x)
		if x.Browser.KeptDecides != c.want {
			t.Errorf("%s: %+v", name, x.Browser)
		}
	}
}

func TestJudge(t *testing.T) {
	zero := 0
	tests := []struct {
		name    string
		change  func(*journal.Exchange)
		layers  string // of the advice, in order
		first   string // words of the advice to act on
		says    []string
		allowed bool
	}{
		{name: "no Origin is no CORS request", allowed: true, change: func(x *journal.Exchange) { x.Request.Headers = nil }},
		{name: "allowed", allowed: true, change: func(x *journal.Exchange) {
			x.Response.Headers = append(x.Response.Headers, journal.Header{"Access-Control-Allow-Origin", "*"})
		}},
		{name: "an injected fault alone", layers: "bucket", first: "status 503 on bucket media, from seed.yaml line 3", says: []string{"an error 503", "DELETE /api/faults/f1"},
			change: func(x *journal.Exchange) {
				x.Response.Status, x.Edge.OriginRequest.Headers = 503, nil
				x.S3 = &journal.S3{Bucket: "media", Code: "SlowDown", Status: 503}
				x.Faults = []journal.Fault{{ID: "f1", What: "status 503 on bucket media", From: "seed.yaml line 3", Broke: true}}
			}},
		{name: "an injected fault, stored", layers: "edge", first: "Another request met it", change: func(x *journal.Exchange) {
			x.Response.Status, x.Edge.OriginRequest, x.Edge.Cache = 504, nil, journal.CacheError
			x.Faults = []journal.Fault{{ID: "f1", What: "latency 35s on origin a", From: "the console", Broke: true, Stored: true}}
		}},
		{name: "no answer at all", layers: "bucket", first: "There was no answer at all", change: func(x *journal.Exchange) {
			x.Entry, x.Edge, x.Response = journal.EntryS3, nil, journal.Response{}
			x.S3 = &journal.S3{Bucket: "media"}
			x.Faults = []journal.Fault{{ID: "f1", What: "connection reset on bucket media", From: "the console", Broke: true}}
		}},
		{name: "a latency that broke nothing is not the cause", layers: "edge", first: "removed Origin", change: func(x *journal.Exchange) {
			x.Edge.OriginRequest.Headers = nil
			x.Faults = []journal.Fault{{ID: "f1", What: "latency 1s on origin a", From: "the console"}}
		}},
		{name: "no such distribution", layers: "edge", says: []string{"No distribution answers to the host e.localhost:8080"},
			change: func(x *journal.Exchange) {
				x.Edge = &journal.Edge{Cache: journal.CacheError}
				x.Response.Status = 403
			}},
		{name: "a policy that stays silent about a header", layers: "edge cache",
			first: "the request has the header Priority, which AllowHeaders does not cover", says: []string{"AccessControlAllowHeaders *", "HTTP/2"},
			change: func(x *journal.Exchange) {
				x.Request.URL = "https://e.localhost:8443/a"
				x.Edge.Cache, x.Edge.OriginRequest = journal.CacheHit, nil
				x.Edge.Steps = []journal.Step{{Stage: "response headers policy", What: "Access-Control-Allow-Origin not added",
					Because: "the request has the header Priority, which AllowHeaders does not cover"}}
			}},
		{name: "a policy for another origin", layers: "edge",
			first: "AllowOrigins does not list " + page, says: []string{"Add " + page + " to the AccessControlAllowOrigins"},
			change: func(x *journal.Exchange) {
				x.Edge.Steps = []journal.Step{{Stage: "response headers policy", What: "Access-Control-Allow-Origin not added",
					Because: "AllowOrigins does not list " + page}}
			}},
		{name: "a policy that gives way", layers: "edge", first: "does not override", says: []string{"OriginOverride"},
			change: func(x *journal.Exchange) {
				x.Edge.Steps = []journal.Step{{Stage: "response headers policy", What: "Access-Control-Allow-Origin not added",
					Because: "the origin's answer has CORS headers and the policy does not override"}}
			}},
		{name: "OPTIONS not allowed", layers: "edge", says: []string{"does not allow OPTIONS", "PUT, POST, PATCH, DELETE"},
			change: func(x *journal.Exchange) {
				preflight(x, "PUT")
				x.Edge.OriginRequest, x.Edge.Cache, x.Response.Status = nil, journal.CacheError, 403
				x.Response.Headers = []journal.Header{{"Server", "CloudFront"}}
			}},
		{name: "no cookies with a preflight", layers: "edge", says: []string{"browsers send no cookies with a preflight"},
			change: func(x *journal.Exchange) {
				preflight(x, "GET")
				refused(x, "MissingKey", "the request has neither a signed URL nor signed cookies")
			}},
		{name: "no signature", layers: "client", says: []string{"neither a signed URL", "credentials: 'include'"},
			change: func(x *journal.Exchange) {
				refused(x, "MissingKey", "the request has neither a signed URL nor signed cookies")
			}},
		{name: "expired signature", layers: "client", says: []string{"AccessDenied", "it expired at"},
			change: func(x *journal.Exchange) { refused(x, "AccessDenied", "it expired at noon") }},
		{name: "a function that fails", layers: "edge", says: []string{"The function auth of behavior * failed, and the edge answered 503", "TypeError: no", "test-function --name auth"},
			change: func(x *journal.Exchange) {
				byFunction(x, 503, journal.Step{Stage: "viewer-request function", What: "Function auth failed: TypeError: no", Because: "it threw"})
			}},
		{name: "a function that answers the preflight", layers: "edge", says: []string{"The function auth of behavior * answered 401", "neither cookies nor Authorization", "OPTIONS"},
			change: func(x *journal.Exchange) {
				preflight(x, "GET")
				byFunction(x, 401, journal.Step{Stage: "viewer-request function", What: "Function auth answered 401"})
			}},
		{name: "a function that forbids the preflight", layers: "edge", first: "answered 403",
			change: func(x *journal.Exchange) {
				preflight(x, "GET")
				byFunction(x, 403, journal.Step{Stage: "viewer-request function", What: "Function auth answered 403"})
			}},
		{name: "a function that redirects the preflight", layers: "edge", first: "answered 302",
			change: func(x *journal.Exchange) {
				preflight(x, "GET")
				byFunction(x, 302, journal.Step{Stage: "viewer-request function", What: "Function auth answered 302"})
				x.Edge.Cache = journal.CacheGenerated
			}},
		{name: "a function that answers without CORS headers", layers: "edge", says: []string{"without access-control-allow-origin", "were not asked"},
			change: func(x *journal.Exchange) {
				byFunction(x, 200, journal.Step{Stage: "viewer-request function", What: "Function auth answered 200"})
			}},
		{name: "a function that answers for another site", layers: "edge", says: []string{"with access-control-allow-origin: https://other.example"},
			change: func(x *journal.Exchange) {
				byFunction(x, 200, journal.Step{Stage: "viewer-request function", What: "Function auth answered 200"})
				x.Response.Headers = []journal.Header{{"Access-Control-Allow-Origin", "https://other.example"}}
			}},
		{name: "a function that removes the header", layers: "edge", says: []string{"The viewer-response function strip (behavior *) removed Access-Control-Allow-Origin."},
			change: func(x *journal.Exchange) {
				x.Edge.Steps = []journal.Step{{Stage: "viewer-response function", What: "header Access-Control-Allow-Origin removed", Because: "function strip"}}
			}},
		{name: "preflight redirected to the bucket's region", layers: "client",
			says: []string{"redirect (307) to https://media.s3.eu-west-1.amazonaws.com/a.", "in another region", "media.s3.eu-west-1.amazonaws.com, directly"},
			change: func(x *journal.Exchange) {
				preflight(x, "PUT")
				moved(x, "TemporaryRedirect", 307)
				x.Response.Headers = append(x.Response.Headers, journal.Header{"Location", "https://media.s3.eu-west-1.amazonaws.com/a"})
			}},
		{name: "or just refused", layers: "client", says: []string{"redirect (301), without saying where to.", "media.s3.eu-west-1.amazonaws.com, directly"},
			change: func(x *journal.Exchange) {
				preflight(x, "PUT")
				moved(x, "PermanentRedirect", 301)
			}},
		{name: "a GET of another region's bucket", layers: "bucket", says: []string{"301 PermanentRedirect", "media.s3.eu-west-1.amazonaws.com, directly"},
			change: func(x *journal.Exchange) { moved(x, "PermanentRedirect", 301) }},
		{name: "a function that does not run on errors", layers: "edge", first: "The viewer-response function cors of behavior * did not run: the status is 404",
			says: []string{"response headers policy"}, change: func(x *journal.Exchange) {
				x.Response.Status = 404
				x.Edge.Steps = []journal.Step{{Stage: "viewer-response function", What: "Function cors did not run", Because: "the status is 404"}}
			}},
		{name: "what is no error has another cause", change: func(x *journal.Exchange) {
			x.Edge.Steps = []journal.Step{{Stage: "viewer-response function", What: "Function cors did not run", Because: "another function answered"}}
		}},
		{name: "a policy that fits", layers: "edge", says: []string{"of your own with AccessControlAllowHeaders *", "stay silent where the browser sends Priority"},
			change: func(x *journal.Exchange) { x.Edge.OriginRequest.Headers = nil }},
		{name: "the list of buckets", layers: "client", says: []string{"names no bucket", "have a server list the buckets"},
			change: func(x *journal.Exchange) {
				x.Entry, x.Edge, x.Response.Status = journal.EntryS3, nil, 403
				x.S3 = &journal.S3{Operation: "ListBuckets", Status: 403, Code: "AccessDenied", CORS: &journal.CORS{}}
			}},
		{name: "preflight redirected to https", layers: "edge", says: []string{"Browsers do not follow redirects", "ViewerProtocolPolicy"},
			change: func(x *journal.Exchange) {
				preflight(x, "GET")
				x.Edge.OriginRequest, x.Edge.Cache, x.Response.Status = nil, journal.CacheGenerated, 307
				x.Response.Headers = []journal.Header{{"Location", "https://e.localhost:8443/a"}}
			}},
		{name: "Origin removed", layers: "edge", says: []string{"the behavior has no origin request policy", "CORS-S3Origin"},
			change: func(x *journal.Exchange) {
				x.Edge.OriginRequest.Headers = nil
				x.Edge.Steps = []journal.Step{{What: "Origin removed here", Because: "the behavior has no origin request policy"}}
			}},
		{name: "stored before the fix", layers: "cache", says: []string{"stored 12 s ago without CORS headers", "create-invalidation --distribution-id E1"},
			change: func(x *journal.Exchange) {
				x.Edge.Cache, x.Edge.OriginRequest = journal.CacheHit, nil
				x.Response.Headers = append(x.Response.Headers, journal.Header{"Age", "12"})
			}},
		{name: "stored, and not to be better", layers: "cache edge", says: []string{"Once the copy is gone", "does not send Origin"},
			change: func(x *journal.Exchange) {
				x.Edge.Cache, x.Edge.OriginRequest = journal.CacheHit, nil
				x.Edge.CacheKey.Dropped = []string{"Accept", "Origin"}
			}},
		{name: "forwarded but not keyed", layers: "cache cache", says: []string{"not in the cache key"},
			change: func(x *journal.Exchange) {
				x.Edge.Cache, x.Edge.OriginRequest = journal.CacheHit, nil
				x.Edge.CacheKey.Forwarded = []string{"Origin"}
			}},
		{name: "another site's copy", layers: "cache", says: []string{"for https://other.example"},
			change: func(x *journal.Exchange) {
				x.Edge.Cache, x.Edge.OriginRequest = journal.CacheHit, nil
				x.Response.Headers = append(x.Response.Headers, journal.Header{"Access-Control-Allow-Origin", "https://other.example"})
			}},
		{name: "no CORS configuration", layers: "bucket", says: []string{"Bucket b has no CORS configuration", `"AllowedOrigins":["` + page + `"]`},
			change: func(x *journal.Exchange) { x.S3 = &journal.S3{Bucket: "b", CORS: &journal.CORS{}} }},
		{name: "no rule matches", layers: "bucket", says: []string{"rule 1: the method is not listed", `"AllowedHeaders":["x-a"]`},
			change: func(x *journal.Exchange) {
				preflight(x, "PUT")
				x.Request.Headers = append(x.Request.Headers, journal.Header{"Access-Control-Request-Headers", "x-a"})
				x.Edge.OriginRequest.Headers = x.Request.Headers
				x.Response.Status = 403
				x.S3 = &journal.S3{Bucket: "b", CORS: &journal.CORS{Rules: []journal.Rule{{Index: zero, Reason: "the method is not listed"}}}}
			}},
		{name: "an error before the missing rule", layers: "bucket bucket",
			first: "403 AccessDenied: Access Denied (no statement allows s3:GetObject to anyone). The browser shows this as a CORS error",
			says:  []string{"presigned URL", "Bucket b has no CORS configuration"},
			change: func(x *journal.Exchange) {
				x.Edge, x.Response.Status = nil, 403
				x.S3 = &journal.S3{Bucket: "b", Status: 403, Code: "AccessDenied", Message: "Access Denied",
					Access: "no statement allows s3:GetObject to anyone", CORS: &journal.CORS{}}
			}},
		{name: "an error before the removed Origin", layers: "bucket edge",
			first: "404 NoSuchKey: The specified key does not exist. The browser shows this as a CORS error",
			says:  []string{"Upload vod/a to bucket b"},
			change: func(x *journal.Exchange) {
				x.Response.Status, x.Edge.OriginRequest.Headers = 404, nil
				x.S3 = &journal.S3{Bucket: "b", Key: "vod/a", Status: 404, Code: "NoSuchKey", Message: "The specified key does not exist.",
					Access: "statement 1 allows it"}
			}},
		{name: "a key that is hidden", layers: "bucket", first: "no statement allows s3:ListBucket to anyone",
			says: []string{"There is no vod/a in bucket b: S3 answers 403 in place of 404 to whoever may not list the bucket"},
			change: func(x *journal.Exchange) {
				x.Response.Status = 403
				x.S3 = &journal.S3{Bucket: "b", Key: "vod/a", Operation: "GetObject", Status: 403, Code: "AccessDenied", Message: "Access Denied",
					Access: "no statement allows s3:ListBucket to anyone", CORS: &journal.CORS{Rule: &zero}}
			}},
		{name: "an edge that may not read", layers: "bucket", first: "no statement allows s3:GetObject to cloudfront.amazonaws.com",
			says: []string{"origin access control"},
			change: func(x *journal.Exchange) {
				x.Response.Status = 403
				x.S3 = &journal.S3{Bucket: "b", Status: 403, Code: "AccessDenied", Message: "Access Denied",
					Access: "no statement allows s3:GetObject to cloudfront.amazonaws.com", CORS: &journal.CORS{Rule: &zero}}
			}},
		{name: "an error in disguise", layers: "bucket", says: []string{"403 AccessDenied: Access Denied. The browser shows this as a CORS error"},
			change: func(x *journal.Exchange) {
				x.Response.Status = 403
				x.S3 = &journal.S3{Bucket: "b", Status: 403, Code: "AccessDenied", Message: "Access Denied", CORS: &journal.CORS{Rule: &zero}}
			}},
	}
	for _, tt := range tests {
		x := exchange(tt.change)
		Judge(x)
		if got := x.Browser.Chromium.Allowed; got != tt.allowed {
			t.Errorf("%s: Chromium allowed %v", tt.name, got)
		}
		var layers, said []string
		for _, a := range x.Advice {
			layers, said = append(layers, a.Layer), append(said, a.What, a.Fix)
		}
		if got := strings.Join(layers, " "); got != tt.layers {
			t.Errorf("%s: advice for %q, want %q: %q", tt.name, got, tt.layers, said)
		}
		if tt.first != "" && (len(x.Advice) == 0 || !strings.Contains(x.Advice[0].What, tt.first)) {
			t.Errorf("%s: the first advice is not %q: %q", tt.name, tt.first, said)
		}
		for _, words := range tt.says {
			if !strings.Contains(strings.Join(said, "\n"), words) {
				t.Errorf("%s: nobody says %q in %q", tt.name, words, said)
			}
		}
		if x.Advice == nil {
			t.Errorf("%s: advice is null", tt.name)
		}
	}
}

// What cannot be read must not stop the journal.
func FuzzJudge(f *testing.F) {
	f.Add("OPTIONS", page, "GET", "x-a,, x-b", 403, "hit")
	f.Add("", "", "", "", 0, "")
	f.Fuzz(func(t *testing.T, method, origin, announced, names string, status int, cache string) {
		x := exchange(func(x *journal.Exchange) {
			x.Request.Method, x.Response.Status, x.Edge.Cache = method, status, cache
			x.Request.Headers = []journal.Header{{"Origin", origin}, {"Access-Control-Request-Method", announced}, {"Access-Control-Request-Headers", names}}
			x.S3 = &journal.S3{Bucket: "b", CORS: &journal.CORS{}}
		})
		if Judge(x); x.Browser == nil || x.Advice == nil {
			t.Error("an exchange without a verdict")
		}
	})
}
