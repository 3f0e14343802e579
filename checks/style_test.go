package checks

import (
	"go/ast"
	"path"
	"testing"
)

// screen is how many lines of a function fit one.
const screen = 60

// long are functions that do not, and why.
func long() map[string]string {
	return map[string]string{
		"emulator/edge/api/refusals.go refusals": "one table, a line for each refusal of the API",
	}
}

// TestFunctionsFitAScreen: tests may hold long tables; other functions are read
// whole.
func TestFunctionsFitAScreen(t *testing.T) {
	reasons := long()
	for _, f := range goFiles(t) {
		if f.test() {
			continue
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || f.lines(fn) <= screen {
				continue
			}
			name := f.path + " " + fn.Name.Name
			if reasons[name] == "" {
				t.Errorf("%s has %d lines; at most %d fit a screen", name, f.lines(fn), screen)
			}
			delete(reasons, name)
		}
	}
	for name := range reasons {
		t.Errorf("%s needs no reason any more", name)
	}
}

// TestNamesAreDocumented: every package, and every name that others can use.
func TestNamesAreDocumented(t *testing.T) {
	packages := map[string]bool{} // folder → has a doc comment
	for _, f := range goFiles(t) {
		if f.test() {
			continue
		}
		folder := path.Dir(f.path)
		packages[folder] = packages[folder] || f.Doc != nil
		for _, d := range f.Decls {
			for _, name := range undocumented(d) {
				t.Errorf("%s: %s has no doc comment", f.path, name)
			}
		}
	}
	for folder, documented := range packages {
		if !documented {
			t.Errorf("package %s has no doc comment", folder)
		}
	}
}

// undocumented are the exported names of a declaration without a comment.
func undocumented(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && !ofHidden(d) && !known(d.Name.Name) {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
					names = append(names, s.Name.Name)
				}
			case *ast.ValueSpec:
				for _, n := range s.Names {
					if n.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
						names = append(names, n.Name)
					}
				}
			}
		}
	}
	return names
}

// ofHidden reports whether a function is a method of a type that is not exported.
func ofHidden(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return false
	}
	typ := d.Recv.List[0].Type
	if s, ok := typ.(*ast.StarExpr); ok {
		typ = s.X
	}
	if i, ok := typ.(*ast.IndexExpr); ok {
		typ = i.X
	}
	id, ok := typ.(*ast.Ident)
	return ok && !id.IsExported()
}

// known reports whether everybody knows what a method of this name does.
func known(name string) bool { return name == "Error" || name == "String" || name == "Unwrap" }
