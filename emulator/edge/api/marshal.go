package api

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"reflect"
	"strconv"
	"time"
)

// timeFormat is how the API writes times: UTC with milliseconds.
const timeFormat = "2006-01-02T15:04:05.000Z"

// marshal is the document with element root in the API's namespace and v, a
// struct, as its content. Nil pointers are left out, and so is the Items
// element of an empty list: CloudFront writes Quantity 0 and no Items.
func marshal(root string, v any) ([]byte, error) {
	e := &encoding{}
	e.WriteString(`<?xml version="1.0"?>` + "\n<" + root + ` xmlns="` + Namespace + `">`)
	if err := e.content(reflect.ValueOf(v)); err != nil {
		return nil, err
	}
	e.WriteString("</" + root + ">")
	return e.Bytes(), nil
}

// encoding is the state of one marshal.
type encoding struct{ bytes.Buffer }

func (e *encoding) element(name string, v reflect.Value) error {
	e.WriteString("<" + name + ">")
	if err := e.content(v); err != nil {
		return err
	}
	e.WriteString("</" + name + ">")
	return nil
}

// content writes what stands between v's tags.
func (e *encoding) content(v reflect.Value) error {
	if t, ok := v.Interface().(time.Time); ok {
		e.WriteString(t.UTC().Format(timeFormat))
		return nil
	}
	switch v.Kind() {
	case reflect.Pointer:
		return e.content(v.Elem())
	case reflect.Struct:
		return e.structure(v)
	case reflect.String:
		return xml.EscapeText(e, []byte(v.String()))
	case reflect.Bool:
		e.WriteString(strconv.FormatBool(v.Bool()))
	case reflect.Int, reflect.Int64:
		e.WriteString(strconv.FormatInt(v.Int(), 10))
	case reflect.Float64:
		e.WriteString(strconv.FormatFloat(v.Float(), 'f', -1, 64))
	default:
		return fmt.Errorf("a %s cannot be written as XML", v.Kind())
	}
	return nil
}

func (e *encoding) structure(v reflect.Value) error {
	for _, f := range fieldsOf(v.Type()) {
		value := v.FieldByIndex(f.index)
		var err error
		switch {
		case f.item != "":
			err = e.list(f, value)
		case value.Kind() == reflect.Pointer && value.IsNil(), f.omitEmpty && value.IsZero():
		default:
			err = e.element(f.name, value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *encoding) list(f field, v reflect.Value) error {
	if v.Len() == 0 && !f.mayBeEmpty {
		return nil
	}
	e.WriteString("<" + f.name + ">")
	for i := range v.Len() {
		if err := e.element(f.item, v.Index(i)); err != nil {
			return err
		}
	}
	e.WriteString("</" + f.name + ">")
	return nil
}
