package function

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"hash"

	"github.com/dop251/goja"
)

// crypto is the module of that name: digests, plain and keyed.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html#writing-functions-javascript-features-builtin-modules-crypto-20
func (s *sandbox) crypto() *goja.Object {
	o := s.vm.NewObject()
	must(o.Set("createHash", func(c goja.FunctionCall) goja.Value {
		return s.digester(s.algorithm(c.Argument(0))())
	}))
	must(o.Set("createHmac", func(c goja.FunctionCall) goja.Value {
		algorithm := s.algorithm(c.Argument(0))
		return s.digester(hmac.New(algorithm, s.data("key", c.Argument(1))))
	}))
	return o
}

func (s *sandbox) algorithm(name goja.Value) func() hash.Hash {
	switch name.String() {
	case "md5":
		return md5.New
	case "sha1":
		return sha1.New
	case "sha256":
		return sha256.New
	}
	panic(s.vm.NewTypeError(`not supported algorithm: "` + name.String() + `"`))
}

// data is the bytes of a text or of binary data.
func (s *sandbox) data(what string, v goja.Value) []byte {
	if text, ok := v.(goja.String); ok {
		s.meter.through(text.Length())
		if s.runtime == Runtime1 {
			if raw, ok := toBytes(text); ok {
				return raw // a byte string
			}
		}
		return []byte(text.String())
	}
	if raw := bytesOf(v); raw != nil {
		s.meter.through(len(raw))
		return raw
	}
	panic(s.vm.NewTypeError(what + ` argument "` + v.String() + `" is not a string or Buffer-like object`))
}

func (s *sandbox) digester(h hash.Hash) goja.Value {
	o := s.vm.NewObject()
	done := false
	must(o.Set("update", func(c goja.FunctionCall) goja.Value {
		if done {
			panic(s.newError("Error", "Digest already called"))
		}
		h.Write(s.data("data", c.Argument(0)))
		return c.This
	}))
	must(o.Set("digest", func(c goja.FunctionCall) goja.Value {
		if done {
			panic(s.newError("Error", "Digest already called"))
		}
		done = true
		s.meter.pay(digestSteps, h.Size())
		return s.digest(h.Sum(nil), c.Argument(0))
	}))
	return o
}

// digest is a sum in an encoding; in none, it is a Buffer, and in runtime 1.0 a
// string of bytes.
func (s *sandbox) digest(sum []byte, encoding goja.Value) goja.Value {
	if goja.IsUndefined(encoding) {
		if s.runtime == Runtime1 {
			return s.byteString(sum)
		}
		from, _ := goja.AssertFunction(s.library("Buffer").Get("from"))
		v, err := from(goja.Undefined(), s.vm.ToValue(s.vm.NewArrayBuffer(sum)))
		if err != nil {
			panic(err)
		}
		return v
	}
	name, ok := encodingOf(encoding)
	if !ok || name == "utf8" {
		panic(s.vm.NewTypeError(`Unknown digest encoding: "` + encoding.String() + `"`))
	}
	return s.vm.ToValue(decodeBytes(sum, name))
}
