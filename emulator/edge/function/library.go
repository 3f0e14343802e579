package function

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"
)

//go:embed library.js
var librarySource string

// compileLibrary compiles what is written in JavaScript: Buffer, TextEncoder,
// TextDecoder and querystring.
func compileLibrary() *goja.Program {
	tree, err := parse(librarySource)
	must(err)
	must(rewrite(Runtime2, tree, librarySource))
	compiled, err := goja.CompileAST(tree, true)
	must(err)
	return compiled
}

// usesModules reports whether code may ask for a module.
func usesModules(code string) bool {
	return regexp.MustCompile(`require|import|querystring|\\u`).MatchString(code)
}

// library is a part of the library. It is set up when first asked for.
func (s *sandbox) library(part string) *goja.Object {
	if s.parts == nil {
		f, err := s.vm.RunProgram(s.program.library)
		if err != nil {
			panic(err)
		}
		make, _ := goja.AssertFunction(f)
		parts, err := make(goja.Undefined(), s.natives())
		if err != nil {
			panic(err)
		}
		s.parts = parts.(*goja.Object)
	}
	return s.parts.Get(part).(*goja.Object)
}

// natives is what the library is built on.
func (s *sandbox) natives() *goja.Object {
	o := s.vm.NewObject()
	set := func(name string, f func(c goja.FunctionCall) goja.Value) { must(o.Set(name, f)) }
	m := s.meter
	set("encode", func(c goja.FunctionCall) goja.Value {
		raw := s.encode(c.Argument(0).String(), c.Argument(1))
		m.pay(len(raw)/bytesPerStep, len(raw))
		return s.vm.ToValue(s.vm.NewArrayBuffer(raw))
	})
	set("decode", func(c goja.FunctionCall) goja.Value {
		raw := bytesOf(c.Argument(0))
		m.pay(len(raw)/bytesPerStep, 0)
		return m.weigh(s.decode(raw, c.Argument(1)))
	})
	set("isEncoding", func(c goja.FunctionCall) goja.Value {
		_, ok := encodingOf(c.Argument(0))
		return s.vm.ToValue(ok && !goja.IsUndefined(c.Argument(0)))
	})
	set("compare", func(c goja.FunctionCall) goja.Value {
		a, b := bytesOf(c.Argument(0)), bytesOf(c.Argument(1))
		m.through(len(a))
		return s.vm.ToValue(bytes.Compare(a, b))
	})
	set("fill", func(c goja.FunctionCall) goja.Value {
		to, with := bytesOf(c.Argument(0)), bytesOf(c.Argument(1))
		from, end := int(c.Argument(2).ToInteger()), int(c.Argument(3).ToInteger())
		m.through(len(to))
		for i := from; i < end; i++ {
			to[i] = with[(i-from)%len(with)]
		}
		return goja.Undefined()
	})
	set("index", func(c goja.FunctionCall) goja.Value {
		in, what := bytesOf(c.Argument(0)), bytesOf(c.Argument(1))
		m.through(len(in))
		return s.vm.ToValue(index(in, what, int(c.Argument(2).ToInteger()), c.Argument(3).ToBoolean()))
	})
	set("whole", func(c goja.FunctionCall) goja.Value {
		raw, room := bytesOf(c.Argument(0)), int(c.Argument(1).ToInteger())
		return s.vm.ToValue(whole(raw, room, c.Argument(2)))
	})
	set("valid", func(c goja.FunctionCall) goja.Value { return s.vm.ToValue(utf8.Valid(bytesOf(c.Argument(0)))) })
	set("unescape", func(c goja.FunctionCall) goja.Value {
		text := c.Argument(0).String()
		m.through(len(text))
		return s.vm.ToValue(strings.ToValidUTF8(unescape(text), "\ufffd"))
	})
	return o
}

// index finds what in some bytes, at or after a place, or last at or before it.
func index(in, what []byte, at int, last bool) int {
	if !last {
		if at < 0 {
			at = 0
		}
		if at > len(in) {
			return -1
		}
		if i := bytes.Index(in[at:], what); i >= 0 {
			return at + i
		}
		return -1
	}
	if at < 0 {
		return -1
	}
	return bytes.LastIndex(in[:min(at, len(in))+min(len(what), len(in)-min(at, len(in)))], what)
}

// whole is how many of the bytes fit without cutting a character.
func whole(raw []byte, room int, encoding goja.Value) int {
	if len(raw) <= room {
		return len(raw)
	}
	if name, _ := encodingOf(encoding); name == "utf8" {
		for room > 0 && !utf8.RuneStart(raw[room]) {
			room--
		}
	}
	return room
}

// encodingOf is the name of an encoding as the engine knows it.
func encodingOf(v goja.Value) (string, bool) {
	if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
		return "utf8", true
	}
	switch name := v.String(); strings.ToLower(name) {
	case "utf8", "utf-8":
		return "utf8", true
	case "hex", "base64", "base64url":
		return strings.ToLower(name), true
	default:
		return name, false
	}
}

func (s *sandbox) encode(text string, encoding goja.Value) []byte {
	name, ok := encodingOf(encoding)
	if !ok {
		panic(s.vm.NewTypeError(`"` + name + `" encoding is not supported`))
	}
	return encodeText(text, name)
}

func encodeText(text, encoding string) []byte {
	switch encoding {
	case "hex":
		raw := make([]byte, len(text)/2)
		n, _ := hex.Decode(raw, []byte(text[:len(text)&^1])) // up to the first that is no digit
		return raw[:n]
	case "base64", "base64url":
		return decodeBase64(text)
	}
	return []byte(text)
}

func (s *sandbox) decode(raw []byte, encoding goja.Value) goja.Value {
	name, ok := encodingOf(encoding)
	if !ok {
		panic(s.vm.NewTypeError(`"` + name + `" encoding is not supported`))
	}
	return s.vm.ToValue(decodeBytes(raw, name))
}

func decodeBytes(raw []byte, encoding string) string {
	switch encoding {
	case "hex":
		return hex.EncodeToString(raw)
	case "base64":
		return base64.StdEncoding.EncodeToString(raw)
	case "base64url":
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	return strings.ToValidUTF8(string(raw), "\ufffd")
}

// decodeBase64 reads either alphabet, padded or not, as far as it goes.
func decodeBase64(text string) []byte {
	clean := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '-':
			clean = append(clean, '+')
		case '_':
			clean = append(clean, '/')
		case '=':
			i = len(text)
		case ' ', '\t', '\r', '\n':
		default:
			clean = append(clean, c)
		}
	}
	raw := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, _ := base64.RawStdEncoding.Decode(raw, clean)
	return raw[:n]
}

// unescape takes percent-encodings apart and leaves what is none.
func unescape(text string) string {
	if whole, err := url.PathUnescape(text); err == nil {
		return whole
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) {
			if raw, err := hex.DecodeString(text[i+1 : i+3]); err == nil {
				b.WriteByte(raw[0])
				i += 2
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// bytesOf is the bytes of a typed array or an ArrayBuffer, shared; nil for
// anything else.
func bytesOf(v goja.Value) []byte {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	if whole, ok := o.Export().(goja.ArrayBuffer); ok {
		return whole.Bytes()
	}
	buffer := o.Get("buffer")
	if buffer == nil {
		return nil
	}
	whole, ok := buffer.Export().(goja.ArrayBuffer)
	if !ok {
		return nil
	}
	raw := whole.Bytes()
	from, n := int(o.Get("byteOffset").ToInteger()), int(o.Get("byteLength").ToInteger())
	if from < 0 || n < 0 || from+n > len(raw) {
		return nil
	}
	return raw[from : from+n]
}
