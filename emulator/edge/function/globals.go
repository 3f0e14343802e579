package function

import (
	"strings"

	"github.com/dop251/goja"
)

// globals adds what the runtimes have beside ECMAScript's own objects, and puts
// refusals in the place of what they do not let code do.
func (s *sandbox) globals() {
	vm := s.vm
	global := vm.GlobalObject()
	method(global, "global", global)
	for _, name := range []string{"InternalError", "MemoryError"} {
		s.errorType(name)
	}
	s.refuseEvaluation()
	s.plainSymbols()
	console := vm.NewObject()
	must(console.Set("log", func(c goja.FunctionCall) goja.Value {
		s.logs.add(c.Argument(0).String()) // one argument: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-10.html#writing-functions-javascript-features-builtin-objects
		s.meter.pay(callSteps, 0)
		return goja.Undefined()
	}))
	method(global, "console", console)
	method(global, "require", vm.ToValue(func(c goja.FunctionCall) goja.Value {
		name := c.Argument(0).String()
		if name == "cloudfront" || !hasModule(s.runtime, name) {
			panic(s.newError("Error", `Cannot find module "`+name+`"`))
		}
		return s.module(name)
	}))
	if s.program.dates {
		s.dates()
	}
	if s.runtime == Runtime1 {
		s.byteStrings()
		return
	}
	s.base64()
	if s.binary {
		for _, name := range []string{"Buffer", "TextEncoder", "TextDecoder"} {
			s.onDemand(name)
		}
	}
}

// onDemand is a global that is set up when it is first asked for.
func (s *sandbox) onDemand(name string) {
	global := s.vm.GlobalObject()
	get := s.vm.ToValue(func(goja.FunctionCall) goja.Value {
		v := s.library(name)
		method(global, name, v)
		return v
	})
	set := s.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		method(global, name, c.Argument(0))
		return goja.Undefined()
	})
	must(global.DefineAccessorProperty(name, get, set, goja.FLAG_TRUE, goja.FLAG_FALSE))
}

// errorType makes one of the engine's own kinds of errors.
func (s *sandbox) errorType(name string) {
	vm := s.vm
	parent := object(vm, "Error", "prototype")
	proto := vm.CreateObject(parent)
	method(proto, "name", vm.ToValue(name))
	method(proto, "message", vm.ToValue(""))
	kind := vm.ToValue(func(c goja.ConstructorCall) *goja.Object {
		e := s.newError("Error", "").(*goja.Object)
		must(e.SetPrototype(proto))
		if len(c.Arguments) > 0 {
			method(e, "message", c.Arguments[0].ToString())
		}
		return e
	}).(*goja.Object)
	define(kind, "prototype", proto)
	method(proto, "constructor", kind)
	method(vm.GlobalObject(), name, kind)
}

// refuseEvaluation: "Both eval() and Function constructors throw an error".
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html#writing-functions-javascript-features-restricted-features-20
func (s *sandbox) refuseEvaluation() {
	vm := s.vm
	eval := func(goja.FunctionCall) goja.Value { panic(s.newError("InternalError", "Not implemented")) }
	method(vm.GlobalObject(), "eval", vm.ToValue(eval))
	construct := vm.ToValue(func(goja.ConstructorCall) *goja.Object {
		panic(s.newError("TypeError", "function constructor is disabled"))
	}).(*goja.Object)
	proto := object(vm, "Function", "prototype")
	define(construct, "prototype", proto)
	method(proto, "constructor", construct)
	method(vm.GlobalObject(), "Function", construct)
	if s.program.async == nil {
		return
	}
	// The constructor of async functions has no name, but they lead to it.
	sample, err := vm.RunProgram(s.program.async)
	must(err)
	constructor := sample.(*goja.Object).Prototype()
	must(constructor.DefineDataProperty("constructor", construct, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
}

// plainSymbols takes away the symbols by which code takes the part of the
// engine (Symbol.iterator and its like): no syntax here uses them, and they
// lead into loops that nobody counts. They cannot be deleted, so Symbol is made
// anew.
func (s *sandbox) plainSymbols() {
	original := object(s.vm, "Symbol")
	call, _ := goja.AssertFunction(original)
	made := s.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		s.meter.pay(callSteps, objectBytes)
		v, err := call(goja.Undefined(), c.Arguments...)
		if err != nil {
			panic(err)
		}
		return v
	}).(*goja.Object)
	proto := original.Get("prototype").(*goja.Object)
	define(made, "prototype", proto)
	must(made.DefineDataProperty("name", s.vm.ToValue("Symbol"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	define(made, "toStringTag", original.Get("toStringTag"))
	if s.runtime == Runtime2 {
		method(made, "for", original.Get("for"))
		method(made, "keyFor", original.Get("keyFor"))
	}
	method(proto, "constructor", made)
	method(s.vm.GlobalObject(), "Symbol", made)
}

// base64 adds atob and btoa, which speak of bytes as characters below 256.
func (s *sandbox) base64() {
	global := s.vm.GlobalObject()
	method(global, "btoa", s.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		text := c.Argument(0).ToString().(goja.String)
		s.meter.through(text.Length())
		raw, ok := toBytes(text)
		if !ok {
			panic(s.vm.NewTypeError("invalid character (>= U+00FF)"))
		}
		return s.meter.weigh(s.vm.ToValue(decodeBytes(raw, "base64")))
	}))
	method(global, "atob", s.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		text := c.Argument(0).String()
		s.meter.through(len(text))
		if strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n\f") != "" {
			panic(s.vm.NewTypeError("the string to be decoded is not correctly encoded"))
		}
		return s.meter.weigh(s.byteString(decodeBase64(text)))
	}))
}

// module is a module, the same one each time.
func (s *sandbox) module(name string) *goja.Object {
	if m := s.modules[name]; m != nil {
		return m
	}
	var m *goja.Object
	switch name {
	case "crypto":
		m = s.crypto()
	case "cloudfront":
		m = s.cloudfront()
	case "querystring":
		m = s.library(name)
	case "buffer":
		m = s.vm.NewObject()
		must(m.Set("Buffer", s.library("Buffer")))
	}
	s.modules[name] = m
	return m
}

// maxLog is what of a run's log is kept.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-function-restrictions.html#cloudfront-function-restrictions-logs
const maxLog = 10 << 10

// A logbook is what a run wrote with console.log.
type logbook struct {
	lines []string
	bytes int
}

func (l *logbook) add(line string) {
	if l.bytes >= maxLog {
		return
	}
	if room := maxLog - l.bytes; len(line) > room {
		line = strings.ToValidUTF8(line[:room], "")
	}
	l.bytes += len(line) + 1
	l.lines = append(l.lines, line)
}
