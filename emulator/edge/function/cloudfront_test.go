package function

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A table is a key value store.
type table map[string]string

func (s table) Get(key string) (string, bool) { v, ok := s[key]; return v, ok }
func (s table) Count() int                    { return len(s) }
func (s table) Created() time.Time            { return time.Date(2023, 11, 30, 23, 7, 55, 765e6, time.UTC) }
func (s table) Updated() time.Time            { return time.Date(2023, 12, 15, 3, 57, 52, 411e6, time.UTC) }

func storeEnv() *Environment {
	env := testEnv()
	env.Stores = func(id string) (Store, bool) {
		return table{"a": "1", "json": `{"x":[1,2]}`, "text": "hé"}, id == "" || id == "a1b2"
	}
	return env
}

func cloudfrontProgram(code string) *Program {
	return Compile("f", Runtime2, []byte("import cf from 'cloudfront';\nasync function handler(event) {\n"+code+"\nreturn event.request }"))
}

func TestKeyValueStore(t *testing.T) {
	for code, want := range map[string]string{
		"var v = await cf.kvs().get('a'); console.log(v)":                                                     "1",
		"var k = cf.kvs('a1b2'); var v = await k.get('json', {format: 'json'}); console.log(v.x[1])":          "2",
		"var v = await cf.kvs().get('text', {format: 'bytes'}); console.log(v.toString('hex'))":               "68c3a9",
		"var v = await cf.kvs().get('text', {format: 'string'}); console.log(v)":                              "hé",
		"try { await cf.kvs().get('none') } catch (e) { console.log(e.toString()) }":                          "Error: KeyNotFound",
		"var a = await cf.kvs().exists('a'), b = await cf.kvs().exists('b'); console.log(a + '' + b)":         "truefalse",
		"var n = await cf.kvs().count(); console.log(n)":                                                      "3",
		"var m = await cf.kvs().meta(); console.log(m.keyCount + m.creationDateTime + m.lastUpdatedDateTime)": "32023-11-30T23:07:55.765Z2023-12-15T03:57:52.411Z",
		"cf.kvs().get('a').then(v => console.log(v))":                                                         "1",
		"cf.kvs('other')": "Error: the key value store is not associated with the function",
		"console.log(cf.edgeLocation.name + cf.edgeLocation.serverIp + cf.edgeLocation.region)": "SEA192.0.2.1us-west-2",
		"cf.cwt.validate('x')":             "Error: cf.cwt is not supported by this emulator",
		"cf = 1":                           "TypeError: Cannot assign to read only property 'cf'",
		"for (;;) await cf.kvs().get('a')": "Error: the function used more than the maximum allowed time",
	} {
		res := cloudfrontProgram(code).Run(testEvent(), storeEnv())
		got := strings.Join(res.Logs, "\n")
		if res.Fault != nil {
			got = res.Fault.Detail
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", code, got, want)
		}
	}
	if res := cloudfrontProgram("cf.kvs()").Run(testEvent(), testEnv()); res.Fault == nil {
		t.Error("a store without an association")
	}
}

func TestOriginChanges(t *testing.T) {
	for code, want := range map[string]*OriginChange{
		"": nil,
		"cf.updateRequestOrigin({domainName: 'www.example.com', timeouts: {readTimeout: 30, connectionTimeout: 5}, customHeaders: {'x-stage': 'production'}})": {
			Update: &OriginUpdate{DomainName: new("www.example.com"), Timeouts: &OriginTimeouts{Read: new(30), Connection: new(5)},
				CustomHeaders: &map[string]string{"x-stage": "production"}}},
		"cf.updateRequestOrigin({originAccessControlConfig: {enabled: true, signingBehavior: 'always', signingProtocol: 'sigv4', originType: 's3'}, customHeaders: {}})": {
			Update: &OriginUpdate{AccessControl: &OriginAccessControl{Enabled: new(true), SigningBehavior: "always", SigningProtocol: "sigv4", OriginType: "s3"},
				CustomHeaders: &map[string]string{}}},
		"cf.selectRequestOriginById('o2', {hostHeader: 'h.example.com'})": {
			Select: &OriginSelection{ID: "o2", Overrides: OriginOverrides{HostHeader: new("h.example.com")}}},
		"cf.selectRequestOriginById('o1'); cf.selectRequestOriginById('o2')": {Select: &OriginSelection{ID: "o2"}},
		"cf.createRequestOriginGroup({originIds: [{originId: 'o1'}, {originId: 'o2', originOverrides: {sni: 's'}}], failoverCriteria: {statusCodes: [500]}})": {
			Group: &OriginGroup{Origins: []OriginSelection{{ID: "o1"}, {ID: "o2", Overrides: OriginOverrides{SNI: new("s")}}}, StatusCodes: []int{500}}},
		"cf.createRequestOriginGroup({originIds: ['o1', 'o2'], failoverCriteria: {statusCodes: [500, 404]}})": {
			Group: &OriginGroup{Origins: []OriginSelection{{ID: "o1"}, {ID: "o2"}}, StatusCodes: []int{500, 404}}},
	} {
		res := cloudfrontProgram(code).Run(testEvent(), testEnv())
		if res.Fault != nil {
			t.Errorf("%s: %v", code, res.Fault)
		}
		if diff := cmp.Diff(want, res.Origin); diff != "" {
			t.Errorf("%s: %s", code, diff)
		}
	}
	for _, code := range []string{
		"cf.updateRequestOrigin({domainName: 5})", "cf.updateRequestOrigin({domain: 'x'})", "cf.updateRequestOrigin()",
		"cf.selectRequestOriginById(5)", "cf.createRequestOriginGroup({originIds: ['o1']})",
	} {
		res := cloudfrontProgram(code).Run(testEvent(), testEnv())
		if res.Fault == nil || res.Fault.Sentence != originSentence || res.Fault.Kind != Validation {
			t.Errorf("%s: %+v", code, res.Fault)
		}
	}
	p := Compile("f", Runtime2, []byte("import cf from 'cloudfront';\nfunction handler(e) { cf.selectRequestOriginById('a'); return e.response }"))
	if res := p.Run(responseEvent(), testEnv()); res.Fault == nil || res.Fault.Kind != Execution {
		t.Errorf("in a viewer response: %+v", res)
	}
}

