package function

import (
	"slices"
	"strings"
	"time"

	"github.com/dop251/goja"
)

// maxDepth is how deep built-in methods may call each other: an object whose
// toString is String.prototype.trim would call itself until the process is out
// of stack, with no code of the function's in between to count.
const maxDepth = 100

// maxRegexp bounds one call: a regular expression that steps back can take for
// ever, and is the one thing here that the meter does not see.
const maxRegexp = 250 * time.Millisecond

// A guard pays for a call of a built-in method before it is made, and says with
// which arguments it is made.
type guard func(m *meter, this goja.Value, args []goja.Value) []goja.Value

// guards are the built-in methods that can take long, make much, or call
// without end, and what they cost. Those that are not here work on what is
// there already, and call nobody.
func (s *sandbox) guard() {
	vm := s.vm
	text := object(vm, "String", "prototype")
	s.wrap(text, plain, "charAt", "charCodeAt", "codePointAt", "endsWith", "includes", "indexOf", "lastIndexOf",
		"slice", "startsWith", "substr", "substring", "toLowerCase", "toUpperCase", "trim", "trimEnd", "trimStart", "toString", "valueOf")
	s.wrap(text, repeated, "repeat")
	s.wrap(text, padded, "padStart", "padEnd")
	s.wrap(text, summed, "concat")
	s.wrapTimed(text, plain, "match", "search", "split")
	s.wrapTimed(text, s.replaced, "replace")
	s.wrapTimed(object(vm, "RegExp", "prototype"), plain, "exec", "test")
	s.wrap(object(vm, "RegExp", "prototype"), plain, "toString")
	list := object(vm, "Array", "prototype")
	s.wrap(list, listed, "copyWithin", "every", "fill", "filter", "find", "findIndex", "forEach", "includes", "indexOf",
		"join", "lastIndexOf", "map", "pop", "reduce", "reduceRight", "reverse", "shift", "slice", "some", "sort", "toString")
	s.wrap(list, grown, "concat", "push", "splice", "unshift")
	typed := object(vm, "Uint8Array", "__proto__", "prototype")
	s.wrap(typed, typedCopy, "slice", "subarray", "fill", "join", "set")
	o := object(vm, "Object")
	s.wrap(o, ownKeys, "keys", "values", "entries", "getOwnPropertyNames", "getOwnPropertyDescriptors", "assign", "defineProperties")
	s.wrap(vm.GlobalObject(), plain, "encodeURIComponent", "encodeURI", "decodeURIComponent", "decodeURI")
	f := object(vm, "Function", "prototype")
	s.wrap(f, applied, "apply")
	s.wrap(f, plain, "call")
	s.wrapBind(f)
	s.wrap(object(vm, "Promise", "prototype"), plain, "then", "catch", "finally")
	s.wrap(object(vm, "Error", "prototype"), plain, "toString")
	s.wrap(object(vm, "Date", "prototype"), plain, "toJSON")
	s.wrapFlags()
	s.wrapJSON()
	s.wrapRegExp()
	if s.runtime == Runtime2 {
		s.wrapTimed(text, s.replaced, "replaceAll")
		s.wrap(object(vm, "Array"), copied, "from")
		s.wrap(typed, typedCopy, "map", "filter", "every", "find", "findIndex", "forEach", "reduce", "reduceRight", "some", "sort")
	}
	if s.binary {
		s.guardBinary()
	}
}

// wrap puts g in front of methods of o. What they return is weighed.
func (s *sandbox) wrap(o *goja.Object, g guard, names ...string) {
	for _, name := range names {
		original, ok := goja.AssertFunction(o.Get(name))
		if !ok {
			continue
		}
		must(o.Set(name, s.guarded(original, g)))
	}
}

func (s *sandbox) guarded(f goja.Callable, g guard) func(goja.FunctionCall) goja.Value {
	m := s.meter
	return func(c goja.FunctionCall) goja.Value {
		m.depth++
		if m.depth > maxDepth {
			m.end(errStack)
		}
		v, err := f(c.This, g(m, c.This, c.Arguments)...)
		if m.depth--; err != nil {
			panic(err)
		}
		return m.weigh(v)
	}
}

// wrapTimed wraps methods that match regular expressions. No other method is
// held to a clock: a busy machine would end runs that a free one does not.
func (s *sandbox) wrapTimed(o *goja.Object, g guard, names ...string) {
	for _, name := range names {
		if original, ok := goja.AssertFunction(o.Get(name)); ok {
			must(o.Set(name, s.guarded(s.timed(original), g)))
		}
	}
}

