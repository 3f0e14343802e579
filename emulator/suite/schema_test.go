package suite

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"

	"crossfront/emulator/config"
)

const schemaFile = "../../docs/suite.schema.json"

// TestSchema keeps the published JSON Schema in step with the structures.
func TestSchema(t *testing.T) {
	want := generateSchema(t)
	if *update {
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
		t.Errorf("docs/suite.schema.json is stale, run go generate ./emulator/suite (-want +got):\n%s", diff)
	}
}

var update = flag.Bool("update", false, "write the schema")

func generateSchema(t *testing.T) []byte {
	t.Helper()
	r := &jsonschema.Reflector{
		Mapper: func(typ reflect.Type) *jsonschema.Schema {
			if typ != reflect.TypeFor[config.Value]() {
				return nil
			}
			return &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "string"}, {Type: "object"}, {Type: "array"}}}
		},
		Namer: func(typ reflect.Type) string { return strings.TrimSuffix(typ.Name(), "Entry") },
	}
	comments := fieldComments(t)
	r.LookupComment = func(typ reflect.Type, member string) string {
		return comments[strings.TrimSuffix(typ.Name()+"."+member, ".")]
	}
	schema := r.Reflect(&suiteFile{})
	schema.ID, schema.Title = "", "Crossfront suite"
	maps.Copy(schema.Definitions, r.Reflect(&requestEntry{}).Definitions)
	for _, name := range [...]string{"expectation", "step"} {
		narrow(schema.Definitions[name], "request", &jsonschema.Schema{Type: "string"}, &jsonschema.Schema{Ref: "#/$defs/request"})
		narrow(schema.Definitions[name], "invalidate", &jsonschema.Schema{Type: "string"},
			&jsonschema.Schema{Type: "array", Items: &jsonschema.Schema{Type: "string"}})
		blocked := &jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(),
			Required: []string{Blocked}, AdditionalProperties: jsonschema.FalseSchema}
		blocked.Properties.Set(Blocked, &jsonschema.Schema{Type: "string"})
		narrow(schema.Definitions[name], "expect", &jsonschema.Schema{Type: "string"}, blocked)
	}
	narrow(schema.Definitions["suiteFile"], "config", &jsonschema.Schema{Type: "string"}, &jsonschema.Schema{Type: "object"})
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(schema); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// narrow says which forms a value of any kind may have.
func narrow(s *jsonschema.Schema, field string, forms ...*jsonschema.Schema) {
	if p, ok := s.Properties.Get(field); ok {
		p.OneOf = forms
	}
}

// fieldComments are the comments of suitefile.go. An embedded structure's
// fields are its own and the embedding one's.
func fieldComments(t *testing.T) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "suitefile.go", nil, parser.ParseComments)
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
			for _, name := range f.Names {
				comments[spec.Name.Name+"."+name.Name] = strings.TrimSpace(f.Doc.Text())
			}
		}
	}
	return comments
}