func TestTestFunction(t *testing.T) {
	const request = `{"version":"1.0","context":{"eventType":"viewer-request"},"viewer":{"ip":"1.2.3.4"},"request":{"method":"GET","uri":"/","headers":{},"cookies":{},"querystring":{}}}`
	run := func(code, event string) (*TestResult, error) {
		return Compile("f", Runtime2, []byte("function handler(event) {"+code+"}")).Test([]byte(event), testEnv())
	}
	tests := []struct{ code, event, output, message string }{
		{"event.request.headers['x-a'] = {value: 'b'}; return event.request", request,
			`{"request":{"headers":{"x-a":{"value":"b"}},"method":"GET","querystring":{},"uri":"/","cookies":{}}}`, ""},
		{"return {statusCode: 302, statusDescription: 'Found', headers: {location: {value: 'https://aws.amazon.com/'}}}", request, // as in AWS's guide
			`{"response":{"headers":{"location":{"value":"https://aws.amazon.com/"}},"statusDescription":"Found","cookies":{},"statusCode":302}}`, ""},
		{"return event.response", strings.Replace(strings.TrimSuffix(request, "}"), "viewer-request", "viewer-response", 1) + `,"response":{"statusCode":200,"headers":{"a":{"value":"1"}}}}`,
			`{"response":{"headers":{"a":{"value":"1"}},"statusDescription":"OK","cookies":{},"statusCode":200}}`, ""},
		{"return event.request.headers.host.value", request, "",
			`The CloudFront function associated with the CloudFront distribution is invalid or could not run. TypeError: cannot get property "value" of undefined`},
		{"event.request.headers['X-A'] = {value: ''}; return event.request", request, "",
			"The CloudFront function returned an invalid value: request.headers must have header names in lower case."},
		// A header that only a real request would refuse: "the test will succeed".
		{"event.request.headers.host = {value: 'x'}; return event.request", request,
			`{"request":{"headers":{"host":{"value":"x"}},"method":"GET","querystring":{},"uri":"/","cookies":{}}}`, ""},
	}
	for _, tt := range tests {
		got, err := run(tt.code, tt.event)
		if err != nil || got.Output != tt.output || got.Message != tt.message {
			t.Errorf("%s: %+v, %v", tt.code, got, err)
		}
	}
	for _, event := range []string{"", "{", "[]", "null", `{"version":"2.0"}`, `{"version":"1.0","context":{}}`,
		`{"version":"1.0","context":{"eventType":"origin-request"},"request":{}}`, `{"version":"1.0","context":{"eventType":"viewer-request"}}`,
		`{"version":"1.0","context":{"eventType":"viewer-response"},"request":{}}`, strings.Repeat("[", 100)} {
		if _, err := run("return event.request", event); err == nil {
			t.Errorf("event %q was taken", event)
		}
	}
	if got, err := run("console.log('a'); console.log('b'); return event.request", request); err != nil || !cmp.Equal(got.Logs, []string{"a", "b"}) || got.Utilization < 1 {
		t.Errorf("%+v, %v", got, err)
	}
}
