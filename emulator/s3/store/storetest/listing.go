package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"crossfront/emulator/s3/store"
)

// page is a listing as text, for tables: keys, and common prefixes in brackets.
func page(p store.ListPage) string {
	var parts []string
	for _, o := range p.Objects {
		parts = append(parts, o.Key)
	}
	for _, c := range p.Prefixes {
		parts = append(parts, "["+c+"]")
	}
	if p.Truncated {
		parts = append(parts, "more after "+p.Last)
	}
	return strings.Join(parts, " ")
}

func listing(f *fixture) {
	f.bucket("b")
	for _, key := range []string{"b/2", "a", "b/1", "b", "c/x/y", "b/sub/1", "c/x/z", "d", "é", "Z"} {
		f.put("b", key, key)
	}
	for _, test := range []struct {
		q    store.ListQuery
		want string
	}{
		{store.ListQuery{Max: 100}, "Z a b b/1 b/2 b/sub/1 c/x/y c/x/z d é"},
		{store.ListQuery{Max: 3}, "Z a b more after b"},
		{store.ListQuery{Max: 0}, ""},
		{store.ListQuery{Max: 10}, "Z a b b/1 b/2 b/sub/1 c/x/y c/x/z d é"},
		{store.ListQuery{Max: 100, Prefix: "b/"}, "b/1 b/2 b/sub/1"},
		{store.ListQuery{Max: 100, Prefix: "x"}, ""},
		{store.ListQuery{Max: 100, After: "b/2"}, "b/sub/1 c/x/y c/x/z d é"},
		{store.ListQuery{Max: 100, After: "bb"}, "c/x/y c/x/z d é"},
		{store.ListQuery{Max: 100, After: "zz"}, "é"},
		{store.ListQuery{Max: 100, Prefix: "b/", After: "a"}, "b/1 b/2 b/sub/1"},
		{store.ListQuery{Max: 100, Prefix: "b/", After: "z"}, ""},
		{store.ListQuery{Max: 100, Delimiter: "/"}, "Z a b d é [b/] [c/]"},
		{store.ListQuery{Max: 100, Delimiter: "/x/"}, "Z a b b/1 b/2 b/sub/1 d é [c/x/]"},
		{store.ListQuery{Max: 100, Prefix: "b/", Delimiter: "/"}, "b/1 b/2 [b/sub/]"},
		{store.ListQuery{Max: 100, Prefix: "c", Delimiter: "/"}, "[c/]"},
		{store.ListQuery{Max: 4, Delimiter: "/"}, "Z a b [b/] more after b/"},
		{store.ListQuery{Max: 100, Delimiter: "/", After: "b/"}, "d é [c/]"},
		{store.ListQuery{Max: 100, Delimiter: "/", After: "b/2"}, "d é [b/] [c/]"},
	} {
		got, err := f.store.ListObjects(f.ctx(), "b", test.q)
		f.must(err)
		if page(got) != test.want {
			f.Errorf("%+v: %s, want %s", test.q, page(got), test.want)
		}
	}
	_, err := f.store.ListObjects(f.ctx(), "none", store.ListQuery{Max: 1})
	f.refused(err, store.NoSuchBucket)
}

// listingAgainstModel puts and deletes at random, and compares with a sorted
// slice, page by page.
func listingAgainstModel(f *fixture) {
	f.bucket("b")
	random := rand.New(rand.NewPCG(1, 2))
	model := map[string]bool{}
	for range 2000 {
		key := fmt.Sprintf("%c/%c/%d", 'a'+random.IntN(4), 'a'+random.IntN(3), random.IntN(300))
		if random.IntN(3) == 0 {
			removed, err := f.store.DeleteObject(f.ctx(), "b", store.Latest(key), store.DeleteInput{})
			f.must(err)
			if removed.Removed != model[key] {
				f.Fatalf("removed %v, want %v", removed, model[key])
			}
			delete(model, key)
			continue
		}
		f.put("b", key, "")
		model[key] = true
	}
	var sorted []string
	for key := range model {
		sorted = append(sorted, key)
	}
	slices.Sort(sorted)
	for _, q := range []store.ListQuery{{Max: 7}, {Max: 1000}, {Max: 3, Delimiter: "/"}, {Max: 1, Prefix: "b/", Delimiter: "/"}, {Max: 13, Prefix: "c/a/1"}} {
		if got, want := f.allPages(q), expected(sorted, q); !slices.Equal(got, want) {
			f.Errorf("%+v: %d entries %v, want %d", q, len(got), got[:min(5, len(got))], len(want))
		}
	}
}

// allPages walks through a listing, as a client does.
func (f *fixture) allPages(q store.ListQuery) []string {
	var all []string
	for {
		p, err := f.store.ListObjects(f.ctx(), "b", q)
		f.must(err)
		if n := len(p.Objects) + len(p.Prefixes); n > q.Max || p.Truncated && n != q.Max {
			f.Fatalf("%+v: a page of %d", q, n)
		}
		for _, o := range p.Objects {
			all = append(all, o.Key)
		}
		all = append(all, p.Prefixes...)
		if !p.Truncated {
			slices.Sort(all)
			return all
		}
		q.After = p.Last
	}
}

func expected(sorted []string, q store.ListQuery) []string {
	var want []string
	for _, key := range sorted {
		if !strings.HasPrefix(key, q.Prefix) {
			continue
		}
		if rest := key[len(q.Prefix):]; q.Delimiter != "" && strings.Contains(rest, q.Delimiter) {
			key = q.Prefix + rest[:strings.Index(rest, q.Delimiter)+len(q.Delimiter)]
		}
		if len(want) == 0 || want[len(want)-1] != key {
			want = append(want, key)
		}
	}
	return want
}
