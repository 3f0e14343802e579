package config

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"
)

const schemaFile = "../../docs/seed.schema.json"

// TestSchema keeps the published JSON Schema in step with the structures.
func TestSchema(t *testing.T) {
	want := generateSchema(t)
	if updating() {
		if err := os.MkdirAll("../../docs", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("docs/seed.schema.json is stale, run go generate ./emulator/config (-want +got):\n%s", diff)
	}
}

func generateSchema(t *testing.T) []byte {
	t.Helper()
	r := &jsonschema.Reflector{
		Mapper: func(typ reflect.Type) *jsonschema.Schema {
			if typ != reflect.TypeFor[document]() {
				return nil
			}
			return &jsonschema.Schema{OneOf: []*jsonschema.Schema{
				{Type: "string", Description: "A file's path, relative to this file, or the document's text."},
				{Type: "object"},
				{Type: "array"},
			}}
		},
		Namer: func(typ reflect.Type) string { return strings.TrimSuffix(typ.Name(), "Entry") },
	}
	comments := fieldComments(t)
	r.LookupComment = func(typ reflect.Type, member string) string {
		return comments[strings.TrimSuffix(typ.Name()+"."+member, ".")]
	}
	schema := r.Reflect(&seedFile{})
	schema.ID, schema.Title = "", "Crossfront seed file"
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(schema); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fieldComments are the comments of seedfile.go: "bucketEntry" and
// "bucketEntry.Name" to what the structure and its field say.
func fieldComments(t *testing.T) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "seedfile.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	comments := map[string]string{}
	for _, decl := range file.Decls {
		general, ok := decl.(*ast.GenDecl)
		if !ok || len(general.Specs) != 1 {
			continue
		}
		spec, ok := general.Specs[0].(*ast.TypeSpec)
		if !ok {
			continue
		}
		_, about, _ := strings.Cut(strings.TrimSpace(general.Doc.Text()), " is ")
		comments[spec.Name.Name] = strings.ToUpper(about[:1]) + about[1:]
		for _, f := range spec.Type.(*ast.StructType).Fields.List {
			comments[spec.Name.Name+"."+f.Names[0].Name] = strings.TrimSpace(f.Doc.Text())
		}
	}
	return comments
}
