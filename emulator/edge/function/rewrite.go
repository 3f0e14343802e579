package function

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// rewrite walks the whole program once: it refuses what the runtime's dialect
// lacks, and puts the meter's calls in. Every function body and every turn of a
// loop first pays for what stands in it.
func rewrite(runtime Runtime, tree *ast.Program, code string) error {
	r := &rewriter{dialect: dialect{runtime: runtime, tree: tree, code: code}}
	tree.Body = r.paid(tree.Body)
	if r.fault != nil {
		return r.fault
	}
	return nil
}

// A rewriter is one walk. Its cost is that of the innermost scope.
type rewriter struct {
	dialect
	cost  cost
	depth int // of functions
	// arguments is how many argument lists are open within this function.
	arguments int
}

// paid rewrites a scope's statements and puts their payment in front.
func (r *rewriter) paid(list []ast.Statement) []ast.Statement {
	outer := r.cost
	r.cost = cost{}
	r.statements(list)
	list = append([]ast.Statement{r.cost.payment()}, list...)
	r.cost = outer
	return list
}

func (r *rewriter) statements(list []ast.Statement) {
	for i := range list {
		list[i] = r.statement(list[i])
	}
}

func (r *rewriter) block(b *ast.BlockStatement) {
	if b != nil {
		r.statements(b.List)
	}
}

// turn rewrites a loop's body.
func (r *rewriter) turn(body ast.Statement) ast.Statement {
	return &ast.BlockStatement{LeftBrace: body.Idx0(), List: r.paid([]ast.Statement{body}), RightBrace: body.Idx1()}
}

func (r *rewriter) statement(s ast.Statement) ast.Statement {
	r.cost.steps++
	switch s := s.(type) {
	case *ast.BlockStatement:
		r.block(s)
	case *ast.ExpressionStatement:
		s.Expression = r.expression(s.Expression)
	case *ast.VariableStatement:
		r.bindings(s.List)
	case *ast.LexicalDeclaration:
		r.lexical(s)
	case *ast.FunctionDeclaration:
		r.function(s.Function, true)
	case *ast.IfStatement:
		s.Test = r.expression(s.Test)
		s.Consequent = r.statement(s.Consequent)
		if s.Alternate != nil {
			s.Alternate = r.statement(s.Alternate)
		}
	case *ast.ReturnStatement:
		s.Argument = r.optional(s.Argument)
	case *ast.ThrowStatement:
		s.Argument = r.expression(s.Argument)
	case *ast.LabelledStatement:
		s.Statement = r.statement(s.Statement) // a loop stays the same statement: "continue" finds it
	case *ast.TryStatement:
		r.try(s)
	case *ast.SwitchStatement:
		s.Discriminant = r.expression(s.Discriminant)
		for _, c := range s.Body {
			c.Test = r.optional(c.Test)
			r.statements(c.Consequent)
		}
	case *ast.ForStatement, *ast.ForInStatement, *ast.WhileStatement, *ast.DoWhileStatement:
		r.loop(s)
	case *ast.ForOfStatement:
		r.refuse(s.Source.Idx0(), `Token "of" not supported in this version`)
	case *ast.ClassDeclaration:
		r.refuse(s.Idx0(), `Token "class" not supported in this version`)
	case *ast.WithStatement:
		r.refuse(s.Idx0(), `Token "(" not supported in this version`)
	case *ast.BranchStatement, *ast.EmptyStatement, *ast.DebuggerStatement:
	default:
		r.refuse(s.Idx0(), "Unexpected token")
	}
	return s
}

func (r *rewriter) loop(s ast.Statement) {
	switch s := s.(type) {
	case *ast.ForStatement:
		r.initializer(s.Initializer)
		s.Test, s.Update = r.optional(s.Test), r.optional(s.Update)
		s.Body = r.turn(s.Body)
	case *ast.ForInStatement:
		switch into := s.Into.(type) {
		case *ast.ForIntoVar:
			r.bindings([]*ast.Binding{into.Binding})
		case *ast.ForDeclaration:
			word := "let"
			if into.IsConst {
				word = "const"
			}
			r.lexicalWord(into.Idx, word)
			r.target(into.Target)
		case *ast.ForIntoExpression:
			into.Expression = r.expression(into.Expression)
		}
		s.Source = r.expression(s.Source)
		s.Body = r.turn(s.Body)
	case *ast.WhileStatement:
		s.Test = r.expression(s.Test)
		s.Body = r.turn(s.Body)
	case *ast.DoWhileStatement:
		s.Test = r.expression(s.Test)
		s.Body = r.turn(s.Body)
	}
}

