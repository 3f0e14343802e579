package config

import (
	"reflect"
	"strconv"
	"strings"
)

// document is an AWS document in a seed file: a path, or the document itself
// as a mapping, a list, or its text. It stays as it stands until the part of
// the seed that it belongs to reads it.
type document struct {
	node *node
}

func (d document) given() bool { return d.node != nil && d.node.kind != null }

// A decoder fills Go values from nodes and reports every mistake instead of
// stopping at the first.
type decoder struct {
	report *report
	budget int // values still allowed; aliases can unfold without end
}

// decode fills to, a pointer, from n. what names the whole in messages:
// "a bucket", "the distribution config".
func decode(n *node, to any, what string, r *report) {
	d := &decoder{report: r, budget: maxNodes}
	d.value(n, reflect.ValueOf(to).Elem(), what)
	if d.budget <= 0 {
		r.add(n.at, "aliases unfold to more than %d values", maxNodes)
	}
}

func (d *decoder) value(n *node, to reflect.Value, what string) {
	if d.budget--; d.budget <= 0 || n.kind == null {
		return
	}
	switch whole := to.Addr().Interface().(type) {
	case *document:
		whole.node = n
		return
	case *Value:
		whole.node = n
		return
	}
	switch to.Kind() {
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		d.value(n, to.Elem(), what)
	case reflect.Struct:
		d.structure(n, to, what)
	case reflect.Map:
		d.texts(n, to, what)
	case reflect.Slice:
		if !d.want(n, list, what) {
			return
		}
		to.Set(reflect.MakeSlice(to.Type(), len(n.items), len(n.items)))
		for i, item := range n.items {
			d.value(item, to.Index(i), "an entry of "+what)
		}
	default:
		d.scalar(n, to, what)
	}
}

func (d *decoder) scalar(n *node, to reflect.Value, what string) {
	switch to.Kind() {
	case reflect.String:
		if n.kind == number || n.kind == boolean || d.want(n, text, what) {
			to.SetString(n.scalar)
		}
	case reflect.Bool:
		if d.want(n, boolean, what) {
			to.SetBool(n.json == "true")
		}
	case reflect.Int, reflect.Int64:
		if !d.want(n, number, what) {
			return
		}
		v, err := strconv.ParseInt(n.json, 10, 64)
		if err != nil {
			d.report.add(n.at, "%s is %s; expected a whole number", what, n.scalar)
		}
		to.SetInt(v)
	case reflect.Float64:
		if d.want(n, number, what) {
			v, err := strconv.ParseFloat(n.json, 64)
			if err != nil {
				d.report.add(n.at, "%s is %s; expected a number", what, n.scalar)
			}
			to.SetFloat(v)
		}
	}
}

// want reports a mistake unless n is of the kind.
func (d *decoder) want(n *node, k kind, what string) bool {
	if n.kind == k {
		return true
	}
	d.report.add(n.at, "%s is %s; expected %s", what, n.kind, k)
	return false
}

func (d *decoder) texts(n *node, to reflect.Value, what string) {
	if !d.want(n, mapping, what) {
		return
	}
	to.Set(reflect.MakeMapWithSize(to.Type(), len(n.fields)))
	for _, f := range n.fields {
		v := reflect.New(to.Type().Elem()).Elem()
		d.value(f.value, v, f.name)
		to.SetMapIndex(reflect.ValueOf(f.name), v)
	}
}

func (d *decoder) structure(n *node, to reflect.Value, what string) {
	if !d.want(n, mapping, what) {
		d.report.mark(n)
		return
	}
	known := structFields(to)
	names := make([]string, 0, len(known))
	for _, k := range known {
		names = append(names, k.name)
	}
	for _, f := range n.fields {
		at := -1
		for i, k := range known {
			if k.name == f.name {
				at = i
			}
		}
		if at < 0 {
			d.unknown(n, f, names, what)
			continue
		}
		d.value(f.value, known[at].value, f.name)
	}
}

// unknown reports a field that what does not have. A short list of what it
// has is given when no name is near.
func (d *decoder) unknown(n *node, f field, names []string, what string) {
	d.report.mark(n)
	if notEmulated(f.name) {
		d.report.add(f.at, "%s of %s is not emulated; take it out to go on without it", f.name, what)
		return
	}
	hint := didYouMean(f.name, names)
	if hint == "" && len(names) <= 12 {
		hint = "; expected one of " + strings.Join(names, ", ")
	}
	d.report.add(f.at, "%s has no field %s%s", what, f.name, hint)
}

// notEmulated tells members of the CloudFront API (2020-05-31) that our
// structures lack: mutual TLS, tenants and cache tags.
func notEmulated(name string) bool {
	switch name {
	case "OriginMtlsConfig", "ViewerMtlsConfig", "CacheTagConfig", "ConnectionFunctionAssociation", "TenantConfig":
		return true
	}
	return false
}

type structField struct {
	name  string
	value reflect.Value
}

// structFields are the fields of a structure under their JSON names, those of
// embedded structures among them.
func structFields(v reflect.Value) []structField {
	var out []structField
	for i := range v.NumField() {
		t := v.Type().Field(i)
		if t.Anonymous && t.Tag.Get("json") == "" && t.Type.Kind() == reflect.Struct {
			out = append(out, structFields(v.Field(i))...)
			continue
		}
		name, _, _ := strings.Cut(t.Tag.Get("json"), ",")
		if name == "-" || !t.IsExported() {
			continue
		}
		if name == "" {
			name = t.Name
		}
		out = append(out, structField{name: name, value: v.Field(i)})
	}
	return out
}
