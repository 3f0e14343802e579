package function

import (
	"math/big"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
)

// A dialect is the syntax of a runtime, as refusals with the engine's words.
//
// ECMAScript 5.1 and, of what came later: arrow functions, rest parameters,
// template literals, exponentiation, named groups; in runtime 2.0 also let and
// const, async functions and numeric separators. The engine also takes
// shorthand and computed members and "??". It takes no for-of, destructuring,
// default parameters, spread, classes, generators, optional chaining, logical
// assignment, or catch without a parameter. Messages that people got from
// CloudFront: `Token "of" not supported in this version in 22`, `Token "const"
// not supported in this version in 2` (1.0), `Token "{" not supported in this
// version in 16` (catch {}), `Unexpected token "=>" in 10` (a destructuring
// parameter).
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
// https://nginx.org/en/docs/njs/compatibility.html
type dialect struct {
	runtime Runtime
	tree    *ast.Program
	code    string
	fault   *syntaxError // the first refusal
}

func (d *dialect) refuse(at file.Idx, message string) {
	if d.fault == nil {
		d.fault = &syntaxError{"SyntaxError", message, line(d.tree, at)}
	}
}

const unsupported = " not supported in this version"

// lexicalWord refuses let and const in runtime 1.0.
func (d *dialect) lexicalWord(at file.Idx, word string) {
	if d.runtime == Runtime1 {
		d.refuse(at, `Token "`+word+`"`+unsupported)
	}
}

// target refuses destructuring; the engine names the first name in it.
func (d *dialect) target(t ast.BindingTarget) {
	if _, ok := t.(*ast.Identifier); ok {
		return
	}
	d.refuse(t.Idx0(), `Token "`+firstName(t)+`"`+unsupported)
}

func firstName(e ast.Expression) string {
	switch e := e.(type) {
	case *ast.Identifier:
		return e.Name.String()
	case *ast.ArrayPattern:
		for _, element := range e.Elements {
			if element != nil {
				return firstName(element)
			}
		}
		return "]"
	case *ast.ObjectPattern:
		for _, p := range e.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				return p.Name.Name.String()
			case *ast.PropertyKeyed:
				return firstName(p.Key)
			}
		}
		return "}"
	case *ast.AssignExpression:
		return firstName(e.Left)
	case *ast.StringLiteral:
		return e.Value.String()
	}
	return "..."
}

// catchParameter: it cannot be left out or taken apart.
func (d *dialect) catchParameter(c *ast.CatchStatement) {
	switch p := c.Parameter.(type) {
	case nil:
		d.refuse(c.Body.LeftBrace, `Token "{"`+unsupported)
	case *ast.Identifier:
	default:
		d.refuse(p.Idx0(), `Token "`+d.code[d.offset(p.Idx0()):][:1]+`"`+unsupported)
	}
}

func (d *dialect) offset(at file.Idx) int { return int(at) - d.tree.File.Base() }

// parameters: names, and a rest parameter. The engine takes a list in
// parentheses for an arrow function's only when it is such a list.
func (d *dialect) parameters(p *ast.ParameterList, arrow bool) {
	if p == nil {
		return
	}
	for _, b := range p.List {
		_, plain := b.Target.(*ast.Identifier)
		switch {
		case plain && b.Initializer == nil:
		case arrow:
			d.refuse(b.Target.Idx0(), `Unexpected token "=>"`)
		case plain:
			d.refuse(b.Target.Idx0(), `Unexpected token "="`)
		default:
			d.refuse(b.Target.Idx0(), `Token "`+d.code[d.offset(b.Target.Idx0()):][:1]+`"`+unsupported)
		}
	}
	if p.Rest != nil {
		if _, ok := p.Rest.(*ast.Identifier); !ok {
			d.refuse(p.Rest.Idx0(), `Token "`+d.code[d.offset(p.Rest.Idx0()):][:1]+`"`+unsupported)
		}
	}
}

