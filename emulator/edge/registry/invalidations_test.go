package registry

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crossfront/emulator/edge/policy"
)

func batch(reference string, paths ...string) policy.InvalidationBatch {
	return policy.InvalidationBatch{CallerReference: reference, Paths: policy.Paths{Quantity: len(paths), Items: paths}}
}

func TestInvalidation(t *testing.T) {
	r, clk := newTest(t)
	if _, err := r.CreateDistribution(simple("one"), CreateOptions{ID: "EONE"}); err != nil {
		t.Fatal(err)
	}
	var told [][]string
	r.OnInvalidate(func(id string, paths []string) {
		if id != "EONE" {
			t.Errorf("told about distribution %q", id)
		}
		told = append(told, paths)
	})
	made, err := r.CreateInvalidation("EONE", batch("first", "/a", "/b/*"))
	if err != nil {
		t.Fatal(err)
	}
	if want := [][]string{{"/a", "/b/*"}}; !cmp.Equal(told, want) {
		t.Fatalf("subscribers were told %v before the call returned, want %v", told, want)
	}
	if made.Status != "Completed" || !made.CreateTime.Equal(clk.now) || made.ID[0] != 'I' || len(made.ID) != 14 {
		t.Errorf("made %+v", made)
	}
	again, err := r.CreateInvalidation("EONE", batch("first", "/b/*", "/a"))
	if err != nil || again.ID != made.ID || len(told) != 1 {
		t.Errorf("the same batch again: %+v, %v; told %v", again, err, told)
	}
	if _, err := r.CreateInvalidation("EONE", batch("first", "/c")); code(err) != "InvalidationBatchAlreadyExists 409" {
		t.Errorf("the same reference with other paths: %v", err)
	}
	second, err := r.CreateInvalidation("EONE", batch("second", "/a", "/b/*"))
	if err != nil || second.ID == made.ID {
		t.Errorf("the same paths under another reference: %+v, %v", second, err)
	}
	read, err := r.Invalidation("EONE", made.ID)
	if diff := cmp.Diff(made, read); diff != "" || err != nil {
		t.Errorf("read back: %v\n%s", err, diff)
	}
	all, err := r.ListInvalidations("EONE")
	if err != nil || len(all) != 2 || all[0].ID != second.ID || all[1].ID != made.ID {
		t.Errorf("ListInvalidations = %v, %v; want the newest first", all, err)
	}
}

