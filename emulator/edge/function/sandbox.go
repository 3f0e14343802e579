package function

import (
	"regexp"
	"time"

	"github.com/dlclark/regexp2/v2"
	"github.com/dop251/goja"
)

const (
	// maxFrames is how deep the engine lets functions call each other.
	maxFrames = 400
	// maxWall ends a run whatever its meter says. It is far beyond what a run
	// within its steps takes, for busy machines.
	maxWall = 2 * time.Second
)

// A sandbox is a virtual machine for one run: CloudFront's runtime, empty of
// whatever a run before left.
type sandbox struct {
	vm      *goja.Runtime
	program *Program
	runtime Runtime
	binary  bool // the program can come by binary data
	meter   *meter
	logs    logbook
	modules map[string]*goja.Object
	parts   *goja.Object // of the library, once it is set up

	event       EventType
	place       Place
	stores      Stores
	origin      *OriginChange // asked for
	originFault error         // what was asked for cannot be

	parse, stringify goja.Callable // JSON, as the engine has it
}

// newSandbox makes the machine. Nothing of the program has run in it.
func newSandbox(p *Program, event EventType, env *Environment) *sandbox {
	vm := goja.New()
	s := &sandbox{vm: vm, program: p, runtime: p.runtime, binary: p.binary, meter: &meter{vm: vm},
		modules: map[string]*goja.Object{}, event: event, place: env.Place, stores: env.Stores}
	vm.SetMaxCallStackSize(maxFrames)
	vm.SetTimeSource(func() time.Time { return env.Now })
	s.parse, _ = goja.AssertFunction(object(vm, "JSON").Get("parse"))
	remove(vm, p.removals)
	s.guard()
	s.stringify, _ = goja.AssertFunction(object(vm, "JSON").Get("stringify"))
	s.globals()
	s.meter.install(vm)
	return s
}

// json is a value of the code's as JSON; what has none is undefined.
func (s *sandbox) json(v goja.Value) (string, error) {
	text, err := s.stringify(goja.Undefined(), v)
	if err != nil {
		return "", err
	}
	return text.String(), nil
}

// mayHaveBinary reports whether code could come by binary data: it names it, or
// the global object by which everything can be had, or what gives it.
func mayHaveBinary(code string) bool {
	return regexp.MustCompile(`(8|16|32|64)Array|Clamped|ArrayBuffer|DataView|Buffer|Coder|coder|crypto|kvs|global|this|\\u`).MatchString(code)
}

// The library for regular expressions that step back knows a time limit, as a
// setting for the whole process only. Nothing but the sandbox uses it.
func init() { regexp2.DefaultMatchTimeout = maxRegexp }

// syntaxError is an error for code to catch.
func (s *sandbox) syntaxError(message string) goja.Value {
	return s.newError("SyntaxError", message)
}

func (s *sandbox) newError(kind, message string) goja.Value {
	e, err := s.vm.New(s.vm.Get(kind), s.vm.ToValue(message))
	must(err)
	return e
}