func (s *sandbox) timed(f goja.Callable) goja.Callable {
	return func(this goja.Value, args ...goja.Value) (goja.Value, error) {
		began := time.Now()
		v, err := f(this, args...)
		if err == nil && time.Since(began) > maxRegexp {
			s.meter.end(errTime)
		}
		return v, err
	}
}

// plain methods go through their subject once.
func plain(m *meter, this goja.Value, args []goja.Value) []goja.Value {
	m.through(textLength(this))
	return args
}

// textLength is a string's length; 0 for anything else, which is not touched.
func textLength(v goja.Value) int {
	if text, ok := v.(goja.String); ok {
		return text.Length()
	}
	return 0
}

// intOf is a number, 0 for anything else: converting an object calls it.
func intOf(args []goja.Value, i int) int {
	if i >= len(args) {
		return 0
	}
	if _, ok := args[i].(*goja.Object); ok {
		return 0
	}
	return int(min(max(args[i].ToInteger(), 0), 1<<40))
}

// repeated and padded: a count that is an object is refused, which is more than
// the engine does, because asking it twice may give two answers.
func repeated(m *meter, this goja.Value, args []goja.Value) []goja.Value {
	m.noObject(args, 0)
	if n := intOf(args, 0); n > 0 && textLength(this) > maxBytes/n {
		m.end(errMemory)
	}
	m.through(0)
	return args
}

func padded(m *meter, _ goja.Value, args []goja.Value) []goja.Value {
	m.noObject(args, 0)
	if intOf(args, 0) > maxBytes {
		m.end(errMemory)
	}
	m.through(0)
	return args
}

func (m *meter) noObject(args []goja.Value, i int) {
	if i < len(args) {
		if _, ok := args[i].(*goja.Object); ok {
			panic(m.vm.NewTypeError("a number is expected"))
		}
	}
}

// summed joins its arguments.
func summed(m *meter, this goja.Value, args []goja.Value) []goja.Value {
	n := textLength(this)
	for _, a := range args {
		n += textLength(a)
	}
	if n > maxBytes {
		m.end(errMemory)
	}
	m.through(n)
	return args
}

// replaced may put a long text in the place of many short ones. What it can
// come to at most is bounded before; a function's answers are weighed one by
// one.
func (s *sandbox) replaced(m *meter, this goja.Value, args []goja.Value) []goja.Value {
	n := textLength(this)
	args = slices.Clone(args) // they may be somebody's list
	m.through(n)
	if len(args) < 2 {
		return args
	}
	if callback, ok := goja.AssertFunction(args[1]); ok {
		args[1] = s.vm.ToValue(func(c goja.FunctionCall) goja.Value {
			v, err := callback(goja.Undefined(), c.Arguments...)
			if err != nil {
				panic(err)
			}
			m.pay(callSteps, 0)
			return m.weigh(v.ToString())
		})
		return args
	}
	with := args[1].ToString().(goja.String)
	args[1] = with
	each := with.Length() + strings.Count(with.String(), "$")*n
	if _, regexp := args[0].(*goja.Object); !regexp {
		if each+n > maxBytes {
			m.end(errMemory)
		}
		if s.runtime == Runtime1 {
			return args // replaces once
		}
	}
	if each > 0 && n+1 > 4*maxBytes/each {
		m.end(errMemory)
	}
	return args
}

// listed methods go through a list, or what says that it is one.
func listed(m *meter, this goja.Value, args []goja.Value) []goja.Value {
	if o, ok := this.(*goja.Object); ok {
		m.pay(callSteps+lengthOf(o)/8, 0)
		return args
	}
	m.through(textLength(this))
	return args
}

// grown methods make a list longer by their arguments, and concat by theirs.
func grown(m *meter, this goja.Value, args []goja.Value) []goja.Value {
	listed(m, this, args)
	n := len(args)
	for _, a := range args {
		if o, ok := a.(*goja.Object); ok && o.ClassName() == "Array" {
			n += lengthOf(o)
		}
	}
	m.pay(n/8, n*slotBytes)
	return args
}

// copied makes a list of what it is given.
func copied(m *meter, _ goja.Value, args []goja.Value) []goja.Value {
	if len(args) == 0 {
		return args
	}
	n := textLength(args[0])
	if o, ok := args[0].(*goja.Object); ok {
		n = lengthOf(o)
	}
	m.pay(callSteps+n/8, n*slotBytes)
	return args
}

