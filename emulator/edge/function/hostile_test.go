package function

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// Code that means harm, or that a mistake makes as bad: each ends its run with
// a fault, in bounded time and memory, and the process lives.
func TestHostileCode(t *testing.T) {
	tests := []struct{ name, code, want string }{
		{"endless loop", `for (;;) {}`, "maximum allowed time"},
		{"endless loop in a finally", `try { for (;;) {} } finally { for (;;) {} }`, "maximum allowed time"},
		{"caught", `for (;;) { try { for (;;) {} } catch (e) {} }`, "maximum allowed time"},
		{"do", `do {} while (true)`, "maximum allowed time"},
		{"labels", `a: for (;;) { for (;;) { continue a } }`, "maximum allowed time"},
		{"recursion", `function f() { return f() + 1 } f()`, "call stack"},
		{"mutual recursion", `function f() { g() } function g() { f() } f()`, "call stack"},
		{"arrow recursion", `var f = () => f(); f()`, "call stack"},
		{"getter recursion", `var o = {get a() { return this.a }}; o.a`, "call stack"},
		{"doubling a string", `var s = 'x'; for (;;) s += s`, "function memory"},
		{"doubling with plus", `var s = 'x'; for (;;) s = s + s`, "function memory"},
		{"doubling with a template", "var s = 'x'; for (;;) s = `${s}${s}`", "function memory"},
		{"doubling with concat", `var s = 'x'; for (;;) s = s.concat(s)`, "function memory"},
		{"doubling with join", `var s = 'x'; for (;;) s = [s, s].join('')`, "function memory"},
		{"doubling with replace", `var s = 'x'; for (;;) s = s.replace(/x/g, 'xx')`, ""},
		{"doubling with replace and $", `var s = 'x'; for (;;) s = s.replace(/x/g, "$&$&$'")`, "function memory"},
		{"doubling with a replacer", `var s = 'x'; for (;;) s = s.replace(/x/g, () => 'xxxx')`, ""},
		{"doubling in a property", `var o = {s: 'x'}; for (;;) o.s += o.s`, "function memory"},
		{"repeat", `'x'.repeat(1e9)`, "function memory"},
		{"repeat twice", `'x'.repeat(1e6).repeat(1e3)`, "function memory"},
		{"padStart", `'x'.padStart(1e9)`, "function memory"},
		{"padEnd", `'x'.padEnd(1e9, 'abc')`, "function memory"},
		{"count that is an object", `'x'.repeat({valueOf() { return 1e9 }})`, "TypeError"},
		{"keeping copies", `var s = 'x'.repeat(1e5), a = []; for (;;) a.push(s.toUpperCase())`, "function memory"},
		{"join of many", `var s = 'x'.repeat(1e4), a = []; for (var i = 0; i < 1e3; i++) a.push(s); a.join('')`, ""},
		{"concat of many", `var s = 'x'.repeat(1e5), a = []; for (var i = 0; i < 1e3; i++) a.push(s); ''.concat.apply('', a)`, ""},
		{"sparse array", `var a = []; a[4e9] = 1; a.fill(1)`, ""},
		{"sparse join", `new Array(1e9).join('x')`, ""},
		{"array-like", `Array.prototype.indexOf.call({length: 1e15}, 1)`, "maximum allowed time"},
		{"array-like forEach", `[].forEach.call({length: 1e15}, function () {})`, "maximum allowed time"},
		{"array-like apply", `Math.max.apply(null, {length: 1e9})`, ""},
		{"Array.from", `Array.from({length: 1e9})`, ""},
		{"doubling an array", `var a = [1]; for (;;) a.push.apply(a, a)`, ""},
		{"doubling with concat of arrays", `var a = [1]; for (;;) a = a.concat(a)`, ""},
		{"typed array", `new Uint8Array(1e9)`, "function memory"},
		{"typed arrays", `var a = []; for (;;) a.push(new Float64Array(1000))`, "function memory"},
		{"typed array by its constructor", `var C = new Uint8Array(1).constructor; new C(1e9)`, "function memory"},
		{"array buffer by its constructor", `var C = new Uint8Array(1).buffer.constructor; new C(1e12)`, "function memory"},
		{"typed array of an array-like", `new Uint8Array({length: 1e9})`, "function memory"},
		{"slices kept", `var b = new Uint8Array(1e5), a = []; for (;;) a.push(b.slice())`, "function memory"},
		{"Buffer.alloc", `Buffer.alloc(1e9)`, "function memory"},
		{"Buffer.concat", `var b = Buffer.alloc(1e5); Buffer.concat([b], 1e9)`, "function memory"},
		{"regular expression", `/^(?=(a+)+$)(a+)+$/.test('a'.repeat(40) + '!')`, "maximum allowed time"},
		{"regular expression in a loop", `for (;;) /(?=x)(a*)*b/.test('a'.repeat(1000))`, ""},
		{"huge pattern", `new RegExp('(a{1000}){1000}'.repeat(1000))`, ""},
		{"pattern by constructor", `new (/x/.constructor)('a'.repeat(1e5))`, ""},
		{"JSON text", `JSON.parse('['.repeat(1e5))`, "Nested too deep"},
		{"JSON depth", `var o = {}; for (var i = 0; i < 1000; i++) o = {o: o}; JSON.stringify(o)`, "Nested too deep"},
		{"JSON that unfolds", `var o = [1]; for (var i = 0; i < 30; i++) o = [o, o]; JSON.stringify(o)`, ""},
		{"JSON of itself", `var o = {}; o.o = o; JSON.stringify(o)`, "cyclic"},
		{"JSON calling itself", `var o = {}; Object.defineProperty(o, 'x', {enumerable: true, get: JSON.stringify.bind(JSON, o)}); JSON.stringify(o)`, "call stack"},
		{"toJSON", `var o = {toJSON: function () { return JSON.stringify(o) }}; JSON.stringify(o)`, "call stack"},
		{"nested arrays to text", `var a = []; for (var i = 0; i < 5000; i++) a = [a]; '' + a`, "call stack"},
		{"arrays that unfold to text", `var a = ['x']; for (var i = 0; i < 30; i++) a = [a, a]; '' + a`, ""},
		{"built-in as toString", `var o = {toString: String.prototype.trim}; '' + o`, "call stack"},
		{"error as its name", `var o = {toString: Error.prototype.toString}; o.name = o; '' + o`, "call stack"},
		{"bound built-in", `var o = {}; o.valueOf = Math.abs.bind(null, o); +o`, "call stack"},
		{"flags of itself", `var f = Object.getOwnPropertyDescriptor(RegExp.prototype, 'flags').get, o = {}; Object.defineProperty(o, 'global', {get: f}); f.call(o)`, "call stack"},
		{"then of itself", `var o = {then: Promise.prototype.catch}; o.catch = 1; Promise.prototype.catch.call(o)`, "call stack"},
		{"Date to JSON", `var o = {toISOString: Date.prototype.toJSON, valueOf: function () { return 1 }}; Date.prototype.toJSON.call(o)`, "call stack"},
		{"callbacks in callbacks", `var a = [1]; function f() { a.map(f) } f()`, "call stack"},
		{"sort that never ends", `var a = []; for (var i = 0; i < 1000; i++) a.push(i); for (;;) a.sort(function () { return 1 })`, "maximum allowed time"},
		{"promises for ever", `function f() { Promise.resolve().then(f) } f()`, "maximum allowed time"},
		{"thenable for ever", `var o = {}; o.then = Promise.resolve.bind(Promise, o); Promise.resolve(o)`, ""},
		{"getter in the result", `e.request.headers['x-a'] = {get value() { for (;;) {} }}`, "maximum allowed time"},
		{"prototype pollution", `Object.prototype.value = {}; Object.prototype.toJSON = function () { return 1 }; Array.prototype.push = null; String.prototype.indexOf = 1`, ""},
		{"frozen globals", `Object.freeze(Object.prototype); Object.freeze(globalThis)`, ""},
		{"no globals", `Object.getOwnPropertyNames(globalThis).forEach(function (n) { try { delete globalThis[n] } catch (x) {} }); for (;;) {}`, "maximum allowed time"},
		{"the meter's own", `globalThis['\u0000pay'] = function () {}`, "TypeError"},
		{"the meter's own again", `Object.defineProperty(globalThis, '\u0000pay', {value: function () {}}); for (;;) {}`, "TypeError"},
		{"eval", `eval('1')`, "InternalError: Not implemented"},
		{"indirect eval", `(0, eval)('1')`, "InternalError: Not implemented"},
		{"Function", `new Function('return 1')`, "TypeError"},
		{"Function by constructor", `(function () {}).constructor('return 1')`, "TypeError"},
		{"arrow's constructor", `(() => 1).constructor('return 1')`, "TypeError"},
		{"async function's constructor", `Object.getPrototypeOf(g).constructor('return 1'); } async function g() {`, "TypeError"},
		{"reading a log of itself", `var s = 'x'.repeat(1e4); for (;;) console.log(s)`, "maximum allowed time"},
		{"keys kept", `var o = {}; for (var i = 0; i < 500; i++) o['k' + i] = 1; var a = []; for (;;) a.push(Object.keys(o))`, ""},
		{"assign kept", `var o = {}; for (var i = 0; i < 500; i++) o['k' + i] = 1; var a = []; for (;;) a.push(Object.assign({}, o))`, ""},
		{"split kept", `var s = 'x'.repeat(1e4), a = []; for (;;) a.push(s.split(''))`, ""},
		{"escapes", `var s = '\u00e9'.repeat(1e5), a = []; for (;;) a.push(encodeURIComponent(s))`, "function memory"},
		{"deep nesting in the code", strings.Repeat("(", 3000) + "1" + strings.Repeat(")", 3000), ""},
		{"digest of much", `var c = require('crypto'), s = 'x'.repeat(1e6), h = c.createHash('md5'); for (;;) h.update(s)`, "maximum allowed time"},
		{"btoa", `var s = 'x'.repeat(1e6); for (;;) s = btoa(s)`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Compile("f", Runtime2, []byte("function handler(e) {\n"+tt.code+"\nreturn e.request }"))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			res := p.Run(testEvent(), testEnv())
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			detail := ""
			if res.Fault != nil {
				detail = res.Fault.Error()
			}
			if !strings.Contains(detail, tt.want) {
				t.Errorf("got %q, want %q", detail, tt.want)
			}
			if took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 128 {
				t.Errorf("allocated %d MB", mb)
			}
		})
	}
}