// asyncClosure is ours: the documentation says that closures cannot be async,
// and nothing of the answer.
const asyncClosure = "async closures are not supported"

// functionForm: async functions are declared at the top, in runtime 2.0 alone.
// "async arguments and closures are not supported."
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/async-await-syntax.html
func (d *dialect) functionForm(f *ast.FunctionLiteral, declaration bool, depth int) {
	switch {
	case f.Generator:
		d.refuse(f.Function, `Unexpected token "*"`)
	case f.Async && d.runtime == Runtime1:
		d.refuse(f.Function, `Token "async"`+unsupported)
	case f.Async && (!declaration || depth > 0):
		d.refuse(f.Function, asyncClosure)
	}
}

func (d *dialect) arrowForm(f *ast.ArrowFunctionLiteral) {
	switch {
	case f.Async && d.runtime == Runtime1:
		d.refuse(f.Start, `Token "async"`+unsupported)
	case f.Async:
		d.refuse(f.Start, asyncClosure)
	}
}

func (d *dialect) await(e *ast.AwaitExpression, arguments int) {
	if arguments > 0 {
		d.refuse(e.Await, "await in arguments not supported")
	}
}

func (d *dialect) assignment(e *ast.AssignExpression) {
	switch e.Left.(type) {
	case *ast.ArrayPattern, *ast.ObjectPattern:
		if d.fault == nil {
			d.fault = &syntaxError{"ReferenceError", "Invalid left-hand side in assignment", line(d.tree, e.Left.Idx0())}
		}
	}
	switch e.Operator {
	case token.COALESCE, token.LOGICAL_AND, token.LOGICAL_OR:
		d.refuse(e.Right.Idx0(), `Unexpected token "="`)
	}
}

func (d *dialect) regexp(e *ast.RegExpLiteral) {
	flags := "gim"
	if d.runtime == Runtime2 {
		flags = "gimy"
	}
	if strings.Trim(e.Flags, flags) != "" {
		d.refuse(e.Idx, `Invalid RegExp flags "`+strings.Trim(e.Flags, flags)+`"`)
	}
}

func (d *dialect) number(e *ast.NumberLiteral) {
	if _, ok := e.Value.(*big.Int); ok {
		d.refuse(e.Idx, `Unexpected token "n"`)
	}
	if at := strings.IndexByte(e.Literal, '_'); at >= 0 && d.runtime == Runtime1 {
		d.refuse(e.Idx, `Unexpected token "`+e.Literal[at:]+`"`)
	}
}

// unknown refuses the expressions that are left.
func (d *dialect) unknown(e ast.Expression) {
	switch e := e.(type) {
	case *ast.OptionalChain, *ast.Optional:
		d.refuse(e.Idx1(), `Unexpected token "`+d.next(e.Idx1())+`"`)
	case *ast.ClassLiteral:
		d.refuse(e.Class, `Token "class"`+unsupported)
	case *ast.SpreadElement:
		d.refuse(e.Idx0(), `Unexpected token "..."`)
	case *ast.MetaProperty:
		d.refuse(e.Idx0(), `Unexpected token "."`)
	case *ast.SuperExpression:
		d.refuse(e.Idx0(), `Token "super"`+unsupported)
	case *ast.YieldExpression:
		d.refuse(e.Idx0(), `Unexpected token "yield"`)
	case *ast.ArrayPattern, *ast.ObjectPattern: // an assignment's left side, refused there
	default:
		d.refuse(e.Idx0(), "Unexpected token")
	}
}

// next is the character at which the engine gives up on "a?.b": it takes it for
// the beginning of "a ? .b : …".
func (d *dialect) next(at file.Idx) string {
	rest := strings.TrimLeft(d.code[min(d.offset(at), len(d.code)):], " \t\r\n")
	if rest == "" {
		return "end of input"
	}
	return rest[:1]
}
