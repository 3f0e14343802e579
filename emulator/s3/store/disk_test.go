package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"crossfront/corsengine"
	"crossfront/emulator/clock"
	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/store/storetest"
)

func openDisk(t *testing.T, dir string, clk clock.Clock, o store.DiskOptions) *store.Disk {
	t.Helper()
	d, err := store.OpenDisk(dir, clk, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeDisk(t, d) })
	return d
}

func closeDisk(t *testing.T, d *store.Disk) {
	t.Helper()
	if err := d.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
}

func TestDisk(t *testing.T) {
	storetest.Run(t, func(t *testing.T, clk clock.Clock) store.Store {
		return openDisk(t, t.TempDir(), clk, store.DiskOptions{})
	})
}

// TestDiskCompacting runs the suite over a store that compacts all the time.
func TestDiskCompacting(t *testing.T) {
	storetest.Run(t, func(t *testing.T, clk clock.Clock) store.Store {
		return openDisk(t, t.TempDir(), clk, store.DiskOptions{CompactAt: 5000})
	})
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// fill puts something of everything into d.
func fill(t *testing.T, d *store.Disk) {
	t.Helper()
	ctx := t.Context()
	for _, name := range []string{"b", "dropped", "empty"} {
		must[store.Bucket](t)(d.CreateBucket(ctx, store.BucketInput{Name: name, Region: "eu-west-1", Owner: "1"}))
	}
	put := func(key, content string) store.Object {
		return must[store.Object](t)(d.PutObject(ctx, "b", key, store.PutInput{
			Body: strings.NewReader(content), Attributes: store.Attributes{ContentType: "text/plain", Metadata: map[string]string{"latin": "\xe9"}},
			Controls: store.Controls{Owner: "1", Tags: [][2]string{{"t", "v"}}}}))
	}
	put("null", "stays")
	put("k", "replaced")
	put("k", "zero")
	policy := must[*access.Policy](t)(access.ParsePolicy(access.AllowPublicRead("b"), "b"))
	err := d.UpdateSettings(ctx, "b", func(s *store.Settings) error {
		s.Versioning, s.Policy, s.PublicAccessBlock = store.VersioningEnabled, policy, nil
		return s.SetCORS(&corsengine.Config{Rules: []corsengine.Rule{{AllowedOrigins: []string{"*"}, AllowedMethods: []string{"GET"}}}}, corsengine.Options{})
	})
	if err != nil {
		t.Fatal(err)
	}
	one := put("k", "one")
	put("k", "")
	must[store.Object](t)(d.UpdateObject(ctx, "b", store.ObjectRef{Key: "k", VersionID: one.VersionID}, func(o *store.Object) error {
		o.Lock.LegalHold = "ON"
		return nil
	}))
	must[store.Deleted](t)(d.DeleteObject(ctx, "b", store.Latest("k"), store.DeleteInput{}))
	two := put("k", "two")
	must[store.Deleted](t)(d.DeleteObject(ctx, "b", store.ObjectRef{Key: "k", VersionID: two.VersionID}, store.DeleteInput{}))
	must[store.Object](t)(d.CopyObject(ctx, "b", "copy", store.CopyInput{Bucket: "b", Key: "k", VersionID: one.VersionID}))
	for i, finish := range []bool{true, false} {
		u := must[store.Upload](t)(d.CreateUpload(ctx, "b", fmt.Sprint("upload", i), store.UploadInput{Algorithm: store.CRC32}))
		first := must[store.Part](t)(d.PutPart(ctx, "b", u.Key, u.ID, store.PartInput{Number: 1, Body: strings.NewReader(strings.Repeat("1", store.MinPartSize))}))
		last := must[store.Part](t)(d.PutPart(ctx, "b", u.Key, u.ID, store.PartInput{Number: 2, Body: strings.NewReader("end")}))
		if finish {
			must[store.Object](t)(d.CompleteUpload(ctx, "b", u.Key, u.ID, store.CompleteInput{
				Parts: []store.CompletedPart{{Number: 1, ETag: first.ETag}, {Number: 2, ETag: last.ETag}}, Size: -1}))
		}
	}
	if err := d.DeleteBucket(ctx, "dropped"); err != nil {
		t.Fatal(err)
	}
}

// A state is everything that can be seen of a store.
type state struct {
	Buckets  []store.Bucket
	Policies []string
	Versions []store.Version
	Contents []string
	Uploads  []store.Upload
}

func look(t *testing.T, s store.Store) state {
	t.Helper()
	ctx := t.Context()
	var out state
	out.Buckets = must[[]store.Bucket](t)(s.Buckets(ctx))
	for _, b := range out.Buckets {
		if b.Policy != nil {
			out.Policies = append(out.Policies, string(b.Policy.JSON()))
		}
		if (b.CORS == nil) != (b.Rules == nil) {
			t.Errorf("%s: rules are not compiled", b.Name)
		}
		versions := must[store.VersionsPage](t)(s.ListVersions(ctx, b.Name, store.VersionsQuery{Max: 1000}))
		out.Versions = append(out.Versions, versions.Versions...)
		for _, v := range versions.Versions {
			if !v.DeleteMarker {
				out.Contents = append(out.Contents, contentIn(t, s, b.Name, v))
			}
		}
		uploads := must[store.UploadsPage](t)(s.ListUploads(ctx, b.Name, store.UploadsQuery{Max: 1000}))
		for _, u := range uploads.Uploads {
			out.Uploads = append(out.Uploads, must[store.Upload](t)(s.Upload(ctx, b.Name, u.Key, u.ID)))
		}
	}
	return out
}

func contentIn(t *testing.T, s store.Store, bucket string, v store.Version) string {
	t.Helper()
	_, content, err := s.GetObject(t.Context(), bucket, store.ObjectRef{Key: v.Key, VersionID: v.VersionID})
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	r := content.Range(0, content.Size())
	defer r.Close()
	return string(must[[]byte](t)(io.ReadAll(r)))
}

func compare(t *testing.T, what string, want, got state) {
	t.Helper()
	compiled := cmp.Options{cmpopts.IgnoreTypes((*corsengine.Ruleset)(nil), (*access.Policy)(nil)), cmpopts.EquateEmpty()}
	if diff := cmp.Diff(want, got, compiled); diff != "" {
		t.Errorf("%s: %.4000s", what, diff)
	}
}

// TestReopen shows that all of it is there after a restart: from the log, from
// a base, and from a base and a log.
func TestReopen(t *testing.T) {
	dir, clk := t.TempDir(), new(clock.Adjustable)
	d := openDisk(t, dir, clk, store.DiskOptions{})
	fill(t, d)
	want := look(t, d)
	if len(want.Versions) != 7 || len(want.Uploads) != 1 || len(want.Buckets) != 2 {
		t.Fatalf("%d versions, %d uploads, %d buckets", len(want.Versions), len(want.Uploads), len(want.Buckets))
	}
	for _, step := range []string{"from the log", "from the log again", "compacted", "compacted again"} {
		if strings.HasPrefix(step, "compacted") {
			if err := d.Compact(); err != nil {
				t.Fatal(err)
			}
			compare(t, "just "+step, want, look(t, d))
		}
		closeDisk(t, d)
		d = openDisk(t, dir, clk, store.DiskOptions{})
		if r := d.Recovery(); r.Torn != 0 || r.Orphans != 0 || len(r.Damaged) != 0 || r.Versions != len(want.Versions) {
			t.Errorf("%s: recovery %+v", step, r)
		}
		compare(t, step, want, look(t, d))
	}
	if names := must[[]string](t)(filepath.Glob(filepath.Join(dir, "*.*"))); len(names) != 2 {
		t.Errorf("left of the generations: %v", names)
	}
	must[store.Object](t)(d.PutObject(t.Context(), "b", "late", store.PutInput{Body: strings.NewReader("late")}))
	want = look(t, d)
	closeDisk(t, d)
	compare(t, "from base and log", want, look(t, openDisk(t, dir, clk, store.DiskOptions{})))
}

// TestTornLog cuts the log everywhere: what is left is a state that there once
// was, and the store goes on from it.
func TestTornLog(t *testing.T) {
	dir, clk := t.TempDir(), new(clock.Adjustable)
	d := openDisk(t, dir, clk, store.DiskOptions{})
	must[store.Bucket](t)(d.CreateBucket(t.Context(), store.BucketInput{Name: "b"}))
	name := filepath.Join(dir, "changes.0000000000000000")
	ends := []int64{must[os.FileInfo](t)(os.Stat(name)).Size()}
	for i := range 3 {
		must[store.Object](t)(d.PutObject(t.Context(), "b", fmt.Sprint("k", i), store.PutInput{Body: strings.NewReader(fmt.Sprint(i))}))
		ends = append(ends, must[os.FileInfo](t)(os.Stat(name)).Size())
	}
	closeDisk(t, d)
	whole := must[[]byte](t)(os.ReadFile(name))
	contents := must[[]os.DirEntry](t)(os.ReadDir(filepath.Join(dir, "content")))
	for cut := ends[1]; cut <= ends[3]; cut++ {
		for _, noise := range []string{"", "\x00\x00\x00\x00\x00\x00\x00\x00\x00", "\x05\x00\x00\x00abcdefghi"} {
			if cut < ends[3] && noise != "" && noise[0] == whole[cut] {
				continue // it would be the byte that is missing
			}
			objects := 0
			for objects < 3 && ends[objects+1] <= cut {
				objects++
			}
			copied := t.TempDir()
			write := func(name string, b []byte) {
				if err := os.WriteFile(filepath.Join(copied, name), b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			write(filepath.Base(name), append(bytes.Clone(whole[:cut]), noise...))
			if err := os.Mkdir(filepath.Join(copied, "content"), 0o700); err != nil {
				t.Fatal(err)
			}
			for _, f := range contents {
				write("content/"+f.Name(), must[[]byte](t)(os.ReadFile(filepath.Join(dir, "content", f.Name()))))
			}
			d := must[*store.Disk](t)(store.OpenDisk(copied, clk, store.DiskOptions{}))
			if r := d.Recovery(); r.Versions != objects || r.Orphans != 3-objects || r.Torn != cut-ends[objects]+int64(len(noise)) || len(r.Damaged) > 0 {
				t.Fatalf("cut at %d of %v: %+v", cut, ends, r)
			}
			must[store.Object](t)(d.PutObject(t.Context(), "b", "new", store.PutInput{Body: strings.NewReader("new")}))
			want := look(t, d)
			closeDisk(t, d)
			d = must[*store.Disk](t)(store.OpenDisk(copied, clk, store.DiskOptions{}))
			compare(t, fmt.Sprint("cut at ", cut), want, look(t, d))
			closeDisk(t, d)
		}
	}
}

// TestLeftovers shows that nothing half written survives a start, and that
// damage done by others is told and never served.
func TestLeftovers(t *testing.T) {
	dir, clk := t.TempDir(), new(clock.Adjustable)
	d := openDisk(t, dir, clk, store.DiskOptions{})
	must[store.Bucket](t)(d.CreateBucket(t.Context(), store.BucketInput{Name: "b"}))
	must[store.Object](t)(d.PutObject(t.Context(), "b", "k", store.PutInput{Body: strings.NewReader("content")}))
	closeDisk(t, d)
	good := must[[]string](t)(filepath.Glob(filepath.Join(dir, "content", "*")))
	for _, name := range []string{"content/ORPHAN", "incoming/HALF", "incoming/base.0000000000000001"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d = openDisk(t, dir, clk, store.DiskOptions{})
	if r := d.Recovery(); r.Orphans != 1 || len(r.Damaged) != 0 {
		t.Errorf("recovery %+v", r)
	}
	if got := must[[]string](t)(filepath.Glob(filepath.Join(dir, "content", "*"))); !cmp.Equal(got, good) {
		t.Errorf("contents %v, want %v", got, good)
	}
	if left := must[[]string](t)(filepath.Glob(filepath.Join(dir, "incoming", "*"))); len(left) > 0 {
		t.Errorf("incoming %v", left)
	}
	closeDisk(t, d)
	if err := os.Truncate(good[0], 3); err != nil {
		t.Fatal(err)
	}
	d = openDisk(t, dir, clk, store.DiskOptions{})
	if r := d.Recovery(); !cmp.Equal(r.Damaged, []string{"b/k"}) {
		t.Errorf("recovery %+v", r)
	}
	_, content, err := d.GetObject(t.Context(), "b", store.Latest("k"))
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	if got, err := io.ReadAll(content.Range(0, content.Size())); err == nil || len(got) > 0 {
		t.Errorf("damaged content is served: %q, %v", got, err)
	}
}

func TestOneProcess(t *testing.T) {
	dir, clk := t.TempDir(), new(clock.Adjustable)
	d := openDisk(t, dir, clk, store.DiskOptions{})
	if second, err := store.OpenDisk(dir, clk, store.DiskOptions{}); err == nil {
		closeDisk(t, second)
		t.Error("two stores share a directory")
	}
	closeDisk(t, d)
	if _, err := d.CreateBucket(t.Context(), store.BucketInput{Name: "b"}); err == nil {
		t.Error("a closed store takes changes")
	}
	openDisk(t, dir, clk, store.DiskOptions{})
}

// TestFilesGo shows that contents go when nobody needs them any more, and not
// before: a copy and a reader keep them.
func TestFilesGo(t *testing.T) {
	dir, clk := t.TempDir(), new(clock.Adjustable)
	d := openDisk(t, dir, clk, store.DiskOptions{})
	ctx := t.Context()
	files := func(want int) {
		t.Helper()
		if got := must[[]string](t)(filepath.Glob(filepath.Join(dir, "content", "*"))); len(got) != want {
			t.Errorf("%d files, want %d", len(got), want)
		}
	}
	must[store.Bucket](t)(d.CreateBucket(ctx, store.BucketInput{Name: "b"}))
	must[store.Object](t)(d.PutObject(ctx, "b", "k", store.PutInput{Body: strings.NewReader("content")}))
	must[store.Object](t)(d.CopyObject(ctx, "b", "copy", store.CopyInput{Bucket: "b", Key: "k"}))
	files(1)
	_, content, err := d.GetObject(ctx, "b", store.Latest("k"))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"k", "copy"} {
		files(1)
		must[store.Deleted](t)(d.DeleteObject(ctx, "b", store.Latest(key), store.DeleteInput{}))
	}
	r := content.Range(0, content.Size())
	content.Close()
	files(1)
	if got := string(must[[]byte](t)(io.ReadAll(r))); got != "content" {
		t.Errorf("read %q", got)
	}
	r.Close()
	files(0)
	u := must[store.Upload](t)(d.CreateUpload(ctx, "b", "k", store.UploadInput{}))
	for range 2 {
		must[store.Part](t)(d.PutPart(ctx, "b", "k", u.ID, store.PartInput{Number: 1, Body: strings.NewReader("part")}))
		files(1)
	}
	if err := d.AbortUpload(ctx, "b", "k", u.ID); err != nil {
		t.Fatal(err)
	}
	files(0)
	_, err = d.PutObject(ctx, "b", "k", store.PutInput{Body: strings.NewReader("content"), If: store.Precondition{Match: "*"}})
	if store.KindOf(err) != store.NoSuchKey {
		t.Error(err)
	}
	must[store.Object](t)(d.PutObject(ctx, "b", "other", store.PutInput{Body: strings.NewReader("")}))
	files(0)
}

// repeated gives size bytes without having them.
type repeated struct{ left int64 }

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), r.left)
	r.left -= n
	return int(n), nil
}

