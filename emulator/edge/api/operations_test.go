package api

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/smithy-go"
)

// TestEveryOperation calls each operation that AWS's SDK knows, with some value
// in every member: it is either implemented, and then finds fault with the
// values or answers, or it is refused by its name.
func TestEveryOperation(t *testing.T) {
	s := newServer(t, nil)
	client := reflect.ValueOf(s.client())
	refused := map[string]string{}
	for _, r := range refusals() {
		refused[r.operation] = r.because
	}
	implemented := 0
	for i := range client.NumMethod() {
		name := client.Type().Method(i).Name
		method := client.Method(i)
		if method.Type().NumIn() != 3 || method.Type().NumOut() != 2 {
			continue
		}
		in := reflect.New(method.Type().In(1).Elem())
		fillInput(in.Elem(), 0)
		out := method.Call([]reflect.Value{reflect.ValueOf(context.Context(t.Context())), in})
		err, _ := out[1].Interface().(error)
		got := code(err)
		plain := strings.TrimSuffix(name, "WithTags") // one path for both
		because := refused[plain]
		if name == "CreateTrustStore" {
			delete(refused, name) // its body is a choice, which fillInput does not make
			continue
		}
		switch {
		case because != "":
			if got != "NotImplemented 501" || !strings.Contains(err.Error(), plain+": "+because) {
				t.Errorf("%s: %v, want a refusal because %s", name, err, because)
			}
		case got == "NotImplemented 501":
			t.Errorf("%s: %v", name, err)
		default:
			var answered smithy.APIError
			if err != nil && !errors.As(err, &answered) {
				t.Errorf("%s was not answered: %v", name, err)
			}
			implemented++
		}
	}
	for name := range refused {
		if !client.MethodByName(name).IsValid() {
			t.Errorf("%s is refused, and the SDK does not know it", name)
		}
	}
	t.Logf("%d operations are implemented, %d refused", implemented, len(refusals()))
	if implemented < 79 {
		t.Errorf("only %d operations are implemented", implemented)
	}
}

// fillInput sets every member; text is what can stand in a path.
func fillInput(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillInput(v.Elem(), depth)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() && depth < 12 {
				fillInput(v.Field(i), depth+1)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillInput(v.Index(0), depth+1)
	case reflect.String:
		v.SetString("text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32, reflect.Int64:
		v.SetInt(7)
	case reflect.Float64:
		v.SetFloat(7)
	}
}

// TestRefusalsAreDistinct: each route is refused once.
func TestRefusalsAreDistinct(t *testing.T) {
	var seen []string
	for _, r := range refusals() {
		if route := r.method + " " + r.path; slices.Contains(seen, route) {
			t.Errorf("%s stands twice", route)
		} else {
			seen = append(seen, route)
		}
	}
}