func TestInvalidationErrors(t *testing.T) {
	r, _ := newTest(t)
	if _, err := r.CreateDistribution(simple("one"), CreateOptions{ID: "EONE"}); err != nil {
		t.Fatal(err)
	}
	r.OnInvalidate(func(string, []string) { t.Error("told about a refused batch") })
	many := func(n int, format string) []string {
		paths := make([]string, n)
		for i := range paths {
			paths[i] = fmt.Sprintf(format, i)
		}
		return paths
	}
	tests := []struct {
		name  string
		id    string
		batch policy.InvalidationBatch
		want  string
	}{
		{"unknown distribution", "ENONE", batch("r", "/a"), "NoSuchDistribution 404"},
		{"no reference", "EONE", batch("", "/a"), "InvalidArgument 400"},
		{"no paths", "EONE", batch("r"), "InvalidArgument 400"},
		{"wrong quantity", "EONE", policy.InvalidationBatch{CallerReference: "r", Paths: policy.Paths{Quantity: 2, Items: []string{"/a"}}}, "InconsistentQuantities 400"},
		{"no slash", "EONE", batch("r", "a"), "InvalidArgument 400"},
		{"empty path", "EONE", batch("r", ""), "InvalidArgument 400"},
		{"lone wildcard", "EONE", batch("r", "*"), "InvalidArgument 400"},
		{"wildcard inside", "EONE", batch("r", "/a/*/b"), "InvalidArgument 400"},
		{"two wildcards", "EONE", batch("r", "/a**"), "InvalidArgument 400"},
		{"space", "EONE", batch("r", "/a b"), "InvalidArgument 400"},
		{"not ASCII", "EONE", batch("r", "/ä"), "InvalidArgument 400"},
		{"tilde", "EONE", batch("r", "/~a"), "InvalidArgument 400"},
		{"brackets", "EONE", batch("r", "/test[1].html"), "InvalidArgument 400"},
		{"quotation mark", "EONE", batch("r", `/a"b`), "InvalidArgument 400"},
		{"percent sign", "EONE", batch("r", "/100%"), "InvalidArgument 400"},
		{"half an escape", "EONE", batch("r", "/a%2"), "InvalidArgument 400"},
		{"no escape", "EONE", batch("r", "/a%zz"), "InvalidArgument 400"},
		{"one good, one bad", "EONE", batch("r", "/a", "b"), "InvalidArgument 400"},
		{"too long", "EONE", batch("r", "/"+strings.Repeat("a", 4000)), "InvalidArgument 400"},
		{"too many", "EONE", batch("r", many(3001, "/%d")...), "BatchTooLarge 413"},
		{"too many wildcards", "EONE", batch("r", many(16, "/%d*")...), "TooManyInvalidationsInProgress 400"},
	}
	for _, tt := range tests {
		if _, err := r.CreateInvalidation(tt.id, tt.batch); code(err) != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
	if _, err := r.Invalidation("EONE", "INONE"); code(err) != "NoSuchInvalidation 404" {
		t.Errorf("unknown invalidation: %v", err)
	}
	if _, err := r.Invalidation("ENONE", "INONE"); code(err) != "NoSuchDistribution 404" {
		t.Errorf("invalidation of an unknown distribution: %v", err)
	}
	if _, err := r.ListInvalidations("ENONE"); code(err) != "NoSuchDistribution 404" {
		t.Errorf("list of an unknown distribution: %v", err)
	}
}

func TestInvalidationLimitsHold(t *testing.T) {
	r, _ := newTest(t)
	if _, err := r.CreateDistribution(simple("one"), CreateOptions{ID: "EONE"}); err != nil {
		t.Fatal(err)
	}
	paths := append(slices.Repeat([]string{"/a"}, 2984), "/"+strings.Repeat("a", 3999))
	for i := range 15 {
		paths = append(paths, fmt.Sprintf("/%d*", i))
	}
	if _, err := r.CreateInvalidation("EONE", batch("full", paths...)); err != nil {
		t.Errorf("the largest batch: %v", err)
	}
	if _, err := r.CreateInvalidation("EONE", batch("query", "/a?b=c&d=%C3%A4", "/")); err != nil {
		t.Errorf("a query string and an encoded character: %v", err)
	}
}

func FuzzValidPath(f *testing.F) {
	for _, p := range []string{"/", "/*", "/a*b", "a", "", "/ä", "/a?b=c", "/%C3%A4", "/\x7f"} {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, p string) {
		if !validPath(p) {
			return
		}
		if p[0] != '/' || len(p) > 4000 || strings.Contains(strings.TrimSuffix(p, "*"), "*") || strings.ContainsFunc(p, func(c rune) bool { return c < 0x21 || c > 0x7e }) {
			t.Errorf("validPath(%q)", p)
		}
	})
}

// TestInvalidationsAreForgotten: the oldest ones that are completed, so that they are
// not more and more.
func TestInvalidationsAreForgotten(t *testing.T) {
	r, _ := newTest(t)
	if _, err := r.CreateDistribution(simple("one"), CreateOptions{ID: "EONE"}); err != nil {
		t.Fatal(err)
	}
	for i := range keptInvalidations + 5 {
		if _, err := r.CreateInvalidation("EONE", batch(fmt.Sprint(i), "/a")); err != nil {
			t.Fatal(err)
		}
	}
	all, err := r.ListInvalidations("EONE")
	if err != nil || len(all) != keptInvalidations {
		t.Fatalf("%d are kept, %v", len(all), err)
	}
	if newest, oldest := all[0].Batch.CallerReference, all[len(all)-1].Batch.CallerReference; newest != fmt.Sprint(keptInvalidations+4) || oldest != "5" {
		t.Errorf("%s to %s are kept", oldest, newest)
	}
}
