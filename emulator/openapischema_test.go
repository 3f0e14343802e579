package emulator_test

import (
	"encoding/json"
	"path"
	"reflect"
	"strings"
	"time"
)

// schemas are JSON Schemas of Go types, as encoding/json writes them, by name.
type schemas map[string]any

// of is the schema of a type; structures with a name are put under their name.
func (s schemas) of(t reflect.Type) map[string]any {
	switch t {
	case reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case reflect.TypeFor[json.RawMessage]():
		return map[string]any{}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint8, reflect.Uint32, reflect.Uint64:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": s.of(t.Elem())}
	case reflect.Array:
		return map[string]any{"type": "array", "items": s.of(t.Elem()), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.nullable(t.Elem())}
	case reflect.Struct:
		return s.object(t)
	}
	return map[string]any{}
}

// nullable is of, or null where the type has a nil.
func (s schemas) nullable(t reflect.Type) map[string]any {
	schema := s.of(t)
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		if t != reflect.TypeFor[json.RawMessage]() {
			return map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
		}
	}
	return schema
}

func (s schemas) object(t reflect.Type) map[string]any {
	if t.Name() == "" {
		return s.members(t)
	}
	name := path.Base(t.PkgPath()) + "." + t.Name()
	if _, known := s[name]; !known {
		s[name] = nil // of a type that holds itself
		s[name] = s.members(t)
	}
	return map[string]any{"$ref": "#/components/schemas/" + name}
}

func (s schemas) members(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []any{}
	s.collect(t, properties, &required)
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

// collect adds a structure's fields, those of embedded ones included.
func (s schemas) collect(t reflect.Type, properties map[string]any, required *[]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		inner := f.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		switch {
		case name == "-" || !f.IsExported():
			continue
		case f.Anonymous && name == "":
			s.collect(inner, properties, required)
			continue
		case name == "":
			name = f.Name
		}
		if strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero") {
			properties[name] = s.of(f.Type)
			continue
		}
		properties[name] = s.nullable(f.Type)
		*required = append(*required, name)
	}
}
