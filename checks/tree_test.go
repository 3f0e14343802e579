package checks

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// A file is one of the tree's Go files, parsed.
type file struct {
	*ast.File
	path string // from the root, with slashes
	set  *token.FileSet
}

// test reports whether it is a test's.
func (f *file) test() bool { return strings.HasSuffix(f.path, "_test.go") }

// lines is how many lines a declaration takes.
func (f *file) lines(n ast.Node) int {
	return f.set.Position(n.End()).Line - f.set.Position(n.Pos()).Line + 1
}

// files are all of the tree that end in one of the extensions, from the root.
func files(t *testing.T, ext string) (all []string) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "dist" || d.Name() == "artifacts"):
			return filepath.SkipDir
		case !d.IsDir() && strings.HasSuffix(path, ext):
			all = append(all, filepath.ToSlash(strings.TrimPrefix(path, ".."+string(filepath.Separator))))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// goFiles are all Go files.
func goFiles(t *testing.T) (all []*file) {
	t.Helper()
	for _, path := range files(t, ".go") {
		if strings.Contains(path, "/testdata/") {
			continue
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, "../"+path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, &file{parsed, path, set})
	}
	if len(all) < 500 {
		t.Fatalf("only %d files", len(all))
	}
	return all
}
