package function

import (
	"unicode/utf8"

	"github.com/dop251/goja"
)

// byteStrings gives runtime 1.0 its own string methods. A byte string is a
// string whose characters are all below 256; the engine tells the two apart,
// here they look the same.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-10.html#writing-functions-javascript-features-primitive-objects
func (s *sandbox) byteStrings() {
	proto := object(s.vm, "String", "prototype")
	convert := func(name string, f func(text goja.String) goja.Value) {
		method(proto, name, s.vm.ToValue(func(c goja.FunctionCall) goja.Value {
			text := c.This.ToString().(goja.String)
			s.meter.through(text.Length())
			n := text.Length()
			from, to := within(c.Argument(0), n, 0), within(c.Argument(1), n, n)
			return s.meter.weigh(f(text.Substring(from, max(from, to))))
		}))
	}
	convert("fromBytes", func(text goja.String) goja.Value { return text })
	convert("toBytes", func(text goja.String) goja.Value {
		if _, ok := toBytes(text); !ok {
			return goja.Null()
		}
		return text
	})
	convert("toUTF8", func(text goja.String) goja.Value { return s.byteString([]byte(text.String())) })
	convert("fromUTF8", func(text goja.String) goja.Value {
		raw, ok := toBytes(text)
		if !ok || !utf8.Valid(raw) {
			return goja.Null()
		}
		return s.vm.ToValue(string(raw))
	})
	method(object(s.vm, "String"), "bytesFrom", s.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		if text, ok := c.Argument(0).(goja.String); ok {
			s.meter.through(text.Length())
			return s.meter.weigh(s.byteString(s.encode(text.String(), c.Argument(1))))
		}
		o, ok := c.Argument(0).(*goja.Object)
		if !ok {
			panic(s.vm.NewTypeError("value must be a string or array"))
		}
		n := lengthOf(o)
		s.meter.pay(n, n)
		raw := make([]byte, n)
		for i, at := range o.Keys() {
			if i < n {
				raw[i] = byte(o.Get(at).ToInteger())
			}
		}
		return s.byteString(raw)
	}))
}

func within(v goja.Value, n, fallback int) int {
	if goja.IsUndefined(v) {
		return fallback
	}
	i := v.ToInteger()
	if i < 0 {
		i += int64(n)
	}
	return int(min(max(i, 0), int64(n)))
}

// byteString has one character a byte.
func (s *sandbox) byteString(raw []byte) goja.Value {
	runes := make([]rune, len(raw))
	for i, b := range raw {
		runes[i] = rune(b)
	}
	return s.vm.ToValue(string(runes))
}

// toBytes is the bytes of a byte string; ok is false when it is none.
func toBytes(text goja.String) ([]byte, bool) {
	raw := make([]byte, text.Length())
	for i := range raw {
		c := text.CharAt(i)
		if c > 0xff {
			return nil, false
		}
		raw[i] = byte(c)
	}
	return raw, true
}
