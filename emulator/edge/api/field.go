package api

import (
	"reflect"
	"slices"
	"strings"
)

// field is how one field of a structure stands in a document, read from its
// xml tag: "Name", "Name,omitempty" or, for lists, "Items>Name".
type field struct {
	index      []int
	name       string
	item       string // element of a list's items; empty for no list
	omitEmpty  bool
	mayBeEmpty bool // tag list:"keep": the list's element stands even without items
}

// fieldsOf is the fields of a structure in document order, those of embedded
// structures in their place.
func fieldsOf(t reflect.Type) []field {
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && f.Type.Kind() == reflect.Struct {
			for _, inner := range fieldsOf(f.Type) {
				inner.index = slices.Concat([]int{i}, inner.index)
				fields = append(fields, inner)
			}
			continue
		}
		name, rest, _ := strings.Cut(f.Tag.Get("xml"), ",")
		if name == "" || name == "-" {
			continue
		}
		name, item, _ := strings.Cut(name, ">")
		fields = append(fields, field{
			index:      []int{i},
			name:       name,
			item:       item,
			omitEmpty:  rest == "omitempty",
			mayBeEmpty: f.Tag.Get("list") == "keep",
		})
	}
	return fields
}