func (r *rewriter) initializer(i ast.ForLoopInitializer) {
	switch i := i.(type) {
	case *ast.ForLoopInitializerExpression:
		i.Expression = r.expression(i.Expression)
	case *ast.ForLoopInitializerVarDeclList:
		r.bindings(i.List)
	case *ast.ForLoopInitializerLexicalDecl:
		r.lexical(&i.LexicalDeclaration)
	}
}

func (r *rewriter) try(s *ast.TryStatement) {
	r.block(s.Body)
	if c := s.Catch; c != nil {
		r.catchParameter(c)
		r.block(c.Body)
	}
	r.block(s.Finally)
}

func (r *rewriter) lexical(d *ast.LexicalDeclaration) {
	r.lexicalWord(d.Idx, d.Token.String())
	r.bindings(d.List)
}

func (r *rewriter) bindings(list []*ast.Binding) {
	for _, b := range list {
		r.target(b.Target)
		b.Initializer = r.optional(b.Initializer)
	}
}

func (r *rewriter) function(f *ast.FunctionLiteral, declaration bool) {
	r.cost.bytes += functionBytes
	r.functionForm(f, declaration, r.depth)
	r.parameters(f.ParameterList, false)
	defer r.enter()()
	f.Body.List = r.paid(f.Body.List)
}

func (r *rewriter) arrow(f *ast.ArrowFunctionLiteral) {
	r.cost.bytes += functionBytes
	r.arrowForm(f)
	r.parameters(f.ParameterList, true)
	defer r.enter()()
	switch body := f.Body.(type) {
	case *ast.BlockStatement:
		body.List = r.paid(body.List)
	case *ast.ExpressionBody:
		outer := r.cost
		r.cost = cost{}
		e := r.expression(body.Expression)
		body.Expression = &ast.SequenceExpression{Sequence: []ast.Expression{r.cost.call(), e}}
		r.cost = outer
	}
}

// enter goes into a function; what it returns comes out again.
func (r *rewriter) enter() (leave func()) {
	arguments := r.arguments
	r.depth++
	r.arguments = 0
	return func() {
		r.depth--
		r.arguments = arguments
	}
}

func (r *rewriter) optional(e ast.Expression) ast.Expression {
	if e == nil {
		return nil
	}
	return r.expression(e)
}

func (r *rewriter) list(list []ast.Expression) {
	for i := range list {
		list[i] = r.optional(list[i])
	}
}

func (r *rewriter) expression(e ast.Expression) ast.Expression {
	r.cost.steps++
	switch e := e.(type) {
	case *ast.BinaryExpression:
		return r.binary(e, false)
	case *ast.AssignExpression:
		return r.assign(e)
	case *ast.TemplateLiteral:
		e.Tag = r.optional(e.Tag)
		r.list(e.Expressions)
		if e.Tag == nil && len(e.Expressions) > 0 {
			return metered(e)
		}
	case *ast.CallExpression:
		e.Callee = r.expression(e.Callee)
		r.callArguments(e.ArgumentList)
	case *ast.NewExpression:
		e.Callee = r.expression(e.Callee)
		r.callArguments(e.ArgumentList)
		r.cost.bytes += objectBytes
	case *ast.DotExpression:
		e.Left = r.expression(e.Left)
	case *ast.BracketExpression:
		e.Left, e.Member = r.expression(e.Left), r.expression(e.Member)
	case *ast.ConditionalExpression:
		e.Test, e.Consequent, e.Alternate = r.expression(e.Test), r.expression(e.Consequent), r.expression(e.Alternate)
	case *ast.UnaryExpression:
		e.Operand = r.expression(e.Operand)
	case *ast.SequenceExpression:
		r.list(e.Sequence)
	case *ast.ObjectLiteral:
		r.object(e)
	case *ast.ArrayLiteral:
		r.array(e)
	case *ast.FunctionLiteral:
		r.function(e, false)
	case *ast.ArrowFunctionLiteral:
		r.arrow(e)
	case *ast.AwaitExpression:
		r.await(e, r.arguments)
		e.Argument = r.expression(e.Argument)
	case *ast.RegExpLiteral:
		r.cost.bytes += regexpBytes
		r.regexp(e)
	case *ast.NumberLiteral:
		r.number(e)
	case *ast.Identifier, *ast.StringLiteral, *ast.BooleanLiteral, *ast.NullLiteral, *ast.ThisExpression:
	default:
		r.unknown(e)
	}
	return e
}

