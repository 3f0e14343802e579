package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"crossfront/emulator/s3/store"
)

func versionListing(f *fixture) {
	f.bucket("b")
	f.versioning(store.VersioningEnabled)
	ids := map[string]string{}
	for _, key := range []string{"a", "d/1", "d/2", "e", "z"} {
		for i := range 2 {
			ids[fmt.Sprint(key, i)] = f.put("b", key, fmt.Sprint(i)).VersionID
		}
	}
	ids["e2"] = f.remove("e", "").VersionID
	for _, test := range []struct {
		q    store.VersionsQuery
		want string
	}{
		{store.VersionsQuery{Max: 100}, "a1* a0 d/11* d/10 d/21* d/20 e2* e1 e0 z1* z0"},
		{store.VersionsQuery{Max: 0}, ""},
		{store.VersionsQuery{Max: 3}, "a1* a0 d/11* more d/1 d/11"},
		{store.VersionsQuery{Max: 3, KeyMarker: "d/1", VersionMarker: ids["d/11"]}, "d/10 d/21* d/20 more d/2 d/20"},
		{store.VersionsQuery{Max: 9, KeyMarker: "d/1", VersionMarker: ids["d/10"]}, "d/21* d/20 e2* e1 e0 z1* z0"},
		{store.VersionsQuery{Max: 9, KeyMarker: "d/1"}, "d/21* d/20 e2* e1 e0 z1* z0"},
		{store.VersionsQuery{Max: 9, KeyMarker: "d/1", VersionMarker: "gone"}, "d/11* d/10 d/21* d/20 e2* e1 e0 z1* z0"},
		{store.VersionsQuery{Max: 9, KeyMarker: "e", VersionMarker: ids["e2"]}, "e1 e0 z1* z0"},
		{store.VersionsQuery{Max: 9, KeyMarker: "zz"}, ""},
		{store.VersionsQuery{Max: 9, Prefix: "d/"}, "d/11* d/10 d/21* d/20"},
		{store.VersionsQuery{Max: 9, Prefix: "d/", KeyMarker: "a"}, "d/11* d/10 d/21* d/20"},
		{store.VersionsQuery{Max: 4, Delimiter: "/"}, "a1* a0 [d/] e2* more e e2"},
		{store.VersionsQuery{Max: 3, Delimiter: "/"}, "a1* a0 [d/] more d/ "},
		{store.VersionsQuery{Max: 3, Delimiter: "/", KeyMarker: "d/"}, "e2* e1 e0 more e e0"},
		{store.VersionsQuery{Max: 9, Prefix: "d/", Delimiter: "/"}, "d/11* d/10 d/21* d/20"},
	} {
		p, err := f.store.ListVersions(f.ctx(), "b", test.q)
		f.must(err)
		if got := versionPage(p, ids); got != test.want {
			f.Errorf("%+v:\n%s, want\n%s", test.q, got, test.want)
		}
	}
	_, err := f.store.ListVersions(f.ctx(), "none", store.VersionsQuery{Max: 1})
	f.refused(err, store.NoSuchBucket)
}

// versionPage is a page as text; common prefixes stand where they sort.
func versionPage(p store.VersionsPage, ids map[string]string) string {
	name := func(id string) string {
		for n, known := range ids {
			if known == id {
				return n
			}
		}
		return id
	}
	type line struct{ key, text string }
	var lines []line
	for _, v := range p.Versions {
		text := name(v.VersionID)
		if v.IsLatest {
			text += "*"
		}
		lines = append(lines, line{v.Key, text})
	}
	for _, prefix := range p.Prefixes {
		lines = append(lines, line{prefix, "[" + prefix + "]"})
	}
	slices.SortStableFunc(lines, func(a, b line) int { return strings.Compare(a.key, b.key) })
	var parts []string
	for _, l := range lines {
		parts = append(parts, l.text)
	}
	if p.Truncated {
		parts = append(parts, "more", p.NextKey, name(p.NextVersion))
	}
	return strings.Join(parts, " ")
}

// versionsAgainstModel writes, deletes and switches versioning at random, and
// compares with slices.
func versionsAgainstModel(f *fixture) {
	f.bucket("b")
	random := rand.New(rand.NewPCG(3, 4))
	model := map[string][]string{} // key → versions, the newest first: id and content
	f.versioning(store.VersioningEnabled)
	null := false
	push := func(key, id, content string) {
		stack := slices.DeleteFunc(model[key], func(v string) bool { return id == "null" && strings.HasPrefix(v, "null ") })
		model[key] = slices.Insert(stack, 0, id+" "+content)
	}
	for i := range 600 {
		key := fmt.Sprint("k", random.IntN(12))
		switch random.IntN(8) {
		case 0:
			if null = !null; null {
				f.versioning(store.VersioningSuspended)
			} else {
				f.versioning(store.VersioningEnabled)
			}
		case 1, 2:
			push(key, f.remove(key, "").VersionID, "-")
		case 3, 4:
			stack := model[key]
			if len(stack) == 0 {
				continue
			}
			at := random.IntN(len(stack))
			id, _, _ := strings.Cut(stack[at], " ")
			if d := f.remove(key, id); !d.Removed || d.DeleteMarker != strings.HasSuffix(stack[at], "-") {
				f.Fatalf("removed %+v, want %s", d, stack[at])
			}
			if model[key] = slices.Delete(stack, at, at+1); len(model[key]) == 0 {
				delete(model, key)
			}
		default:
			push(key, f.put("b", key, fmt.Sprint(i)).VersionID, fmt.Sprint(i))
		}
	}
	var want []string
	for _, key := range slices.Sorted(func(yield func(string) bool) {
		for key := range model {
			if !yield(key) {
				return
			}
		}
	}) {
		for _, v := range model[key] {
			want = append(want, key+" "+v)
		}
	}
	if got := f.allVersions(7); !slices.Equal(got, want) {
		f.Errorf("%d versions, want %d:\n%q\n%q", len(got), len(want), got, want)
	}
}

// allVersions walks through a list, as a client does.
func (f *fixture) allVersions(page int) []string {
	var got []string
	q := store.VersionsQuery{Max: page}
	for {
		p, err := f.store.ListVersions(f.ctx(), "b", q)
		f.must(err)
		for _, v := range p.Versions {
			text := "-"
			if !v.DeleteMarker {
				text = f.version(v.Key, v.VersionID)
			}
			got = append(got, v.Key+" "+v.VersionID+" "+text)
		}
		if !p.Truncated {
			return got
		}
		q.KeyMarker, q.VersionMarker = p.NextKey, p.NextVersion
	}
}
