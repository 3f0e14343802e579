package registry

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

func TestStoreLife(t *testing.T) {
	r, _ := newTest(t)
	s, err := r.CreateKeyValueStore(StoreInput{Name: "s", Comment: "c", Items: map[string]string{"k": "v"}})
	if err != nil || s.ARN != "arn:aws:cloudfront::000000000000:key-value-store/"+s.ID || len(s.ID) != 36 || s.Status != "READY" || s.Size != 2 || s.ETag == s.DataETag {
		t.Fatalf("%+v, %v", s, err)
	}
	create := func(in StoreInput) error { _, err := r.CreateKeyValueStore(in); return err }
	fails(t, "the same name", "EntityAlreadyExists 409", create(StoreInput{Name: "s"}))
	fails(t, "no name", "InvalidArgument 400", create(StoreInput{}))
	fails(t, "a long comment", "InvalidArgument 400", create(StoreInput{Name: "t", Comment: strings.Repeat("c", 129)}))
	fails(t, "a long value", "InvalidArgument 400", create(StoreInput{Name: "t", Items: map[string]string{"k": strings.Repeat("v", 1025)}}))
	many := map[string]string{}
	for i := range 5200 {
		many[fmt.Sprint(i)] = strings.Repeat("v", 1024)
	}
	fails(t, "more than 5 MB", "EntitySizeLimitExceeded 413", create(StoreInput{Name: "t", Items: many}))

	u, err := r.UpdateKeyValueStore("s", s.ETag, "d")
	if err != nil || u.Comment != "d" || u.ETag == s.ETag || u.DataETag != s.DataETag || u.Items["k"] != "v" {
		t.Errorf("%+v, %v", u, err)
	}
	_, err = r.UpdateKeyValueStore("s", s.ETag, "e")
	fails(t, "updated at an old version", "PreconditionFailed 412", err)
	_, err = r.UpdateKeyValueStore("none", s.ETag, "e")
	fails(t, "updated, not there", "EntityNotFound 404", err)

	f, err := r.CreateFunction("f", js(s.ARN), []byte(answering), nil)
	if err != nil {
		t.Fatal(err)
	}
	fails(t, "deleted while in use", "CannotDeleteEntityWhileInUse 409", r.DeleteKeyValueStore("s", u.ETag))
	if err := r.DeleteFunction("f", f.Development.ETag); err != nil {
		t.Fatal(err)
	}
	fails(t, "deleted at an old version", "PreconditionFailed 412", r.DeleteKeyValueStore("s", s.ETag))
	fails(t, "deleted", "", r.DeleteKeyValueStore("s", u.ETag))
	_, err = r.KeyValueStore("s")
	fails(t, "gone", "EntityNotFound 404", err)
}

func TestKeysOfStore(t *testing.T) {
	r, _ := newTest(t)
	s, err := r.CreateKeyValueStore(StoreInput{Name: "s"})
	if err != nil {
		t.Fatal(err)
	}
	update := func(puts map[string]string, deletes ...string) error {
		t.Helper()
		now, err := r.Keys(s.ARN)
		if err != nil {
			t.Fatal(err)
		}
		made, err := r.UpdateKeys(s.ARN, now.DataETag, puts, deletes)
		if err == nil && made.DataETag == now.DataETag {
			t.Error("the version stayed")
		}
		return err
	}
	fifty := map[string]string{}
	for i := range 50 {
		fifty[fmt.Sprint("k", i)] = "v"
	}
	one := maps.Clone(fifty)
	one["more"] = "v"
	steps := []struct {
		what    string
		puts    map[string]string
		deletes []string
		want    string
		count   int
		size    int
	}{
		{"puts", map[string]string{"a": "1", "bb": ""}, nil, "", 2, 4},
		{"replaces and deletes", map[string]string{"a": "22"}, []string{"bb"}, "", 1, 3},
		{"deletes what is not there", nil, []string{"zz"}, "", 1, 3},
		{"nothing", nil, nil, "ValidationException 400", 1, 3},
		{"both", map[string]string{"x": "1"}, []string{"x"}, "ValidationException 400", 1, 3},
		{"no key", map[string]string{"": "1"}, nil, "ValidationException 400", 1, 3},
		{"no UTF-8", map[string]string{"\xff": "1"}, nil, "ValidationException 400", 1, 3},
		{"a long key", map[string]string{strings.Repeat("k", 513): "1"}, nil, "ValidationException 400", 1, 3},
		{"a long value", map[string]string{"k": strings.Repeat("v", 1025)}, nil, "ValidationException 400", 1, 3},
		{"too many", one, nil, "ValidationException 400", 1, 3},
		{"as many as may be", fifty, nil, "", 51, 3 + 10*3 + 40*4},
	}
	for _, st := range steps {
		fails(t, st.what, st.want, update(st.puts, st.deletes...))
		now, err := r.Keys(s.ARN)
		if err != nil || len(now.Items) != st.count || now.Size != st.size {
			t.Errorf("%s: %d keys of %d bytes, want %d of %d", st.what, len(now.Items), now.Size, st.count, st.size)
		}
	}
	_, err = r.UpdateKeys(s.ARN, "", map[string]string{"a": "1"}, nil)
	fails(t, "no version", "ValidationException 400", err)
	_, err = r.UpdateKeys(s.ARN, s.DataETag, map[string]string{"a": "1"}, nil)
	fails(t, "an old version", "ConflictException 409", err)
	_, err = r.UpdateKeys("arn:none", s.DataETag, map[string]string{"a": "1"}, nil)
	fails(t, "no store", "ResourceNotFoundException 404", err)
	_, err = r.Keys("arn:none")
	fails(t, "no store", "ResourceNotFoundException 404", err)
	if len(s.Items) != 0 {
		t.Error("an update changed what was handed out before")
	}
}

func TestStoreQuota(t *testing.T) {
	r, _ := newTest(t)
	items := map[string]string{}
	for i := range 5040 {
		items[fmt.Sprintf("%04d", i)] = strings.Repeat("v", 1024)
	}
	s, err := r.CreateKeyValueStore(StoreInput{Name: "s", Items: items})
	if err != nil {
		t.Fatal(err)
	}
	more := map[string]string{}
	for i := range 50 {
		more[fmt.Sprintf("m%d", i)] = strings.Repeat("v", 1024)
	}
	s, err = r.UpdateKeys(s.ARN, s.DataETag, more, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		delete(more, fmt.Sprintf("m%d", i))
		more[fmt.Sprintf("n%d", i)] = strings.Repeat("v", 1024)
	}
	_, err = r.UpdateKeys(s.ARN, s.DataETag, more, nil)
	fails(t, "more than 5 MB", "ServiceQuotaExceededException 402", err)
	if _, err = r.UpdateKeys(s.ARN, s.DataETag, map[string]string{"m0": "v"}, nil); err != nil {
		t.Errorf("a full store cannot be made smaller: %v", err)
	}
	for i := range 49 {
		if _, err := r.CreateKeyValueStore(StoreInput{Name: fmt.Sprint("s", i)}); err != nil {
			t.Fatal(err)
		}
	}
	_, err = r.CreateKeyValueStore(StoreInput{Name: "last"})
	fails(t, "51 stores", "EntityLimitExceeded 400", err)
}
