package function

import (
	"slices"
	"strings"
	"testing"
)

// What the documentation lists, with what people measured beside it
// (Array.from, global) and what the engine underneath has of ECMAScript 5.1.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
func listed20() map[string]string {
	return map[string]string{
		"Object": "length name prototype assign create defineProperties defineProperty entries freeze getOwnPropertyDescriptor getOwnPropertyDescriptors " +
			"getOwnPropertyNames getPrototypeOf is isExtensible isFrozen isSealed keys preventExtensions seal setPrototypeOf values",
		"Object.prototype": "constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toString valueOf __proto__",
		"Array":            "length name prototype isArray of from",
		"Array.prototype": "length constructor concat copyWithin every fill filter find findIndex forEach includes indexOf join lastIndexOf map pop push " +
			"reduce reduceRight reverse shift slice some sort splice unshift toString",
		"String": "length name prototype fromCharCode fromCodePoint",
		"String.prototype": "length constructor charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf match padEnd padStart repeat replace replaceAll " +
			"search slice split startsWith substr substring toLowerCase toUpperCase trim trimEnd trimStart toString valueOf",
		"Number": "length name prototype EPSILON MAX_SAFE_INTEGER MIN_SAFE_INTEGER MAX_VALUE MIN_VALUE NaN NEGATIVE_INFINITY POSITIVE_INFINITY " +
			"isFinite isInteger isNaN isSafeInteger parseFloat parseInt",
		"Number.prototype":   "constructor toExponential toFixed toPrecision toString valueOf",
		"Function.prototype": "constructor length name apply bind call caller arguments",
		"RegExp.prototype":   "constructor exec test toString global ignoreCase multiline source sticky flags",
		"JSON":               "parse stringify",
		"Promise":            "length name prototype all allSettled any race reject resolve",
		"Promise.prototype":  "constructor catch finally then",
		"Symbol":             "length name prototype for keyFor toStringTag",
		"ArrayBuffer":        "length name prototype isView",
		"DataView.prototype": "buffer byteLength byteOffset constructor getFloat32 getFloat64 getInt8 getInt16 getInt32 getUint8 getUint16 getUint32 " +
			"setFloat32 setFloat64 setInt8 setInt16 setInt32 setUint8 setUint16 setUint32",
		"Uint8Array.prototype": "constructor BYTES_PER_ELEMENT",
		"Object.getPrototypeOf(Uint8Array).prototype": "buffer byteLength byteOffset constructor copyWithin every fill filter find findIndex forEach includes indexOf join " +
			"lastIndexOf length map reduce reduceRight reverse set slice some sort subarray toString",
		"TextDecoder.prototype": "constructor decode",
		"TextEncoder.prototype": "constructor encoding encode encodeInto",
		"Buffer":                "length name arguments caller prototype alloc allocUnsafe byteLength compare concat from isBuffer isEncoding",
		"Buffer.prototype": "constructor compare copy equals fill includes indexOf lastIndexOf subarray slice swap16 swap32 swap64 toJSON toString write " +
			"readInt8 writeInt8 readUInt8 writeUInt8 readInt16BE writeInt16BE readInt16LE writeInt16LE readUInt16BE writeUInt16BE readUInt16LE writeUInt16LE " +
			"readInt32BE writeInt32BE readInt32LE writeInt32LE readUInt32BE writeUInt32BE readUInt32LE writeUInt32LE " +
			"readFloatBE writeFloatBE readFloatLE writeFloatLE readDoubleBE writeDoubleBE readDoubleLE writeDoubleLE " +
			"readIntBE writeIntBE readIntLE writeIntLE readUIntBE writeUIntBE readUIntLE writeUIntLE",
		"globalThis": "Array ArrayBuffer Boolean Buffer DataView Date Error EvalError Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array InternalError " +
			"JSON Math MemoryError NaN Number Object Promise RangeError ReferenceError RegExp String Symbol SyntaxError TextDecoder TextEncoder TypeError URIError " +
			"Uint16Array Uint32Array Uint8Array Uint8ClampedArray atob btoa console decodeURI decodeURIComponent encodeURI encodeURIComponent eval global globalThis " +
			"handler isFinite isNaN parseFloat parseInt require undefined",
	}
}

func names(t *testing.T, runtime Runtime, object string) []string {
	t.Helper()
	out := evaluate(t, runtime, "function handler(e) { console.log(Object.getOwnPropertyNames("+object+").join(' ')); return e.request }")
	return slices.Sorted(slices.Values(slices.DeleteFunc(strings.Fields(out), func(n string) bool { return strings.Contains(n, "\x00") })))
}