func typedCopy(m *meter, this goja.Value, args []goja.Value) []goja.Value {
	n := 0
	if o, ok := this.(*goja.Object); ok {
		n = lengthOf(o) * 8
	}
	m.pay(callSteps+n/bytesPerStep, n)
	copied(m, nil, args)
	return args
}

// ownKeys are asked of their arguments.
func ownKeys(m *meter, _ goja.Value, args []goja.Value) []goja.Value {
	n := 0
	for _, a := range args {
		switch a := a.(type) {
		case *goja.Object:
			n += len(a.GetOwnPropertyNames())
		case goja.String:
			n += a.Length()
		}
	}
	m.pay(callSteps+n, n*slotBytes)
	return args
}

// applied arguments are a list, or what says that it is one.
func applied(m *meter, _ goja.Value, args []goja.Value) []goja.Value {
	if len(args) > 1 {
		if o, ok := args[1].(*goja.Object); ok {
			n := lengthOf(o)
			m.pay(callSteps+n/8, n*slotBytes)
		}
	}
	return args
}

// wrapBind guards what bind makes: it is the way to call a built-in method with
// any subject.
func (s *sandbox) wrapBind(f *goja.Object) {
	bind, _ := goja.AssertFunction(f.Get("bind"))
	must(f.Set("bind", func(c goja.FunctionCall) goja.Value {
		s.meter.pay(callSteps, functionBytes)
		bound, err := bind(c.This, c.Arguments...)
		if err != nil {
			panic(err)
		}
		call, _ := goja.AssertFunction(bound)
		return s.vm.ToValue(s.guarded(call, plain))
	}))
}

// wrapFlags guards a getter that asks its subject for other properties.
func (s *sandbox) wrapFlags() {
	proto := object(s.vm, "RegExp", "prototype")
	describe, _ := goja.AssertFunction(object(s.vm, "Object").Get("getOwnPropertyDescriptor"))
	found, err := describe(goja.Undefined(), proto, s.vm.ToValue("flags"))
	must(err)
	get, _ := goja.AssertFunction(found.(*goja.Object).Get("get"))
	must(proto.DefineAccessorProperty("flags", s.vm.ToValue(s.guarded(get, plain)), nil, goja.FLAG_TRUE, goja.FLAG_FALSE))
}

// wrapRegExp bounds patterns, which cost much more than their length.
func (s *sandbox) wrapRegExp() {
	s.wrapConstructor("RegExp", func(args []goja.Value) {
		s.meter.pay(callSteps, regexpBytes)
		if len(args) > 0 && textLength(args[0]) > MaxCode {
			s.meter.end(errMemory)
		}
	})
}

// wrapConstructor puts before in front of a constructor.
func (s *sandbox) wrapConstructor(name string, before func([]goja.Value)) {
	original := object(s.vm, name)
	guarded := s.vm.ToValue(func(c goja.ConstructorCall) *goja.Object {
		before(c.Arguments)
		o, err := s.vm.New(original, c.Arguments...)
		if err != nil {
			panic(err)
		}
		return o
	}).(*goja.Object)
	proto := original.Get("prototype").(*goja.Object)
	define(guarded, "prototype", proto)
	must(guarded.DefineDataProperty("name", s.vm.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	must(guarded.SetPrototype(original.Prototype()))
	for _, static := range original.GetOwnPropertyNames() {
		switch static {
		case "prototype", "name", "length":
		default:
			method(guarded, static, original.Get(static))
		}
	}
	method(proto, "constructor", guarded)
	method(s.vm.GlobalObject(), name, guarded)
}

// guardBinary guards the constructors of binary data, for programs that could
// come by one.
func (s *sandbox) guardBinary() {
	sized := func(width int) func([]goja.Value) {
		return func(args []goja.Value) {
			n := intOf(args, 0)
			if len(args) > 0 {
				if o, ok := args[0].(*goja.Object); ok && o.ClassName() != "ArrayBuffer" {
					n = lengthOf(o)
				}
			}
			s.meter.pay(callSteps+n/bytesPerStep, min(n, maxBytes+1)*width)
		}
	}
	for name, width := range map[string]int{
		"ArrayBuffer": 1, "Int8Array": 1, "Uint8Array": 1, "Uint8ClampedArray": 1, "Int16Array": 2, "Uint16Array": 2,
		"Int32Array": 4, "Uint32Array": 4, "Float32Array": 4, "Float64Array": 8,
	} {
		s.wrapConstructor(name, sized(width))
	}
	typed := object(s.vm, "Uint8Array", "__proto__")
	s.wrap(typed, copied, "from", "of")
}
