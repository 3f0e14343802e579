package function

import (
	"strings"
	"testing"
)

// What the engine says of syntax that it has not. Lines that are quoted from
// people's TestFunction results are marked; the others were read off the engine
// itself, version 0.7.12 for runtime 2.0 and 0.4.4 for 1.0.
func TestDialect(t *testing.T) {
	tests := []struct {
		runtime    Runtime
		code, want string
	}{
		{Runtime2, "\n\nfor (const x of [1]) {}", `SyntaxError: Token "of" not supported in this version in 3`},     // quoted
		{Runtime2, "try { f() } catch { }", `SyntaxError: Token "{" not supported in this version in 1`},            // quoted
		{Runtime1, "\nconst a = 1", `SyntaxError: Token "const" not supported in this version in 2`},                // quoted
		{Runtime2, "[].forEach(([k, v]) => k)", `SyntaxError: Unexpected token "=>" in 1`},                          // quoted
		{Runtime2, "[].forEach(function ([k, v]) {})", `SyntaxError: Token "[" not supported in this version in 1`}, // quoted
		{Runtime2, "var [a] = [1]", `SyntaxError: Token "a" not supported in this version in 1`},
		{Runtime2, "let {a} = {}", `SyntaxError: Token "a" not supported in this version in 1`},
		{Runtime2, "for (const [k] in {}) {}", `SyntaxError: Token "k" not supported in this version in 1`},
		{Runtime2, "var a, b; [a, b] = [b, a]", `ReferenceError: Invalid left-hand side in assignment in 1`},
		{Runtime2, "function f(a = 1) {}", `SyntaxError: Unexpected token "=" in 1`},
		{Runtime2, "function f({a}) {}", `SyntaxError: Token "{" not supported in this version in 1`},
		{Runtime2, "var f = (a = 1) => a", `SyntaxError: Unexpected token "=>" in 1`},
		{Runtime2, "class A {}", `SyntaxError: Token "class" not supported in this version in 1`},
		{Runtime2, "var A = class {}", `SyntaxError: Token "class" not supported in this version in 1`},
		{Runtime2, "var a = [...[1]]", `SyntaxError: Unexpected token "..." in 1`},
		{Runtime2, "Math.max(...[1])", `SyntaxError: Unexpected token "..." in 1`},
		{Runtime2, "var o = {...{a: 1}}", `SyntaxError: Token "..." not supported in this version in 1`},
		{Runtime2, "var o = {}; var b = o?.a; b", `SyntaxError: Unexpected token ";" in 1`},
		{Runtime2, "var a; a ??= 3", `SyntaxError: Unexpected token "=" in 1`},
		{Runtime2, "var a; a ||= 3", `SyntaxError: Unexpected token "=" in 1`},
		{Runtime2, "function* g() {}", `SyntaxError: Unexpected token "*" in 1`},
		{Runtime2, "try {} catch ({message}) {}", `SyntaxError: Token "{" not supported in this version in 1`},
		{Runtime2, "12n", `SyntaxError: Unexpected token "n" in 1`},
		{Runtime2, "/a/u", `SyntaxError: Invalid RegExp flags "u" in 1`},
		{Runtime2, "/a/s", `SyntaxError: Invalid RegExp flags "s" in 1`},
		{Runtime1, "/a/y", `SyntaxError: Invalid RegExp flags "y" in 1`},
		{Runtime2, "function f() { return new.target }", `SyntaxError: Unexpected token "." in 1`},
		{Runtime2, "async function f(a) { g(await a) } function g() {}", `SyntaxError: await in arguments not supported in 1`},
		{Runtime2, "var f = async () => 1", `SyntaxError: async closures are not supported in 1`}, // by the documentation
		{Runtime2, "function f() { async function g() {} }", `SyntaxError: async closures are not supported in 1`},
		{Runtime1, "let a = 1", `SyntaxError: Token "let" not supported in this version in 1`},
		{Runtime1, "for (let i = 0;;) {}", `SyntaxError: Token "let" not supported in this version in 1`},
		{Runtime1, "for (const k in {}) {}", `SyntaxError: Token "const" not supported in this version in 1`},
		{Runtime1, "async function f() {}", `SyntaxError: Token "async" not supported in this version in 1`},
		{Runtime1, "var a = 1_000", `SyntaxError: Unexpected token "_000" in 1`},
		{Runtime1, "import cf from 'cloudfront'", `SyntaxError: Cannot find module "cloudfront" in 1`},
		{Runtime2, "import x from 'fs'", `SyntaxError: Cannot find module "fs" in 1`},
		{Runtime2, "import {createHash} from 'crypto'", `SyntaxError: Non-default import is not supported in 1`},
		{Runtime2, "import * as c from 'crypto'", `SyntaxError: Non-default import is not supported in 1`},
		{Runtime2, "import 'crypto'", `SyntaxError: Non-default import is not supported in 1`},
		{Runtime2, "function f() {\nimport c from 'crypto'\n}", `SyntaxError: Illegal import statement in 2`},
		{Runtime2, "if (1) import c from 'crypto'", `SyntaxError: Illegal import statement in 1`},
		{Runtime2, "var x = 1 +\nimport c from 'crypto'", `SyntaxError: Illegal import statement in 2`},
		{Runtime2, "import c from 'crypto';\nvar c = 1", `SyntaxError: "c" has already been declared in 2`},
		{Runtime2, "import c from 'crypto';\nimport c from 'querystring'", `SyntaxError: "c" has already been declared in 2`},
		{Runtime2, "export default 1", `SyntaxError`},
		{Runtime2, "return 1", `SyntaxError`},
		{Runtime2, "with ({}) {}", `SyntaxError`},
		{Runtime2, "var a = 010", `SyntaxError`},
		{Runtime2, "function f() {", `SyntaxError`},
		{Runtime2, "\xff\xfe", `SyntaxError`},
		{Runtime2, "await 1", `SyntaxError`},
	}
	for _, tt := range tests {
		err := Compile("f", tt.runtime, []byte(tt.code)).Fault()
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: %q: got %v, want %s", tt.runtime, tt.code, err, tt.want)
		}
	}
}

