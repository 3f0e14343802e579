package function

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// testEvent is like the documentation's example.
func testEvent() *Event {
	return &Event{
		Type: ViewerRequest, DistributionDomain: "e1.cloudfront.localhost", DistributionID: "E1", RequestID: "id==", ViewerIP: "198.51.100.11",
		Request: Request{
			Method: "GET", URI: "/media/index.mpd", Query: "ID=42&Exp=1&NoValue=&mv=val1&mv=val2,val3", HasQuery: true, Host: "video.example.com",
			Header: http.Header{
				"Accept": {"application/json", "application/xml"}, "User-Agent": {"Mozilla/5.0"},
				"Cookie": {"a=1; b=2; a=3"}, "Connection": {"keep-alive"}, "X-Amz-Cf-Foo": {"hidden"},
			},
		},
	}
}

func responseEvent() *Event {
	e := testEvent()
	e.Type = ViewerResponse
	e.Response = &Response{Status: 200, Header: http.Header{
		"Content-Type": {"text/html"}, "Set-Cookie": {"id=1; Path=/; Secure", "id=2"}, "X-Amzn-Requestid": {"kept"}, "Content-Length": {"3"},
	}}
	return e
}

func testEnv() *Environment {
	return &Environment{Now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Place: Place{Name: "SEA", ServerIP: "192.0.2.1", Region: "us-west-2"}}
}

// evaluate runs code with a viewer request and gives its log, or its error.
func evaluate(t *testing.T, runtime Runtime, code string) string {
	t.Helper()
	res := Compile("f", runtime, []byte(code)).Run(testEvent(), testEnv())
	if res.Fault != nil {
		return res.Fault.Detail
	}
	return strings.Join(res.Logs, "\n")
}

func body(code string) *Program {
	return Compile("f", Runtime2, []byte("function handler(event) {\nvar request = event.request, response = event.response;\n"+code+"\n}"))
}

func TestEventObject(t *testing.T) {
	e := responseEvent()
	res := body("console.log(JSON.stringify(event)); return response").Run(e, testEnv())
	const want = `{"version":"1.0","context":{"distributionDomainName":"e1.cloudfront.localhost","distributionId":"E1","eventType":"viewer-response","requestId":"id=="},` +
		`"viewer":{"ip":"198.51.100.11"},` +
		`"request":{"method":"GET","uri":"/media/index.mpd",` +
		`"querystring":{"ID":{"value":"42"},"Exp":{"value":"1"},"NoValue":{"value":""},"mv":{"value":"val1","multiValue":[{"value":"val1"},{"value":"val2,val3"}]}},` +
		`"headers":{"accept":{"value":"application/json","multiValue":[{"value":"application/json"},{"value":"application/xml"}]},"host":{"value":"video.example.com"},"user-agent":{"value":"Mozilla/5.0"}},` +
		`"cookies":{"a":{"value":"1","multiValue":[{"value":"1"},{"value":"3"}]},"b":{"value":"2"}}},` +
		`"response":{"statusCode":200,"statusDescription":"OK","headers":{"content-length":{"value":"3"},"content-type":{"value":"text/html"}},` +
		`"cookies":{"id":{"value":"1","attributes":"Path=/; Secure","multiValue":[{"value":"1","attributes":"Path=/; Secure"},{"value":"2"}]}}}}`
	if res.Fault != nil || len(res.Logs) != 1 {
		t.Fatalf("%+v", res)
	}
	if diff := cmp.Diff(want, res.Logs[0]); diff != "" {
		t.Error(diff)
	}
}

// A request that comes back as it was goes on byte for byte.
func TestUnchangedRequest(t *testing.T) {
	e := testEvent()
	e.Request.URI, e.Request.Query = "/a%2f//b\xe9", "b=2&a&c=%zz&&=x&a=1"
	e.Request.Header["X-Latin"] = []string{"caf\xe9"}
	res := body("return request").Run(e, testEnv())
	if res.Fault != nil || len(res.Changes) != 0 {
		t.Fatalf("%+v", res)
	}
	if diff := cmp.Diff(&e.Request, res.Request); diff != "" {
		t.Error(diff)
	}
}

