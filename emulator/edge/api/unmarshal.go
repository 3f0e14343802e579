package api

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// unmarshal reads doc, whose element must be root, into the struct v points
// to. It is strict, as CloudFront is: an element that the structure does not
// have, one that comes twice, a number or a boolean that is none, and an empty
// list of structures are refused with MalformedInput.
func unmarshal(doc []byte, root string, v any) error {
	el, err := parse(doc)
	if err != nil {
		return err
	}
	if el.name != root {
		return malformedInput(el, fmt.Sprintf("Unexpected element %s: expected %s", el.name, root))
	}
	return setValue(el, reflect.ValueOf(v).Elem())
}

// setValue sets v from el.
func setValue(el *element, v reflect.Value) error {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		return setValue(el, v.Elem())
	}
	if v.Kind() == reflect.Struct {
		return setStructure(el, v)
	}
	if len(el.children) > 0 {
		return malformedInput(el.children[0], "Unexpected element "+el.children[0].name+" in "+el.name)
	}
	if err := setScalar(v, string(el.text)); err != nil {
		return malformedInput(el, fmt.Sprintf("The value %q of element %s is not valid: %v", el.text, el.name, err))
	}
	return nil
}

// setStructure sets the fields of v from el's children.
func setStructure(el *element, v reflect.Value) error {
	if len(bytes.TrimSpace(el.text)) > 0 {
		return malformedInput(el, "Unexpected text in element "+el.name)
	}
	fields := fieldsOf(v.Type())
	seen := make(map[string]bool, len(el.children))
	for _, child := range el.children {
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == child.name })
		switch {
		case i < 0:
			return malformedInput(child, "Unexpected element "+child.name+" in "+el.name)
		case seen[child.name]:
			return malformedInput(child, "Element "+child.name+" of "+el.name+" comes twice")
		}
		seen[child.name] = true
		var err error
		if f := fields[i]; f.item != "" {
			err = setList(child, f, v.FieldByIndex(f.index))
		} else {
			err = setValue(child, v.FieldByIndex(f.index))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// setList sets a slice from the children of an Items element.
//
// CloudFront refuses an empty list of structures with these words; when
// Quantity is 0, Items must be left out:
// https://github.com/aws/aws-sdk-ruby/issues/1954 (origin groups). Empty lists
// of plain values it takes: Terraform's aws provider sends them for cookie
// names, query string keys and locations, and an empty list of tags.
func setList(el *element, f field, v reflect.Value) error {
	if len(el.children) == 0 && v.Type().Elem().Kind() == reflect.Struct && !f.mayBeEmpty {
		return malformedInput(el, "Unexpected list element termination")
	}
	if len(bytes.TrimSpace(el.text)) > 0 {
		return malformedInput(el, "Unexpected text in element "+el.name)
	}
	items := reflect.MakeSlice(v.Type(), len(el.children), len(el.children))
	for i, child := range el.children {
		if child.name != f.item {
			return malformedInput(child, fmt.Sprintf("Unexpected element %s in %s: expected %s", child.name, el.name, f.item))
		}
		if err := setValue(child, items.Index(i)); err != nil {
			return err
		}
	}
	v.Set(items)
	return nil
}

// setScalar reads text as v's type; bytes are in base64. White space around numbers and booleans
// does not count, in strings it does.
func setScalar(v reflect.Value, text string) error {
	trimmed := strings.TrimSpace(text)
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Slice: // of bytes
		blob, err := base64.StdEncoding.DecodeString(trimmed)
		if err != nil {
			return fmt.Errorf("expected base64")
		}
		v.SetBytes(blob)
	case reflect.Bool:
		switch trimmed {
		case "true", "1":
			v.SetBool(true)
		case "false", "0":
			v.SetBool(false)
		default:
			return fmt.Errorf("expected true or false")
		}
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(trimmed, 10, v.Type().Bits())
		if err != nil {
			return fmt.Errorf("expected a whole number")
		}
		v.SetInt(n)
	case reflect.Float64:
		n, err := strconv.ParseFloat(trimmed, 64)
		if err != nil || n != n || n > 1e300 || n < -1e300 {
			return fmt.Errorf("expected a number")
		}
		v.SetFloat(n)
	default:
		return fmt.Errorf("a %s cannot be read", v.Kind())
	}
	return nil
}
