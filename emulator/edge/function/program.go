package function

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
)

// A Program is a function's code, compiled for one runtime. It is immutable
// and safe for concurrent use.
type Program struct {
	name     string
	runtime  Runtime
	code     *goja.Program
	imports  []imported
	fault    error // why the code cannot run; nil when it can
	overhead int   // steps that every run costs before it does anything
	binary   bool  // the code can come by binary data
	dates    bool  // the code can have to do with dates
	removals []removal

	library *goja.Program // Buffer and querystring; nil when the code has no use for them
	async   *goja.Program // makes an async function; nil when the code has none
}

// Compile prepares code. It does not fail: CloudFront takes and publishes any
// code, and only when it runs says what is wrong with it. [Program.Fault] says
// it at once.
func Compile(name string, runtime Runtime, code []byte) *Program {
	p := &Program{name: name, runtime: runtime, overhead: startSteps + len(code)/8}
	if len(code) > MaxCode {
		p.fault = errors.New("the function is larger than 10 KB")
		return p
	}
	if p.code, p.imports, p.fault = compile(runtime, string(code)); p.fault != nil {
		return p
	}
	p.binary, p.removals, p.dates = mayHaveBinary(string(code)), removalsFor(runtime, string(code)), usesDates(string(code))
	if runtime == Runtime2 && strings.Contains(string(code), "async") {
		p.async = goja.MustCompile("", "(async function () {})", true)
	}
	if p.binary || usesModules(string(code)) {
		p.library = compileLibrary()
	}
	return p
}

// Name is the function's name.
func (p *Program) Name() string { return p.name }

// Runtime is the runtime the program was compiled for.
func (p *Program) Runtime() Runtime { return p.runtime }

// Fault is why the code cannot run at all, nil when it can.
func (p *Program) Fault() error { return p.fault }

// A syntaxError is refused syntax. Its text is the engine's: "Token "of" not
// supported in this version in 22".
type syntaxError struct {
	kind    string // SyntaxError or ReferenceError
	message string
	line    int
}

func (e *syntaxError) Error() string {
	return fmt.Sprintf("%s: %s in %d", e.kind, e.message, e.line)
}

func compile(runtime Runtime, code string) (*goja.Program, []imported, error) {
	code, imports, err := takeImports(runtime, code)
	if err != nil {
		return nil, nil, err
	}
	tree, err := parse(code)
	if err != nil {
		return nil, nil, asSyntaxError(err)
	}
	if err := checkImports(tree, imports); err != nil {
		return nil, nil, err
	}
	if err := rewrite(runtime, tree, code); err != nil {
		return nil, nil, err
	}
	compiled, err := goja.CompileAST(tree, true)
	if err != nil {
		return nil, nil, asSyntaxError(err)
	}
	return compiled, imports, nil
}

// asSyntaxError is the parser's or the compiler's error in the engine's form.
func asSyntaxError(err error) error {
	var list parser.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		return &syntaxError{"SyntaxError", list[0].Message, list[0].Position.Line}
	}
	var compiler *goja.CompilerSyntaxError
	if errors.As(err, &compiler) {
		return atOffset(compiler.File, compiler.Offset, compiler.Message)
	}
	var reference *goja.CompilerReferenceError
	if errors.As(err, &reference) {
		e := atOffset(reference.File, reference.Offset, reference.Message)
		e.kind = "ReferenceError"
		return e
	}
	return &syntaxError{"SyntaxError", err.Error(), 1}
}

func atOffset(f *file.File, offset int, message string) *syntaxError {
	line := 1
	if f != nil {
		line = f.Position(offset).Line
	}
	return &syntaxError{"SyntaxError", message, line}
}
