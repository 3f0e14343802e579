package function

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
)

// An imported module is one that the code has under a name of its own.
type imported struct {
	name   string // as the code calls it
	module string
	offset int
	line   int
}

// importForm is an import declaration. The engine knows default imports only.
func importForm() *regexp.Regexp {
	return regexp.MustCompile(`^import\s+([A-Za-z_$][A-Za-z0-9_$]*)\s+from\s*(?:'([^'\\\n]*)'|"([^"\\\n]*)")[ \t]*;?`)
}

// maxImports bounds how often the code is parsed again.
const maxImports = 10

// takeImports takes the import declarations out of code, which the parser does
// not know, leaving markers so that everything else stays where it was. The
// parser says where they are: it stumbles over each, so that an "import" in a
// string, a comment or a regular expression is none.
func takeImports(runtime Runtime, code string) (string, []imported, error) {
	if !utf8.ValidString(code) {
		// The engine reads bytes; such code is no text in any language.
		return code, nil, &syntaxError{"SyntaxError", "Unexpected token \"\ufffd\"", 1}
	}
	var all []imported
	for {
		at, line, ok := importAt(code)
		if !ok {
			return code, all, nil
		}
		m := importForm().FindStringSubmatch(code[at:])
		if m == nil || len(all) == maxImports {
			return code, nil, &syntaxError{"SyntaxError", "Non-default import is not supported", line}
		}
		found := imported{name: m[1], module: m[2] + m[3], offset: at, line: line}
		if !hasModule(runtime, found.module) {
			return code, nil, &syntaxError{"SyntaxError", `Cannot find module "` + found.module + `"`, line}
		}
		all = append(all, found)
		code = code[:at] + marker(len(all)-1, m[0]) + code[at+len(m[0]):]
	}
}

// importAt is where the parser first stumbles, if it does so over the keyword.
func importAt(code string) (at, line int, ok bool) {
	_, err := parse(code)
	var list parser.ErrorList
	if !errors.As(err, &list) || len(list) == 0 {
		return 0, 0, false
	}
	p := list[0].Position
	at = offsetOf(code, p.Line, p.Column)
	if at < 0 || !strings.HasPrefix(code[at:], "import") {
		return 0, 0, false
	}
	return at, p.Line, true
}

// offsetOf is the byte offset of a line and column, both from 1; -1 when there
// is no such place. A column counts bytes.
func offsetOf(code string, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		end := strings.IndexByte(code[at:], '\n')
		if end < 0 {
			return -1
		}
		at += end + 1
	}
	if at += column - 1; at < 0 || at > len(code) {
		return -1
	}
	return at
}

// marker is what stands in an import's place: an expression statement that does
// nothing, and the import's line ends.
func marker(n int, text string) string {
	b := []byte(text)
	for i, c := range b {
		if c != '\n' && c != '\r' {
			b[i] = ' '
		}
	}
	copy(b, `"@`+strconv.Itoa(n)+`";`) // shorter than the keyword
	return string(b)
}

// checkImports refuses an import inside of anything, and a name that is
// declared again.
func checkImports(tree *ast.Program, imports []imported) error {
	taken := map[string]bool{}
	for _, m := range imports {
		if !statementAt(tree, m.offset) {
			return &syntaxError{"SyntaxError", "Illegal import statement", m.line}
		}
		if taken[m.name] {
			return redeclared(m.name, m.line)
		}
		taken[m.name] = true
	}
	for _, name := range declared(tree) {
		if taken[name.Name.String()] {
			return redeclared(name.Name.String(), line(tree, name.Idx))
		}
	}
	return nil
}

func redeclared(name string, line int) error {
	return &syntaxError{"SyntaxError", `"` + name + `" has already been declared`, line}
}

// statementAt reports whether a marker is one of the program's own statements.
func statementAt(tree *ast.Program, offset int) bool {
	return slices.ContainsFunc(tree.Body, func(s ast.Statement) bool {
		e, ok := s.(*ast.ExpressionStatement)
		if !ok {
			return false
		}
		text, ok := e.Expression.(*ast.StringLiteral)
		return ok && int(text.Idx)-tree.File.Base() == offset
	})
}

// line is the line of a place in the code.
func line(tree *ast.Program, at file.Idx) int {
	return tree.File.Position(int(at) - tree.File.Base()).Line
}

// declared are the names that the program declares at its top.
func declared(tree *ast.Program) []*ast.Identifier {
	var names []*ast.Identifier
	bindings := func(list []*ast.Binding) {
		for _, b := range list {
			if name, ok := b.Target.(*ast.Identifier); ok {
				names = append(names, name)
			}
		}
	}
	for _, d := range tree.DeclarationList {
		bindings(d.List)
	}
	for _, s := range tree.Body {
		switch s := s.(type) {
		case *ast.LexicalDeclaration:
			bindings(s.List)
		case *ast.FunctionDeclaration:
			names = append(names, s.Function.Name)
		}
	}
	return names
}

func parse(code string) (*ast.Program, error) {
	return parser.ParseFile(nil, "", code, 0, parser.WithDisableSourceMaps)
}
