package function

import (
	"errors"
	"time"

	"github.com/dop251/goja"
)

// A Store is a key value store as functions see it.
type Store interface {
	Get(key string) (value string, ok bool)
	Count() int
	Created() time.Time
	Updated() time.Time
}

// Stores finds the store that a function is associated with: by its id, or the
// only one when id is empty.
type Stores func(id string) (Store, bool)

// A Place is the edge location that a function runs at.
type Place struct {
	Name     string // IATA code: SEA
	ServerIP string
	Region   string
}

// cloudfront is the module of that name.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-custom-methods.html
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/general-helper-methods.html
func (s *sandbox) cloudfront() *goja.Object {
	o := s.vm.NewObject()
	set := func(name string, f func(goja.FunctionCall) goja.Value) { must(o.Set(name, f)) }
	set("kvs", s.kvs)
	set("updateRequestOrigin", s.originCall(func(c goja.FunctionCall) { s.updateOrigin(c.Argument(0)) }))
	set("selectRequestOriginById", s.originCall(func(c goja.FunctionCall) { s.selectOrigin(c.Argument(0), c.Argument(1)) }))
	set("createRequestOriginGroup", s.originCall(func(c goja.FunctionCall) { s.groupOrigins(c.Argument(0)) }))
	location := s.vm.NewObject()
	if s.event == ViewerRequest {
		must(location.Set("name", s.place.Name))
		must(location.Set("serverIp", s.place.ServerIP))
		must(location.Set("region", s.place.Region))
	}
	must(o.Set("edgeLocation", location))
	for _, name := range []string{"cwt"} {
		get := s.vm.ToValue(func(goja.FunctionCall) goja.Value {
			panic(s.newError("Error", "cf."+name+" is not supported by this emulator"))
		})
		must(o.DefineAccessorProperty(name, get, nil, goja.FLAG_FALSE, goja.FLAG_FALSE))
	}
	return o
}

// kvs is a handle on a store. Its methods answer with promises that are kept
// already: nothing here waits.
func (s *sandbox) kvs(c goja.FunctionCall) goja.Value {
	id := ""
	if v := c.Argument(0); !goja.IsUndefined(v) {
		id = v.String()
	}
	store, ok := s.findStore(id)
	if !ok {
		panic(s.newError("Error", "the key value store is not associated with the function"))
	}
	o := s.vm.NewObject()
	promised := func(name string, f func(goja.FunctionCall) (goja.Value, error)) {
		must(o.Set(name, func(c goja.FunctionCall) goja.Value {
			s.meter.pay(storeSteps, objectBytes)
			p, resolve, reject := s.vm.NewPromise()
			if v, err := f(c); err != nil {
				must(reject(s.newError("Error", err.Error())))
			} else {
				must(resolve(v))
			}
			return s.vm.ToValue(p)
		}))
	}
	promised("get", func(c goja.FunctionCall) (goja.Value, error) { return s.getKey(store, c) })
	promised("exists", func(c goja.FunctionCall) (goja.Value, error) {
		_, ok := store.Get(c.Argument(0).String())
		return s.vm.ToValue(ok), nil
	})
	promised("count", func(goja.FunctionCall) (goja.Value, error) { return s.vm.ToValue(store.Count()), nil })
	promised("meta", func(goja.FunctionCall) (goja.Value, error) {
		meta := s.vm.NewObject()
		must(meta.Set("keyCount", store.Count()))
		must(meta.Set("creationDateTime", iso(store.Created())))
		must(meta.Set("lastUpdatedDateTime", iso(store.Updated())))
		return meta, nil
	})
	return o
}

func (s *sandbox) findStore(id string) (Store, bool) {
	if s.stores == nil {
		return nil, false
	}
	return s.stores(id)
}

func iso(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// errKey is what get fails with where there is no such key: code that compares
// the error's text with "Error: KeyNotFound" was captured to work.
var errKey = errors.New("KeyNotFound")

func (s *sandbox) getKey(store Store, c goja.FunctionCall) (goja.Value, error) {
	key := c.Argument(0).String()
	value, ok := store.Get(key)
	if !ok {
		return nil, errKey
	}
	format := "string"
	if options, ok := c.Argument(1).(*goja.Object); ok {
		if f := options.Get("format"); f != nil && !goja.IsUndefined(f) {
			format = f.String()
		}
	}
	switch format {
	case "string":
		return s.meter.weigh(s.vm.ToValue(value)), nil
	case "json":
		parse, _ := goja.AssertFunction(object(s.vm, "JSON").Get("parse"))
		v, err := parse(goja.Undefined(), s.vm.ToValue(value))
		if err != nil {
			panic(err)
		}
		return v, nil
	case "bytes":
		s.meter.pay(0, len(value))
		from, _ := goja.AssertFunction(s.library("Buffer").Get("from"))
		v, err := from(goja.Undefined(), s.vm.ToValue(value))
		if err != nil {
			panic(err)
		}
		return v, nil
	}
	panic(s.vm.NewTypeError(`format "` + format + `" is not one of string, json, bytes`))
}
