package function

import (
	"regexp"
	"slices"
	"strings"

	"github.com/dop251/goja"
)

// A removal is what CloudFront's runtimes do not have of an object. The
// objects' paths begin at the global one.
type removal struct {
	path  []string
	names []string
}

// removals: what is left is what the documentation lists, with a few that
// people measured (Array.from, global).
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-10.html
func removals(runtime Runtime) []removal {
	const proto = "prototype"
	list := []removal{
		{nil, []string{"BigInt", "BigInt64Array", "BigUint64Array", "Float16Array", "Proxy", "Reflect", "GoError",
			"WeakSet", "WeakMap", "Map", "Set", "escape", "unescape", "AggregateError"}},
		{[]string{"Object"}, []string{"fromEntries", "hasOwn", "getOwnPropertySymbols", "groupBy"}},
		{[]string{"Object", proto}, []string{"toLocaleString"}},
		{[]string{"Array", proto}, []string{"at", "findLast", "findLastIndex", "flat", "flatMap", "toLocaleString",
			"with", "toReversed", "toSorted", "toSpliced", "keys", "values", "entries"}},
		{[]string{"String"}, []string{"raw"}},
		{[]string{"String", proto}, []string{"at", "localeCompare", "matchAll", "normalize", "toLocaleLowerCase",
			"toLocaleUpperCase", "trimLeft", "trimRight", "isWellFormed", "toWellFormed"}},
		{[]string{"Number", proto}, []string{"toLocaleString"}},
		{[]string{"RegExp", proto}, []string{"compile", "dotAll", "unicode"}},
		{[]string{"Function", proto}, []string{"toString"}},
		{[]string{"Error"}, []string{"isError", "captureStackTrace"}},
		{[]string{"JSON"}, []string{"rawJSON", "isRawJSON"}},
		{[]string{"Uint8Array"}, []string{"fromBase64", "fromHex"}},
		{[]string{"Uint8Array", proto}, []string{"setFromBase64", "setFromHex", "toBase64", "toHex"}},
		{[]string{"DataView", proto}, []string{"getBigInt64", "getBigUint64", "setBigInt64", "setBigUint64"}},
		{[]string{"Uint8Array", "__proto__", proto}, []string{"at", "findLast", "findLastIndex", "toLocaleString",
			"with", "toReversed", "toSorted", "keys", "values", "entries"}},
	}
	if runtime == Runtime2 {
		return list
	}
	// Each is marked as new in the documentation of runtime 2.0.
	return append(list,
		removal{[]string{"Array"}, []string{"from"}},
		removal{[]string{"String", proto}, []string{"replaceAll"}},
		removal{[]string{"Promise"}, []string{"all", "allSettled", "any", "race"}},
		removal{[]string{"Uint8Array", "__proto__"}, []string{"from", "of"}},
		removal{[]string{"Uint8Array", "__proto__", proto}, []string{"every", "filter", "find", "findIndex", "forEach",
			"includes", "indexOf", "lastIndexOf", "map", "reduce", "reduceRight", "reverse", "some", "sort"}},
		removal{nil, []string{"DataView"}},
	)
}

// removalsFor leaves out what code has no way to miss: taking a method away
// costs time in every run. What code could use against the sandbox always goes.
func removalsFor(runtime Runtime, code string) []removal {
	if regexp.MustCompile(`getOwnProperty|\\[ux]`).MatchString(code) {
		return removals(runtime)
	}
	var list []removal
	for _, r := range removals(runtime) {
		names := slices.DeleteFunc(slices.Clone(r.names), func(name string) bool {
			return !always(r.path, name) && !strings.Contains(code, name)
		})
		if len(names) > 0 {
			list = append(list, removal{r.path, names})
		}
	}
	return list
}

// always: constructors of what calls back, and what makes code part of the
// engine's own loops.
func always(path []string, name string) bool {
	switch {
	case len(path) == 0:
		return true
	}
	switch name {
	case "getOwnPropertySymbols", "keys", "values", "entries", "fromEntries", "raw", "compile":
		return true
	}
	return false
}

// remove takes things out of a fresh virtual machine.
func remove(vm *goja.Runtime, list []removal) {
	for _, r := range list {
		o := object(vm, r.path...)
		for _, name := range r.names {
			_ = o.Delete(name) // not there in this version of the engine: as well
		}
	}
}

// object is the object at a path of own or inherited properties.
func object(vm *goja.Runtime, path ...string) *goja.Object {
	o := vm.GlobalObject()
	for _, name := range path {
		if name == "__proto__" {
			o = o.Prototype()
			continue
		}
		o = o.Get(name).(*goja.Object)
	}
	return o
}
