package function

import (
	"testing"
)

// Expectations are Node's and the engine's own answers.
func TestLibrary(t *testing.T) {
	for expression, want := range map[string]string{
		"Buffer.from('héllo').toString('hex')":                                       "68c3a96c6c6f",
		"Buffer.from('68c3a9', 'hex').toString()":                                    "hé",
		"Buffer.from('aGk=', 'base64').toString() + Buffer.from('aGk', 'base64url')": "hihi",
		"Buffer.from('__-_', 'base64').toString('base64url')":                        "__-_",
		"Buffer.from([1, 256, -1]).toString('hex')":                                  "0100ff",
		"Buffer.from(new Uint8Array([1, 2, 3]).buffer, 1, 1).toString('hex')":        "02",
		"Buffer.from(Buffer.from('a')).toString()":                                   "a",
		"Buffer.from({type: 'Buffer', data: [65]}).toString()":                       "A",
		"Buffer.from(new String('x')).toString()":                                    "x",
		"Buffer.alloc(3, 'ab').toString()":                                           "aba",
		"Buffer.alloc(2).toString('hex') + Buffer.allocUnsafe(1).length":             "00001",
		"Buffer.byteLength('hé') + Buffer.byteLength('aGk=', 'base64')":              "5",
		"Buffer.compare(Buffer.from('a'), Buffer.from('b'))":                         "-1",
		"Buffer.concat([Buffer.from('ab'), Buffer.from('cd')], 3).toString()":        "abc",
		"Buffer.concat([]).length":                                                   "0",
		"Buffer.isBuffer(Buffer.alloc(1)) + '' + Buffer.isBuffer(new Uint8Array(1)) + Buffer.isEncoding('hex') + Buffer.isEncoding('utf16')":                      "truefalsetruefalse",
		"Buffer.from('abc').compare(Buffer.from('abd')) + '' + Buffer.from('a').equals(new Uint8Array([97]))":                                                     "-1true",
		"(function () { var b = Buffer.alloc(4); var n = Buffer.from('abc').copy(b, 1, 1); return n + b.toString('hex') })()":                                     "200626300",
		"Buffer.from('abcabc').indexOf('ca') + '' + Buffer.from('abcabc').lastIndexOf('abc') + Buffer.from('abc').indexOf(99) + Buffer.from('abc').includes('d')": "232false",
		"Buffer.from('abcabc').lastIndexOf('abc', 2) + '' + Buffer.from('abc').indexOf('a', -1)":                                                                  "0-1",
		"Buffer.from('abcdef').subarray(1, -1).toString() + Buffer.from('abc').slice(-2)":                                                                         "bcdebc",
		"(function () { var b = Buffer.from('ab'), c = b.subarray(1); c[0] = 0x63; return b.toString() })()":                                                      "ac",
		"Buffer.from('0102', 'hex').swap16().toString('hex') + Buffer.from('01020304', 'hex').swap32().toString('hex')":                                           "020104030201",
		"JSON.stringify(Buffer.from('a'))": `{"type":"Buffer","data":[97]}`,
		"(function () { var b = Buffer.alloc(3); return b.write('hé') + b.toString('hex') + b.write('é', 2) })()":                                                    "368c3a90",
		"(function () { var b = Buffer.alloc(8); b.writeInt16BE(-2, 0); b.writeUInt32LE(1, 2); return b.toString('hex') + b.readInt16BE(0) + b.readUInt32LE(2) })()": "fffe010000000000-21",
		"(function () { var b = Buffer.alloc(6); b.writeIntBE(-5, 0, 6); return b.readIntBE(0, 6) + '' + b.readUIntBE(3, 3) + b.readIntLE(5, 1) })()":                "-516777211-5",
		"(function () { var b = Buffer.alloc(8); b.writeDoubleBE(0.5, 0); b.writeFloatLE(1.5, 0); return b.readFloatLE(0) + '' + b.readInt8(7) })()":                 "1.50",
		"(function () { try { Buffer.alloc(1).readInt16BE(0) } catch (e) { return e.name } })()":                                                                     "RangeError",
		"(function () { try { Buffer.from('a', 'latin1') } catch (e) { return e.message } })()":                                                                      `"latin1" encoding is not supported`,
		"(function () { try { Buffer.from(5) } catch (e) { return e.name } })()":                                                                                     "TypeError",
		"Buffer.from('abc').fill('x', 1).toString() + Buffer.from('abc').fill(65).toString()":                                                                        "axxAAA",
		"new TextDecoder().decode(new TextEncoder().encode('hé€'))":                                                                                                  "hé€",
		"new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 65]))":                                                                                           "A",
		"new TextDecoder('utf-8', {ignoreBOM: true}).decode(new Uint8Array([0xef, 0xbb, 0xbf, 65])).length":                                                          "2",
		"(function () { try { new TextDecoder('utf-8', {fatal: true}).decode(new Uint8Array([0xff])) } catch (e) { return e.name } })()":                             "TypeError",
		"(function () { var b = new Uint8Array(3), r = new TextEncoder().encodeInto('aé€', b); return r.read + '/' + r.written })()":                                 "2/3",
		"atob('aGk=') + btoa('hi') + btoa('\\xff') + atob('/w==').charCodeAt(0)":                                                                                     "hiaGk=/w==255",
		"(function () { try { btoa('€') } catch (e) { return e.name } })()":                                                                                          "TypeError",
		"(function () { try { atob('*') } catch (e) { return e.name } })()":                                                                                          "TypeError",
		"JSON.stringify(q.parse('a=1&b=2&a=3&c&d=&=e&x+y=a+b%20c'))":                                                                                                 `{"a":["1","3"],"b":"2","c":"","d":"","":"e","x y":"a b c"}`,
		"JSON.stringify(q.decode('a:1;b:2', ';', ':')) + JSON.stringify(q.parse('a=1&b=2', null, null, {maxKeys: 1}))":                                               `{"a":"1","b":"2"}{"a":"1"}`,
		"q.stringify({a: 1, b: ['x', 'y'], c: true, d: null, e: undefined, f: {}, g: 'ä &'})":                                                                        "a=1&b=x&b=y&c=true&d=&e=&f=&g=%C3%A4%20%26",
		"q.encode({a: 1, b: 2}, ';', ':') + q.escape('a b&') + q.unescape('%41%zz+%')":                                                                               "a:1;b:2a%20b%26A%zz+%",
		"c.createHash('md5').update('a').digest('hex')":                                                                                                              "0cc175b9c0f1b6a831c399e269772661",
		"c.createHash('sha1').update('a').digest('base64url')":                                                                                                       "hvfkN_qlp_zhXR3cuerq6jd2Z7g",
		"c.createHash('sha256').update('a').update(Buffer.from('b')).digest('base64')":                                                                               "+44g/C5MPySMYMOb1lLzwTRymLuXe4tNWQO4UFViBgM=",
		"c.createHmac('sha256', 'key').update('The quick brown fox jumps over the lazy dog').digest('hex')":                                                          "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
		"c.createHmac('md5', Buffer.from('6b', 'hex')).update('').digest().length":                                                                                   "16",
		"Buffer.isBuffer(c.createHash('md5').digest())":                                                                                                              "true",
		"(function () { var h = c.createHash('md5'); h.digest(); try { h.digest() } catch (e) { return e.message } })()":                                             "Digest already called",
		"(function () { try { c.createHmac('md5') } catch (e) { return e.message } })()":                                                                             `key argument "undefined" is not a string or Buffer-like object`,
		"(function () { try { c.createHash('md5').digest('utf8') } catch (e) { return e.message } })()":                                                              `Unknown digest encoding: "utf8"`,
		"require('crypto') === c && require('querystring') === q && require('buffer').Buffer === Buffer":                                                             "true",
	} {
		code := "import c from 'crypto';\nvar q = require('querystring');\nfunction handler(e) { console.log(" + expression + "); return e.request }"
		if got := evaluate(t, Runtime2, code); got != want {
			t.Errorf("%s: got %q, want %q", expression, got, want)
		}
	}
}

