package store_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crossfront/emulator/clock"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/store/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(_ *testing.T, clk clock.Clock) store.Store { return store.NewMemory(clk) })
}

// TestSmallObjects holds what a small object takes of memory beside its
// content, and that the budget counts about as much.
func TestSmallObjects(t *testing.T) {
	const objects, size, most = 20_000, 100, 400
	budget := store.NewBudget(0)
	m := store.NewMemoryWithin(budget, new(clock.Adjustable))
	must[store.Bucket](t)(m.CreateBucket(t.Context(), store.BucketInput{Name: "b"}))
	before := heap()
	for i := range objects {
		in := store.PutInput{Body: &repeated{size}, Size: size, Attributes: store.Attributes{ContentType: "text/plain"}}
		must[store.Object](t)(m.PutObject(t.Context(), "b", fmt.Sprintf("folder-%04d/%04d", i%100, i), in))
	}
	took := int64(heap()-before)/objects - size
	counted := budget.Used()/objects - size
	t.Logf("%d bytes an object, counted as %d", took, counted)
	if took > most || counted < took*3/4 || counted > took*5/4 {
		t.Errorf("a small object takes %d bytes, want at most %d; the budget counts %d", took, most, counted)
	}
	if page, err := m.ListObjects(t.Context(), "b", store.ListQuery{Max: 1}); err != nil || len(page.Objects) != 1 {
		t.Error(page, err) // and keeps the store alive
	}
}

// TestListAllocations holds that a page of keys is made at once.
func TestListAllocations(t *testing.T) {
	m := store.NewMemory(new(clock.Adjustable))
	must[store.Bucket](t)(m.CreateBucket(t.Context(), store.BucketInput{Name: "b"}))
	for i := range 3000 {
		must[store.Object](t)(m.PutObject(t.Context(), "b", fmt.Sprintf("%04d", i), store.PutInput{Body: &repeated{1}, Size: 1}))
	}
	got := testing.AllocsPerRun(20, func() {
		page, err := m.ListObjects(t.Context(), "b", store.ListQuery{Max: 1000, After: "0500"})
		if err != nil || len(page.Objects) != 1000 {
			t.Fatal(len(page.Objects), err)
		}
	})
	if got > 16 {
		t.Errorf("%v allocations for 1,000 keys", got)
	}
}

// TestSharedDetails has objects with the same description, and changes one.
func TestSharedDetails(t *testing.T) {
	m := store.NewMemory(new(clock.Adjustable))
	ctx := t.Context()
	must[store.Bucket](t)(m.CreateBucket(ctx, store.BucketInput{Name: "b"}))
	for _, key := range []string{"a", "b", "c"} {
		must[store.Object](t)(m.PutObject(ctx, "b", key, store.PutInput{Body: &repeated{1}, Attributes: store.Attributes{ContentType: "text/x"}}))
	}
	must[store.Object](t)(m.UpdateObject(ctx, "b", store.Latest("b"), func(o *store.Object) error {
		o.Tags, o.Lock.LegalHold = [][2]string{{"k", "v"}}, "ON"
		return nil
	}))
	must[store.Object](t)(m.CopyObject(ctx, "b", "c", store.CopyInput{Bucket: "b", Key: "c", Replace: &store.Attributes{ContentType: "text/y"}}))
	for key, want := range map[string]store.Object{
		"a": {Attributes: store.Attributes{ContentType: "text/x"}},
		"b": {Attributes: store.Attributes{ContentType: "text/x"}, Controls: store.Controls{Tags: [][2]string{{"k", "v"}}, Lock: store.Lock{LegalHold: "ON"}}},
		"c": {Attributes: store.Attributes{ContentType: "text/y"}},
	} {
		o := must[store.Object](t)(m.HeadObject(ctx, "b", store.Latest(key)))
		if diff := cmp.Diff([]any{want.Attributes, want.Controls}, []any{o.Attributes, o.Controls}); diff != "" {
			t.Errorf("%s: %s", key, diff)
		}
	}
}