// What the runtimes have, beyond ECMAScript 5.1.
func TestSupportedSyntax(t *testing.T) {
	both := []string{
		"var f = (a, b) => { return a + b }; f(1, 2)",
		"var f = (...a) => a.length",
		"function f(a, ...rest) { return rest }",
		"var s = `a${`b${1}`}c\nd`",
		"var a = 2 ** 3; a **= 2",
		"var a = 1, o = {a, f() { return 1 }, ['b' + 1]: 2, get c() { return 3 }}",
		"var a = null ?? 1",
		"/(?<y>a)/.exec('a').groups.y; /(?<=a)b/.test('ab')",
		"a: for (;;) { break a }",
		"switch (1) { case 1: break; default: }",
		"do { var i = 1 } while (0)",
		"var x = [1,,2], y = {if: 1}; delete y.if; void 0; debugger",
		"var s = '\\x41\\u0041'",
		"import c from 'crypto'; c.createHash('md5')",
		"var x = 1\nimport q from \"querystring\"\nvar y = 2",
		"/* import a from 'b' */ var s = \"import a from 'b'\", r = /import a from 'b'/ // import a from 'b'",
	}
	only2 := []string{
		"let a = 1; const b = 2; for (let i = 0; i < 1; i++) {} for (const k in {}) {}",
		"async function f() { var x = await g(); return x } async function g() { return 1 }",
		"async function f() { return (await g()).x } async function g() { return {} }",
		"var a = 1_000",
		"/a/y",
		"import cf from 'cloudfront';\nconst kvs = 1",
		"import\ncf\nfrom\n'cloudfront'\nvar x",
		"import b from 'buffer'",
	}
	for _, code := range append(both, only2...) {
		if err := Compile("f", Runtime2, []byte(code)).Fault(); err != nil {
			t.Errorf("2.0: %q: %v", code, err)
		}
	}
	for _, code := range both {
		if err := Compile("f", Runtime1, []byte(code)).Fault(); err != nil {
			t.Errorf("1.0: %q: %v", code, err)
		}
	}
	for _, code := range only2 {
		if Compile("f", Runtime1, []byte(code)).Fault() == nil {
			t.Errorf("1.0 takes %q", code)
		}
	}
}

func TestTooLargeCode(t *testing.T) {
	code := "//" + strings.Repeat("x", MaxCode-2)
	if err := Compile("f", Runtime2, []byte(code)).Fault(); err != nil {
		t.Error(err)
	}
	if Compile("f", Runtime2, []byte(code+"x")).Fault() == nil {
		t.Error("10,241 bytes were taken")
	}
}

// Code that is refused says so each time it runs; nothing is refused before.
func TestFaultyCodeFailsWhenItRuns(t *testing.T) {
	p := Compile("f", Runtime2, []byte("function handler(e) {\n  for (const x of []) {}\n}"))
	res := p.Run(testEvent(), testEnv())
	want := `The CloudFront function associated with the CloudFront distribution is invalid or could not run. SyntaxError: Token "of" not supported in this version in 2`
	if res.Fault == nil || res.Fault.Error() != want || res.Fault.Kind != Execution || res.Fault.Status() != 503 {
		t.Errorf("got %v", res.Fault)
	}
}

