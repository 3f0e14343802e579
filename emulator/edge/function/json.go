package function

import (
	"github.com/dop251/goja"
)

// maxNesting is how deep JSON may be nested, in the engine.
const maxNesting = 32

// wrapJSON holds JSON to the engine's depth, which also keeps this process's
// stack, and counts every value that is written: a few shared lists can unfold
// to more than there is memory.
func (s *sandbox) wrapJSON() {
	json := object(s.vm, "JSON")
	parse, _ := goja.AssertFunction(json.Get("parse"))
	must(json.Set("parse", s.guarded(parse, func(m *meter, _ goja.Value, args []goja.Value) []goja.Value {
		if len(args) == 0 {
			return args
		}
		text := args[0].ToString()
		m.through(text.(goja.String).Length() * 2)
		m.pay(0, text.(goja.String).Length()*2)
		if tooDeep(text.String()) {
			panic(s.syntaxError("Nested too deep"))
		}
		return append([]goja.Value{text}, args[1:]...)
	})))
	stringify, _ := goja.AssertFunction(json.Get("stringify"))
	must(json.Set("stringify", s.guarded(stringify, func(m *meter, _ goja.Value, args []goja.Value) []goja.Value {
		w := &writing{s: s}
		if len(args) == 0 {
			return args
		}
		if len(args) > 1 {
			w.filter(args[1])
		}
		padded := []goja.Value{args[0], s.vm.ToValue(w.replace)}
		return append(padded, args[min(2, len(args)):]...)
	})))
}

// A writing is one JSON.stringify: its replacer is told of every value.
type writing struct {
	s        *sandbox
	callback goja.Callable // the code's own replacer
	names    map[string]bool
	holders  []*goja.Object // from the outermost to the present one
}

// filter takes the replacer argument: a function, or a list of names.
func (w *writing) filter(v goja.Value) {
	w.callback, _ = goja.AssertFunction(v)
	o, ok := v.(*goja.Object)
	if !ok || w.callback != nil || o.ClassName() != "Array" {
		return
	}
	n := lengthOf(o)
	w.s.meter.pay(n, n*slotBytes)
	w.names = map[string]bool{}
	for _, i := range o.Keys() {
		w.names[o.Get(i).String()] = true
	}
}

func (w *writing) replace(c goja.FunctionCall) goja.Value {
	m := w.s.meter
	value := c.Argument(1)
	m.pay(2, textLength(value))
	holder, _ := c.This.(*goja.Object)
	w.enter(holder)
	switch {
	case w.callback != nil:
		var err error
		if value, err = w.callback(c.This, c.Arguments...); err != nil {
			panic(err)
		}
	case w.names != nil && len(w.holders) > 1 && holder.ClassName() != "Array" && !w.names[c.Argument(0).String()]:
		return goja.Undefined()
	}
	if o, ok := value.(*goja.Object); ok {
		w.holders = append(w.holders, o)
	}
	return value
}

// enter goes back to holder, or into it.
func (w *writing) enter(holder *goja.Object) {
	for i := len(w.holders) - 1; i >= 0; i-- {
		if w.holders[i] == holder {
			w.holders = w.holders[:i+1]
			if i >= maxNesting {
				panic(w.s.vm.NewTypeError("Nested too deep or a cyclic structure"))
			}
			return
		}
	}
	w.holders = append(w.holders[:0], holder) // the beginning
}

// tooDeep reports whether JSON is nested deeper than the engine reads it.
func tooDeep(text string) bool {
	depth, inString := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '[' || c == '{':
			if depth++; depth >= maxNesting {
				return true
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return false
}