func (r *rewriter) callArguments(list []ast.Expression) {
	r.arguments++
	for i := range list {
		if s, ok := list[i].(*ast.SpreadElement); ok {
			r.refuse(s.Idx0(), `Unexpected token "..."`)
			return
		}
		list[i] = r.expression(list[i])
	}
	r.arguments--
}

// binary meters the outermost of a chain of additions, which may be a
// concatenation.
func (r *rewriter) binary(e *ast.BinaryExpression, inner bool) ast.Expression {
	operand := func(x ast.Expression) ast.Expression {
		if b, ok := x.(*ast.BinaryExpression); ok && b.Operator == token.PLUS && e.Operator == token.PLUS {
			r.cost.steps++
			return r.binary(b, true)
		}
		return r.expression(x)
	}
	e.Left, e.Right = operand(e.Left), operand(e.Right)
	if e.Operator == token.PLUS && !inner {
		return metered(e)
	}
	return e
}

func (r *rewriter) assign(e *ast.AssignExpression) ast.Expression {
	r.assignment(e)
	e.Left, e.Right = r.expression(e.Left), r.expression(e.Right)
	if e.Operator == token.PLUS {
		return metered(e)
	}
	return e
}

func (r *rewriter) object(e *ast.ObjectLiteral) {
	r.cost.bytes += objectBytes + slotBytes*len(e.Value)
	for _, p := range e.Value {
		switch p := p.(type) {
		case *ast.PropertyKeyed:
			if p.Computed {
				p.Key = r.expression(p.Key)
			}
			p.Value = r.expression(p.Value)
		case *ast.PropertyShort:
			r.cost.steps++
		case *ast.SpreadElement:
			r.refuse(p.Idx0(), `Token "..." not supported in this version`)
		}
	}
}

func (r *rewriter) array(e *ast.ArrayLiteral) {
	r.cost.bytes += objectBytes + slotBytes*len(e.Value)
	for i := range e.Value {
		if s, ok := e.Value[i].(*ast.SpreadElement); ok {
			r.refuse(s.Idx0(), `Unexpected token "..."`)
			return
		}
		e.Value[i] = r.optional(e.Value[i])
	}
}

// A cost is what a scope costs each time it is entered.
type cost struct{ steps, bytes int }

func (c cost) call() ast.Expression {
	return &ast.CallExpression{
		Callee:       &ast.Identifier{Name: payName},
		ArgumentList: []ast.Expression{integer(c.steps), integer(c.bytes)},
	}
}

func (c cost) payment() ast.Statement { return &ast.ExpressionStatement{Expression: c.call()} }

func integer(n int) ast.Expression { return &ast.NumberLiteral{Literal: "0", Value: int64(n)} }

// metered has the value of an expression weighed.
func metered(e ast.Expression) ast.Expression {
	return &ast.CallExpression{
		Callee:          &ast.Identifier{Name: weighName, Idx: e.Idx0()},
		LeftParenthesis: e.Idx0(), RightParenthesis: e.Idx1(),
		ArgumentList: []ast.Expression{e},
	}
}

// The meter's functions have names that no code can spell.
const (
	payName   = unistring.String("\x00pay")
	weighName = unistring.String("\x00weigh")
)
