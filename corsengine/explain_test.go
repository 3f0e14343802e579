package corsengine

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func explain(t *testing.T, config, method string, h http.Header) []string {
	t.Helper()
	rs := compileJSON(t, Options{}, config)
	req := RequestFrom(method, h, true)
	var got []string
	for _, r := range rs.Explain(&req) {
		got = append(got, r.Reason)
	}
	return got
}

func TestExplain(t *testing.T) {
	const config = `[
		{"AllowedOrigins":["https://app.example.com"],"AllowedMethods":["GET"]},
		{"AllowedOrigins":["https://app.example.com"],"AllowedMethods":["GET","PUT"],"AllowedHeaders":["content-type"]},
		{"AllowedOrigins":["*"],"AllowedMethods":["GET"],"AllowedHeaders":["*"]}]`
	const app = "https://app.example.com"
	for _, c := range []struct {
		name   string
		method string
		header http.Header
		want   []string
	}{{
		"first matches", "GET", http.Header{"Origin": {app}},
		[]string{
			`method GET is allowed, origin "https://app.example.com" matches "https://app.example.com"`,
			"would match too, but rule 1 comes first and the first that matches wins",
			"would match too, but rule 1 comes first and the first that matches wins",
		},
	}, {
		"by header", "OPTIONS", preflight(app, "PUT", "Content-Type"),
		[]string{
			`method PUT is not in AllowedMethods ["GET"]; the rule has no AllowedHeaders, and the preflight asks for ["Content-Type"]`,
			`method PUT is allowed, origin "https://app.example.com" matches "https://app.example.com", the requested header is allowed`,
			`not reached, because rule 2 matched; it would not match: method PUT is not in AllowedMethods ["GET"]`,
		},
	}, {
		"none", "OPTIONS", preflight("http://app.example.com", "PUT", "x-amz-acl,range"),
		[]string{
			`method PUT is not in AllowedMethods ["GET"]; origin "http://app.example.com" is not in AllowedOrigins ["https://app.example.com"]: the scheme differs: "https://app.example.com" is https, the page's origin is http; the rule has no AllowedHeaders, and the preflight asks for ["x-amz-acl", "range"]`,
			`origin "http://app.example.com" is not in AllowedOrigins ["https://app.example.com"]: the scheme differs: "https://app.example.com" is https, the page's origin is http; requested headers ["x-amz-acl", "range"] are not in AllowedHeaders ["content-type"]`,
			`method PUT is not in AllowedMethods ["GET"]`,
		},
	}, {
		"star", "OPTIONS", preflight("null", "GET", "a,b"),
		[]string{
			`origin "null" is not in AllowedOrigins ["https://app.example.com"]: browsers send "null" for sandboxed frames, files and requests redirected across origins; the rule has no AllowedHeaders, and the preflight asks for ["a", "b"]`,
			`origin "null" is not in AllowedOrigins ["https://app.example.com"]: browsers send "null" for sandboxed frames, files and requests redirected across origins; requested headers ["a", "b"] are not in AllowedHeaders ["content-type"]`,
			`method GET is allowed, origin "null" matches "*", all 2 requested headers are allowed`,
		},
	}, {
		"no Origin", "GET", nil,
		[]string{
			"not looked at: the request has no Origin header",
			"not looked at: the request has no Origin header",
			"not looked at: the request has no Origin header",
		},
	}, {
		"HEAD", "HEAD", http.Header{"Origin": {app}},
		[]string{
			`method HEAD is not in AllowedMethods ["GET"]: GET does not include HEAD`,
			`method HEAD is not in AllowedMethods ["GET", "PUT"]: GET does not include HEAD`,
			`method HEAD is not in AllowedMethods ["GET"]: GET does not include HEAD`,
		},
	}} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, explain(t, config, c.method, c.header)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMethodReasons(t *testing.T) {
	const config = `[{"AllowedOrigins":["*"],"AllowedMethods":["PUT"]}]`
	for _, c := range []struct{ method, announced, want string }{
		{"OPTIONS", "", "the preflight has no Access-Control-Request-Method, so S3 looks for OPTIONS, which no rule can allow"},
		{"OPTIONS", "put", `method put is not in AllowedMethods ["PUT"]: methods are compared exactly, in upper case`},
		{"OPTIONS", "PATCH", `method PATCH is not in AllowedMethods ["PUT"]: S3 knows only GET, PUT, HEAD, POST and DELETE`},
		{"OPTIONS", "PUT, PUT", `method "PUT, PUT" is not in AllowedMethods ["PUT"]: S3 knows only GET, PUT, HEAD, POST and DELETE`},
		{"PUT", "DELETE", `method DELETE is not in AllowedMethods ["PUT"]: the request is a PUT, but S3 looks at its Access-Control-Request-Method`},
		{"POST", "", `method POST is not in AllowedMethods ["PUT"]`},
	} {
		t.Run(c.method+" "+c.announced, func(t *testing.T) {
			got := explain(t, config, c.method, preflight("https://a", c.announced))
			if got[0] != c.want {
				t.Error(cmp.Diff(c.want, got[0]))
			}
		})
	}
}

func TestNearMisses(t *testing.T) {
	for _, c := range []struct{ allowed, origin, want string }{
		{"https://a.example/", "https://a.example", `"https://a.example/" ends with a slash, and origins have none`},
		{"https://*/", "https://a.example", `"https://*/" ends with a slash, and origins have none`},
		{"https://a.example/app", "https://a.example", `"https://a.example/app" has a path, and origins have none`},
		{" https://a.example", "https://a.example", `" https://a.example" has blanks around it, which are compared too`},
		{"https://A.example", "https://a.example", `"https://A.example" differs in upper and lower case, and S3 compares exactly`},
		{"http://a.example", "https://a.example", `the scheme differs: "http://a.example" is http, the page's origin is https`},
		{"http://*.example", "https://a.example", `the scheme differs: "http://*.example" is http, the page's origin is https`},
		{"a.example", "https://a.example", `"a.example" has no scheme; the browser's origin begins with "https://"`},
		{"localhost:3000", "http://localhost:3000", `"localhost:3000" has no scheme; the browser's origin begins with "http://"`},
		{"https", "https://a.example", `"https" alone is an ordinary string that no origin equals; write "https://*"`},
		{"https://", "https://a.example", `"https://" alone is an ordinary string that no origin equals; write "https://*"`},
		{"https://a.example:443", "https://a.example", `"https://a.example:443" states the default port, which browsers leave out of the origin`},
		{"http://localhost:3000", "http://localhost:5173", `the port differs: "http://localhost:3000" has 3000, the page's origin has 5173`},
		{"http://localhost", "http://localhost:5173", `the port differs: "http://localhost" has none, the page's origin has 5173`},
		{"http://localhost:*", "http://localhost", `the port differs: "http://localhost:*" has *, the page's origin has none`},
		{"https://*.example.com", "https://example.com", `"https://*.example.com" needs a subdomain; list "https://example.com" as well`},
		{"https://www.example.com", "https://example.com", `"https://www.example.com" has "www.", the page's origin has not`},
		{"https://example.com", "https://www.example.com", `"https://example.com" has no "www.", the page's origin has`},
		{"http://127.0.0.1:3000", "http://localhost:3000", "127.0.0.1 and localhost are different origins"},
		{"http://localhost:3000", "http://127.0.0.1:3000", "localhost and 127.0.0.1 are different origins"},
		{"http://[::1]:3000", "http://[::1]:3001", `the port differs: "http://[::1]:3000" has 3000, the page's origin has 3001`},
		{"http://[::1]", "http://[::2]", ""},
		{"https://b.example", "https://a.example", ""},
		{"", "https://a.example", ""},
		{"https://a.example", "null", ""},
	} {
		t.Run(c.allowed+" "+c.origin, func(t *testing.T) {
			if got := nearMiss(c.allowed, c.origin); got != c.want {
				t.Error(cmp.Diff(c.want, got))
			}
		})
	}
}

func TestLongListsAreCutInReasons(t *testing.T) {
	got := listed([]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"})
	if want := `["1", "2", "3", "4", "5", "6", "7", "8", … 2 more]`; got != want {
		t.Error(got)
	}
}

func TestWhy(t *testing.T) {
	rs := compileJSON(t, Options{}, `[{"AllowedOrigins":["https://a"],"AllowedMethods":["GET"]}]`)
	var none *Ruleset
	at := func(method, origin string) Request {
		h := http.Header{}
		if origin != "" {
			h.Set("Origin", origin)
		}
		return RequestFrom(method, h, false)
	}
	for _, c := range []struct {
		decide func(*Request) Decision
		req    Request
		want   string
	}{
		{rs.Decide, at("GET", "https://a"), "rule 1 is the first that allows this origin, method and headers"},
		{rs.Decide, at("GET", "https://b"), "no rule of the bucket's CORS configuration matches, so the answer carries no CORS headers and no Vary"},
		{rs.Decide, at("OPTIONS", "https://b"), "no rule of the bucket's CORS configuration allows this origin, method and headers together"},
		{rs.Decide, at("GET", ""), "the request has no Origin header, so S3 sends no CORS headers and no Vary"},
		{rs.Decide, at("OPTIONS", ""), "the preflight has no Origin header, without which S3 answers 400 before it looks at the bucket"},
		{none.Decide, at("GET", "https://a"), "the bucket has no CORS configuration"},
		{NoBucket, at("OPTIONS", "https://a"), "the bucket does not exist; S3 answers a preflight for it with 403, not 404"},
		{NoBucket, at("GET", "https://a"), "the bucket does not exist"},
	} {
		d := c.decide(&c.req)
		if got := d.Why(); got != c.want {
			t.Error(cmp.Diff(c.want, got))
		}
	}
}
