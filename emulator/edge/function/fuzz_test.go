package function

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever a function returns is read or refused, and what is read can be put
// on the wire.
func FuzzResult(f *testing.F) {
	for _, doc := range []string{
		`{"method":"GET","uri":"/","headers":{"a":{"value":"b","multiValue":[{"value":"c"}]}},"querystring":{"a":{"value":""}},"cookies":{"a":{"value":"1"}}}`,
		`{"method":"GET","uri":"/x?#","querystring":"a=b&c","headers":{"host":{"value":"video.example.com"}}}`,
		`{"statusCode":302,"statusDescription":"Found","headers":{"location":{"value":"/"}},"cookies":{"a":{"value":"1","attributes":"Path=/"}},"body":{"encoding":"base64","data":"AP8="}}`,
		`{"statusCode":200,"body":"x"}`, `{"statusCode":1e2}`, `{"statusCode":200.0,"headers":[]}`, `null`, `undefined`, `[[[[`, `{"uri":5}`,
	} {
		f.Add(true, []byte(doc))
		f.Add(false, []byte(doc))
	}
	f.Fuzz(func(t *testing.T, viewerRequest bool, doc []byte) {
		e := testEvent()
		if !viewerRequest {
			e = responseEvent()
		}
		r, fault := readResult(e.Type, doc)
		if (r == nil) == (fault == nil) {
			t.Fatal("neither a value nor a fault, or both")
		}
		if r == nil {
			return
		}
		res := new(Result)
		if r.isResponse {
			had := &message{}
			before := &Response{}
			if e.Response != nil {
				had, before = responseMessage(e.Response), e.Response
			}
			fault = r.answer(res, before, had)
		} else {
			fault = r.forward(res, &e.Request, requestMessage(&e.Request))
		}
		if fault != nil {
			return
		}
		var h http.Header
		if res.Request != nil {
			h = res.Request.Header
			target := res.Request.URI + "?" + res.Request.Query
			if !strings.HasPrefix(target, "/") || strings.ContainsFunc(target, func(c rune) bool { return c <= ' ' || c > '~' }) && target != e.Request.URI+"?"+e.Request.Query {
				t.Fatalf("request line %q", target)
			}
			if res.Request.Method != "GET" {
				t.Fatalf("method %q", res.Request.Method)
			}
		} else {
			h = res.Response.Header
			if res.Response.Status < 200 || res.Response.Status > 599 {
				t.Fatalf("status %d", res.Response.Status)
			}
		}
		for name, lines := range h {
			for _, line := range lines {
				if !isToken(name) || strings.ContainsAny(line, "\r\n\x00") {
					t.Fatalf("header %q: %q", name, line)
				}
			}
		}
	})
}

// Taking imports out keeps every line where it was, and never makes code of
// what is none.
func FuzzImports(f *testing.F) {
	for _, code := range []string{
		"import cf from 'cloudfront';\nfunction handler(e) { return e.request }", "import a from \"crypto\" ; import b from 'querystring'",
		"var s = 'import a from \\'b\\''", "/import x from 'y'/", "`import a from 'b'`", "// import a from 'b'\nimport a from 'crypto'", "import", "import\n",
		"if (1) import a from 'crypto'", "x = 1\nimport a from 'crypto'\ny = 2", "import a from 'crypto'; var a", "\xff", "importa from 'crypto'", "import a from'crypto'",
	} {
		f.Add(code)
	}
	f.Fuzz(func(t *testing.T, code string) {
		if len(code) > 2000 {
			return
		}
		rest, imports, err := takeImports(Runtime2, code)
		if err != nil {
			return
		}
		if len(rest) != len(code) || strings.Count(rest, "\n") != strings.Count(code, "\n") {
			t.Fatalf("%q became %q", code, rest)
		}
		for _, m := range imports {
			if !strings.HasPrefix(code[m.offset:], "import") || !hasModule(Runtime2, m.module) {
				t.Fatalf("%+v of %q", m, code)
			}
		}
		if !utf8.ValidString(rest) {
			t.Fatalf("%q", rest)
		}
		Compile("f", Runtime2, []byte(code))
		Compile("f", Runtime1, []byte(code))
	})
}

// Any code compiles or is refused, and any run of it ends.
func FuzzRun(f *testing.F) {
	for _, code := range []string{"return e.request", "for (;;) {}", "var o = {toString: String.prototype.trim}; '' + o", "e.request.headers = null; return e.request",
		"return {statusCode: 200, body: {encoding: 'base64', data: btoa('x')}}", "[].reduce.call({length: 9e9}, Math.max)", "JSON.stringify({get a() { return this }})"} {
		f.Add(code)
	}
	f.Fuzz(func(t *testing.T, code string) {
		p := Compile("f", Runtime2, []byte("function handler(e) {\n"+code+"\n}"))
		res := p.Run(testEvent(), testEnv())
		n := 0
		for _, there := range []bool{res.Fault != nil, res.Request != nil, res.Response != nil} {
			if there {
				n++
			}
		}
		if n != 1 || res.Utilization < 1 || res.Utilization > 100 {
			t.Fatalf("%+v", res)
		}
	})
}
