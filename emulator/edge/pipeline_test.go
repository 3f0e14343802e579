package edge

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// TestStagesHaveFilesOfTheirOwn holds the pipeline to its word: each stage is
// one function in one file, that of no other stage, and has one name.
func TestStagesHaveFilesOfTheirOwn(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	fileOf := map[string]string{}
	var stages []string // the functions, in the lists' order
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv != nil {
				continue
			}
			fileOf[f.Name.Name] = name
			if f.Name.Name == "requestStages" || f.Name.Name == "replyStages" {
				stages = append(stages, listed(f)...)
			}
		}
	}
	all := append(requestStages(), replyStages()...)
	if len(stages) != len(all) {
		t.Fatalf("%d stages read, want %d", len(stages), len(all))
	}
	in, names := map[string]string{}, map[string]bool{}
	for i, f := range stages {
		file := fileOf[f]
		switch {
		case file == "" || file == "pipeline.go":
			t.Errorf("stage %s: %s has no file of its own", all[i].name, f)
		case in[file] != "":
			t.Errorf("%s holds two stages, %s and %s", file, in[file], f)
		case names[all[i].name]:
			t.Errorf("two stages are called %s", all[i].name)
		}
		in[file], names[all[i].name] = f, true
	}
}

// listed are the functions in a list of stages.
func listed(f *ast.FuncDecl) (names []string) {
	ast.Inspect(f, func(n ast.Node) bool {
		if c, ok := n.(*ast.CompositeLit); ok && c.Type == nil && len(c.Elts) == 2 {
			if id, ok := c.Elts[1].(*ast.Ident); ok {
				names = append(names, id.Name)
			}
		}
		return true
	})
	return names
}