func TestBuiltinsAreTheListedOnes(t *testing.T) {
	for object, list := range listed20() {
		want := slices.Sorted(slices.Values(strings.Fields(list)))
		got := names(t, Runtime2, object)
		for _, name := range got {
			if !slices.Contains(want, name) {
				t.Errorf("%s has %s, which is in no list", object, name)
			}
		}
		for _, name := range want {
			if !slices.Contains(got, name) && name != "caller" && name != "arguments" {
				t.Errorf("%s lacks %s", object, name)
			}
		}
	}
}

// Measured as absent with TestFunction in 2026, each by its error.
func TestAbsentBuiltins(t *testing.T) {
	for _, expression := range []string{
		"[1].flat()", "[1].flatMap(x => x)", "[1].at(0)", "[1].findLast(x => x)", "[1].findLastIndex(x => x)", "[1].toSorted()",
		"[1].toReversed()", "[1].toSpliced(0)", "[1].with(0, 1)", "'a'.at(0)", "'a'.matchAll(/a/g)", "'a'.normalize()",
		"Object.fromEntries([])", "Object.hasOwn({}, 'a')", "Object.groupBy([], x => x)", "new Map()", "new Set()", "new WeakMap()",
		"new Proxy({}, {})", "Reflect.ownKeys({})", "BigInt(1)", "Intl.Collator", "new URL('http://a')", "structuredClone({})",
		"fetch('http://a')", "setTimeout(() => 1)", "setImmediate(() => 1)", "clearTimeout(1)", "process.env", "XMLHttpRequest()",
		"require('fs')", "require('http')", "console.error('x')", "Error.captureStackTrace({})", "escape('x')", "'a'.localeCompare('b')",
	} {
		got := evaluate(t, Runtime2, "function handler(e) { "+expression+"; console.log('there'); return e.request }")
		if !strings.HasPrefix(got, "TypeError: ") && !strings.HasPrefix(got, "ReferenceError: ") && !strings.HasPrefix(got, "Error: Cannot find module") {
			t.Errorf("%s: %q", expression, got)
		}
	}
	for _, expression := range []string{
		"Buffer.from('a')", "atob('YQ==')", "btoa('a')", "'a'.replaceAll('a', 'b')", "Promise.all([])", "Array.from([1])",
		"new TextEncoder()", "new DataView(new ArrayBuffer(1))", "Symbol.for('a')", "new Uint8Array(1).map(function (x) { return x })",
	} {
		got := evaluate(t, Runtime1, "function handler(e) { "+expression+"; console.log('there'); return e.request }")
		if !strings.HasPrefix(got, "TypeError: ") && !strings.HasPrefix(got, "ReferenceError: ") {
			t.Errorf("1.0: %s: %q", expression, got)
		}
	}
}

// Messages are the engine's.
func TestErrorMessages(t *testing.T) {
	for code, want := range map[string]string{
		"e.x.value":                              `TypeError: cannot get property "value" of undefined`, // quoted from TestFunction
		"e.f()":                                  `TypeError: (intermediate value)["f"] is not a function`,
		"'a'.foo()":                              `TypeError: (intermediate value)["foo"] is not a function`,
		"foo":                                    `ReferenceError: "foo" is not defined`,
		"foo = 1":                                `ReferenceError: "foo" is not defined`,
		"undefined()":                            `TypeError: undefined is not a function`,
		"const a = 1; a = 2":                     `TypeError: assignment to constant variable`,
		"a; let a = 1":                           `ReferenceError: cannot access variable before initialization`,
		"throw new Error('boom')":                `Error: boom`,
		"throw 'text'":                           `text`,
		"throw new InternalError('x')":           `InternalError: x`,
		"throw new MemoryError()":                `MemoryError`,
		"var o = {}; o.o = o; JSON.stringify(o)": `TypeError: Nested too deep or a cyclic structure`,
		"require('nope')":                        `Error: Cannot find module "nope"`,
		"require('cloudfront')":                  `Error: Cannot find module "cloudfront"`,
		"require('crypto').createHash('sha512')": `TypeError: not supported algorithm: "sha512"`,
		"decodeURIComponent('%')":                `URIError: malformed URI`,
	} {
		if got := evaluate(t, Runtime2, "function handler(e) { "+code+"; return e.request }"); got != want {
			t.Errorf("%s: got %q, want %q", code, got, want)
		}
	}
	if got := evaluate(t, Runtime2, "function other(e) { return e.request }"); got != `ReferenceError: "handler" is not defined` {
		t.Errorf("without a handler: %q", got)
	}
	if got := evaluate(t, Runtime2, "const handler = function (e) { return e.request }"); got != `ReferenceError: "handler" is not defined` {
		t.Errorf("with a handler that is no global: %q", got)
	}
	if got := evaluate(t, Runtime2, "global.handler = function (e) { console.log('ran'); return e.request }"); got != "ran" {
		t.Errorf("with a handler put on the global object: %q", got)
	}
}