// TestLargeObject stores and reads 256 MB, with a hundredth of that in memory.
func TestLargeObject(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 256 MB")
	}
	const size = 256 << 20
	d := openDisk(t, t.TempDir(), new(clock.Adjustable), store.DiskOptions{})
	must[store.Bucket](t)(d.CreateBucket(t.Context(), store.BucketInput{Name: "b"}))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	o := must[store.Object](t)(d.PutObject(t.Context(), "b", "k", store.PutInput{Body: &repeated{size}, Size: size}))
	_, content, err := d.GetObject(t.Context(), "b", store.Latest("k"))
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	r := content.Range(0, o.Size)
	defer r.Close()
	n, err := io.Copy(struct{ io.Writer }{io.Discard}, r)
	if err != nil || n != size {
		t.Errorf("read %d bytes, %v", n, err)
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > size/100 {
		t.Errorf("%d bytes of memory for %d of content", took, size)
	}
}

// waitFor waits for what happens in another goroutine.
func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !done() {
		if time.Now().After(deadline) {
			t.Fatal("waited too long for " + what)
		}
		runtime.Gosched()
	}
}

// TestCompaction shows that a log does not grow for ever.
func TestCompaction(t *testing.T) {
	dir, clk := t.TempDir(), new(clock.Adjustable)
	d := openDisk(t, dir, clk, store.DiskOptions{CompactAt: 10_000})
	must[store.Bucket](t)(d.CreateBucket(t.Context(), store.BucketInput{Name: "b"}))
	for i := range 200 {
		must[store.Object](t)(d.PutObject(t.Context(), "b", "k", store.PutInput{Body: strings.NewReader(fmt.Sprint(i))}))
	}
	waitFor(t, "a base", func() bool {
		bases, _ := filepath.Glob(filepath.Join(dir, "base.*"))
		return len(bases) == 1
	})
	want := look(t, d)
	closeDisk(t, d)
	d = openDisk(t, dir, clk, store.DiskOptions{})
	compare(t, "compacted", want, look(t, d))
}