func TestChangedRequests(t *testing.T) {
	tests := []struct {
		name, code string
		want       func(r *Request)
		changes    []string
	}{
		{"uri", `request.uri = '/x y/é?#%20'; return request`,
			func(r *Request) { r.URI = "/x%20y/%C3%A9%3F%23%20" }, []string{"uri: /media/index.mpd → /x%20y/%C3%A9%3F%23%20"}},
		{"header added", `request.headers['x-custom-header'] = {value: 'v'}; return request`,
			func(r *Request) { r.Header["X-Custom-Header"] = []string{"v"} }, []string{"header X-Custom-Header added: v"}},
		{"header changed", `request.headers['user-agent'].value = 'v'; return request`,
			func(r *Request) { r.Header["User-Agent"] = []string{"v"} }, []string{"header User-Agent changed: v"}},
		{"header removed", `delete request.headers['user-agent']; return request`,
			func(r *Request) { delete(r.Header, "User-Agent") }, []string{"header User-Agent removed"}},
		{"first of several", `request.headers.accept.value = 'v'; return request`,
			func(r *Request) { r.Header["Accept"] = []string{"v", "application/xml"} }, []string{"header Accept changed: v, application/xml"}},
		{"list of several", `request.headers.accept.multiValue = [{value: 'a'}, {value: 'b'}, {value: 'c'}]; request.headers.accept.value = 'ignored'; return request`,
			func(r *Request) { r.Header["Accept"] = []string{"a", "b", "c"} }, []string{"header Accept changed: a, b, c"}},
		{"one in the place of several", `request.headers.accept = {value: 'v'}; return request`,
			func(r *Request) { r.Header["Accept"] = []string{"v"} }, []string{"header Accept changed: v"}},
		{"query parameter", `request.querystring.ID.value = '43'; return request`,
			func(r *Request) { r.Query = "ID=43&Exp=1&NoValue=&mv=val1&mv=val2,val3" },
			[]string{"query string: ID=42&Exp=1&NoValue=&mv=val1&mv=val2,val3 → ID=43&Exp=1&NoValue=&mv=val1&mv=val2,val3"}},
		{"query removed", `request.querystring = {}; return request`,
			func(r *Request) { r.Query, r.HasQuery = "", false }, []string{"query string: ID=42&Exp=1&NoValue=&mv=val1&mv=val2,val3 → none"}},
		{"query as text", `request.querystring = 'b=2&a=1'; return request`,
			func(r *Request) { r.Query = "b=2&a=1" }, []string{"query string: ID=42&Exp=1&NoValue=&mv=val1&mv=val2,val3 → b=2&a=1"}},
		{"cookie", `request.cookies.b.value = 'x'; return request`,
			func(r *Request) { r.Header["Cookie"] = []string{"a=1; a=3; b=x"} }, []string{"cookies changed: a=1; a=3; b=x"}},
		{"cookies removed", `request.cookies = {}; return request`,
			func(r *Request) { delete(r.Header, "Cookie") }, []string{"cookies removed"}},
		{"a new object", `return {method: 'GET', uri: '/y', headers: {host: request.headers.host}}`,
			func(r *Request) {
				r.URI, r.Query, r.HasQuery = "/y", "", false
				r.Header = http.Header{"Connection": {"keep-alive"}, "X-Amz-Cf-Foo": {"hidden"}}
			}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := body(tt.code).Run(testEvent(), testEnv())
			if res.Fault != nil {
				t.Fatal(res.Fault)
			}
			want := testEvent().Request
			tt.want(&want)
			if diff := cmp.Diff(&want, res.Request); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.changes, res.Changes); tt.changes != nil && diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestGeneratedResponses(t *testing.T) {
	for code, want := range map[string]Generated{
		`return {statusCode: 204, headers: {'access-control-allow-origin': {value: '*'}}}`: {
			Response: Response{204, http.Header{"Access-Control-Allow-Origin": {"*"}}}},
		`return {statusCode: 302, statusDescription: 'Found', headers: {location: {value: '/x'}}}`: {
			Response: Response{302, http.Header{"Location": {"/x"}}}, Description: "Found"},
		`return {statusCode: 200, body: 'hé'}`: {Response: Response{200, http.Header{}}, Body: []byte("hé"), HasBody: true},
		`return {statusCode: 200, body: {encoding: 'text', data: 'x'}, headers: {'content-length': {value: '99'}}}`: {
			Response: Response{200, http.Header{}}, Body: []byte("x"), HasBody: true},
		`return {statusCode: 200, body: {encoding: 'base64', data: 'AP8='}}`: {Response: Response{200, http.Header{}}, Body: []byte{0, 255}, HasBody: true},
		`return {statusCode: 200, body: ''}`:                                 {Response: Response{200, http.Header{}}, Body: []byte{}, HasBody: true},
		`return {statusCode: 200, cookies: {a: {value: '1', attributes: 'Path=/'}, b: {value: '', multiValue: [{value: '2'}, {value: '3', attributes: 'Secure'}]}}}`: {
			Response: Response{200, http.Header{"Set-Cookie": {"a=1; Path=/", "b=2", "b=3; Secure"}}}},
		`return {statusCode: 200, headers: {a: {value: 'x', multiValue: [{value: 'y'}, {value: 'z'}]}, b: {value: 'q', multiValue: []}}}`: {
			Response: Response{200, http.Header{"A": {"y", "z"}, "B": {"q"}}}},
	} {
		res := body(code).Run(testEvent(), testEnv())
		if res.Fault != nil {
			t.Errorf("%s: %v", code, res.Fault)
			continue
		}
		if diff := cmp.Diff(&want, res.Response); diff != "" || res.Request != nil {
			t.Errorf("%s: %s", code, diff)
		}
	}
}

func TestChangedResponses(t *testing.T) {
	res := body(`response.statusCode = 404; response.headers['x-a'] = {value: 'b'}; delete response.headers['content-type']; delete response.cookies.id; return response`).
		Run(responseEvent(), testEnv())
	if res.Fault != nil {
		t.Fatal(res.Fault)
	}
	want := &Generated{Response: Response{404, http.Header{"X-A": {"b"}, "X-Amzn-Requestid": {"kept"}}}, Description: "OK"}
	if diff := cmp.Diff(want, res.Response); diff != "" {
		t.Error(diff)
	}
	changes := []string{"status: 200 → 404", "header X-A added: b", "header Content-Type removed", "cookies removed"}
	if diff := cmp.Diff(changes, res.Changes); diff != "" {
		t.Error(diff)
	}
	res = body(`response.body = 'new'; return response`).Run(responseEvent(), testEnv())
	if res.Fault != nil || string(res.Response.Body) != "new" || !res.Response.HasBody {
		t.Errorf("a new body: %+v", res)
	}
	if res = body(`return response`).Run(responseEvent(), testEnv()); res.Fault != nil || res.Response.HasBody || len(res.Changes) != 0 {
		t.Errorf("unchanged: %+v", res)
	}
	if got := res.Response.Header["Set-Cookie"]; !cmp.Equal(got, []string{"id=1; Path=/; Secure", "id=2"}) {
		t.Errorf("unchanged cookies: %q", got)
	}
}

// What a function may not return.
func TestRefusedResults(t *testing.T) {
	const invalid = "The CloudFront function returned an invalid value: "
	tests := []struct {
		event      func() *Event
		code, want string
	}{
		{testEvent, `request.headers.host = {value: 'x'}; return request`, readOnlySentence},
		{testEvent, `delete request.headers.host; return request`, readOnlySentence},
		{testEvent, `request.headers.via = {value: 'x'}; return request`, readOnlySentence},
		{testEvent, `request.headers['content-length'] = {value: '1'}; return request`, readOnlySentence},
		{testEvent, `request.headers['cdn-loop'] = {value: '1'}; return request`, readOnlySentence},
		{testEvent, `request.headers['transfer-encoding'] = {value: '1'}; return request`, readOnlySentence},
		{testEvent, `request.headers['x-amz-cf-id'] = {value: 'x'}; return request`, disallowedSentence},
		{testEvent, `request.headers['x-edge-a'] = {value: 'x'}; return request`, disallowedSentence},
		{testEvent, `request.headers['x-real-ip'] = {value: 'x'}; return request`, disallowedSentence},
		{testEvent, `request.headers['x-forwarded-proto'] = {value: 'x'}; return request`, disallowedSentence},
		{testEvent, `return {statusCode: 200, headers: {'x-cache': {value: 'x'}}}`, disallowedSentence},
		{testEvent, `return {statusCode: 200, headers: {via: {value: 'x'}}}`, readOnlySentence},
		{responseEvent, `response.headers.warning = {value: 'x'}; return response`, readOnlySentence},
		{responseEvent, `response.headers.connection = {value: 'close'}; return response`, disallowedSentence},
		{testEvent, `request.headers['X-A'] = {value: 'x'}; return request`, invalid + "request.headers must have header names in lower case."},
		{responseEvent, `response.headers['X-A'] = {value: 'x'}; return response`, invalid + "response.headers must have header names in lower case."}, // quoted
		{testEvent, `request.headers['x-a'] = 'x'; return request`, invalid + "request.headers.x-a must be an object with a value"},
		{testEvent, `request.headers['x-a'] = {value: 1}; return request`, invalid + "request.headers.x-a.value must be a string"},
		{testEvent, `request.headers['x-a'] = {}; return request`, invalid + "request.headers.x-a.value is missing"},
		{testEvent, `request.headers['x-a'] = {value: 'a\r\nb'}; return request`, invalid + "request.headers.x-a.value has a control character"},
		{testEvent, `request.headers['x a'] = {value: 'a'}; return request`, invalid + `request.headers has a name that no header can have: "x a"`},
		{testEvent, `request.headers.cookie = {value: 'a=1'}; return request`, invalid + "request.headers cannot have cookies"},
		{responseEvent, `response.headers['set-cookie'] = {value: 'a=1'}; return response`, invalid + "response.headers cannot have cookies"},
		{testEvent, `request.headers = []; return request`, invalid + "request.headers must be an object"},
		{testEvent, `request.headers.accept.multiValue = 'x'; return request`, invalid + "request.headers.accept.multiValue must be an array"},
		{testEvent, `request.headers.accept.multiValue = ['x']; return request`, invalid + "request.headers.accept.multiValue must have objects with a value"},
		{testEvent, `request.method = 'POST'; return request`, invalid + "request.method cannot be changed"},
		{testEvent, `delete request.method; return request`, invalid + "request.method is missing"},
		{testEvent, `request.uri = 'x'; return request`, invalid + "request.uri must begin with a forward slash"},
		{testEvent, `request.uri = '/' + 'x'.repeat(9000); return request`, invalid + "the URI and the query string must have less than 8,192 characters"},
		{testEvent, `request.querystring = 'a b'; return request`, invalid + "the query string can't include spaces"},
		{testEvent, `request.querystring = 'a=1#b'; return request`, invalid + "the query string can't include spaces"},
		{testEvent, `request.querystring = {a: {value: 'x y'}}; return request`, invalid + "the query string can't include spaces"},
		{testEvent, `return {statusCode: '200'}`, invalid + "response.statusCode must be an integer"},
		{testEvent, `return {statusCode: 100}`, invalid + "response.statusCode must be an integer from 200 to 599"},
		{testEvent, `return {statusCode: 200.5}`, invalid + "response.statusCode must be an integer from 200 to 599"},
		{testEvent, `return {statusCode: 200, body: 5}`, invalid + "response.body.encoding is missing"},
		{testEvent, `return {statusCode: 200, body: {encoding: 'base64', data: '*'}}`, invalid + "response.body.data is not valid base64"},
		{testEvent, `return {statusCode: 200, body: {encoding: 'gzip', data: 'x'}}`, invalid + "response.body.encoding must be text or base64"},
		{testEvent, `return {statusCode: 200, statusDescription: 5}`, invalid + "response.statusDescription must be a string"},
		{responseEvent, `return request`, invalid + "response.statusCode must be an integer"},
		{testEvent, ``, invalid + "the function must return a request or a response object"},
		{testEvent, `return null`, invalid + "the function must return a request or a response object"},
		{testEvent, `return 'x'`, invalid + "the function must return a request or a response object"},
		{testEvent, `return []`, invalid + "the function must return a request or a response object"},
		{testEvent, `return {}`, invalid + "request.method is missing"},
		{testEvent, `return event`, invalid + "request.method is missing"},
	}
	for _, tt := range tests {
		res := body(tt.code).Run(tt.event(), testEnv())
		if res.Fault == nil || !strings.HasPrefix(res.Fault.Sentence, tt.want) || res.Fault.Kind != Validation || res.Fault.Status() != 502 {
			t.Errorf("%s: got %+v, want %s", tt.code, res.Fault, tt.want)
		}
		if res.Request != nil || res.Response != nil {
			t.Errorf("%s: a result beside the fault", tt.code)
		}
	}
}

// Read-only headers may come back as they were, and origin's hidden ones stay.
func TestReadOnlyHeadersUnchanged(t *testing.T) {
	e := testEvent()
	e.Request.Header["Via"] = []string{"1.1 a", "1.1 b"}
	e.Request.Header["Content-Length"] = []string{"0"}
	if res := body("return request").Run(e, testEnv()); res.Fault != nil {
		t.Error(res.Fault)
	}
	if res := body("request.headers.via.value = 'x'; return request").Run(e, testEnv()); res.Fault == nil {
		t.Error("a changed Via was taken")
	}
}

func TestRawQueryString(t *testing.T) {
	const code = `console.log(typeof request.rawQueryString() + ':' + request.rawQueryString()); return request`
	for _, tt := range []struct {
		query string
		has   bool
		want  string
	}{{"b=%20&a", true, "string:b=%20&a"}, {"", true, "string:"}, {"", false, "undefined:undefined"}} {
		e := testEvent()
		e.Request.Query, e.Request.HasQuery = tt.query, tt.has
		if res := body(code).Run(e, testEnv()); len(res.Logs) != 1 || res.Logs[0] != tt.want {
			t.Errorf("%q: %+v", tt.query, res)
		}
	}
	if res := Compile("f", Runtime1, []byte("function handler(e) { console.log(typeof e.request.rawQueryString); return e.request }")).
		Run(testEvent(), testEnv()); res.Logs[0] != "undefined" {
		t.Error("runtime 1.0 has it")
	}
}

func TestAsync(t *testing.T) {
	for code, want := range map[string]string{
		`async function handler(e) { e.request.uri = await f(); return e.request } async function f() { return '/a' }`:                                                    "/a",
		`function handler(e) { return Promise.resolve(e.request).then(r => { r.uri = '/b'; return r }) }`:                                                                 "/b",
		`async function handler(e) { try { await f() } catch (x) { e.request.uri = '/' + x.message } return e.request } async function f() { throw new Error('c') }`:      "/c",
		`async function handler(e) { var all = await Promise.all([f(1), f(2)]); e.request.uri = '/' + all.join('-'); return e.request } async function f(x) { return x }`: "/1-2",
	} {
		res := Compile("f", Runtime2, []byte(code)).Run(testEvent(), testEnv())
		if res.Fault != nil || res.Request.URI != want {
			t.Errorf("%s: %+v", code, res)
		}
	}
	for code, want := range map[string]string{
		`async function handler(e) { throw new Error('no') }`:             "Error: no",
		`async function handler(e) { e.x.y }`:                             `TypeError: cannot get property "y" of undefined`,
		`function handler(e) { return new Promise(function () {}) }`:      "Error: the promise that the function returned was never settled",
		`async function handler(e) { for (;;) await 1 }`:                  "Error: the function used more than the maximum allowed time",
		`function handler(e) { return Promise.any([Promise.reject(1)]) }`: "AggregateError",
	} {
		if got := evaluate(t, Runtime2, code); got != want {
			t.Errorf("%s: got %q, want %q", code, got, want)
		}
	}
}

// Nothing of one run is there in the next.
func TestRunsAreIsolated(t *testing.T) {
	p := Compile("f", Runtime2, []byte(`var n = 0; function handler(e) { n++; Array.prototype.leak = (Array.prototype.leak || 0) + 1; console.log(n + '/' + [].leak); return e.request }`))
	for range 3 {
		if res := p.Run(testEvent(), testEnv()); len(res.Logs) != 1 || res.Logs[0] != "1/1" {
			t.Fatalf("%+v", res)
		}
	}
}

func TestConcurrentRuns(t *testing.T) {
	p := Compile("f", Runtime2, []byte(`import c from 'crypto';
var r = /(?=x)x(\d+)/g;
async function handler(e) { e.request.uri = '/' + c.createHash('sha256').update(Buffer.from('x12')).digest('hex') + 'x12'.replace(r, '$1'); return e.request }`))
	done := make(chan string)
	for range 8 {
		go func() {
			res := p.Run(testEvent(), testEnv())
			if res.Fault != nil {
				done <- res.Fault.Error()
				return
			}
			done <- res.Request.URI
		}()
	}
	for range 8 {
		if got := <-done; !strings.HasSuffix(got, "12") {
			t.Error(got)
		}
	}
}

func TestLogs(t *testing.T) {
	res := body(`console.log('a', 'b'); console.log({}); console.log([1, 'x']); console.log(null); console.log(); return request`).Run(testEvent(), testEnv())
	if diff := cmp.Diff([]string{"a", "[object Object]", "1,x", "null", "undefined"}, res.Logs); diff != "" {
		t.Error(diff)
	}
	res = body(`for (var i = 0; i < 100; i++) console.log('x'.repeat(999)); return request`).Run(testEvent(), testEnv())
	if n := len(strings.Join(res.Logs, "\n")); n > maxLog || n < maxLog-1 {
		t.Errorf("%d bytes of log", n)
	}
	if res = body(`console.log('before'); throw 1`).Run(testEvent(), testEnv()); len(res.Logs) != 1 || res.Fault == nil {
		t.Errorf("a log before an error: %+v", res)
	}
}

// The same run costs the same, on any machine.
func TestUtilization(t *testing.T) {
	use := func(code string) int { return body(code+"; return request").Run(testEvent(), testEnv()).Utilization }
	small, loop, large := use(""), use("for (var i = 0; i < 500; i++) {}"), use("for (var i = 0; i < 4000; i++) { request.uri.indexOf('x') }")
	if small < 5 || small > 20 || loop <= small || large < 60 || large > 100 {
		t.Errorf("utilization %d, %d, %d", small, loop, large)
	}
	for range 3 {
		if again := use("for (var i = 0; i < 500; i++) {}"); again != loop {
			t.Errorf("%d, then %d", loop, again)
		}
	}
	if res := body("for (;;) {}").Run(testEvent(), testEnv()); res.Utilization != 100 || res.Fault.Kind != Throttled || res.Fault.Status() != 503 {
		t.Errorf("%+v", res)
	}
}

func BenchmarkRun(b *testing.B) {
	for name, code := range map[string]string{
		"header": `function handler(event){var r=event.request; r.headers['x-a']={value:'b'}; return r;}`,
		"buffer": `function handler(event){var r=event.request; r.headers['x-a']={value:Buffer.from('b').toString('hex')}; return r;}`,
	} {
		b.Run(name, func(b *testing.B) {
			p := Compile("f", Runtime2, []byte(code))
			e, env := testEvent(), testEnv()
			b.ReportAllocs()
			for b.Loop() {
				if res := p.Run(e, env); res.Fault != nil {
					b.Fatal(res.Fault)
				}
			}
		})
	}
}