func TestByteStrings(t *testing.T) {
	for expression, want := range map[string]string{
		"String.bytesFrom('aGk', 'base64url')":                            "hi",
		"String.bytesFrom('w6k=', 'base64').fromUTF8()":                   "é",
		"String.bytesFrom([104, 105])":                                    "hi",
		"String.bytesFrom('ff', 'hex').charCodeAt(0)":                     "255",
		"String.bytesFrom('ff', 'hex').fromUTF8()":                        "null",
		"'é'.toUTF8().length + '' + 'é'.toBytes().length":                 "21",
		"'€'.toBytes()":                                                   "null",
		"'abc'.toUTF8(1) + 'abc'.fromBytes(0, 1) + 'é'.fromUTF8()":        "bcanull",
		"require('crypto').createHash('md5').update('a').digest().length": "16",
		"require('querystring').parse('a=1').a":                           "1",
		"JSON.parse(String.bytesFrom('eyJhIjoxfQ', 'base64url')).a":       "1",
	} {
		if got := evaluate(t, Runtime1, "function handler(e) { console.log("+expression+"); return e.request }"); got != want {
			t.Errorf("%s: got %q, want %q", expression, got, want)
		}
	}
	if got := evaluate(t, Runtime2, "function handler(e) { 'a'.toUTF8() }"); got != `TypeError: (intermediate value)["toUTF8"] is not a function` {
		t.Errorf("runtime 2.0: %q", got)
	}
}