// Meaning must survive what is put into the code.
func TestRewrittenCodeMeansTheSame(t *testing.T) {
	for code, want := range map[string]string{
		"log(1 + 2 + '3' + 4 + 5)":                              "3345",
		"log('a' + (1 + 2))":                                    "a3",
		"var s = 'a'; s += 'b'; s += 1; log(s)":                 "ab1",
		"var n = 1; n += 2; log(n)":                             "3",
		"log(`${1 + 1}${'x'}`)":                                 "2x",
		"var f = x => x + 1; log(f(1))":                         "2",
		"var f = x => ({a: x}); log(f(1).a)":                    "1",
		"log((function () { return this })())":                  "undefined",
		"var n = 0; for (var i = 0; i < 3; i++) n += i; log(n)": "3",
		"var n = 0; a: for (var i = 0; i < 3; i++) { for (;;) { n++; continue a } } log(n)":                      "3",
		"var n = 0; a: { n = 1; break a; n = 2 } log(n)":                                                         "1",
		"var n = 0; for (var k in {a: 1, b: 2}) n++; log(n)":                                                     "2",
		"var n = 0; do n++; while (n < 5); log(n)":                                                               "5",
		"var n = 0; while (true) { if (n++ > 2) break } log(n)":                                                  "4",
		"var fs = []; for (let i = 0; i < 3; i++) fs.push(() => i); log(fs.map(f => f()).join())":                "0,1,2",
		"var o = {get a() { return 'x' + 1 }}; log(o.a)":                                                         "x1",
		"function f() { return arguments.length } log(f(1, 2, 3))":                                               "3",
		"var x = 'a'; var y = x + x; log(x + y)":                                                                 "aaa",
		"var n = 0; switch (2) { case 1: n += 1; case 2: n += 2; case 3: n += 3; break; default: n = 9 } log(n)": "5",
		"try { throw new Error('e' + 1) } catch (x) { log(x.message) } finally { log(2) }":                       "e1\n2",
		"var o = {n: 1}; o.n += 1; o['n'] += 1; log(o.n)":                                                        "3",
		"log(typeof undefinedName)":                                                                              "undefined",
		"log(-'3' + 1)":                                                                                          "-2",
		"log([1, 2] + [3])":                                                                                      "1,23",
		"log((x => y => x + y)('a')(1))":                                                                         "a1",
		"log('abc'.replace(/b/, (m, at) => m + at))":                                                             "ab1c",
		"log('a-b-c'.replace(/-/g, '$&$&'))":                                                                     "a--b--c",
		"log([3, 1, 2].sort((a, b) => b - a).join())":                                                            "3,2,1",
		"log([1, 2, 3].reduce((a, b) => a + b))":                                                                 "6",
		"log(Math.max.apply(null, [1, 5, 2]))":                                                                   "5",
		"log(String.prototype.trim.call('  a '))":                                                                "a",
		"var f = Array.prototype.slice.bind([1, 2, 3], 1); log(f().join())":                                      "2,3",
		"log(JSON.stringify({a: [1, {b: undefined}], c: 'x'}))":                                                  `{"a":[1,{}],"c":"x"}`,
		"log(JSON.stringify({a: 1, b: {a: 2, c: 3}}, ['a', 'b']))":                                               `{"a":1,"b":{"a":2}}`,
		"log(JSON.stringify({a: 1, b: 2}, (k, v) => k === 'a' ? undefined : v))":                                 `{"b":2}`,
		"log(JSON.stringify({a: 1}, null, 2))":                                                                   "{\n  \"a\": 1\n}",
		"log(JSON.stringify([new Date(0), {toJSON() { return 5 }}]))":                                            `["1970-01-01T00:00:00.000Z",5]`,
		"log(JSON.parse('{\"a\": [1, null]}', (k, v) => v === null ? 0 : v).a.join())":                           "1,0",
		"log(new RegExp('a', 'g') instanceof RegExp, /x/ instanceof RegExp)":                                     "true",
		"log(/x/.constructor === RegExp)":                                                                        "true",
		"log(new Uint8Array([1, 2]) instanceof Uint8Array)":                                                      "true",
		"log(new Date().toISOString() + new Date().getHours() + Date.now())":                                     "2026-11-23T12:00:00.000Z121795435200000",
		"log(Symbol('a').toString() + (Symbol.for('x') === Symbol.for('x')) + typeof Symbol())":                  "Symbol(a)truesymbol",
		"log(new InternalError('x') instanceof Error, 1)":                                                        "true",
	} {
		got := evaluate(t, Runtime2, "var log = console.log; function handler(e) { "+code+"\n return e.request }")
		if got != want {
			t.Errorf("%s: got %q, want %q", code, got, want)
		}
	}
}
