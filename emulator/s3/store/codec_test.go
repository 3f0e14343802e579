package store

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crossfront/corsengine"
	"crossfront/emulator/s3/access"
)

// fill sets every exported field below v to something that is not zero, so that a
// field that the codec forgets is found.
func fillAll(v reflect.Value, n *int64) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(string([]byte{0xff, 'k', byte('a' + *n%26)})) // not UTF-8
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(*n)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillAll(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fillAll(v.Index(0), n)
		fillAll(v.Index(1), n)
	case reflect.Array:
		for i := range v.Len() {
			fillAll(v.Index(i), n)
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{"a\xff": "b\x00", "c": ""}))
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(1_700_000_000+*n, 123).UTC()))
			return
		}
		for i := range v.NumField() {
			fillAll(v.Field(i), n)
		}
	}
}

func entries(tb testing.TB) []*entry {
	tb.Helper()
	var (
		n int64
		o Object
		u Upload
		p Part
	)
	for _, v := range []any{&o, &u, &p} {
		fillAll(reflect.ValueOf(v).Elem(), &n)
	}
	u.Parts = nil
	settings := newSettings()
	policy, err := access.ParsePolicy(access.AllowPublicRead("b"), "b")
	if err != nil {
		tb.Fatal(err)
	}
	settings.Policy = policy
	settings.Versioning = VersioningEnabled
	settings.ObjectLock = &ObjectLock{Mode: Governance, Days: 3}
	if err := settings.SetCORS(&corsengine.Config{Rules: []corsengine.Rule{{AllowedOrigins: []string{"*"}, AllowedMethods: []string{"GET"}}}}, corsengine.Options{}); err != nil {
		tb.Fatal(err)
	}
	about := Bucket{Name: "b", Region: "eu-west-1", Owner: "1", Created: time.Unix(5, 0).UTC(), Settings: *settings}
	blobs := []*blob{{name: "one", size: 1}, {name: "two", size: 2}}
	return []*entry{
		{op: opBucket, bucket: "b", about: about},
		{op: opSettings, bucket: "b", about: about},
		{op: opDropBucket, bucket: "b"},
		{op: opPut, bucket: "b", record: newRecord(o, blobs...), id: "upload"},
		{op: opPut, bucket: "b", record: newRecord(Object{})},
		{op: opSwap, bucket: "b", record: newRecord(o)},
		{op: opRemove, bucket: "b", key: "k\xff", version: "v"},
		{op: opUpload, bucket: "b", upload: &u},
		{op: opPart, bucket: "b", key: "k", id: "i", part: &part{Part: p, blob: blobs[0]}},
		{op: opAbort, bucket: "b", key: "k", id: "i"},
		{op: opClear},
	}
}

func TestEntries(t *testing.T) {
	for _, want := range entries(t) {
		doc, err := want.encode()
		if err != nil {
			t.Fatal(err)
		}
		got, err := decode(doc)
		if err != nil {
			t.Fatalf("op %d: %v", want.op, err)
		}
		again, err := got.encode()
		if err != nil {
			t.Fatal(err)
		}
		for i := range doc {
			if e, err := decode(doc[:i]); err == nil {
				t.Errorf("op %d: %d of %d bytes make %+v", want.op, i, len(doc), e)
			}
		}
		switch want.op {
		case opPut, opSwap:
			if diff := cmp.Diff(want.record.object(), got.record.object()); diff != "" {
				t.Errorf("op %d: %s", want.op, diff)
			}
			if len(got.record.content()) != len(want.record.content()) || got.id != want.id {
				t.Errorf("op %d: %+v", want.op, got)
			}
		case opUpload:
			if diff := cmp.Diff(want.upload, got.upload); diff != "" {
				t.Error(diff)
			}
		case opPart:
			if diff := cmp.Diff(want.part.Part, got.part.Part); diff != "" || got.part.blob.name != "one" || got.part.blob.size != 1 {
				t.Error(diff)
			}
		case opBucket, opSettings:
			if got.about.Rules == nil || !bytes.Equal(got.about.Policy.JSON(), want.about.Policy.JSON()) {
				t.Error("compiled forms are missing")
			}
			if !bytes.Equal(doc, again) {
				t.Errorf("op %d: settings changed:\n%s\n%s", want.op, doc, again)
			}
		default:
			if !bytes.Equal(doc, again) {
				t.Errorf("op %d: %x, then %x", want.op, doc, again)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, e := range entries(f) {
		doc, err := e.encode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		e, err := decode(doc)
		if err != nil {
			return
		}
		if _, err := e.encode(); err != nil {
			t.Errorf("what was read cannot be written: %v", err)
		}
	})
}
