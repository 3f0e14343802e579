package function

import (
	"errors"

	"github.com/dop251/goja"
)

// What one run may use. CloudFront documents 2 MB of memory and, of the time,
// only that there is a limit, below a millisecond or about one; the engine
// frees nothing before a run ends, so what is counted is what was ever
// allocated. Steps are places in the code that were run through: about 50,000
// take the engine a millisecond. Counting them gives the same answer on every
// machine, busy or not.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-function-restrictions.html
const (
	maxSteps = 50_000
	maxBytes = 2 << 20

	startSteps    = 5_000 // of every run
	functionBytes = 96
	objectBytes   = 64
	slotBytes     = 24
	regexpBytes   = 256
	storeSteps    = 1_000 // of each look into a key value store
	digestSteps   = 500   // of a digest, beside its data
	callSteps     = 4     // of a built-in method
	bytesPerStep  = 128   // that a built-in method gets through
)

// Why a run was ended.
var (
	errTime   = errors.New("the function used more than the maximum allowed time")
	errMemory = errors.New("the function used more than the maximum function memory, 2 MB")
	errStack  = errors.New("RangeError: Maximum call stack size exceeded")
)

// A meter counts what one run uses.
type meter struct {
	steps, bytes int // used
	depth        int // of built-in methods that call back
	fault        error
	vm           *goja.Runtime
}

// pay counts, and ends the run when it has used too much. The code cannot catch
// that.
func (m *meter) pay(steps, bytes int) {
	m.steps += steps
	m.bytes += bytes
	switch {
	case m.bytes > maxBytes:
		m.end(errMemory)
	case m.steps > maxSteps:
		m.end(errTime)
	}
}

func (m *meter) end(why error) {
	if m.fault == nil {
		m.fault = why
	}
	m.vm.Interrupt(why)
	panic(new(goja.InterruptedError))
}

// through pays for a built-in method that goes through n bytes.
func (m *meter) through(n int) { m.pay(callSteps+min(max(n, 0), 1<<30)/bytesPerStep, 0) }

// weigh pays for a value that was just made: a string's bytes, a list's slots.
func (m *meter) weigh(v goja.Value) goja.Value {
	switch v := v.(type) {
	case goja.String:
		if n := v.Length(); n > 0 {
			m.pay(n/bytesPerStep, n)
		}
	case *goja.Object:
		if v.ClassName() == "Array" {
			m.pay(0, objectBytes+slotBytes*lengthOf(v))
		}
	}
	return v
}

// utilization is the share of the allowed time that was used, in percent.
func (m *meter) utilization() int { return min(100, max(1, m.steps*100/maxSteps)) }

// install makes the functions that the code was rewritten to call.
func (m *meter) install(vm *goja.Runtime) {
	hidden(vm, string(payName), func(c goja.FunctionCall) goja.Value {
		m.pay(int(c.Arguments[0].ToInteger()), int(c.Arguments[1].ToInteger()))
		return goja.Undefined()
	})
	hidden(vm, string(weighName), func(c goja.FunctionCall) goja.Value {
		v := c.Arguments[0]
		if _, ok := v.(goja.String); ok {
			return m.weigh(v)
		}
		return v
	})
}

// hidden defines a global that code cannot change or list.
func hidden(vm *goja.Runtime, name string, f func(goja.FunctionCall) goja.Value) {
	define(vm.GlobalObject(), name, vm.ToValue(f))
}

// define makes a property that cannot be changed, deleted or listed.
func define(o *goja.Object, name string, v goja.Value) {
	must(o.DefineDataProperty(name, v, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE))
}

// method defines a property as built-in ones are: writable, not enumerable.
func method(o *goja.Object, name string, v goja.Value) {
	must(o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
}

// must is for what only fails on objects that code has had in its hands.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// lengthOf is an object's length, 0 when it has none.
func lengthOf(o *goja.Object) int {
	v := o.Get("length")
	if v == nil {
		return 0
	}
	return int(min(max(v.ToInteger(), 0), 1<<40))
}
